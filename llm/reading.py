"""All questions of a queue, read by a model: several at a time, kept as they are answered."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from scodiff.compare.decisions.model import Decider
from scodiff.compare.review.model import ReviewAnswer, ReviewQuestion
from scodiff.llm.client import ReaderClient, ReaderLimits
from scodiff.llm.consistency import made_consistent
from scodiff.llm.endpoint import Endpoint
from scodiff.llm.errors import ReaderError, RefusedReplyError, UnansweredError
from scodiff.llm.kept_replies import KeptReplies, ModelReply
from scodiff.llm.prompt import PROMPT_VERSION, messages, reply_schema, second_chance
from scodiff.llm.replies import checked

# So many questions without a reply one after the other, and the rest is not asked.
_PATIENCE = 5

_TWO_TONGUED = "it says of one pair that it shares a statement, and that it does not"

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Unread:
    """A question that has no answer, and why."""

    question: ReviewQuestion
    reason: str


@dataclass(slots=True)
class ModelReading:
    """What came of a queue, in its order.

    ``refused`` are the questions whose replies were not accepted, ``failed`` those without a
    reply; ``broken_off`` says why some were not asked at all, and is empty where all were.
    ``claims_refused`` are claims in answers that stand without them. ``contradictions`` counts
    the pairs on which the model said two things (see ``ConsistentAnswers``).
    """

    answers: list[ReviewAnswer] = field(default_factory=list)
    refused: list[Unread] = field(default_factory=list)
    claims_refused: list[Unread] = field(default_factory=list)
    failed: list[Unread] = field(default_factory=list)
    broken_off: str = ""
    contradictions: int = 0


def read(
    questions: Sequence[ReviewQuestion],
    endpoint: Endpoint,
    kept: KeptReplies,
    limits: ReaderLimits,
    told: Told = lambda done, total: None,
) -> ModelReading:
    """Ask the model what it was not asked before; see ``ModelReading``.

    ``told`` is given how many questions are done and how many there are to ask.

    Raises:
        ReaderError: the server gave no reply to any question, and none is there from before.
    """
    collected = _Collected(kept, {q.id: r for q in questions if (r := kept.load(q)) is not None})
    todo = [q for q in questions if q.id not in collected.replies]
    for done, outcome in enumerate(_outcomes(todo, endpoint, limits), 1):
        told(done, len(todo))
        if not collected.take(outcome):
            break
    if todo and not collected.replies:
        reason = collected.broken_off or f"{endpoint.host}: {next(iter(collected.failed.values()))}"
        raise ReaderError(f"the model read nothing: {reason.rstrip('.')}.")
    return collected.sorted_out(questions, endpoint.model)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of asking: a reply or an error; of no question where none could be asked."""

    question: ReviewQuestion | None
    reply: ModelReply | None = None
    error: Exception | None = None


@dataclass(slots=True)
class _Collected:
    """Replies and failures by question, as they come in."""

    kept: KeptReplies
    replies: dict[str, ModelReply]
    failed: dict[str, str] = field(default_factory=dict)
    broken_off: str = ""
    in_a_row: int = 0

    def take(self, outcome: _Outcome) -> bool:
        """Take one in, and say whether it is worth while to go on."""
        if outcome.error and not isinstance(outcome.error, ReaderError | UnansweredError):
            raise outcome.error
        if outcome.question is None or isinstance(outcome.error, ReaderError):
            self.broken_off = str(outcome.error)
            return False
        if outcome.reply is None:
            self.failed[outcome.question.id] = str(outcome.error)
            self.in_a_row += 1
            if self.in_a_row == _PATIENCE:
                self.broken_off = f"{_PATIENCE} questions in a row got no reply: {outcome.error}"
            return self.in_a_row < _PATIENCE
        self.in_a_row = 0
        self.replies[outcome.question.id] = outcome.reply
        if _is_well_formed(outcome.question, outcome.reply.text):
            self.kept.keep(outcome.question, outcome.reply)
        return True

    def sorted_out(self, questions: Sequence[ReviewQuestion], model: str) -> ModelReading:
        """Answers, refusals and failures, in the order of the questions."""
        reading = ModelReading(broken_off=self.broken_off)
        for question in questions:
            if reply := self.replies.get(question.id):
                _take_reply(reading, question, reply, model)
            elif reason := self.failed.get(question.id):
                reading.failed.append(Unread(question, reason))
        consistent = made_consistent(reading.answers)
        undecided = {answer.question for answer in consistent.undecided}
        reading.refused += [Unread(q, _TWO_TONGUED) for q in questions if q.id in undecided]
        reading.answers = consistent.answers
        reading.contradictions = consistent.contradictions
        return reading


def _outcomes(
    todo: Sequence[ReviewQuestion], endpoint: Endpoint, limits: ReaderLimits
) -> Iterator[_Outcome]:
    """What comes of each question, as it comes."""
    waiting: queue.SimpleQueue[ReviewQuestion] = queue.SimpleQueue()
    done: queue.SimpleQueue[_Outcome] = queue.SimpleQueue()
    stop = threading.Event()
    for question in todo:
        waiting.put(question)

    def work() -> None:
        """Ask one question after the other, until none is left or nobody waits any more."""
        try:
            with ReaderClient(endpoint, limits) as client, suppress(queue.Empty):
                while not stop.is_set():
                    outcome = _asked(client, waiting.get_nowait())
                    if isinstance(outcome.error, ReaderError):
                        stop.set()
                    done.put(outcome)
        except Exception as error:
            done.put(_Outcome(None, error=error))

    # A thread that still waits for a server must not keep an interrupted program from ending.
    for _ in range(min(limits.parallel, len(todo))):
        threading.Thread(target=work, daemon=True).start()
    try:
        for _ in todo:
            yield done.get()
    finally:
        stop.set()


def _asked(client: ReaderClient, question: ReviewQuestion) -> _Outcome:
    """One question, and once more where the first reply is not accepted."""
    client.begin()
    asked, schema = messages(question), reply_schema(question)
    try:
        text = client.reply(asked, schema)
    except (ReaderError, UnansweredError) as error:
        return _Outcome(question, error=error)
    if complaint := _complaint(question, text):
        with suppress(ReaderError, UnansweredError):
            second = client.reply([*asked, *second_chance(text, complaint)], schema)
            text = second if _is_well_formed(question, second) else text
    return _Outcome(question, ModelReply(text, date.today().isoformat()))


def _complaint(question: ReviewQuestion, reply: str) -> str:
    """What is refused of a reply; empty where nothing is."""
    try:
        return "; ".join(checked(question, reply).refused)
    except RefusedReplyError as error:
        return str(error)


def _is_well_formed(question: ReviewQuestion, reply: str) -> bool:
    try:
        checked(question, reply)
    except RefusedReplyError as error:
        return error.well_formed
    return True


def _take_reply(
    reading: ModelReading, question: ReviewQuestion, reply: ModelReply, model: str
) -> None:
    """Enter a reply as an answer, or as refused."""
    try:
        found = checked(question, reply.text)
    except RefusedReplyError as error:
        reading.refused.append(Unread(question, str(error)))
        return
    reading.claims_refused += [Unread(question, reason) for reason in found.refused]
    answer = ReviewAnswer(
        question=question.id,
        a=question.a.sha256,
        b=question.b.sha256,
        side=question.paragraph.side,
        paragraph=question.paragraph.id,
        verdicts=found.verdicts,
        by=Decider("model", model, PROMPT_VERSION),
        when=reply.when,
        again=question.again,
    )
    reading.answers.append(answer)
