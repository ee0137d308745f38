"""Every command answers the same from a folder and from a server."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from command import Result, run
from stores.behind import originals, records

from benchmarks.lib.postgres_server import PostgresServer
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.checking import check
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.export import copy

COMMANDS = (
    ("corpus", "show", "hall-1", "--text"),
    ("corpus", "show", "hall-1", "--json"),
    ("corpus", "show", "hall-2", "--ledger"),
    ("corpus", "show", "hall-2", "--text"),
    ("corpus", "add", "-q", "twice.txt", "--id", "twice"),
    ("corpus", "show", "gone"),
    ("phrase", "-q", "in the common interest", "--model", "none", "--format", "json"),
    ("phrase", "-q", "welcomed globe 7 of hall", "--model", "none", "--format", "json"),
    ("phrase", "-q", "--regex", "globe [12]1 of", "--format", "json"),
    ("phrase", "-q", "greet the globe", "--names-file", "names.toml", "--model", "none"),
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


# Of the text of hall 2: what is known of it is corrected where it is added.
CUT = """text = "{}"
[[correction]]
action = "split"
after = "welcome globe 3 of hall 2"
before = "in the common"
"""
NAMES = """version = 1
[[formula]]
source = "here"
name = "greet the globe"
ways = ["greet globe", "welcome globe"]
"""


def text(number: int) -> str:
    """An invented declaration."""
    body = "\n\n".join(
        f"The parties welcome globe {n} of hall {number} in the common interest." for n in range(12)
    )
    return f"DECLARATION OF HALL {number}\n\n{body}\n\nLakeside, {number + 1} July 2031\n"


def answers(place: str) -> list[Result]:
    """What the commands answer of a collection made at a place."""
    Path("names.toml").write_text(NAMES, encoding="utf-8")
    Path("cut.toml").write_text(CUT.format(sha256(text(2).encode()).hexdigest()[:12]))
    for number in range(3):
        Path(f"{number}.txt").write_text(text(number), encoding="utf-8")
        added = ("corpus", "add", "-q", f"{number}.txt", "--id", f"hall-{number}")
        corrected = ("--boundaries", "cut.toml") if number == 2 else ()
        assert run(*added, *corrected, "--collection", place).exit_code == 0
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
    said = dict(zip(COMMANDS, ours, strict=True))
    assert "globe 3 of hall 2\n" in said[COMMANDS[3]].stdout, "a correction was obeyed"
    assert "variant" in next(o.stdout for c, o in said.items() if "--names-file" in c)


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


def test_a_collection_goes_from_one_store_to_the_other_and_back(
    server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    places = ["folder", server.emptied(), "back"]
    for number in range(3):
        Path(f"{number}.txt").write_text(text(number), encoding="utf-8")
    for number in range(3):
        added = ("corpus", "add", "-q", f"{number}.txt", "--id", f"hall-{number}")
        assert run(*added, "--collection", "folder").exit_code == 0
    for here, there in pairwise(places):
        for said in ("Put 1 text into", "Put 2 texts into", "Put 0 texts into"):
            some = ("hall-1", "2003-moscow") if said.startswith("Put 1") else ()
            done = run("corpus", "copy", there, *some, "--collection", here)
            assert (done.exit_code, done.stdout) == (0, "")
            assert said in done.stderr
        assert run("corpus", "check", "-q", "--collection", there).exit_code == 0
    collections = [Collection.open(place) for place in places]
    for held in (Collection.digests, Collection.provenance, originals, records):
        ours, *theirs = map(held, collections)
        assert ours
        assert theirs == [ours, ours]


def test_nothing_is_copied_over_another_text(place: str, tmp_path: Path) -> None:
    source, target = Collection.open(tmp_path / "source"), Collection.open(place)
    for collection, texts in ((source, "abc"), (target, "bx")):
        for name in texts:
            add(collection, text(ord(name)).encode(), name=f"{name}.txt", document_id=name)
    held = target.digests()
    assert copy(source, target, ["b"]) == []
    add(target, text(ord("c")).encode(), name="c.txt", document_id="d")
    with pytest.raises(CorpusError, match=r"c cannot be put .* the same file under the id d"):
        copy(source, target)
    target.remove("d")
    add(target, text(1).encode(), name="c.txt", document_id="c")
    with pytest.raises(CorpusError, match=r"c cannot be put .* another text.* under the id c"):
        copy(source, target)
    target.remove("c")
    assert target.digests() == held
    assert copy(source, target) == ["a", "c"]
    assert check(target) == ()
