"""Prompts to the server, several at a time, and the replies kept as they come."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scodiff.llm.client import ReaderClient, ReaderLimits
from scodiff.llm.endpoint import Endpoint
from scodiff.llm.errors import ReaderError, RefusedReplyError, UnansweredError
from scodiff.llm.kept_replies import KeptReplies, ModelReply
from scodiff.llm.prompt import Prompt

# So many questions without a reply one after the other, and the rest is not asked.
_PATIENCE = 5

Told = Callable[[int, int], None]


@dataclass(slots=True)
class ModelReplies:
    """Replies by the id of the question, and why others got none.

    ``broken_off`` says why some were not asked at all, and is empty where all were.
    """

    replies: dict[str, ModelReply]
    failed: dict[str, str] = field(default_factory=dict)
    broken_off: str = ""


def replies_to(
    prompts: Sequence[Prompt[Any]],
    endpoint: Endpoint,
    kept: KeptReplies,
    limits: ReaderLimits,
    told: Told,
) -> ModelReplies:
    """Ask the model what it was not asked before.

    ``told`` is given how many questions are done and how many there are to ask.

    Raises:
        ReaderError: the server gave no reply to any question, and none is there from before.
    """
    found = ModelReplies({p.id: r for p in prompts if (r := kept.load(p)) is not None})
    todo = [prompt for prompt in prompts if prompt.id not in found.replies]
    collected = _Collected(kept, found)
    for done, outcome in enumerate(_outcomes(todo, endpoint, limits), 1):
        told(done, len(todo))
        if not collected.take(outcome):
            break
    if todo and not found.replies:
        reason = found.broken_off or f"{endpoint.host}: {next(iter(found.failed.values()))}"
        raise ReaderError(f"the model read nothing: {reason.rstrip('.')}.")
    return found


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of asking: a reply or an error; of no prompt where none could be asked."""

    prompt: Prompt[Any] | None
    reply: ModelReply | None = None
    error: Exception | None = None


@dataclass(slots=True)
class _Collected:
    """Replies and failures, as they come in."""

    kept: KeptReplies
    found: ModelReplies
    in_a_row: int = 0

    def take(self, outcome: _Outcome) -> bool:
        """Take one in, and say whether it is worth while to go on."""
        if outcome.error and not isinstance(outcome.error, ReaderError | UnansweredError):
            raise outcome.error
        if outcome.prompt is None or isinstance(outcome.error, ReaderError):
            self.found.broken_off = str(outcome.error)
            return False
        if outcome.reply is None:
            self.found.failed[outcome.prompt.id] = str(outcome.error)
            self.in_a_row += 1
            if self.in_a_row == _PATIENCE:
                self.found.broken_off = (
                    f"{_PATIENCE} questions in a row got no reply: {outcome.error}"
                )
            return self.in_a_row < _PATIENCE
        self.in_a_row = 0
        self.found.replies[outcome.prompt.id] = outcome.reply
        if _is_well_formed(outcome.prompt, outcome.reply.text):
            self.kept.keep(outcome.prompt, outcome.reply)
        return True


def _outcomes(
    todo: Sequence[Prompt[Any]], endpoint: Endpoint, limits: ReaderLimits
) -> Iterator[_Outcome]:
    """What comes of each prompt, as it comes."""
    waiting: queue.SimpleQueue[Prompt[Any]] = queue.SimpleQueue()
    done: queue.SimpleQueue[_Outcome] = queue.SimpleQueue()
    stop = threading.Event()
    for prompt in todo:
        waiting.put(prompt)

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


def _asked(client: ReaderClient, prompt: Prompt[Any]) -> _Outcome:
    """One question, and once more where the first reply is not accepted."""
    client.begin()
    try:
        text = client.reply(prompt.messages, prompt.schema)
    except (ReaderError, UnansweredError) as error:
        return _Outcome(prompt, error=error)
    if complaint := _complaint(prompt, text):
        with suppress(ReaderError, UnansweredError):
            second = client.reply(prompt.once_more(text, complaint), prompt.schema)
            text = second if _is_well_formed(prompt, second) else text
    return _Outcome(prompt, ModelReply(text, date.today().isoformat()))


def _complaint(prompt: Prompt[Any], reply: str) -> str:
    """What is refused of a reply; empty where nothing is."""
    try:
        return "; ".join(prompt.check(reply).refused)
    except RefusedReplyError as error:
        return str(error)


def _is_well_formed(prompt: Prompt[Any], reply: str) -> bool:
    try:
        prompt.check(reply)
    except RefusedReplyError as error:
        return error.well_formed
    return True
