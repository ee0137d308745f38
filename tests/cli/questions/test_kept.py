"""A second question to a folder reads none of its texts, however new they were at the first."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run

from scodiff.cli import kept
from scodiff.corpus import files, readings
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readings import Readings
from scodiff.corpus.shipped import read_shipped


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    texts = tmp_path / "texts"
    texts.mkdir()
    for year in (1951, 1952):
        (texts / f"{year}.txt").write_text(f"Statement\n\nThe ports of {year} stay open.\n")
    return texts


def ask(folder: Path) -> str:
    result = run("phrase", "ports of 1951", folder, "--no-paraphrase")
    assert result.exit_code == 0
    return result.stdout


def test_files_that_settle_while_they_are_read_are_not_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    true_looks = files.looks_of

    def looks(paths: list[Path]) -> list[str] | None:
        """They were changed just now when the first question begins, and no longer at its end."""
        asked.append(len(paths))
        return None if len(asked) == 1 else true_looks(paths)

    monkeypatch.setattr(files, "_SETTLED_NANOSECONDS", 0)
    monkeypatch.setattr(files, "looks_of", looks)
    first = ask(folder)
    assert asked == [2, 2]

    def refuse(path: Path) -> bytes:
        raise CorpusError(f"{path} was read again.")

    monkeypatch.setattr(readings, "read_bytes", refuse)
    assert ask(folder) == first


def test_a_file_that_changes_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_SETTLED_NANOSECONDS", 0)
    assert "1 time in 1 document" in ask(folder)
    (folder / "1952.txt").write_text("Statement\n\nThe ports of 1951 and of 1952 stay open.\n")
    assert "2 times in 2 documents" in ask(folder)


def test_what_a_shipped_text_was_read_as_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = kept.kept_folder()
    assert place is not None
    first = read_shipped("illustration", Readings(place))
    assert first == read_shipped("illustration")
    monkeypatch.setattr(readings, "_read", None)
    assert read_shipped("illustration", Readings(place)) == first
