"""What a language model is asked in one go, and how its reply is held against it.

Texts stand between marks that hold a digest of those very texts: no text can contain its own
digest, so no document can close the mark and speak for scodiff.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from scodiff.compare.review.model import ReviewQuestion
from scodiff.compare.review.shifts.model import ShiftQuestion

# What a reply to one question needs at most: ten quotations of some sixty words, and some thought.
REPLY_TOKENS = 4000

ChatMessage = dict[str, str]
Question = ReviewQuestion | ShiftQuestion
Claim = TypeVar("Claim")


@dataclass(frozen=True, slots=True)
class CheckedReply(Generic[Claim]):
    """What of a reply is accepted, and why other claims of it are refused."""

    claims: tuple[Claim, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prompt(Generic[Claim]):
    """A question as the model is asked it.

    ``version`` is that of the wording, ``schema`` the JSON Schema of a reply, ``advice`` what is
    said where a claim is refused, and ``tokens_back`` what a reply takes, about. ``check`` gives
    what of a reply is accepted, and raises RefusedReplyError where nothing is.
    """

    question: Question
    version: str
    messages: tuple[ChatMessage, ...]
    schema: dict[str, Any]
    advice: str
    tokens_back: int
    check: Callable[[str], CheckedReply[Claim]]

    @property
    def id(self) -> str:
        """The id of the question."""
        return self.question.id

    def once_more(self, reply: str, reason: str) -> tuple[ChatMessage, ...]:
        """The question again, after a reply that was refused, and why it was."""
        again = f"Refused: {reason}. Reply again with the whole JSON object. {self.advice}"
        return (
            *self.messages,
            {"role": "assistant", "content": reply},
            {"role": "user", "content": again},
        )


def mark_of(texts: Iterable[str]) -> str:
    """The mark between which texts are shown."""
    joined = "\0".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


def between_marks(name: str, text: str, mark: str) -> str:
    """A text as the model is shown it, under its name."""
    # Half a character (a lone surrogate) can be sent to no server.
    sendable = text.encode("utf-8", "replace").decode("utf-8")
    return f"{name}\n<<<{mark}\n{sendable}\n{mark}>>>"


def told_and_shown(task: str, shown: Iterable[str]) -> tuple[ChatMessage, ...]:
    """The task as the system's message, the texts as the user's."""
    return (
        {"role": "system", "content": task},
        {"role": "user", "content": "\n\n".join(shown)},
    )
