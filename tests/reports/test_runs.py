"""Edits cut into runs rebuild each paragraph, wherever an edit begins or ends."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scodiff.compare.model import Edit
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.reports.runs import (
    PartSpan,
    TextRun,
    inline_runs,
    mark_parts,
    side_runs,
    side_turns,
    with_turns,
)

paragraphs = st.lists(st.text("ab c\n", max_size=8), min_size=1, max_size=4)
cuts = st.lists(st.integers(0, 40), max_size=6)


def pieces(text: str, at: list[int]) -> list[str]:
    bounds = [0, *sorted(min(c, len(text)) for c in at), len(text)]
    return [text[i:j] for i, j in pairwise(bounds)]


def random_edits(a: list[str], b: list[str], at: list[int]) -> tuple[Edit, ...]:
    left, right = pieces(PARAGRAPH_BREAK.join(a), at), pieces(PARAGRAPH_BREAK.join(b), at)
    return tuple(
        Edit("equal" if x == y else "replace", x, y) for x, y in zip(left, right, strict=True)
    )


@given(paragraphs, paragraphs, cuts)
def test_side_runs_rebuild_each_paragraph(a: list[str], b: list[str], at: list[int]) -> None:
    found = random_edits(a, b, at)
    assert ["".join(r.text for r in runs) for runs in side_runs(found, "a", a)] == a
    assert ["".join(r.text for r in runs) for runs in side_runs(found, "b", b)] == b


@given(paragraphs, cuts)
def test_inline_runs_of_a_deletion_and_an_insertion_hold_both(b: list[str], at: list[int]) -> None:
    a = ["x y", "z"]
    found = (*random_edits(a, b, at),)
    runs = inline_runs(found, b)
    assert ["".join(r.text for r in p if r.tag != "del") for p in runs] == b
    deleted = "".join(r.text for p in runs for r in p if r.tag == "del")
    replaced = "".join(e.a for e in found if e.op != "equal")
    assert deleted.replace(" ", "") == replaced.replace(" ", "")


@given(
    st.lists(st.text("ab", min_size=1, max_size=5), max_size=5),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_marks_cut_runs_without_changing_the_text(texts: list[str], i: int, j: int) -> None:
    runs = [TextRun(text, "") for text in texts]
    start, end = sorted((i, j))
    marked = mark_parts(runs, [PartSpan(start, end, 1)])
    whole = "".join(texts)
    assert "".join(r.text for r in marked) == whole
    assert "".join(r.text for r in marked if r.part == 1) == whole[start:end]


def test_what_has_nothing_on_one_side_leaves_no_mark_there() -> None:
    found = (Edit("equal", "to ", "to "), Edit("insert", "", "the "), Edit("equal", "x", "x"))
    assert side_runs(found, "a", ["to x"]) == [[TextRun("to ", ""), TextRun("x", "")]]
    assert all(run.text for run in inline_runs(found, ["to the x"])[0])


def test_spaces_that_a_replacement_keeps_are_not_marked() -> None:
    found = (Edit("replace", "good ", "very good "),)
    assert side_runs(found, "a", ["good "]) == [[TextRun("good", "del", edit=0), TextRun(" ", "")]]


def test_edits_that_do_not_rebuild_the_text_are_not_shown() -> None:
    assert side_runs((Edit("equal", "other", "other"),), "a", ["text"]) == [[TextRun("text", "")]]


def test_a_split_says_which_words_went_where() -> None:
    a, b = ["One two. Three four."], ["One two.", "Three five."]
    found = (
        Edit("equal", "One two.", "One two."),
        Edit("replace", " ", PARAGRAPH_BREAK),
        Edit("equal", "Three ", "Three "),
        Edit("replace", "four.", "five."),
    )
    assert side_turns(found, "a", a, b) == [[(0, 0), (9, 1)]]
    assert side_turns(found, "b", b, a) == [[], []]
    cut = with_turns(side_runs(found, "a", a)[0], [(0, 0), (9, 1)])
    told = ["→" if run.turn is not None else run.text for run in cut]
    assert told == ["→", "One two.", " ", "→", "Three ", "four."]


def test_a_break_that_both_sides_have_turns_at_the_next_paragraph() -> None:
    both = ["One.", "Two."]
    found = (Edit("equal", PARAGRAPH_BREAK.join(both), PARAGRAPH_BREAK.join(both)),)
    assert side_turns(found, "a", both, both) == [[(0, 0)], [(0, 1)]]


@given(paragraphs, paragraphs, cuts)
def test_every_other_paragraph_has_its_turn_and_no_text_is_lost(
    a: list[str], b: list[str], at: list[int]
) -> None:
    found = random_edits(a, b, at)
    turns = side_turns(found, "a", a, b)
    if len(b) > 1 and all(b):
        assert [index for paragraph in turns for _, index in paragraph] == list(range(len(b)))
    for text, runs, turning in zip(a, side_runs(found, "a", a), turns, strict=True):
        assert all(0 <= offset <= len(text) for offset, _ in turning)
        cut = with_turns(runs, turning)
        assert "".join(run.text for run in cut) == text
