"""An index that is kept answers as one that is made anew, and is made anew where it must be."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from patience import ENDLESS

from scodiff.cli.main import main
from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.kept_index import load_index, make_index, state_of
from scodiff.compare.phrases.model import PhraseSettings
from scodiff.compare.phrases.search import search_phrase
from scodiff.corpus import files, readings
from scodiff.corpus.reader import read

WORDS_ONLY = PhraseSettings(paraphrases="never")
TEXTS = {
    "2001-north.txt": "North\n\nThe open sea lanes are kept.\n\nНаши моря — открыты, 5 % и Ünye.\n",
    "2002-south.txt": "South\n\nThey keep an open sea lane; the lanes of the open sea.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "texts"
    made.mkdir()
    for name, text in TEXTS.items():
        (made / name).write_text(text, "utf-8")
    return made


@pytest.mark.parametrize("asked", ["open sea lanes", "моря открыты", "unye", "shut"])
def test_an_index_that_is_kept_answers_as_it_did(folder: Path, asked: str) -> None:
    documents = [read(path) for path in sorted(folder.iterdir())]
    place, state = folder / "x.index", state_of(["a", "b"])
    made = make_index(place, state, documents, ["told"])
    kept = load_index(place, state)
    assert kept is not None
    assert kept.told == ("told",)
    answers = [
        search_phrase(asked, index, WORDS_ONLY)
        for index in (PhraseIndex.of(documents), made, kept.phrases)
    ]
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("at", [0, 70, 500, -1])
def test_a_damaged_index_is_none(folder: Path, at: int) -> None:
    place, state = folder / "x.index", state_of(["a"])
    make_index(place, state, [read(folder / "2001-north.txt")], [])
    whole = bytearray(place.read_bytes())
    whole[at] ^= 1
    place.write_bytes(whole)
    assert load_index(place, state) is None


def test_an_index_of_another_state_is_none(folder: Path) -> None:
    place = folder / "x.index"
    make_index(place, state_of(["a"]), [read(folder / "2001-north.txt")], [])
    assert load_index(place, state_of(["b"])) is None


def test_a_folder_that_changes_is_asked_anew(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4 no more")
    (folder / "table.csv").write_text("a,b")

    def asked() -> tuple[str, str]:
        said = CliRunner().invoke(main, ["phrase", "sea lanes", str(folder), "--no-paraphrase"])
        return said.stdout, said.stderr

    first = asked()
    assert "2 documents" in first[0]
    assert "scan.pdf" in first[1]
    assert "table.csv" in first[1]
    assert asked() == first
    (folder / "2003-west.md").write_text("# West\n\nNo sea lanes.\n")
    assert "3 documents" in asked()[0]
    (folder / "2003-west.md").unlink()
    assert asked() == first
    (folder / "2002-south.txt").write_text("South\n\nNothing of the kind.\n")
    assert "South" not in asked()[0]
    assert asked()[0] != first[0]


def test_files_that_look_as_they_did_are_not_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(files, "_SETTLED_NANOSECONDS", 0)
    reads: list[Path] = []

    def read_bytes(path: Path) -> bytes:
        reads.append(path)
        return path.read_bytes()

    monkeypatch.setattr(readings, "read_bytes", read_bytes)

    def asked() -> tuple[str, list[str]]:
        reads.clear()
        said = CliRunner().invoke(main, ["phrase", "open sea", str(folder), "--no-paraphrase"])
        return said.stdout, sorted({path.name for path in reads})

    first = asked()
    assert first[1] == sorted(TEXTS)
    assert asked() == (first[0], [])
    # Of the same size and, as far as a program can set it back, of the same time.
    south = folder / "2002-south.txt"
    was = south.stat()
    south.write_text(TEXTS[south.name].replace("open", "shut"), "utf-8")
    os.utime(south, ns=(was.st_atime_ns, was.st_mtime_ns))
    changed = asked()
    assert changed[0] != first[0]
    assert changed[1] == sorted(TEXTS)
    south.write_text(TEXTS[south.name], "utf-8")
    assert asked() == (first[0], sorted(TEXTS))
    # Corrections beside a text are looked at, too.
    (folder / "2002-south.boundaries.toml").write_text('version = 1\ntitle = "The open sea"\n')
    assert asked()[1] == sorted(TEXTS)


def test_what_was_changed_just_now_is_no_known_look(folder: Path) -> None:
    paths = sorted(folder.iterdir())
    later = time.time() + ENDLESS  # this moment may be long ago when it is looked at
    os.utime(paths[0], (later, later))
    assert files.looks_of(paths) is None
    assert files.looks_of([]) == []
    assert files.looks_of([folder / "absent", Path(os.__file__)]) is not None
