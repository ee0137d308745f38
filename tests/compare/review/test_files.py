"""Questions and answers as JSON Lines, and answers that belong to no such file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from texts import document

from scodiff.compare.decisions.model import Decider, EngineOpinion, SharedQuotation
from scodiff.compare.review.answer_file import answer_of, answers_as_lines, read_answers
from scodiff.compare.review.checking import check_answers
from scodiff.compare.review.digests import question_id, reviewed_text, text_digest
from scodiff.compare.review.model import (
    AskedParagraph,
    OfferedParagraph,
    ReviewAnswer,
    ReviewError,
    ReviewQuestion,
    Verdict,
)
from scodiff.compare.review.question_file import questions_as_lines

ROOMS = Path(__file__).resolve().parents[3] / "compare" / "review"
A = document(["The river is clean and it must stay so.", "They met in spring."], "a")
B = document(["The river must stay\nclean.", "It rained all day.", "Nobody  came."], "b")
BY, MODEL = Decider("person", "Ada"), Decider("model", "m")


def answer(*verdicts: Verdict, by: Decider = BY, **changes: Any) -> ReviewAnswer:
    """An answer on the first paragraph of A."""
    fields: dict[str, Any] = {"a": text_digest(A), "b": text_digest(B), "side": "a"}
    fields |= {"paragraph": "p1", "verdicts": verdicts, "by": by}
    return ReviewAnswer("q", **(fields | changes))


def line_of(**changes: Any) -> str:
    """An answer as a line, with other fields than it has."""
    data = json.loads(answers_as_lines([answer(Verdict("p1", "same"))]))
    return json.dumps({key: v for key, v in (data | changes).items() if v is not ...})


def validator(name: str) -> Draft202012Validator:
    """What holds a line to a schema."""
    schema = json.loads((ROOMS / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
QUOTES = st.none() | st.builds(SharedQuotation, TEXTS, TEXTS)
VERDICTS = st.builds(Verdict, TEXTS, st.sampled_from(["same", "part", "matter", "nothing"]), QUOTES)
ANSWERS = st.builds(
    ReviewAnswer,
    TEXTS,
    st.just("0" * 64),
    st.just("f" * 64),
    st.sampled_from(["a", "b"]),
    TEXTS,
    st.lists(VERDICTS, max_size=4, unique_by=lambda v: v.id).map(tuple),
    st.builds(Decider, st.sampled_from(["person", "model"]), TEXTS, st.none() | TEXTS),
    st.none() | st.dates().map(str),
    st.just("") | TEXTS,
    st.booleans(),
)


@given(st.lists(ANSWERS, max_size=3))
def test_answers_come_back_as_they_were(answers: list[ReviewAnswer]) -> None:
    lines = answers_as_lines(answers).decode("utf-8")
    assert len(lines.splitlines()) == len(answers)
    assert [answer_of(line, "it") for line in lines.splitlines()] == answers
    for line in lines.splitlines():
        validator("answer").validate(json.loads(line))


def test_questions_satisfy_their_schema() -> None:
    asked = AskedParagraph("a", "p1", 1, None, "Part\u2028two", A.citable[0].text)
    offered = (OfferedParagraph("p1", 1, None, B.citable[0].text, 0.123456789),)
    texts = reviewed_text(A), reviewed_text(B)
    name = question_id(*texts, asked, offered)
    opinion = EngineOpinion("disappeared", "open")
    question = ReviewQuestion(name, *texts, asked, offered, opinion, 1 / 3)
    (line,) = questions_as_lines([question]).decode("utf-8").splitlines()
    data = json.loads(line)
    validator("question").validate(data)
    assert data["candidates"][0] == {
        "id": "p1",
        "n": 1,
        "section": None,
        "text": B.citable[0].text,
        "probability": 0.123457,
    }
    assert set(data["labels"]) == {"same", "part", "matter", "nothing"}


def test_a_question_is_named_by_what_is_asked() -> None:
    asked = AskedParagraph("a", "p1", 1, None, None, "x")
    offered = (OfferedParagraph("p1", 1, None, "y", 0.5), OfferedParagraph("p2", 2, None, "z", 0.4))
    texts = reviewed_text(A), reviewed_text(B)
    names = {
        question_id(*texts, asked, offered),
        question_id(*texts, asked, offered[::-1]),
        question_id(*texts, AskedParagraph("b", "p1", 1, None, None, "x"), offered),
        question_id(texts[1], texts[0], asked, offered),
    }
    assert len(names) == 4
    surer = tuple(OfferedParagraph(c.id, c.n, None, c.text, 0.9) for c in offered)
    assert question_id(*texts, asked, surer) in names


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[]", "it must be an object"),
        ("{", "is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": 1, "a": 1}', "a key stands twice"),
        (line_of(question=...), "lacks 'question'"),
        (line_of(question=" "), "question is empty"),
        (line_of(schema_version=2), "schema_version is 2"),
        (line_of(schema_version=True), "schema_version is True"),
        (line_of(a="abc"), "'a' must be the SHA-256"),
        (line_of(b=None), "b must be text"),
        (line_of(colour="red"), "'colour', which means nothing"),
        (line_of(paragraph="p1"), "'paragraph' must be an object"),
        (line_of(paragraph={"side": "c", "id": "p1"}), "must be one of a, b"),
        (line_of(paragraph={"side": ["a"], "id": "p1"}), "must be one of a, b"),
        (line_of(verdicts={}), "'verdicts' must be a list"),
        (line_of(verdicts=[{"id": "p1", "label": "equal"}]), "same, part, matter, nothing"),
        (line_of(verdicts=[{"id": "p1", "label": "same"}] * 2), "two verdicts on 'p1'"),
        (line_of(verdicts=[{"id": f"p{n}", "label": "same"} for n in range(1001)]), "1001"),
        (line_of(verdicts=[{"id": "p1", "label": "same", "quotes": {"a": "x"}}]), "lacks 'b'"),
        (line_of(by={"kind": "robot", "name": "R"}), "must be one of person, model"),
        (line_of(by={"kind": "person", "name": "\ud800"}), "half a character"),
        (line_of(when="yesterday"), "must be a date as in 2026-01-31"),
        (line_of(when="2026-02-31"), "must be a date as in 2026-01-31"),
        (line_of(when=20260131), "when must be text"),
        (line_of(note=None), "note must be text"),
        (line_of(again=1), "'again' must be true or false"),
        (line_of(note="x" * 2**21), "too long for an answer"),
    ],
)
def test_what_is_no_answer_is_refused(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(f"{line_of()}\n\n{line}\n", "utf-8", "surrogatepass")
    with pytest.raises(ReviewError, match=r"line 3 of answers\.jsonl") as refused:
        read_answers(path)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 300
    assert "\n" not in str(refused.value)


def test_empty_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + f"{line_of()}\r\n\r\n{line_of()}\r\n".encode())
    assert [number for number, _ in read_answers(path)] == [1, 3]


@pytest.mark.parametrize("make", [lambda p: None, Path.mkdir, lambda p: p.write_bytes(b"\xff")])
def test_a_file_that_is_none_is_refused(tmp_path: Path, make: Callable[[Path], object]) -> None:
    path = tmp_path / "answers.jsonl"
    make(path)
    with pytest.raises(ReviewError, match=r"answers\.jsonl"):
        read_answers(path)


def test_a_quotation_may_be_wrapped_otherwise_and_nothing_else() -> None:
    good = answer(Verdict("p1", "part", SharedQuotation("it  must\nstay", "must stay clean.")))
    assert check_answers([(1, good)], A, B) == (good,)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (answer(a="0" * 64), "was given for another text than a as A"),
        (answer(a=text_digest(B), b=text_digest(A)), "was given for another text"),
        (answer(paragraph="p3"), "names a paragraph 'p3', which a (A) does not have"),
        (answer(Verdict("p9", "nothing")), "names a paragraph 'p9', which b (B) does not have"),
        (answer(Verdict("p1", "same", SharedQuotation("it may", "must"))), "quotes from A ¶1"),
        (answer(Verdict("p1", "same", SharedQuotation("must", "Must"))), "quotes from B ¶1"),
        (answer(Verdict("p1", "same"), by=MODEL), "a model must quote it"),
        (
            answer(Verdict("p1", "same", SharedQuotation("must", "must")), by=MODEL),
            "less than 3 words from A ¶1",
        ),
    ],
)
def test_an_answer_must_fit_the_texts(wrong: ReviewAnswer, said: str) -> None:
    with pytest.raises(ReviewError) as refused:
        check_answers([(7, wrong)], A, B, "answers.jsonl")
    assert said in str(refused.value)
    assert str(refused.value).startswith("line 7 of answers.jsonl")


def test_answers_from_both_sides_may_not_contradict_each_other() -> None:
    one = answer(Verdict("p2", "matter"))
    other = answer(Verdict("p1", "same"), side="b", paragraph="p2")
    with pytest.raises(ReviewError, match="line 5 of x calls A ¶1 and B ¶2 'same' and line 2"):
        check_answers([(2, one), (5, other)], A, B, "x")
    assert len(check_answers([(2, one), (5, one)], A, B)) == 2
