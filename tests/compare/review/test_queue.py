"""What is asked, in which order, and what the answers come to."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from texts import WordEncoder, document, moscow_paragraphs

from scodiff.compare.decisions.decision_file import read_decisions
from scodiff.compare.decisions.model import Decider, SharedQuotation
from scodiff.compare.decisions.written import decisions_as_toml
from scodiff.compare.model import Comparison
from scodiff.compare.pipeline import ScoredComparison, compare, compare_scored
from scodiff.compare.review.agreement import agreement
from scodiff.compare.review.checking import check_answers
from scodiff.compare.review.deciding import decisions_of_answers
from scodiff.compare.review.model import ReviewAnswer, ReviewError, ReviewQuestion, Verdict
from scodiff.compare.review.queue import review_queue

ENCODER = WordEncoder()
TEXTS = moscow_paragraphs()
A = document(TEXTS[:12], "a")
# Two paragraphs by halves, three with other words, four of elsewhere.
HALVES = [TEXTS[2][: len(TEXTS[2]) // 2], TEXTS[3][len(TEXTS[3]) // 2 :]]
B = document(
    [
        TEXTS[0],
        *HALVES,
        *(t.replace(" the ", " a certain ").replace(" and ", " or ") for t in TEXTS[4:7]),
        *TEXTS[15:19],
    ],
    "b",
)


@cache
def engine() -> ScoredComparison:
    """The comparison without any answer."""
    return compare_scored(A, B, ENCODER)


@cache
def queue() -> tuple[ReviewQuestion, ...]:
    """Its questions."""
    return review_queue(engine())


def answer_to(question: ReviewQuestion, **labels: str) -> ReviewAnswer:
    """An answer by Ada, with labels by the ids of candidates and nothing for the rest."""
    named = {c.id: "nothing" for c in question.candidates} | labels
    verdicts = tuple(Verdict(p, label) for p, label in named.items())  # type: ignore[arg-type]
    paragraph, by = question.paragraph, Decider("person", "Ada")
    texts = question.a.sha256, question.b.sha256
    return ReviewAnswer(question.id, *texts, paragraph.side, paragraph.id, verdicts, by)


def decided(*answers: ReviewAnswer) -> Comparison:
    """The comparison after these answers."""
    checked = check_answers(enumerate(answers, 1), A, B)
    return compare(A, B, ENCODER, decisions=decisions_of_answers(checked, engine().comparison))


def test_every_paragraph_whose_link_is_not_sure_is_asked_about_once() -> None:
    unsure = [link for link in engine().comparison.links if link.certainty != "sure"]
    assert unsure
    expected = {("a", p) for link in unsure for p in link.a}
    expected |= {("b", p) for link in unsure for p in link.b}
    asked = [(q.paragraph.side, q.paragraph.id) for q in queue()]
    assert set(asked) == expected
    assert len(asked) == len(expected)
    assert len({q.id for q in queue()}) == len(asked)


def test_a_question_holds_its_five_candidates_in_full_the_likeliest_first() -> None:
    for question in queue():
        own, other = (A, B) if question.paragraph.side == "a" else (B, A)
        assert question.paragraph.text == own.paragraph(question.paragraph.id).text
        assert [c.text for c in question.candidates] == [
            other.paragraph(c.id).text for c in question.candidates
        ]
        found = [c.probability for c in question.candidates]
        assert found == sorted(found, reverse=True)
        assert len(found) == 5
        assert {*question.engine.links, *question.engine.parts} <= {
            c.id for c in question.candidates
        }


def test_the_most_useful_comes_first() -> None:
    gains = [question.gain for question in queue()]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > 0
    # What a question before it settles is worth nothing: each pair counts once.
    first = queue()[0]
    best = max(first.candidates, key=lambda c: c.probability)
    mirror = [q for q in queue() if q.paragraph.id == best.id and q.paragraph.side != "a"]
    assert all(q.gain <= first.gain for q in mirror)


def test_what_was_answered_is_not_asked_again_without_a_doubt() -> None:
    first = queue()[0]
    likely = max(first.candidates, key=lambda c: c.probability)
    agreeing = answer_to(first, **{likely.id: "same"})
    left = review_queue(engine(), [agreeing])
    asked = {(q.paragraph.side, q.paragraph.id) for q in left if not q.again}
    assert (first.paragraph.side, first.paragraph.id) not in asked
    assert len(asked) == len(queue()) - 1


def test_an_answer_that_is_hard_to_believe_is_asked_for_once_more() -> None:
    question = queue()[0]
    unlikely = min(question.candidates, key=lambda c: c.probability)
    odd = answer_to(question, **{unlikely.id: "same"})
    again = [q for q in review_queue(engine(), [odd]) if q.again]
    assert [q.id for q in again] == [question.id]
    assert not [q for q in review_queue(engine(), [replace(odd, again=True)]) if q.again]


@pytest.mark.parametrize(("label", "relation"), [("same", ""), ("nothing", "disappeared")])
def test_an_answer_decides_its_paragraph_for_sure(label: str, relation: str) -> None:
    question = next(q for q in queue() if q.paragraph.side == "a")
    candidate = question.candidates[1]
    result = decided(answer_to(question, **{candidate.id: label}))
    link = next(link for link in result.links if question.paragraph.id in link.a)
    assert (link.certainty, link.decided_by, link.confidence) == ("sure", "reader", 1.0)
    assert link.b == ((candidate.id,) if label == "same" else ())
    assert link.relation == (relation or link.relation)
    linked = {(p.a, p.b) for x in result.links for p in x.pairs} | {
        (p.a, p.b) for p in result.parts
    }
    others = {b for a, b in linked if a == question.paragraph.id}
    assert others == ({candidate.id} if label == "same" else set())


def test_a_part_is_a_part_and_the_same_matter_is_related() -> None:
    question = next(q for q in queue() if q.paragraph.side == "a")
    part, matter = question.candidates[-1], question.candidates[-2]
    result = decided(answer_to(question, **{part.id: "part", matter.id: "matter"}))
    ends = (question.paragraph.id, part.id)
    found = [p for p in result.parts if (p.a, p.b) == ends]
    found_in_links = [p for link in result.links for p in link.pairs if (p.a, p.b) == ends]
    assert len(found) + len(found_in_links) == 1
    assert (question.paragraph.id, matter.id) in {(r.a, r.b) for r in result.related}


def test_the_passage_that_a_reader_quoted_is_the_part() -> None:
    question = next(q for q in queue() if q.paragraph.side == "a")
    other = question.candidates[-1]
    quotes = SharedQuotation(question.paragraph.text[5:60], other.text[3:50])
    given = replace(answer_to(question), verdicts=(Verdict(other.id, "part", quotes),))
    (part,) = [p for p in decided(given).parts if p.a == question.paragraph.id]
    assert question.paragraph.text[part.a_start : part.a_end] == quotes.a.strip()
    assert other.text[part.b_start : part.b_end] == quotes.b.strip()
    assert part.semantic is None


def test_a_paragraph_of_b_can_be_asked_about_and_merged() -> None:
    question = next(q for q in queue() if q.paragraph.side == "b")
    one, two = question.candidates[0].id, question.candidates[2].id
    result = decided(answer_to(question, **{one: "same", two: "same"}))
    link = next(link for link in result.links if question.paragraph.id in link.b)
    assert set(link.a) == {one, two}
    assert link.merged


def test_another_paragraph_than_those_offered_is_an_answer() -> None:
    question = next(q for q in queue() if q.paragraph.side == "a")
    offered = {c.id for c in question.candidates}
    other = next(p.id for p in B.citable if p.id not in offered)
    result = decided(answer_to(question, **{other: "same"}))
    link = next(link for link in result.links if question.paragraph.id in link.a)
    assert link.b == (other,)


def test_who_says_that_there_is_a_counterpart_goes_before_who_was_not_shown_it() -> None:
    asked_a = next(q for q in queue() if q.paragraph.side == "a")
    offered = {c.id for c in asked_a.candidates}
    asked_b = next(q for q in queue() if q.paragraph.side == "b" and q.paragraph.id not in offered)
    none = answer_to(asked_a)
    one = answer_to(asked_b, **{asked_a.paragraph.id: "same"})
    result = decided(none, one)
    link = next(link for link in result.links if asked_a.paragraph.id in link.a)
    assert link.b == (asked_b.paragraph.id,)


def test_decisions_keep_who_decided_what_on_which_evidence(tmp_path: Path) -> None:
    question = next(q for q in queue() if q.paragraph.side == "a")
    candidate = question.candidates[0]
    quotes = SharedQuotation(question.paragraph.text[:40], candidate.text[:30])
    given = ReviewAnswer(
        question.id,
        question.a.sha256,
        question.b.sha256,
        "a",
        question.paragraph.id,
        (Verdict(candidate.id, "same", quotes),),
        Decider("model", "some-model", "3"),
        "2026-01-31",
        "a \"note\"\n'with' marks",
    )
    found = decisions_of_answers(check_answers([(1, given)], A, B), engine().comparison)
    path = tmp_path / "decisions.toml"
    path.write_text(decisions_as_toml(found, A, B), "utf-8")
    result = compare(A, B, ENCODER, decisions=read_decisions(path))
    (decision,) = result.decisions
    assert decision.record is not None
    assert (decision.action, decision.note) == ("pin", given.note)
    assert decision.record.by == given.by
    assert (decision.record.when, decision.record.quotes) == ("2026-01-31", (quotes,))
    assert decision.record.engine == question.engine
    assert next(x for x in result.links if question.paragraph.id in x.a).decided_by == "model"


def test_where_reader_and_engine_differ_is_known() -> None:
    link = next(link for link in engine().comparison.links if link.pairs)
    texts = queue()[0].a.sha256, queue()[0].b.sha256
    agreeing = ReviewAnswer(
        "q", *texts, "a", link.a[0], (Verdict(link.b[0], "same"),), Decider("person", "Ada")
    )
    refusing = replace(agreeing, verdicts=(Verdict(link.b[0], "nothing"),))
    differing = {
        given: [d.contradicts_engine for d in decided(given).decisions]
        for given in (agreeing, refusing)
    }
    assert differing == {agreeing: [False], refusing: [True]}


def test_agreement_is_counted_on_what_both_were_asked() -> None:
    first, second = queue()[0], queue()[1]
    c = [candidate.id for candidate in first.candidates]
    one = [answer_to(first, **{c[0]: "same", c[1]: "matter"}), answer_to(second)]
    other = [answer_to(first, **{c[0]: "part", c[2]: "same"})]
    found = agreement(one, other)
    assert (found.questions, found.pairs) == (1, 5)
    assert found.f1 == pytest.approx(2 / 3)
    # Of five pairs two agree; by chance (1·1 + 3·3)/25 would, for same and nothing.
    assert found.kappa == pytest.approx((2 / 5 - 10 / 25) / (1 - 10 / 25))
    pairs = [(d.a, d.b) if first.paragraph.side == "a" else (d.b, d.a) for d in found.discuss]
    assert pairs[0] == (first.paragraph.id, c[2])
    assert {p[1] for p in pairs} == {c[0], c[1], c[2]}


def test_one_reader_agrees_with_himself_and_not_with_who_read_something_else() -> None:
    answers = [answer_to(q, **{q.candidates[0].id: "same"}) for q in queue()[:3]]
    found = agreement(answers, answers)
    assert (found.f1, found.kappa, found.discuss) == (1.0, 1.0, ())
    with pytest.raises(ReviewError, match="no question in common"):
        agreement(answers[:1], answers[1:])
    with pytest.raises(ReviewError, match="not about the same two texts"):
        agreement(answers, [replace(answers[0], a="0" * 64)])


def test_the_queue_is_the_same_again() -> None:
    again = review_queue(compare_scored(A, B, ENCODER))
    assert json.dumps([q.id for q in again]) == json.dumps([q.id for q in queue()])


def test_a_pair_answered_from_both_sides_is_decided_once() -> None:
    question = next(q for q in queue() if q.paragraph.side == "a" and q.candidates)
    mine, theirs = question.paragraph.id, question.candidates[0].id
    by, texts = Decider("person", "Ada"), (question.a.sha256, question.b.sha256)
    answers = [
        ReviewAnswer("q", *texts, "a", mine, (Verdict(theirs, "same"),), by),
        ReviewAnswer("r", *texts, "b", theirs, (Verdict(mine, "same"),), by),
    ]
    assert [x.action for x in decided(*answers).decisions] == ["pin"]
    other = replace(answers[1], by=Decider("person", "Bob"))
    assert [x.action for x in decided(answers[0], other).decisions] == ["pin", "pin"]
