"""Sentences as spans of a paragraph's text, for English, Russian and Chinese."""

from __future__ import annotations

import re

from scodiff.compare.text.tokens import count_words

_BOUNDARY = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s++[\"'“‘«(\[]*+[A-ZА-ЯЁ\d])"
    r"|[。！？]++[”’」』）]*+|;\s*(?=\n)"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“])(?:[A-ZА-ЯЁ]|Mr|Mrs|Ms|Dr|St|No|Nos|Art|vs|cf|resp|approx|Gen|Prof|г|гг|стр|им|ст)\.$"
)
MIN_WORDS = 4


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of the sentences, white space between them left out.

    A piece of fewer than four words is glued to its neighbour: alone it says nothing
    that an alignment could rest on. A text without words is one sentence.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        if _ABBREVIATION.search(text, max(0, match.end() - 12), match.end()):
            continue
        spans.append((start, match.end()))
        start = match.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text) or not spans:
        spans.append((start, len(text)))
    return _glue(text, spans)


def _glue(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(spans) == 1:
        return spans
    glued: list[tuple[int, int]] = []
    previous_short = False
    for span in spans:
        short = _is_short(text, span)
        if glued and (short or previous_short):
            glued[-1] = (glued[-1][0], span[1])
            previous_short = short and previous_short and _is_short(text, glued[-1])
        else:
            glued.append(span)
            previous_short = short
    return glued


def _is_short(text: str, span: tuple[int, int]) -> bool:
    return count_words(text[slice(*span)]) < MIN_WORDS
