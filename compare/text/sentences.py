"""Sentences as spans of a paragraph's text, for English, Russian and Chinese."""

from __future__ import annotations

import re

from scodiff.compare.text.tokens import count_words

_BOUNDARY = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s++[\"'“‘«(\[]*+[A-ZА-ЯЁ\d])"
    r"|[。！？]++[”’」』）]*+|;\s*(?=\n)"
)
# What ends in a stop and ends no sentence: initials, titles of people, words cut short.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"“«])"
    r"(?:[A-ZА-ЯЁ]|H\.(?:E|M|H|R\.H)|Messrs|Mr|Mrs|Ms|Mme|Dr|St|Hon|Rev|Amb|Gen|Lt|Col|Maj|Capt|Sen"
    r"|Gov|Prof|Mt|Ft|vs|cf|ca|viz|resp|approx|e\.g|i\.e"
    r"|гг?|им|ул|см|т\. ?е|т\. ?к|акад|проф|ген)\.$"
)
# References to a part of a text, where its number follows: "works of art." ends a sentence.
_REFERENCE = re.compile(
    r"(?:^|[\s(\[\"“«])"
    r"(?:Nos?|[Aa]rts?|(?:[Ss]ub)?[Pp]aras?|[Ss]ects?|[Ss]ecs?|[Cc]haps?|[Cc]hs?|[Vv]ols?|[Ff]igs?|pp?"
    r"|[Rr]es|[Dd]ocs?|[Aa]nn|[Aa]dd|[Cc]orr|[Сс]т|[Сс]тр|[Пп]п?|[Чч]|[Гг]л|[Рр]азд|[Аа]бз|[Пп]одп"
    r"|[Рр]ис|[Тт]абл|[Тт])\.$"
)
_NUMBER = re.compile(r"\s+[\"“«(\[]?(?:\d|[IVXLC]+\b|[A-Z]{1,2}(?:[/-]|\d))")
MIN_WORDS = 4


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of the sentences, white space between them left out.

    A piece of fewer than four words is glued to its neighbour: alone it says nothing
    that an alignment could rest on. A text without words is one sentence.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        if _goes_on(text, match.end()):
            continue
        spans.append((start, match.end()))
        start = match.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text) or not spans:
        spans.append((start, len(text)))
    return _glue(text, spans)


def _goes_on(text: str, end: int) -> bool:
    """Whether the stop before ``end`` is that of an abbreviation."""
    start = max(0, end - 12)
    if _ABBREVIATION.search(text, start, end):
        return True
    return bool(_REFERENCE.search(text, start, end)) and bool(_NUMBER.match(text, end))


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
