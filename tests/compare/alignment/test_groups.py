"""Which paragraphs join a linked passage: order plays no part, and no link is forced."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from scodiff.compare.alignment.groups import Containment
from scodiff.compare.scoring.prepared_text import prepare
from scodiff.compare.settings import Settings

JOINED = Settings().joined

SHORT = "They stress the importance of contacts between the foreign ministries."
LONG = (
    "At the stage of its establishment, and under the Interim Scheme of Relations that the "
    "ministers drew up, the organisation is open to contacts with other states regardless of "
    "their geographical location, pending the launch of its permanent bodies in Beijing."
)
MERGED = (
    "They recognise the importance of contacts between the foreign ministries. The organisation "
    "is open to contacts with other states regardless of their geographical location."
)
OTHER = "Glaciers and springs feed the rivers on which orchards and vineyards depend."


def containment(probability: float) -> Containment:
    """Short, long and other paragraphs, of which the first two were merged."""
    a, b = prepare([SHORT, LONG, OTHER], "en"), prepare([MERGED], "en")
    terms = {term for terms in (*a.terms.paragraphs, *b.terms.paragraphs) for term in terms}
    scores: Any = SimpleNamespace(
        a=a,
        b=b,
        probability=lambda _: probability,
        features=SimpleNamespace(weights=dict.fromkeys(terms, 1.0)),
    )
    return Containment(scores, Settings())


def test_most_of_what_joins_is_in_the_passage() -> None:
    assert containment(0.0).allows_a(0, [1], 0)
    assert not containment(0.0).allows_a(0, [0], 2)
    assert not containment(1.0).allows_a(0, [0], 2)


@pytest.mark.parametrize(("probability", "joined"), [(JOINED, True), (JOINED - 0.1, False)])
def test_a_long_paragraph_joins_after_the_short_one_where_it_is_sure(
    probability: float, joined: bool
) -> None:
    assert containment(probability).allows_a(0, [0], 1) is joined


def test_what_brings_nothing_more_does_not_join() -> None:
    assert not containment(1.0).allows_a(0, [0], 0)
