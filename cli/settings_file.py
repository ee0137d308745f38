"""Settings that stand in a file: ``scodiff.toml``, or ``[tool.scodiff]`` of ``pyproject.toml``.

    model = "minilm"       the default of --model, for every command that has it
    threads = 2            as SCODIFF_THREADS, which wins
    [compare]
    paragraphs = "lines"   the default of an option of one command

The file is the nearest one in the working folder or above it. The command line wins.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from scodiff.reports.visible import has_hidden

SETTINGS_FILE, PROJECT_FILE = "scodiff.toml", "pyproject.toml"
_FOR_ALL = ("model",)
# What TOML lets stand within the name of a table, [ "tool" . scodiff ].
_LOOSE = dict.fromkeys(map(ord, " \t'\""))


def default_map(commands: Iterable[str]) -> dict[str, Any]:
    """The defaults of each command's options, as click takes them; none without a file.

    Sets ``SCODIFF_THREADS`` unless it is set. Raises ``click.UsageError`` for a file that
    cannot be read or that sets what there is not.
    """
    try:
        path, settings = _read(Path.cwd())
    except FileNotFoundError:  # the working folder is deleted
        return {}
    if path is None:
        return {}
    if odd := _with_control(settings):
        raise click.UsageError(f"{path} sets '{odd}' to a text with a control character.")
    names = list(commands)
    for key, value in settings.items():
        is_table = isinstance(value, dict)
        if not ((key in names and is_table) or (key in (*_FOR_ALL, "threads") and not is_table)):
            raise click.UsageError(
                f"{path} sets '{key}', which is no setting; there are: model, threads, and a "
                f"table for each command ({', '.join(names)})."
            )
    if "threads" in settings:
        os.environ.setdefault("SCODIFF_THREADS", str(settings["threads"]))
    shared = {key: settings[key] for key in _FOR_ALL if key in settings}
    return {name: shared | _options(settings.get(name, {})) for name in names}


def _with_control(settings: dict[str, Any]) -> str | None:
    """The first setting whose text no name and no word can be."""
    for key, value in settings.items():
        if isinstance(value, str) and has_hidden(value):
            return key
        if isinstance(value, dict) and (odd := _with_control(value)):
            return odd
    return None


def _options(table: dict[str, Any]) -> dict[str, Any]:
    return {key.replace("-", "_"): value for key, value in table.items()}


def _read(start: Path) -> tuple[Path | None, dict[str, Any]]:
    """The nearest file with settings, and what stands in it."""
    for folder in (start, *start.parents):
        for name in (SETTINGS_FILE, PROJECT_FILE):
            path = folder / name
            if path.is_file():
                settings = _table(path)
                if settings is not None:
                    return path, settings
    return None, {}


def _table(path: Path) -> dict[str, Any] | None:
    try:
        text = path.read_text(encoding="utf-8")
        if path.name == PROJECT_FILE and not _may_have_table(text):
            return None
        import tomllib

        data = tomllib.loads(text)
    except (OSError, ValueError) as error:
        if path.name == PROJECT_FILE:
            return None  # some other project's trouble
        raise click.UsageError(f"{path} cannot be read: {error}.") from error
    if path.name == SETTINGS_FILE:
        return data
    table = data.get("tool", {}).get("scodiff")
    return table if isinstance(table, dict) else None


def _may_have_table(text: str) -> bool:
    """Whether a project's file can have a table of scodiff's: most have none, and are not parsed.

    That takes longer than all else that a command does before its work.
    """
    bare = text.translate(_LOOSE)
    return any(sign in bare for sign in ("tool.scodiff", "[tool]", "tool=", "\\u"))
