"""A matrix of many documents is counted by runs of words, says so, and claims no absence."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from phrase_texts import declaration

from scodiff.cli.main import main
from scodiff.compare.jobs.running import WayOfWorking
from scodiff.compare.pipeline import compare
from scodiff.compare.studies.matrix import PairFindings, findings
from scodiff.compare.studies.model import MOST_COMPARED
from scodiff.compare.studies.run_matrix import (
    MOST_ANCESTORS,
    count_matrix,
    findings_of,
    likeliest_pairs,
    runs_in,
)
from scodiff.compare.studies.runs import DocumentRuns, runs_of, shared
from scodiff.corpus.model import Document

_LANES = "The parties will protect the open sea lanes for all vessels of the northern coast."
_SCHOOLS = "Schools and universities exchange teachers, pupils and books in every language."
_GRAIN = "Farmers are helped to store their grain, to share water and to sell what has grown."


def text(name: str, *paragraphs: str) -> Document:
    """A document of the year that its name begins with."""
    return declaration(name, "\n\n".join(paragraphs), f"{name[:4]}-05-01")


def runs(document: Document) -> DocumentRuns:
    """The runs of a document's paragraphs."""
    return runs_of([paragraph.text for paragraph in document.citable])


def counted_pair(older: Document, newer: Document) -> PairFindings:
    """The findings of a pair, the older of which is the base."""
    way = WayOfWorking()
    both = dict(zip((older.id, newer.id), runs_in([older, newer], way), strict=True))
    (found,) = findings_of([(older, newer)], both, older.id, way)
    return found


def test_what_is_the_same_is_counted_as_a_comparison_counts_it() -> None:
    older = text("2001-a", _LANES, _SCHOOLS, _GRAIN)
    newer = text("2002-b", _SCHOOLS.replace("exchange", "will now exchange"), _LANES.upper())
    found = counted_pair(older, newer)
    full = findings(compare(older, newer, None), older.id)
    for counted, compared in zip(found.cells, full.cells, strict=True):
        assert counted.persisted == compared.persisted
        # Three words before an insertion are no run of four.
        assert 0 <= compared.kept - counted.kept < 0.15
        assert counted.words == compared.words
    assert [fate.relation for fate in found.fates] == ["editorial", "changed", "disappeared"]
    assert [fate.numbers for fate in found.fates] == [(2,), (1,), ()]


def test_what_is_not_found_is_open_and_not_absent() -> None:
    older, newer = text("2001-a", _LANES), text("2002-b", _GRAIN)
    found = counted_pair(older, newer)
    assert [(cell.kept, cell.open) for cell in found.cells] == [(0.0, 1.0), (0.0, 1.0)]
    assert found.fates[0].has_counterpart is None


def test_a_paragraph_stands_in_one_other_however_its_words_are_spread() -> None:
    older = text("2001-a", f"{_LANES} {_SCHOOLS}")
    newer = text("2002-b", _LANES, _SCHOOLS)
    words = runs(older).lengths.tolist()
    found = shared(runs(older), runs(newer))
    assert found.counterpart.tolist() == [0]
    assert found.kept.tolist() == [words[0] - runs(newer).lengths.tolist()[1]]


def test_texts_without_words_or_runs_do_no_harm() -> None:
    documents = [text("2001-a", "Peace."), text("2002-b", "Peace."), text("2003-c", "…")]
    matrix = count_matrix(documents, "2001-a")
    assert matrix.cell("2002-b", "2001-a").persisted == 1.0  # type: ignore[union-attr]


def test_pairs_are_those_that_share_most_and_all_with_the_base() -> None:
    documents = [
        text(f"{1900 + n}-x", (_LANES, _SCHOOLS, _GRAIN)[n % 3], f"Of matter {n} and that alone.")
        for n in range(30)
    ]
    pairs = likeliest_pairs(documents, [runs(document) for document in documents], "1901-x")
    earlier = [a.id for a, b in pairs if b.id == "1929-x"]
    assert len(earlier) <= MOST_ANCESTORS + 1
    assert "1901-x" in earlier
    assert {int(name[:4]) % 3 for name in earlier if name != "1901-x"} <= {1929 % 3}


def test_the_command_says_how_it_counts_many_documents(tmp_path: Path) -> None:
    for n in range(MOST_COMPARED + 1):
        (tmp_path / f"{1900 + n}-x.txt").write_text(f"{_LANES}\n\nOf matter {n} we speak.\n")
    result = CliRunner().invoke(main, ["matrix", str(tmp_path), "--format", "json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert "fast scorer" in found["notes"][0]
    assert "fast scorer" in result.stderr
    assert found["ancestors"]["1950-x"] == "1949-x"
    assert found["model"] is None
