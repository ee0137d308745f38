"""What may be on one matter: quoted from both sides, and never more than perhaps."""

from __future__ import annotations

from dataclasses import replace

from texts import SHARED, WordEncoder, compared

from scodiff.compare import compare
from scodiff.compare.answer import faults, sound_answer
from scodiff.compare.answer.check import quoted
from scodiff.compare.model import ClausePair, Comparison, Place
from scodiff.compare.pipeline import summarise
from scodiff.reports.messages.messages import messages
from scodiff.reports.messages.statements import news

LONE_A = "The member states voice support for the transition council of the lighthouse islands."
LONE_B = (
    "The member states hold that an elected council of the lighthouse islands must be formed soon."
)


def apart(score: float) -> Comparison:
    """Two texts whose last paragraphs have no link, and clauses that answer so well."""
    comparison = compared(f"{SHARED}\n\n{LONE_A}", f"{SHARED}\n\n{LONE_B}")
    a, b = comparison.a.citable[-1], comparison.b.citable[-1]
    others = tuple(k for k in comparison.links if a.id not in k.a and b.id not in k.b)
    linked = next(k for k in comparison.links if k.a)
    bare = {"pairs": (), "edits": (), "shifts": (), "candidates": (), "certainty": "likely"}
    gone = replace(linked, a=(a.id,), b=(), relation="disappeared", **bare)
    new = replace(linked, a=(), b=(b.id,), relation="new", **bare)
    pair = ClausePair(Place(a.id, 0, len(a.text)), Place(b.id, 0, len(b.text)), score)
    links = (*others, gone, new)
    summary = summarise(comparison.a, comparison.b, links)
    return replace(comparison, links=links, summary=summary, parts=(), clauses=(pair,))


def test_what_has_no_link_is_told_with_what_is_nearest_to_it() -> None:
    comparison = apart(0.5)
    answer = sound_answer(comparison)
    near = [told for found in answer.nearby.values() for told in found]
    assert len(near) == 2  # of the one that is gone, and of the new one
    for told in near:
        assert told.certainty == "open"
        assert "lighthouse islands" in (quoted(comparison.a, told.a) or "")
        assert "council" in (quoted(comparison.b, told.b) or "")
    said = news(messages("en"), comparison)
    lone = next(k for k in comparison.links if k.relation == "disappeared")
    assert len(said.of(lone)) == 1
    assert faults(comparison) == []


def test_of_clauses_that_hardly_answer_to_each_other_nothing_is_said() -> None:
    answer = sound_answer(apart(0.0))
    assert not answer.nearby
    assert not answer.beside


def test_a_comparison_knows_which_clauses_answer_best() -> None:
    a, b = (f"{SHARED}\n\n{lone}" for lone in (LONE_A, LONE_B))
    plain = compared(a, b)
    for comparison in (plain, compare(plain.a, plain.b, WordEncoder())):
        best = max(comparison.clauses, key=lambda pair: pair.score)
        assert quoted(comparison.a, best.a) == quoted(comparison.b, best.b)
        of_a = {pair.a for pair in comparison.clauses}
        assert {place.paragraph for place in of_a} == {p.id for p in comparison.a.citable}
