"""In lineages and matrices nothing that is open survives, is gone or returns."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Literal

import pytest
from phrase_texts import declaration

from scodiff.compare.linking import LinkedTexts
from scodiff.compare.model import Candidate, Comparison, Link
from scodiff.compare.pipeline import summarise
from scodiff.compare.studies.lineage import follow_paragraph
from scodiff.compare.studies.matrix import all_against_all
from scodiff.compare.studies.model import Fate, LedgerRow, Lineage
from scodiff.compare.studies.pairwise import PairwiseComparisons
from scodiff.corpus.model import Document, Paragraph
from scodiff.reports.phrases.wording import standing

SAID = "The parties reaffirm their commitment to open sea lanes in the whole region."
OTHER = "A bank of development is to be founded before the next meeting of ministers."
TEXTS = tuple(
    declaration(name, text, f"{name[:4]}-01-01")
    for name, text in (("2005-a", SAID), ("2006-b", OTHER), ("2007-c", SAID))
)


class Doubting(PairwiseComparisons):
    """Comparisons of which those with some documents are open altogether."""

    doubtful: frozenset[str] = frozenset()

    def compare(self, one: Document, other: Document) -> tuple[Comparison, bool]:
        """The comparison, its links open where it is to be doubted."""
        found, first = super().compare(one, other)
        links = self._doubted(found)
        summary = summarise(found.a, found.b, links)
        return replace(found, links=links, summary=summary), first

    def link(
        self, document: Document, paragraph: Paragraph, other: Document, most: int | None = None
    ) -> tuple[LinkedTexts, bool]:
        """The linked texts, their links open likewise."""
        found, first = super().link(document, paragraph, other, most)
        return replace(found, links=self._doubted(found)), first

    def _doubted(self, found: Comparison | LinkedTexts) -> tuple[Link, ...]:
        if not self.doubtful & {found.a.id, found.b.id}:
            return found.links
        return tuple(
            replace(
                link,
                certainty="open",
                candidates=() if link.pairs else _anything(found, link),
            )
            for link in found.links
        )


def _anything(found: Comparison | LinkedTexts, link: Link) -> tuple[Candidate, ...]:
    other = found.b if link.a else found.a
    return (Candidate(other.citable[0].id, 0.3),)


def followed(*doubtful: str) -> Lineage:
    """The sentence of 2005 through all three documents."""
    pairs = Doubting(TEXTS, None)
    pairs.doubtful = frozenset(doubtful)
    return follow_paragraph(TEXTS[0], TEXTS[0].citable[0], pairs)


def test_without_doubt_a_paragraph_falls_and_returns() -> None:
    assert [v.state for v in followed().versions] == ["appears", "absent", "returns"]


def test_an_open_link_does_not_return_and_is_nobodys_ancestor() -> None:
    found = followed("2007-c")
    assert [v.state for v in found.versions] == ["appears", "absent", "open"]
    assert (found.versions[2].certainty, found.versions[2].edits) == ("open", ())
    back = Doubting(TEXTS, None)
    back.doubtful = frozenset({"2005-a"})
    latest = follow_paragraph(TEXTS[2], TEXTS[2].citable[0], back)
    assert latest.ancestor is None or latest.ancestor.document != "2005-a"


def test_after_an_open_gap_nothing_returns_and_the_likeliest_is_shown() -> None:
    found = followed("2006-b")
    assert [v.state for v in found.versions] == ["appears", "open", "kept"]
    gap = found.versions[1]
    assert (gap.answer, gap.text, gap.confidence) == ("candidate", OTHER, 0.3)


@pytest.mark.parametrize("doubtful", [(), ("2007-c",)])
def test_a_matrix_counts_nothing_open(doubtful: tuple[str, ...]) -> None:
    pairs = Doubting(TEXTS, None)
    pairs.doubtful = frozenset(doubtful)
    found = all_against_all(pairs, "2005-a")
    cell, [row] = found.cell("2005-a", "2007-c"), found.ledger
    if doubtful:
        assert (cell.persisted, cell.kept) == (0.0, 0.0)
        assert (row.survives, row.last, standing(row)) == (None, None, "open")
    else:
        assert (cell.persisted, cell.kept, cell.open) == (1.0, 1.0, 0.0)
        assert (row.survives, standing(row)) == (True, "survives")


Outcome = Literal["has", "gone", "open"]


@pytest.mark.parametrize("fates", [*product(("has", "gone", "open"), repeat=3)])
def test_no_word_is_stronger_than_what_is_known(fates: tuple[Outcome, ...]) -> None:
    row = LedgerRow(
        "p1",
        1,
        SAID,
        tuple(
            Fate(
                f"20{n:02}",
                "identical" if fate == "has" else "disappeared",
                None,
                "open" if fate == "open" else "sure",
            )
            for n, fate in enumerate(fates)
        ),
    )
    words = standing(row)
    assert (words == "survives") == (fates[-1] == "has")
    if words == "gone" or words.startswith("last in"):
        after = fates[max((n for n, f in enumerate(fates) if f == "has"), default=-1) + 1 :]
        assert set(after) == {"gone"}
