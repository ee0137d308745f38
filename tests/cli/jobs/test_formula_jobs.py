"""Formulas found in pieces: interrupted and gone on with, by several, the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from command import run

from scodiff.compare.studies import formula_pieces

TEXTS = {
    "2005-north": "They keep the open sea lanes for all. The harbour light is low.",
    "2006-east": "We see: they keep the open sea lanes of the bay. The harbour light is high.",
    "2007-south": "Here is a harbour light. Boats of the open sea lanes sail on calm water.",
    "2008-west": "There is calm water, and much of lamps.",
}
FORMULAS = ("--format", "json")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of texts; each word of theirs begins a piece of its own."""
    monkeypatch.setattr(formula_pieces, "_STARTS", 1)
    made = tmp_path / "texts"
    made.mkdir()
    for name, text in TEXTS.items():
        (made / f"{name}.txt").write_text(f"Of {name}\n\n{text}\n")
    return made


class Counted:
    """A function, with what it was called for; it stops when it has been called often enough."""

    def __init__(self, patch: pytest.MonkeyPatch, name: str) -> None:
        self.done: list[Any] = []
        self.stop_at = 0
        self._work = getattr(formula_pieces, name)
        patch.setattr(formula_pieces, name, self)

    def __call__(self, *given: Any) -> Any:
        """Do it, or be interrupted."""
        if len(self.done) + 1 == self.stop_at:
            raise KeyboardInterrupt
        self.done.append(given)
        return self._work(*given)


def cache(tmp_path: Path, name: str) -> dict[str, str]:
    """A cache of that name, for a command."""
    return {"SCODIFF_CACHE": str(tmp_path / name)}


def first_words(counted: Counted) -> Sequence[str]:
    """The first word that the phrases of each piece begin with."""
    return [starts.words[starts.symbols[starts.at[0]]] for starts, *_ in counted.done]


@pytest.mark.parametrize("stage", ["marked", "phrases_of"])
def test_an_interrupted_search_goes_on_where_it_stopped(
    stage: str, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    counted = Counted(monkeypatch, stage)
    whole = run("formulas", folder, *FORMULAS, **cache(tmp_path, "one"))
    assert '"harbour light"' in whole.stdout
    every = counted.done
    assert len(every) >= len(TEXTS)
    counted.done, counted.stop_at = [], 3
    stopped = run("formulas", folder, *FORMULAS, **cache(tmp_path, "two"))
    assert (stopped.exit_code, stopped.stdout) == (130, "")
    before = len(counted.done)
    counted.done, counted.stop_at = [], 0
    gone_on = run("formulas", folder, *FORMULAS, **cache(tmp_path, "two"))
    assert gone_on.stdout == whole.stdout
    unit = "Documents" if stage == "marked" else "Parts of the vocabulary"
    assert gone_on.stderr == f"{unit} kept from before: 2 of {len(every)}.\n"
    assert (before, len(counted.done)) == (2, len(every) - 2)
    counted.done = []
    assert run("formulas", folder, *FORMULAS, **cache(tmp_path, "two")).stdout == whole.stdout
    assert counted.done == []


def test_of_other_texts_or_settings_nothing_kept_is_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    read, found = Counted(monkeypatch, "marked"), Counted(monkeypatch, "phrases_of")
    run("formulas", folder, *FORMULAS, **cache(tmp_path, "one"))
    read.done, found.done = [], []
    run("formulas", folder, *FORMULAS, "--words", "3", "-q", **cache(tmp_path, "one"))
    assert read.done == []
    assert found.done
    (folder / "2008-west.txt").write_text("Of west\n\nThe harbour light is calm water.\n")
    read.done, found.done = [], []
    changed = run("formulas", folder, *FORMULAS, "-q", **cache(tmp_path, "one"))
    assert len(read.done) == 1
    assert "harbor" in first_words(found)
    assert changed == run("formulas", folder, *FORMULAS, "-q", **cache(tmp_path, "new"))


def test_two_workers_write_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    one = run("formulas", folder, *FORMULAS, **cache(tmp_path, "one"))
    two = run("formulas", folder, *FORMULAS, "--workers", "2", **cache(tmp_path, "two"))
    assert two.exit_code == 0, two.stderr
    assert two == one
