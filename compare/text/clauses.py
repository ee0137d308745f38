"""Clauses: the pieces of a paragraph that can each make a statement of their own.

A declaration's sentence is an opening formula ("The member states believe that") and
then one proposition or several. Two texts that share the formula share nothing yet, so a
unit of comparison begins after it; and a list of the member states is no proposition
either, whatever its order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from scodiff.compare.text.sentences import sentence_spans
from scodiff.compare.text.tokens import tokenize, word_form

MIN_WORDS = 7
_MIN_CHARACTERS_AFTER_OPENER = 30

_LEAD = r"(?:in (?:this|that) (?:regard|context|connection|respect)|at the same time|"
_LEAD += r"along with this|furthermore|moreover|therefore|thus)"
_ACTOR = (
    r"(?:(?:we,?\s+)?(?:the\s+)?(?:"
    r"(?:heads|leaders)\s+of\s+(?:the\s+)?(?:states?|governments?|(?:sco\s+)?member\s+states)"
    r"|(?:sco\s+)?member\s+(?:states|countries)(?:\s+of\s+the\s+(?:sco|organi[sz]ation))?"
    r"|leaders|sides|parties|sco(?:\s+(?:member\s+)?(?:countries|states))?"
    r")|they|we|it)"
)
_ADVERB = (
    r"(?:also|further|particularly|once again|consistently|firmly|strongly|are|is|have|has|"
    r"and|invariably)"
)
_STANCE = (
    r"(?:convinced|confident|important|necessary|advisable|support|it|in favou?r|essential|"
    r"timely|expedient)"
)
_LINK = (
    r"(?:that|the\s+(?:importance|need|necessity|relevance|significance)\s+(?:of|to|for)|to|of|for)"
)
_OPENER = re.compile(
    rf"(?:{_LEAD},?\s+)?{_ACTOR}\s+(?:{_ADVERB}\s+)*[a-z]+(?:\s+{_STANCE})*(?:\s+{_LINK})?\s+",
    re.IGNORECASE,
)
_SPEAKER = re.compile(rf"(?:{_LEAD},?\s+)?{_ACTOR}\b", re.IGNORECASE)
# ", acting in accordance with the Charter, [are committed]"
_AFTER_AN_ASIDE = re.compile(
    r",\s[^.;:()]{1,160}?,\s+(?=(?:are|have|will|shall|must|can|do|did)\b)"
)
_AFTER_A_LIST = re.compile(r",?\s++")
_SPACE = re.compile(r"\s++")
_BREAK = re.compile(
    r"[;:]\s++|\s[–—-]\s|[；：]"
    r"|,\s++(?=(?:and|as well as|including|while|which|in order|with|by|thus|in particular|"
    r"inter alia|but|where|based|on the basis|through|а также|включая|в том числе|и)\b)"
    r"|(?<!\s)\s++(?=(?:as well as|in accordance with|in order to|on the basis of)\b)"
)

_STATES = (
    "Kazakhstan|China|Kyrgyzstan|Kyrgyz|Russian|Russia|Tajikistan|Uzbekistan|India|Pakistan|Iran|"
    "Belarus|Mongolia|Afghanistan|Turkmenistan|Azerbaijan|Armenia|Cambodia|Nepal|Sri Lanka|"
    "Turkey|Türkiye|Egypt|Qatar|Saudi Arabia|Kuwait|Maldives|Myanmar|Bahrain|"
    "United Arab Emirates|Laos"
)
_STATE = (
    r"(?:the\s+)?(?:(?:Islamic\s+|People['’]s\s+|Arab\s+)?(?:Republic|Kingdom|State)\s+of\s+)?"
    rf"(?:{_STATES})(?:\s+Federation|\s+Republic)?"
)
_STATES_WORD = "states"
_ENUMERATION = re.compile(rf"\b{_STATE}(?:\s*(?:,\s+and|,|and)\s*{_STATE}){{2,}}\b")


@dataclass(frozen=True, slots=True)
class Clause:
    """A unit of comparison: its range in the paragraph's text, and its words to compare."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ParagraphClauses:
    """The clauses of all paragraphs of a document, one after another.

    ``starts[i]`` is the index of the first clause of paragraph ``i``; every paragraph
    has at least one.
    """

    clauses: tuple[Clause, ...]
    starts: tuple[int, ...]


def without_enumerations(text: str) -> str:
    """The text with every list of three or more states replaced by one word."""
    return _ENUMERATION.sub(_STATES_WORD, text)


def spans_without_enumerations(
    text: str, spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Where ranges of a text stand in the text without its enumerations.

    A range that begins or ends within an enumeration takes in the word for it.
    """
    lists = [match.span() for match in _ENUMERATION.finditer(text)]

    def shifted(offset: int, *, beginning: bool) -> int:
        """Where an offset of the text lies when the lists are taken out."""
        shift = 0
        for start, end in lists:
            if start < offset < end:
                return start - shift + (0 if beginning else len(_STATES_WORD))
            if end <= offset:
                shift += end - start - len(_STATES_WORD)
        return offset - shift

    return [(shifted(s, beginning=True), shifted(e, beginning=False)) for s, e in spans]


def actors(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where a sentence names who acts ("the member states, …,"), and where it goes on."""
    found = []
    for match in _SPEAKER.finditer(text, start, end):
        if match.start() == start or text[max(match.start() - 2, 0) : match.start()] == ", ":
            verb = _AFTER_AN_ASIDE.match(text, match.end(), end) or _SPACE.match(text, match.end())
            if verb and verb.end() < end:
                found.append((match.start(), verb.end()))
    return found


def state_list(text: str, start: int, end: int) -> int | None:
    """Where a sentence goes on that begins with a list of states; None where none does."""
    match = _ENUMERATION.match(text, start + len("The ") * text.startswith("The ", start), end)
    after = match and _AFTER_A_LIST.match(text, match.end(), end)
    return after.end() if after and after.end() < end else None


def split_clauses(paragraphs: Sequence[str]) -> ParagraphClauses:
    """The clauses of the paragraphs: each sentence without its opener, and its parts."""
    clauses: list[Clause] = []
    starts: list[int] = []
    for text in paragraphs:
        starts.append(len(clauses))
        for start, end in sentence_spans(text):
            clauses += _clauses_of(text, start, end)
    return ParagraphClauses(tuple(clauses), tuple(starts))


def clause_spans(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of the clauses of a text, each sentence's opening formula included."""
    return [clause for start, end in sentence_spans(text) for clause in _split(text, start, end)]


def _clauses_of(text: str, start: int, end: int) -> list[Clause]:
    """The sentence as a whole and, where it has several, its clauses."""
    start = _after_opener(text, start, end)
    ranges = _split(text, start, end)
    if len(ranges) > 1:
        ranges.insert(0, (start, end))
    return [Clause(s, e, without_enumerations(text[s:e])) for s, e in ranges]


def _after_opener(text: str, start: int, end: int) -> int:
    match = _OPENER.match(text, start, end)
    if match and end - match.end() > _MIN_CHARACTERS_AFTER_OPENER:
        return match.end()
    return start


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut at the breaks, but leave no piece with fewer than seven words."""
    breaks = [match.span() for match in _BREAK.finditer(text, start, end)]
    if not breaks:
        return [(start, end)]
    starts = _word_starts(text, start, end)

    def short(first: int, last: int) -> bool:
        """Whether a stretch has fewer words than a clause must have."""
        return bisect_left(starts, last) - bisect_left(starts, first) < MIN_WORDS

    pieces: list[tuple[int, int]] = []
    position = start
    for stop, after in [*breaks, (end, end)]:
        if pieces and (short(position, stop) or short(*pieces[-1])):
            pieces[-1] = (pieces[-1][0], stop)
        elif stop > position:
            pieces.append((position, stop))
        position = after
    return pieces or [(start, end)]


def _word_starts(text: str, start: int, end: int) -> list[int]:
    """Where the words of a range begin."""
    tokens = tokenize(text[start:end])
    offsets = accumulate(map(len, tokens), initial=start)
    return [k for k, token in zip(offsets, tokens, strict=False) if word_form(token) is not None]
