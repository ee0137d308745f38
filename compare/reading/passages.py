"""What is read of a paragraph: all of it, or of a long one the passage that a clause stands in."""

from __future__ import annotations

import re

from scodiff.compare.text.sentences import sentence_spans
from scodiff.compare.text.tokens import count_words

# A passage of so many words is read whole: two of them are some 200 word pieces, of the 256
# that the model reads. Half of a declaration's paragraphs are shorter.
MOST_WORDS = 64
_UNBROKEN = re.compile(r"\S+")


def passage_around(text: str, start: int, end: int) -> str:
    """The passage of ``text`` that is read for its clause at ``[start, end)``.

    It is contiguous and has ``MOST_WORDS`` words at most, or little more: a short paragraph
    whole, else the clause's sentence with as many of its neighbours as fit, and of a sentence
    that is too long the words around the middle of the clause.
    """
    if count_words(text) <= MOST_WORDS:
        return text
    first, last = _sentences_around(text, (start + end) // 2)
    if count_words(text[first:last]) > MOST_WORDS:
        return _words_around(text, first, last, (start + end) // 2)
    return text[first:last]


def _sentences_around(text: str, middle: int) -> tuple[int, int]:
    """The range of the sentence at a place, and of those after and before it while they fit."""
    spans = sentence_spans(text)
    here = next((k for k, span in enumerate(spans) if middle < span[1]), len(spans) - 1)
    first = last = here
    for grown in ((first, last + 1), (first - 1, last), (first - 1, last + 1)):
        if grown[0] < 0 or grown[1] >= len(spans):
            continue
        if count_words(text[spans[grown[0]][0] : spans[grown[1]][1]]) <= MOST_WORDS:
            first, last = grown
    return spans[first][0], spans[last][1]


def _words_around(text: str, first: int, last: int, middle: int) -> str:
    found = [match.span() for match in _UNBROKEN.finditer(text, first, last)]
    at = next((k for k, span in enumerate(found) if middle < span[1]), len(found) - 1)
    begin = max(0, min(at - MOST_WORDS // 2, len(found) - MOST_WORDS))
    return text[found[begin][0] : found[min(begin + MOST_WORDS, len(found)) - 1][1]]
