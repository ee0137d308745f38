"""Long work on the command line: interrupted and gone on with, by several, the same bytes."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest
from command import run

from scodiff.cli import jobs
from scodiff.compare.linking import LinkedTexts
from scodiff.compare.model import Comparison
from scodiff.compare.studies import pair_jobs, pairwise, run_matrix

TEXTS = {
    "2005-north": "They met in the north.\n\nThey keep the open sea lanes for all vessels.\n",
    "2006-east": "They met in the east.\n\nThey keep the open sea lanes for all boats.\n",
    "2007-south": "They met in the south.\n\nThe open sea lanes are kept for all vessels again.\n",
    "2008-west": "They met in the west.\n\nNothing was said of lanes, and much of lamps.\n",
}
MATRIX = ("--model", "none", "--format", "json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of texts, of every two of which a matrix is made."""
    made = tmp_path / "texts"
    made.mkdir()
    for name, text in TEXTS.items():
        (made / f"{name}.txt").write_text(text)
    return made


class Counted:
    """Comparisons, which stop at one of them."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.made: list[tuple[str, str]] = []
        self.stop_at = 0
        self.sent = signal.SIGINT
        self._compare = pair_jobs.compare
        patch.setattr(pair_jobs, "compare", self)
        self._link = pairwise.link
        patch.setattr(pairwise, "link", self.linked)

    def __call__(self, a: Any, b: Any, encoder: Any) -> Comparison:
        """Compare, or be interrupted."""
        if len(self.made) + 1 == self.stop_at:
            assert signal.getsignal(self.sent) is not signal.SIG_DFL
            signal.raise_signal(self.sent)
        self.made.append((a.id, b.id))
        return self._compare(a, b, encoder)

    def linked(self, a: Any, b: Any, *given: Any) -> LinkedTexts:
        """Link them, for a lineage."""
        self.made.append((a.id, b.id))
        return self._link(a, b, *given)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """What counts the comparisons that are made in this process."""
    return Counted(monkeypatch)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_matrix_goes_on_where_it_stopped(
    sent: signal.Signals, folder: Path, counted: Counted, tmp_path: Path
) -> None:
    caches = [{"SCODIFF_CACHE": str(tmp_path / name)} for name in ("one", "two")]
    whole = run("matrix", folder, *MATRIX, **caches[0])
    assert len(counted.made) == 6
    assert whole.stderr == ""
    counted.made, counted.stop_at, counted.sent = [], 4, sent
    stopped = run("matrix", folder, *MATRIX, **caches[1])
    assert (stopped.exit_code, stopped.stdout) == (130, "")
    before = counted.made
    counted.made, counted.stop_at = [], 0
    gone_on = run("matrix", folder, *MATRIX, **caches[1])
    assert gone_on.stdout == whole.stdout
    assert gone_on.stderr == "Comparisons kept from before: 3 of 6.\n"
    assert len(before) == len(counted.made) == 3
    assert not {*before} & {*counted.made}


def test_of_a_changed_text_what_was_kept_is_not_used(
    folder: Path, counted: Counted, tmp_path: Path
) -> None:
    cache = {"SCODIFF_CACHE": str(tmp_path / "cache")}
    run("matrix", folder, *MATRIX, **cache)
    (folder / "2008-west.txt").write_text(TEXTS["2008-west"] + "\nMore was said of buoys.\n")
    counted.made = []
    run("matrix", folder, *MATRIX, "-q", **cache)
    assert {older for older, newer in counted.made if newer == "2008-west"} == {*TEXTS} - {
        "2008-west"
    }
    assert len(counted.made) == 3
    counted.made = []
    assert run("matrix", folder, *MATRIX, "--base", "2006-east", "-q", **cache).exit_code == 0
    # What becomes of the paragraphs of another base is not known yet.
    assert {older for older, _ in counted.made} == {"2005-north", "2006-east"}


def test_two_workers_write_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    caches = [{"SCODIFF_CACHE": str(tmp_path / name)} for name in ("one", "two")]
    one = run("matrix", folder, *MATRIX, **caches[0])
    two = run("matrix", folder, *MATRIX, "--workers", "2", **caches[1])
    assert two.exit_code == 0, two.stderr
    assert two == one


def test_a_lineage_is_done_in_pieces_too(folder: Path, counted: Counted, tmp_path: Path) -> None:
    caches = [{"SCODIFF_CACHE": str(tmp_path / name)} for name in ("one", "two")]
    command = ("lineage", f"{folder / '2006-east.txt'}:2", folder, *MATRIX)
    whole = run(*command, **caches[0])
    assert counted.made == [
        ("2005-north", "2006-east"),
        ("2006-east", "2007-south"),
        ("2006-east", "2008-west"),
    ]
    again = run(*command, "--workers", "2", **caches[0])
    assert again == whole
    assert run(*command, "--workers", "2", **caches[1]) == whole
    assert len(counted.made) == 3


def test_one_is_told_how_to_clear_what_is_kept_where_it_is_much(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cache = {"SCODIFF_CACHE": str(tmp_path / "cache")}
    monkeypatch.setattr(jobs, "MUCH", 1)
    said = run("matrix", folder, *MATRIX, **cache)
    assert said.stderr.endswith(" GB: scodiff cache clear pieces takes it away.\n")
    assert (tmp_path / "cache" / "pieces" / "pieces.sqlite").exists()
    assert run("cache", "clear", "pieces", **cache).exit_code == 0
    assert not (tmp_path / "cache" / "pieces" / "pieces.sqlite").exists()


def test_two_ways_of_working_exclude_each_other(folder: Path) -> None:
    said = run("lineage", "sea", folder, "--workers", "2", "--scheduler", "tcp://127.0.0.1:1")
    assert said.exit_code == 2
    assert "exclude each other" in said.stderr


def test_a_comparison_that_fails_is_named(folder: Path, tmp_path: Path) -> None:
    (folder / "2009-long.txt").write_text(f"They met.\n\n{'so ' * 20_001}much.\n")
    said = run("matrix", folder, *MATRIX, SCODIFF_CACHE=str(tmp_path / "cache"))
    assert (said.exit_code, said.stdout) == (2, "")
    assert "scodiff: 4 of 10 comparisons failed: 2005-north and 2009-long (" in said.stderr
    assert "The 6 that were done are kept" in said.stderr


@pytest.fixture
def many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of more texts than are compared in full."""
    monkeypatch.setattr("scodiff.compare.studies.model.MOST_COMPARED", 3)
    monkeypatch.setattr(run_matrix, "_PAIRS", 2)
    return folder


def test_a_matrix_by_runs_of_words_goes_on_where_it_stopped(
    many: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    caches = [{"SCODIFF_CACHE": str(tmp_path / name)} for name in ("one", "two")]
    whole = run("matrix", many, *MATRIX, "-q", **caches[0])
    assert '"fates"' in whole.stdout
    calls: list[int] = []
    count = run_matrix.count_pairs

    def interrupted(runs: Any, wanted: Any) -> Any:
        calls.append(len(wanted))
        if len(calls) == 2:
            raise KeyboardInterrupt
        return count(runs, wanted)

    monkeypatch.setattr(run_matrix, "count_pairs", interrupted)
    stopped = run("matrix", many, *MATRIX, "-q", **caches[1])
    assert (stopped.exit_code, stopped.stdout) == (130, "")
    gone_on = run("matrix", many, *MATRIX, **caches[1])
    assert gone_on.stdout == whole.stdout
    assert gone_on.stderr.endswith("\nParts of the pairs kept from before: 1 of 2.\n")
    assert calls == [2, 1, 1]
    monkeypatch.setattr(run_matrix, "read_runs", None)
    assert run("matrix", many, *MATRIX, "-q", **caches[1]) == whole
    assert len(calls) == 3


def test_two_workers_count_the_same_bytes(many: Path, tmp_path: Path) -> None:
    caches = [{"SCODIFF_CACHE": str(tmp_path / name)} for name in ("one", "two")]
    one = run("matrix", many, *MATRIX, **caches[0])
    two = run("matrix", many, *MATRIX, "--workers", "2", **caches[1])
    assert two.exit_code == 0, two.stderr
    assert two == one
