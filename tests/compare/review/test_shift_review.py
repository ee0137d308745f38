"""What changed between linked passages: asked, answered, checked and followed."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from texts import WordEncoder, document

from scodiff.compare import compare
from scodiff.compare.decisions.anchors import DecisionError
from scodiff.compare.decisions.decision_file import read_decisions
from scodiff.compare.decisions.decisions import Decisions
from scodiff.compare.decisions.model import Decider, NamedShift
from scodiff.compare.decisions.written import decisions_as_toml
from scodiff.compare.model import Comparison, Link
from scodiff.compare.review.digests import text_digest
from scodiff.compare.review.model import ReviewError
from scodiff.compare.review.shifts.answers import (
    read_shift_answers,
    shift_answer_of,
    shift_answers_as_lines,
)
from scodiff.compare.review.shifts.deciding import (
    check_shift_answers,
    decisions_of_shift_answers,
)
from scodiff.compare.review.shifts.model import (
    DIRECTION_DEFINITIONS,
    KIND_DEFINITIONS,
    ShiftAnswer,
)
from scodiff.compare.review.shifts.questions import shift_questions, shift_questions_as_lines
from scodiff.compare.shifts.kinds import DIRECTIONS, SHIFT_KINDS

SCHEMAS = Path(__file__).resolve().parents[3] / "compare" / "review" / "shifts"
ENCODER = WordEncoder()
A = document(
    [
        "The parties may open the northern harbour to fishing boats of every size in spring.",
        "They welcome the new lighthouse on the island and thank its patient builders.",
        "The ferry timetable is printed once a year and kept in each town hall.",
    ],
    "a",
)
B = document(
    [
        "The parties must open the northern harbour to fishing boats\nof every size in spring.",
        "They note the new lighthouse on the island and thank its patient builders.",
        "The ferry timetable is printed once a year and kept in each town hall.",
    ],
    "b",
)
MUST = NamedShift("modality", "strengthened", "may open", "must open")
ADA, MODEL = Decider("person", "Ada"), Decider("model", "m", "1")


@lru_cache(maxsize=1)
def engine() -> Comparison:
    """The comparison that no answer had a part in."""
    return compare(A, B, ENCODER)


def link_of(comparison: Comparison, n: int) -> Link:
    """The link of the paragraph ``n`` of A."""
    return next(link for link in comparison.links if f"p{n}" in link.a)


def answer(*changes: NamedShift, n: int = 1, by: Decider = ADA, **others: Any) -> ShiftAnswer:
    """An answer on the link of paragraph ``n`` of both texts."""
    fields: dict[str, Any] = {"passages_a": (f"p{n}",), "passages_b": (f"p{n}",)}
    fields |= {"a": text_digest(A), "b": text_digest(B), "changes": changes, "by": by}
    return ShiftAnswer("q", **(fields | others))


def decisions(*answers: ShiftAnswer) -> Decisions:
    """What answers come to."""
    checked = check_shift_answers(enumerate(answers, 1), engine())
    return decisions_of_shift_answers(checked, engine())


def decided(found: Decisions) -> Comparison:
    """The comparison after decisions."""
    return compare(A, B, ENCODER, decisions=found)


def validator(name: str) -> Draft202012Validator:
    """What holds a line to a schema."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def line_of(**changes: Any) -> str:
    """An answer as a line, with other fields than it has."""
    data = json.loads(shift_answers_as_lines([answer(MUST)]))
    return json.dumps({key: v for key, v in (data | changes).items() if v is not ...})


def change_of(**changes: Any) -> str:
    """An answer as a line, with another change than it has."""
    change = json.loads(line_of())["changes"][0]
    return line_of(changes=[change | changes])


def test_each_link_with_other_words_is_asked_about_with_what_was_found() -> None:
    asked = shift_questions(engine())
    assert [[p.id for p in q.passages_a] for q in asked] == [["p1"], ["p2"]]
    for question in asked:
        link = link_of(engine(), question.passages_a[0].n)
        assert question.shifts == link.shifts
        assert question.passages_b[0].text == B.paragraph(link.b[0]).text
    assert len({q.id for q in asked}) == len(asked)
    for line in shift_questions_as_lines(asked).splitlines():
        validator("shift_question").validate(json.loads(line))


def test_what_was_answered_and_what_is_open_is_not_asked() -> None:
    left = shift_questions(engine(), [answer(MUST)])
    assert [q.passages_a[0].id for q in left] == ["p2"]
    links = tuple(replace(link, certainty="open") for link in engine().links)
    assert shift_questions(replace(engine(), links=links)) == ()


def test_what_is_sure_comes_last() -> None:
    first = link_of(engine(), 1)
    sure = replace(first, shifts=tuple(replace(s, certainty="sure") for s in first.shifts))
    assert sure.shifts
    links = tuple(sure if link is first else link for link in engine().links)
    doubtful = tuple(
        replace(link, shifts=()) if link.a == ("p2",) else link for link in links
    )  # what has no shift may lack one
    asked = shift_questions(replace(engine(), links=doubtful))
    assert [q.passages_a[0].id for q in asked] == ["p2", "p1"]


def test_a_reader_is_told_of_every_kind_and_direction() -> None:
    assert {*KIND_DEFINITIONS} == {*SHIFT_KINDS}
    assert {*DIRECTION_DEFINITIONS} == {*DIRECTIONS}


def test_answers_come_back_as_they_were(tmp_path: Path) -> None:
    given = [
        answer(MUST, when="2026-01-31", note="a\nb\u2028c"),
        answer(n=2, by=MODEL),
        answer(replace(MUST, b=""), replace(MUST, a="", direction="unclear")),
    ]
    path = tmp_path / "a.jsonl"
    path.write_bytes(shift_answers_as_lines(given))
    assert read_shift_answers(path) == tuple(enumerate(given, 1))
    for line in path.read_text("utf-8").split("\n")[:-1]:
        validator("shift_answer").validate(json.loads(line))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        (line_of(about="links"), "about"),
        (line_of(about=...), "lacks 'about'"),
        (line_of(schema_version=True), "schema_version"),
        (line_of(passages={"a": [], "b": ["p1"]}), "each paragraph of A"),
        (line_of(passages={"a": ["p1", "p1"], "b": ["p1"]}), "each paragraph of A"),
        (line_of(passages={"a": "p1", "b": ["p1"]}), "must be a list"),
        (line_of(changes=None), "'changes' must be a list"),
        (line_of(changes=json.loads(line_of())["changes"] * 2), "twice"),
        (change_of(kind="tone"), "kind of a change is 'tone'"),
        (change_of(direction="up"), "direction of a change is 'up'"),
        (change_of(quotes=None), "'quotes' must be an object"),
        (change_of(quotes={"a": " ", "b": ""}), "quotes neither text"),
        (change_of(quotes={"a": 1, "b": "x"}), "quotation from A must be text"),
        (change_of(certainty="sure"), "'certainty', which means nothing"),
        (line_of(by={"kind": "robot", "name": "x"}), "kind of who answered"),
        (line_of(when="tomorrow"), "must be a date"),
    ],
)
def test_what_is_no_answer_is_refused_by_the_code_and_by_the_schema(line: str, said: str) -> None:
    with pytest.raises(ReviewError, match="line 3 of f") as caught:
        shift_answer_of(line, "line 3 of f")
    assert said in str(caught.value)
    if line != "{":
        assert list(validator("shift_answer").iter_errors(json.loads(line)))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (answer(MUST, a="0" * 64), "given for another text than a as A"),
        (answer(MUST, passages_b=("p9",)), "names a paragraph 'p9', which b (B) does not have"),
        (answer(MUST, passages_b=("p2",)), "about A ¶1 with B ¶2, which is no link"),
        (answer(replace(MUST, a="might open")), "from A ¶1 what does not stand there"),
        (answer(replace(MUST, b="note the new")), "from B ¶1 what does not stand there"),
        (answer(replace(MUST, a="in spring", b="in\nspring")), "the same words from both"),
        (answer(replace(MUST, a="ferry", b=""), n=3), "whose link is identical"),
    ],
)
def test_what_does_not_fit_the_texts_is_refused_by_line(given: ShiftAnswer, said: str) -> None:
    with pytest.raises(ReviewError, match=r"^line 2 of f ") as caught:
        check_shift_answers([(1, answer(n=2)), (2, given)], engine(), "f")
    assert said in str(caught.value)


def test_two_answers_on_one_link_must_agree() -> None:
    with pytest.raises(ReviewError, match="line 4 of f says of A ¶1 with B ¶1 otherwise than line"):
        check_shift_answers([(2, answer(MUST)), (4, answer())], engine(), "f")
    twice = check_shift_answers([(2, answer(MUST)), (4, answer(MUST))], engine())
    assert twice == (answer(MUST),)


def test_an_answer_takes_the_place_of_what_was_found() -> None:
    scope = NamedShift("scope", "narrowed", "boats of every size", "boats of every size in spring")
    found = link_of(decided(decisions(answer(scope))), 1)
    (shift,) = found.shifts
    assert (shift.kind, shift.direction, shift.certainty) == ("scope", "narrowed", "sure")
    assert shift.decided_by == "reader"
    # Quoted as it stands in the text, however the quotation was wrapped.
    assert shift.b == "boats\nof every size in spring"
    for text, place, words in ((A, shift.place_a, shift.a), (B, shift.place_b, shift.b)):
        assert place is not None
        assert text.paragraph(place.paragraph).text[place.start : place.end] == words
    assert shift.clause_a is not None
    assert shift.clause_a.start <= shift.place_a.start  # type: ignore[union-attr]
    assert link_of(decided(decisions(answer(scope))), 2) == link_of(engine(), 2)


def test_none_is_an_answer_too() -> None:
    assert link_of(engine(), 1).shifts
    after = decided(decisions(answer()))
    assert link_of(after, 1).shifts == ()
    (decision,) = after.decisions
    assert (decision.action, decision.shifts) == ("shifts", ())
    assert decision.contradicts_engine
    assert decision.record is not None
    assert [s.kind for s in decision.record.shifts] == [s.kind for s in link_of(engine(), 1).shifts]


def test_a_model_is_believed_less_and_no_shift_is_surer_than_its_link() -> None:
    (shift,) = link_of(decided(decisions(answer(MUST, by=MODEL))), 1).shifts
    assert (shift.certainty, shift.decided_by) == ("likely", "model")


def test_who_says_what_was_found_does_not_disagree() -> None:
    found = link_of(engine(), 1).shifts
    assert [(s.kind, s.direction) for s in found] == [(MUST.kind, MUST.direction)]
    (decision,) = decided(decisions(answer(MUST))).decisions
    assert not decision.contradicts_engine
    (other,) = decided(decisions(answer(replace(MUST, direction="weakened")))).decisions
    assert other.contradicts_engine


def test_decisions_are_written_and_read_as_they_are(tmp_path: Path) -> None:
    found = decisions(answer(MUST, when="2026-01-31", note='a "note"'), answer(n=2, by=MODEL))
    path = tmp_path / "d.toml"
    path.write_text(decisions_as_toml(found, A, B), "utf-8")
    assert read_decisions(path) == found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("must open", "shall open", "quotes from B ¶1 what does not stand there"),
        ('"modality"', '"tone"', "must be one of"),
        ('"strengthened"', '"up"', "must be one of"),
        ("shifts = [", "quotes = []\nshifts = [", "'quotes', which does not belong there"),
        ('action = "shifts"', 'action = "pin"', "'shifts', which does not belong there"),
        ("shifts = [", "shift = [", "'shift', which means nothing"),
        ("found = [", "note = 'x' #", "lacks 'found'"),
        ('a = "may open"', "a = 1", "no text"),
    ],
)
def test_decisions_that_cannot_be_followed_are_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = decisions_as_toml(decisions(answer(MUST)), A, B)
    assert old in text
    path = tmp_path / "d.toml"
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(DecisionError, match="links file") as caught:
        decided(read_decisions(path))
    assert said in str(caught.value)


def test_decisions_must_agree_with_each_other(tmp_path: Path) -> None:
    one = decisions_as_toml(decisions(answer(MUST)), A, B)
    path = tmp_path / "d.toml"
    path.write_text(one + decisions_as_toml(decisions(answer()), A, B), "utf-8")
    with pytest.raises(DecisionError, match="two lists of shifts for A ¶1 with B ¶1"):
        decided(read_decisions(path))
    entry = one[one.index("[[") :].split("shifts = [")[0]
    path.write_text(one + entry.replace('"shifts"', '"forbid"'), "utf-8")
    with pytest.raises(DecisionError, match="both names shifts of and forbids A ¶1"):
        decided(read_decisions(path))
    path.write_text(one + entry.replace('"shifts"', '"pin"'), "utf-8")
    assert link_of(decided(read_decisions(path)), 1).shifts[0].decided_by == "reader"


def test_shifts_of_no_link_are_refused(tmp_path: Path) -> None:
    text = decisions_as_toml(decisions(answer()), A, B)
    anchor = decisions_as_toml(decisions(answer(n=2)), A, B).split("\nb = ")[1].split("\n")[0]
    lines = [f"b = {anchor}" if line.startswith("b = ") else line for line in text.split("\n")]
    path = tmp_path / "d.toml"
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(DecisionError, match="names shifts of A ¶1 with B ¶2, which is no link"):
        decided(read_decisions(path))
