"""What asking will cost, about: known before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scodiff.llm.prompt import Prompt

# Tokenizers of current models make a token of some four letters of English, two of Russian and
# one and a third of Chinese: of about four bytes in UTF-8.
_BYTES_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class ReadingCost:
    """What is sent and what comes back: questions, characters, tokens (estimated)."""

    questions: int
    characters: int
    tokens_sent: int
    tokens_back: int


def cost_of(prompts: Iterable[Prompt[Any]]) -> ReadingCost:
    """The cost of asking each question once; a reply that is refused makes it twice."""
    found = tuple(prompts)
    contents = ["".join(message["content"] for message in prompt.messages) for prompt in found]
    size = sum(len(content.encode("utf-8")) for content in contents)
    return ReadingCost(
        questions=len(found),
        characters=sum(map(len, contents)),
        tokens_sent=-(-size // _BYTES_A_TOKEN),
        tokens_back=sum(prompt.tokens_back for prompt in found),
    )
