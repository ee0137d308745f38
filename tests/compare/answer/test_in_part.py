"""What has no counterpart and shares a clause: told with its two quotations, and counted."""

from __future__ import annotations

from dataclasses import replace

from texts import SHARED, certain

from scodiff.compare import compare
from scodiff.compare.answer import sound_answer
from scodiff.compare.answer.check import quoted
from scodiff.compare.model import Certainty, Comparison, Part
from scodiff.compare.settings import Settings
from scodiff.corpus.reader import read
from scodiff.reports.messages.messages import messages
from scodiff.reports.messages.statements import news

CLAUSE = "the joint rescue of miners trapped in the deep pits of the northern ranges"
LONE_A = (
    f"The member states agreed last spring to draft a treaty on {CLAUSE}, if funds allow it. "
    "Every village shall keep two trained teams with lamps, ropes and a doctor of its own. "
    "Owners who neglect shafts and ladders lose their licence until an inspector is content."
)
LONE_B = (
    f"Praising the poets of the steppe, the leaders also spoke of {CLAUSE} and of its cost. "
    "Harvest festivals will henceforth open with a recital in each of the official languages. "
    "A prize for translators, endowed by merchants of the river towns, is awarded every autumn."
)


def lone_pair(certainty: Certainty) -> Comparison:
    """Two paragraphs without a counterpart that share a clause."""
    a, b = (
        read(f"{SHARED}\n\n{text}".encode(), name=f"{name}.txt", language="en")
        for name, text in (("a", LONE_A), ("b", LONE_B))
    )
    comparison = certain(compare(a, b, settings=Settings(link=0.995)))
    (one,), (other,) = ([document.citable[-1].id] for document in (comparison.a, comparison.b))
    assert not any(one in link.a and link.b for link in comparison.links)
    at_a, at_b = LONE_A.index(CLAUSE), LONE_B.index(CLAUSE)
    part = Part(
        one,
        other,
        at_a,
        at_a + len(CLAUSE) + 1,
        at_b,
        at_b + len(CLAUSE),
        None,
        1.0,
        0.8,
        certainty,
    )
    return replace(comparison, parts=(part,))


def test_a_shared_clause_is_quoted_from_both_sides_and_counted() -> None:
    comparison = lone_pair("likely")
    answer = sound_answer(comparison)
    (told,) = answer.in_part
    assert quoted(comparison.a, told.a) == CLAUSE
    assert quoted(comparison.b, told.b) == CLAUSE
    assert answer.partly == 1
    topics = [statement.topic for statement in news(messages("en"), comparison).statements]
    assert topics.count("partly") == topics.count("in_part") == 1


def test_of_an_open_part_nothing_is_said() -> None:
    answer = sound_answer(lone_pair("open"))
    assert not answer.in_part
    assert answer.partly == 0


def test_of_a_long_part_the_stretch_that_both_have_is_quoted() -> None:
    comparison = lone_pair("sure")
    (part,) = comparison.parts
    long = replace(part, a_start=0, a_end=len(LONE_A), b_start=0, b_end=len(LONE_B))
    (told,) = sound_answer(replace(comparison, parts=(long,))).in_part
    assert "rescue of miners" in (quoted(comparison.a, told.a) or "")
    assert told.b.end - told.b.start < len(LONE_B)
