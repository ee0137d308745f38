"""What changed: both quotations are one slot, and what is not judged is not named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from texts import SHARED, certain, compared

from scodiff.compare.answer import sound_answer
from scodiff.compare.answer.check import quoted
from scodiff.compare.answer.model import ToldChange
from scodiff.compare.model import Candidate, Certainty, Comparison

WATER = (
    "The heads of state note that the lakes of the region are rising slowly and steadily. "
    "They consider the shared use of rivers and canals a matter of quiet good neighbourliness."
)
ANXIOUS = (
    "The heads of state note that the lakes of the region are drying up at a dangerous pace. "
    "They consider the shared use of rivers and canals a matter of quiet good neighbourliness."
)


def both(comparison: Comparison, told: ToldChange) -> tuple[str | None, str | None]:
    """What a change quotes of either text."""
    return quoted(comparison.a, told.a), quoted(comparison.b, told.b)


def test_other_words_in_one_slot_are_told_without_a_judgement() -> None:
    comparison = certain(compared(f"{SHARED}\n\n{WATER}", f"{SHARED}\n\n{ANXIOUS}"))
    answer = sound_answer(comparison)
    (told,) = [*answer.changes, *answer.reworded]
    a, b = both(comparison, told)
    assert a is not None
    assert b is not None
    assert a.endswith("rising slowly and steadily")
    assert b.endswith("at a dangerous pace")


def test_a_passage_that_is_open_is_not_called_changed() -> None:
    comparison = certain(compared(f"{SHARED}\n\n{WATER}", f"{SHARED}\n\n{ANXIOUS}"))
    links = tuple(replace(link, certainty="open") for link in comparison.links)
    answer = sound_answer(replace(comparison, links=links))
    assert not answer.changes
    assert not answer.reworded


def test_sentences_that_do_not_answer_to_each_other_are_not_set_against_each_other() -> None:
    dropped = WATER.split(". ")[0] + ". The growing price of salt worries every family of herders."
    added = (
        WATER.split(". ")[0] + ". Every growing child shall learn three languages of the steppe."
    )
    comparison = certain(compared(f"{SHARED}\n\n{dropped}", f"{SHARED}\n\n{added}"))
    assert not sound_answer(comparison).reworded


@pytest.mark.parametrize("certainty", ["open", "likely"])
def test_what_may_be_on_one_matter_is_set_side_by_side(certainty: Certainty) -> None:
    lone_a = "The member states agreed to draft a treaty on the rescue of miners in mountain pits."
    lone_b = "The leaders signed the treaty on the rescue of miners and praised its swift drafting."
    comparison = certain(compared(f"{SHARED}\n\n{lone_a}", f"{SHARED}\n\n{lone_b}"))
    (a,), (b,) = ([document.citable[-1].id] for document in (comparison.a, comparison.b))
    others = [link for link in comparison.links if a not in link.a and b not in link.b]
    gone = replace(
        next(link for link in comparison.links if a in link.a),
        a=(a,),
        b=(),
        relation="disappeared",
        certainty=certainty,
        candidates=(Candidate(b, 0.4),),
        pairs=(),
        edits=(),
        shifts=(),
    )
    new = replace(gone, a=(), b=(b,), relation="new", candidates=())
    answer = sound_answer(replace(comparison, links=(*others, gone, new)))
    (told,) = answer.beside
    assert told.certainty == "open"
    assert "treaty on the rescue of miners" in (quoted(comparison.a, told.a) or "")
    assert not answer.changes
    assert not answer.reworded
