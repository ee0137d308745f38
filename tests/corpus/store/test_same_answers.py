"""Every command answers the same from a folder and from a server."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Result, run

from benchmarks.lib.postgres_server import PostgresServer

COMMANDS = (
    ("corpus", "show", "hall-1", "--text"),
    ("corpus", "show", "hall-1", "--json"),
    ("corpus", "add", "-q", "twice.txt", "--id", "twice"),
    ("corpus", "show", "gone"),
    ("phrase", "-q", "in the common interest", "--model", "none", "--format", "json"),
    ("phrase", "-q", "welcomed globe 7 of hall", "--model", "none", "--format", "json"),
    ("phrase", "-q", "--regex", "globe [12]1 of", "--format", "json"),
    ("phrase", "-q", "nowhere at all", "--model", "none", "--format", "json"),
    (
        "phrase",
        "-q",
        "states greet every sphere in the chamber",
        "--paraphrase",
        "--format",
        "json",
    ),
    ("lineage", "-q", "hall-1:3", "--model", "none", "--format", "json"),
    ("lineage", "-q", "the common interest", "--model", "none", "--format", "json"),
    ("formulas", "-q", "--format", "json"),
    ("matrix", "-q", "--model", "none", "--format", "json"),
    ("compare", "-q", "hall-1", "hall-2", "--model", "none", "--format", "json"),
    ("compare", "-q", "hall-1", "hall-2", "--model", "none", "--paragraphs", "lines"),
    ("synopsis", "-q", "hall-0", "hall-1", "hall-2", "--model", "none", "--format", "json"),
    ("corpus", "remove", "-q", "hall-2"),
    ("phrase", "-q", "hall 2", "--model", "none", "--format", "json"),
)


def text(number: int) -> str:
    """An invented declaration."""
    body = "\n\n".join(
        f"The parties welcome globe {n} of hall {number} in the common interest." for n in range(12)
    )
    return f"DECLARATION OF HALL {number}\n\n{body}\n\nLakeside, {number + 1} July 2031\n"


def answers(place: str) -> list[Result]:
    """What the commands answer of a collection made at a place."""
    for number in range(3):
        Path(f"{number}.txt").write_text(text(number), encoding="utf-8")
        added = ("corpus", "add", "-q", f"{number}.txt", "--id", f"hall-{number}")
        assert run(*added, "--collection", place).exit_code == 0
    Path("twice.txt").write_text(text(1), encoding="utf-8")
    return [run(*command, "--collection", place) for command in COMMANDS]


def test_both_stores_give_the_same_answers(
    server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ours, theirs = answers("folder"), answers(server.emptied())
    for command, folder, shared in zip(COMMANDS, ours, theirs, strict=True):
        assert folder == shared, command
    assert {done.exit_code for done in ours} == {0, 1, 2}


def test_what_is_exported_is_the_same(
    server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("0.txt").write_text(text(0), encoding="utf-8")
    sums = []
    for name, place in (("a", "folder"), ("b", server.emptied())):
        added = ("corpus", "add", "-q", "0.txt", "--id", "hall-0", "--collection", place)
        assert run(*added).exit_code == 0
        assert run("corpus", "export", "-q", name, "--collection", place).exit_code == 0
        sums.append({file.name: file.read_bytes() for file in Path(name).iterdir()})
        # What is known of the addition says when it was.
        assert sums[-1].pop("hall-0.json")
        assert sums[-1].pop("SHA256SUMS")
    assert sums[0] == sums[1]
    assert {"hall-0.original.txt", "hall-0.txt"} <= set(sums[0])
