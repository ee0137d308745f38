"""A file of words in TOML, scodiff's own or one given in its place: read, and refused by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from scodiff.corpus.files import read_file
from scodiff.corpus.readings import keep_sealed, load_sealed

T = TypeVar("T")

_LARGEST = 4 * 2**20  # bytes of a file


def read_word_file(
    path: Path,
    what: str,
    example: str,
    version: int,
    build: Callable[[Mapping[str, Any], str], T],
    refusal: type[Exception],
    kept: Path | None = None,
) -> T:
    """What ``build`` makes of a file's table and its SHA-256.

    ``what`` names the file in sentences ("lexicon"), ``example`` scodiff's own. In a folder
    ``kept`` the table is found again by that SHA-256, in a form that is read sooner. Raises a
    ``refusal`` where the file cannot be read, is of another version, or has not the form that
    ``build`` expects.
    """
    form = f"see {example} for its form"
    try:
        content = read_file(path, _LARGEST)
        sha256 = hashlib.sha256(content).hexdigest()
        data = _table(content, kept / f"{sha256}.table" if kept else None)
    except OSError as error:
        raise refusal(f"the {what} '{path}' cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise refusal(f"the {what} '{path}' is not valid TOML ({error}); {form}.") from error
    if data.get("version") != version:
        raise refusal(
            f"the {what} '{path}' says version {data.get('version')!r}; "
            f"this scodiff reads version {version}."
        )
    try:
        return build(data, sha256)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refusal(f"the {what} '{path}' lacks or misuses {error}; {form}.") from error


def _table(content: bytes, place: Path | None) -> Mapping[str, Any]:
    """The table of a file, kept or read; raises ValueError where it is not TOML."""
    if place and (known := load_sealed(place)):
        table: Mapping[str, Any] = json.loads(bytes(known))
        return table
    import tomllib

    table = tomllib.loads(content.decode("utf-8"))
    if place:
        with suppress(TypeError):  # of a date
            keep_sealed(place, json.dumps(table).encode())
    return table
