"""What asking will cost, about: known before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scodiff.compare.review.model import ReviewQuestion
from scodiff.llm.prompt import messages

# Tokenizers of current models make a token of some four letters of English, two of Russian and
# one and a third of Chinese: of about four bytes in UTF-8.
_BYTES_A_TOKEN = 4
# A verdict without quotations takes some thirty tokens; two quotations of twenty words, sixty.
_TOKENS_A_VERDICT = 50


@dataclass(frozen=True, slots=True)
class ReadingCost:
    """What is sent and what comes back: questions, characters, tokens (estimated)."""

    questions: int
    characters: int
    tokens_sent: int
    tokens_back: int


def cost_of(questions: Iterable[ReviewQuestion]) -> ReadingCost:
    """The cost of asking each question once; a reply that is refused makes it twice."""
    found = [(question, messages(question)) for question in questions]
    contents = ["".join(message["content"] for message in told) for _, told in found]
    size = sum(len(content.encode("utf-8")) for content in contents)
    return ReadingCost(
        questions=len(found),
        characters=sum(map(len, contents)),
        tokens_sent=-(-size // _BYTES_A_TOKEN),
        tokens_back=sum(_TOKENS_A_VERDICT * len(question.candidates) for question, _ in found),
    )
