"""In a passage written anew, what one side says and the other does not."""

from __future__ import annotations

import pytest

from scodiff.compare.diff.diff import diff
from scodiff.compare.model import Shift
from scodiff.compare.shifts.evidence import LinkPlaces, Stretch
from scodiff.compare.shifts.shifts import find_shifts

EARLIER = (
    "The harbour towns note that the ferries remain an important link between both banks of the "
    "river, and intend to widen the landing stages. They deplore the closing of the northern "
    "lighthouse by the neighbouring island without any warning to the pilots. They agree that the "
    "harbour masters and the pilots shall meet each spring."
)
LATER = (
    "The harbour towns state that the ferries are still an important link between the two banks of "
    "the river, and plan to widen all landing stages, so that carts may board. It was agreed that "
    "pilots and harbour masters meet in the spring of each year."
)
DROPPED = (
    "They deplore the closing of the northern lighthouse by the neighbouring island without any "
    "warning to the pilots"
)


def told(a: str, b: str, places: LinkPlaces | None = None) -> list[Shift]:
    """The shifts of scope that are told as such."""
    shifts = find_shifts(diff(a, b).edits, places=places)
    return [s for s in shifts if s.certainty != "open" and s.kind == "scope"]


def test_a_statement_that_fell_from_a_rewritten_passage_is_told() -> None:
    shift = next(s for s in told(EARLIER, LATER) if s.a == DROPPED)
    assert (shift.direction, shift.b) == ("narrowed", "")


def test_a_statement_that_came_into_a_rewritten_passage_is_told() -> None:
    shift = next(s for s in told(LATER, EARLIER) if s.b == DROPPED)
    assert (shift.direction, shift.a) == ("widened", "")


def test_one_that_stands_elsewhere_in_the_other_text_is_not() -> None:
    texts_a, texts_b = {"a1": EARLIER}, {"b1": LATER, "b2": f"{DROPPED} and the crews."}
    ends_a = (Stretch(0, len(EARLIER), "a1", 0),)
    ends_b = (Stretch(0, len(LATER), "b1", 0),)
    places = LinkPlaces(ends_a, ends_b, texts_a=texts_a, texts_b=texts_b)
    assert all(DROPPED not in shift.a for shift in told(EARLIER, LATER, places))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "The towns resolve to mend the lighthouse before the winter storms begin.",
            "Ere foul weather sets in, the beacon is to be put right by the boroughs.",
        ),
        (
            "Fishermen need quiet waters. The towns shall ban fast boats from the inner bay.",
            "Calm seas matter to those who cast nets. Swift craft are barred from the near gulf.",
        ),
    ],
)
def test_a_passage_in_other_words_from_end_to_end_is_not_two_statements(a: str, b: str) -> None:
    assert told(a, b) == []


def test_a_quotation_is_not_cut_within_brackets_or_before_its_point() -> None:
    said = (
        "They praised the work of the boat builders (Orlan, Veld, Sorn, Tarn and Mirk, each of "
        "which sent ten of its best apprentices to the yards of the northern coast in spring) and "
        "asked that the yards of the southern coast be given timber, rope, pitch and sails for the "
        "building of another forty ships of the same kind before the ice comes to the river."
    )
    kept = "The harbour towns note that the ferries remain an important link between both banks."
    (shift,) = told(kept, f"{kept} {said}")
    assert shift.b.count("(") == shift.b.count(")")
    assert shift.b.split()[-1] not in {"the", "of", "and", "for", "to", "in"}
    assert shift.b in said


@pytest.mark.parametrize(
    ("a", "b", "kind", "direction"),
    [
        (
            "The towns welcome the ending of tolls, noting hunger in the hills and the plains.",
            "The towns welcome the ending of tolls, including extreme tolls, noting hunger in the "
            "hills and the plains.",
            "scope",
            "widened",
        ),
        (
            "The towns welcome the work of the ferry board and the school of pilots in Orlan.",
            "The towns welcome the progress in the work of the ferry board and the school of "
            "pilots in Orlan.",
            "scope",
            "unclear",
        ),
        (
            "The towns highly assess the practice of sending pilots to the northern ports.",
            "The towns will continue to send pilots to the northern ports.",
            "commitment",
            "different",
        ),
    ],
)
def test_what_little_words_tell_is_told_for_what_it_is(
    a: str, b: str, kind: str, direction: str
) -> None:
    found = {(s.kind, s.direction) for s in find_shifts(diff(a, b).edits) if s.certainty != "open"}
    assert found == {(kind, direction)}


def test_a_verb_in_another_tense_is_no_degree() -> None:
    a = "The spring of next year will mark the fortieth year of the ferry board."
    b = "The spring of next year marked the fortieth year of the ferry board."
    assert all(shift.kind != "degree" for shift in find_shifts(diff(a, b).edits))
