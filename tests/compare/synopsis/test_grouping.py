"""Links of many comparisons become rows, which never swallow a text."""

from __future__ import annotations

from itertools import combinations

import pytest
from report_example import link
from texts import document

from scodiff.compare.model import Link
from scodiff.compare.synopsis.grouping import DocumentParagraph, KnownLink, group
from scodiff.corpus.model import Document

Ends = tuple[tuple[int, str], tuple[int, str]]


def made(documents: list[Document], *ends: tuple[int, str, int, str]) -> list[KnownLink]:
    """Links from the numbers of two documents and the ids of their paragraphs."""
    return [
        KnownLink((a, b), place, one(documents[a], documents[b], left, right))
        for place, (a, left, b, right) in enumerate(ends)
    ]


def one(a: Document, b: Document, left: str, right: str) -> Link:
    return link(a, b, "changed", left, right, literal=0.8, confidence=0.9)


def rows(
    documents: list[Document], *ends: tuple[int, str, int, str]
) -> list[list[DocumentParagraph]]:
    names = [[p.id for p in d.citable] for d in documents]
    return [sorted(row) for row in group(names, made(documents, *ends)).rows if len(row) > 1]


def four(paragraphs: int) -> list[Document]:
    return [document([f"Paragraph {n}." for n in range(paragraphs)], name) for name in "abcd"]


def test_a_chain_from_text_to_text_is_one_row() -> None:
    assert rows(four(3), (0, "p1", 1, "p1"), (1, "p1", 2, "p2"), (2, "p2", 3, "p3")) == [
        [(0, "p1"), (1, "p1"), (2, "p2"), (3, "p3")]
    ]


def test_a_split_and_a_merger_stay_together() -> None:
    assert rows(four(3), (0, "p1", 1, "p1 p3"), (1, "p1 p3", 2, "p2")) == [
        [(0, "p1"), (1, "p1"), (1, "p3"), (2, "p2")]
    ]


def test_what_follows_each_other_may_be_joined_by_a_third_text() -> None:
    assert rows(four(3), (0, "p1", 1, "p1"), (0, "p2", 1, "p2"), (1, "p1 p2", 2, "p1")) == [
        [(0, "p1"), (0, "p2"), (1, "p1"), (1, "p2"), (2, "p1")]
    ]


def test_what_no_link_holds_together_is_not_joined_from_afar() -> None:
    documents = four(9)
    ends = ((0, "p1", 1, "p1"), (0, "p9", 1, "p2"), (1, "p1 p2", 2, "p1"))
    assert rows(documents, *ends) == [
        [(0, "p1"), (1, "p1"), (2, "p1")],
        [(0, "p9"), (1, "p2")],
    ]
    names = [[p.id for p in d.citable] for d in documents]
    assert group(names, made(documents, *ends)).across == (((1, "p2"), (2, "p1")),)


@pytest.mark.parametrize("length", [5, 20])
def test_a_staircase_of_splits_does_not_swallow_the_text(length: int) -> None:
    # A: p1+p2 | p3+p4 …, B against C shifted by one: everything hangs together.
    documents = four(length)
    stairs = [(0, f"p{n}", 1, f"p{n} p{n + 1}") for n in range(1, length, 2)]
    stairs += [(1, f"p{n} p{n + 1}", 2, f"p{n}") for n in range(2, length, 2)]
    names = [[p.id for p in d.citable] for d in documents]
    found = group(names, made(documents, *stairs))
    assert sorted(p for row in found.rows for p in row) == sorted(
        (n, name) for n, text in enumerate(names) for name in text
    )
    for row in found.rows:
        for (text, x), (other, y) in combinations(sorted(row), 2):
            assert text != other or abs(int(x[1:]) - int(y[1:])) == 1
    assert found.across


def test_a_decision_of_the_reader_goes_first() -> None:
    documents = four(9)
    known = made(documents, (0, "p1", 2, "p1"), (0, "p9", 1, "p1"), (1, "p1", 2, "p1"))
    theirs = known[1]
    decided = Link(
        **{
            **{name: getattr(theirs.link, name) for name in Link.__dataclass_fields__},
            "decided_by": "reader",
            "confidence": 0.1,
        }
    )
    names = [[p.id for p in d.citable] for d in documents]
    found = group(names, [known[0], KnownLink(theirs.documents, 1, decided), known[2]])
    assert frozenset({(0, "p9"), (1, "p1")}) <= next(r for r in found.rows if (0, "p9") in r)
