"""The pages of the documentation, and the examples in them.

A block marked ``console`` is a command
behind ``$`` and what it prints; ``console 5-9`` shows lines 5 to 9 of that alone. A block marked
``python`` is run, and what it prints is the block marked ``text`` behind it. The examples of a
page are run in order; they share a collection, and a folder that holds ``tests/docs/files``.
"""

from __future__ import annotations

import io
import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stdout
from itertools import zip_longest
from pathlib import Path
from typing import Any
from unittest.mock import patch

from click.testing import CliRunner
from markdown_it import MarkdownIt
from markdown_it.token import Token

from scodiff.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "tests" / "docs" / "files"
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
CUT = "…"


def blocks(page: str) -> list[Token]:
    """The code blocks of a page; ``info`` says of what kind each is."""
    return [token for token in MarkdownIt().parse(page) if token.type == "fence"]


def code_spans(page: str) -> Iterator[str]:
    """What a page sets in code within its sentences, lists and tables."""
    for token in MarkdownIt().enable("table").parse(page):
        yield from (child.content for child in token.children or () if child.type == "code_inline")


def commands(page: str) -> Iterator[str]:
    """Every ``scodiff`` command line that a page shows, without comment or pipe."""
    lines = [line for block in blocks(page) for line in block.content.splitlines()]
    for line in (*lines, *code_spans(page)):
        command = (
            line.removeprefix("$ ")
            .split("  ")[0]
            .split(" | ")[0]
            .split(" > ")[0]
            .split(" #")[0]
            .strip()
        )
        if command.startswith("scodiff "):
            yield command


def renewed(page: str) -> str:
    """The page with what its examples print now."""
    lines = page.splitlines()
    found = blocks(page)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    changes: list[tuple[int, list[str]]] = []
    with _session():
        for block, following in zip_longest(found, found[1:]):
            kind, *excerpt = block.info.split()
            if kind == "console":
                command = block.content.splitlines()[0]
                shown = [command, *_excerpt(_printed_by_command(command), excerpt)]
                changes.append((_first_line(block), shown))
            elif kind == "python":
                printed = _printed_by_python(block.content, namespace)
                if printed:
                    assert following is not None
                    assert following.info == "text"
                    changes.append((_first_line(following), printed))
    for first, shown in reversed(changes):
        lines[first : lines.index("```", first)] = shown
    return "\n".join(lines) + "\n"


@contextmanager
def _session() -> Iterator[None]:
    """A folder and a collection that are thrown away."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "here")
        shutil.copytree(FILES, folder)
        values = {"SCODIFF_COLLECTION": str(Path(name, "collection")), "COLUMNS": "80"}
        with chdir(folder), patch.dict(os.environ, values):
            yield


def _printed_by_command(line: str) -> list[str]:
    program, *arguments = shlex.split(line.removeprefix("$ "))
    assert program == "scodiff", line
    result = CliRunner().invoke(main, arguments, prog_name=program)
    assert result.exit_code in (0, 1), result.output
    return _lines(result.output)


def _printed_by_python(code: str, namespace: dict[str, Any]) -> list[str]:
    with redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, "example", "exec"), namespace)
    return _lines(printed.getvalue())


def _lines(printed: str) -> list[str]:
    return [line.rstrip() for line in printed.strip("\n").splitlines()]


def _excerpt(printed: list[str], bounds: Sequence[str]) -> list[str]:
    """Lines 5 to 9 for ``["5-9"]``, with an ellipsis where others are left out; else all."""
    if not bounds:
        return printed
    first, last = (int(number) for number in bounds[0].split("-"))
    before, after = [CUT] * (first > 1), [CUT] * (last < len(printed))
    return [*before, *printed[first - 1 : last], *after]


def _first_line(block: Token) -> int:
    """The index of the first line of a block's content in its page."""
    assert block.map is not None
    return block.map[0] + 1
