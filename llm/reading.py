"""A queue of questions, read by a model: the answers that are accepted, and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from scodiff.compare.decisions.model import Decider
from scodiff.compare.review.model import ReviewAnswer, ReviewQuestion
from scodiff.compare.review.shifts.model import ShiftAnswer, ShiftQuestion
from scodiff.llm.asking import ModelReplies, Told, replies_to
from scodiff.llm.client import ReaderLimits
from scodiff.llm.consistency import made_consistent
from scodiff.llm.endpoint import Endpoint
from scodiff.llm.errors import RefusedReplyError
from scodiff.llm.kept_replies import KeptReplies, ModelReply
from scodiff.llm.link_prompt import link_prompt
from scodiff.llm.prompt import Claim, Prompt, Question
from scodiff.llm.shift_prompt import shift_prompt

Answer = TypeVar("Answer")

_TWO_TONGUED = "it says of one pair that it shares a statement, and that it does not"


@dataclass(frozen=True, slots=True)
class Unread:
    """A question that has no answer, and why."""

    question: Question
    reason: str


@dataclass(slots=True)
class ModelReading(Generic[Answer]):
    """What came of a queue, in its order.

    ``refused`` are the questions whose replies were not accepted, ``failed`` those without a
    reply; ``broken_off`` says why some were not asked at all, and is empty where all were.
    ``claims_refused`` are claims in answers that stand without them. ``contradictions`` counts
    the pairs on which the model said two things (see ``ConsistentAnswers``).
    """

    answers: list[Answer] = field(default_factory=list)
    refused: list[Unread] = field(default_factory=list)
    claims_refused: list[Unread] = field(default_factory=list)
    failed: list[Unread] = field(default_factory=list)
    broken_off: str = ""
    contradictions: int = 0


def _nobody(done: int, total: int) -> None:
    """Tell nobody how far it is."""


def read(
    questions: Sequence[ReviewQuestion],
    endpoint: Endpoint,
    kept: KeptReplies,
    limits: ReaderLimits,
    told: Told = _nobody,
) -> ModelReading[ReviewAnswer]:
    """Ask the model what answers to paragraphs, where it was not asked before.

    ``told`` is given how many questions are done and how many there are to ask.

    Raises:
        ReaderError: the server gave no reply to any question, and none is there from before.
    """
    prompts = {question.id: link_prompt(question) for question in questions}
    found = replies_to(tuple(prompts.values()), endpoint, kept, limits, told)
    reading: ModelReading[ReviewAnswer] = _begun(questions, found)
    for question, prompt, reply in _replied(questions, prompts, found):
        verdicts = _accepted(reading, prompt, reply)
        if verdicts is not None:
            reading.answers.append(
                ReviewAnswer(
                    question=question.id,
                    a=question.a.sha256,
                    b=question.b.sha256,
                    side=question.paragraph.side,
                    paragraph=question.paragraph.id,
                    verdicts=verdicts,
                    by=Decider("model", endpoint.model, prompt.version),
                    when=reply.when,
                    again=question.again,
                )
            )
    consistent = made_consistent(reading.answers)
    undecided = {answer.question for answer in consistent.undecided}
    reading.refused += [Unread(q, _TWO_TONGUED) for q in questions if q.id in undecided]
    reading.answers = consistent.answers
    reading.contradictions = consistent.contradictions
    return reading


def read_shifts(
    questions: Sequence[ShiftQuestion],
    endpoint: Endpoint,
    kept: KeptReplies,
    limits: ReaderLimits,
    told: Told = _nobody,
) -> ModelReading[ShiftAnswer]:
    """The same of questions on what changed between linked passages.

    Raises:
        ReaderError: the server gave no reply to any question, and none is there from before.
    """
    prompts = {question.id: shift_prompt(question) for question in questions}
    found = replies_to(tuple(prompts.values()), endpoint, kept, limits, told)
    reading: ModelReading[ShiftAnswer] = _begun(questions, found)
    for question, prompt, reply in _replied(questions, prompts, found):
        changes = _accepted(reading, prompt, reply)
        if changes is not None:
            reading.answers.append(
                ShiftAnswer(
                    question=question.id,
                    a=question.a.sha256,
                    b=question.b.sha256,
                    passages_a=tuple(passage.id for passage in question.passages_a),
                    passages_b=tuple(passage.id for passage in question.passages_b),
                    changes=changes,
                    by=Decider("model", endpoint.model, prompt.version),
                    when=reply.when,
                )
            )
    return reading


Asked = TypeVar("Asked", ReviewQuestion, ShiftQuestion)


def _begun(questions: Sequence[Question], found: ModelReplies) -> ModelReading[Answer]:
    """A reading that knows which questions got no reply."""
    failed = [Unread(q, found.failed[q.id]) for q in questions if q.id in found.failed]
    return ModelReading(failed=failed, broken_off=found.broken_off)


def _replied(
    questions: Sequence[Asked], prompts: dict[str, Prompt[Claim]], found: ModelReplies
) -> Iterator[tuple[Asked, Prompt[Claim], ModelReply]]:
    """The questions that got a reply, with it."""
    for question in questions:
        if reply := found.replies.get(question.id):
            yield question, prompts[question.id], reply


def _accepted(
    reading: ModelReading[Answer], prompt: Prompt[Claim], reply: ModelReply
) -> tuple[Claim, ...] | None:
    """What of a reply is accepted, what is not entered as refused; None where nothing is."""
    try:
        found = prompt.check(reply.text)
    except RefusedReplyError as error:
        reading.refused.append(Unread(prompt.question, str(error)))
        return None
    reading.claims_refused += [Unread(prompt.question, reason) for reason in found.refused]
    return found.claims
