"""What counts as said in another passage."""

from __future__ import annotations

import pytest

from scodiff.compare.answer.marks import said_in, stems_of


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("a road map for the ferries", "the roadmap was signed"),
        ("the roadmap was signed", "a road map for the ferries"),
        ("growing multi-polarity", "growing multipolarity"),
    ],
)
def test_a_word_is_said_whether_written_together_or_apart(own: str, other: str) -> None:
    words = {"road", "map", "roadmap", "multi", "polar", "multipolar"}
    mine = stems_of(own, "en")
    assert {stem for stem in mine if stem in words} <= said_in(mine, stems_of(other, "en"))


def test_words_that_stand_apart_say_no_other_one() -> None:
    assert "map" not in said_in(stems_of("a map of the road", "en"), stems_of("the roadmap", "en"))
