"""What the words say about a paragraph boundary, the same in every document.

Each piece of evidence is a log-odds weight (natural logarithm, positive for a boundary)
under a name a reader understands. The weights are rounded from counts on declarations,
statements and addresses in English, tempered where one formula dominates the count; what the
layout says is not here, since it has to be learned from each document
(``learning``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scodiff.corpus.datelines import dateline
from scodiff.corpus.segmentation.gaps import BLANK, PLAIN, Gap, Reason
from scodiff.corpus.segmentation.marks import (
    End,
    Start,
    goes_on,
    is_capitals,
    is_lone_number,
    is_roman_mark,
    is_rule,
    is_section_mark,
    is_worn_mark,
    speaks_as_we,
)
from scodiff.corpus.segmentation.signatures import (
    has_line_to_sign_on,
    is_signature_line,
    speaks_of_signing,
)

_CERTAIN = 9.0
_LABEL, _LABEL_IN_SERIES = 3.0, 6.0
_PREAMBULAR = 2.5
_CAPITALS_ON_ONE_SIDE = 4.0
_BEFORE_FIRST_SENTENCE, _BELOW_TITLE = 2.5, 6.0
_SIGNATORY = 5.0
_LEANING, _GOING_ON, _WE = -1.0, -3.0, 5.0

# How often each meeting of line end and line start is a boundary rather than a wrap. How
# often a sentence ends just where a line does is learned, and stands for the zero here.
_MEETING: dict[tuple[End, Start], float] = {
    ("sentence", "upper"): 0.0, ("sentence", "other"): 0.0, ("sentence", "digit"): 0.5,
    ("sentence", "bracket"): -0.5, ("sentence", "lower"): -1.0,
    ("colon", "upper"): 3.5, ("colon", "other"): 1.0, ("colon", "digit"): 0.0,
    ("colon", "bracket"): 0.0, ("colon", "lower"): 0.0,
    ("semicolon", "upper"): 1.5, ("semicolon", "other"): 0.5, ("semicolon", "digit"): -1.0,
    ("semicolon", "bracket"): -1.0, ("semicolon", "lower"): -1.5,
    ("comma", "upper"): -1.0, ("comma", "other"): -2.0, ("comma", "digit"): -4.0,
    ("comma", "bracket"): -4.0, ("comma", "lower"): -3.0,
    ("dash", "upper"): -1.5, ("dash", "other"): -1.5, ("dash", "digit"): -3.0,
    ("dash", "bracket"): -4.0, ("dash", "lower"): -2.0,
    ("open", "upper"): -2.5, ("open", "other"): -3.0, ("open", "digit"): -4.0,
    ("open", "bracket"): -5.0, ("open", "lower"): -6.0,
}  # fmt: skip
_END_NAMES = {"sentence": "a sentence ends", "open": "no sentence ends"}
_START_NAMES = {"upper": "a capital follows", "lower": "a small letter follows"}
_PREAMBULAR_WORDS = (
    "Acknowledging Acting Adhering Advocating Affirming Alarmed Appreciating Attaching Aware Based "
    "Bearing Being Believing Building Calling Cognizant Commending Concerned Condemning Confirming "
    "Conscious Considering Convinced Declaring Deeply Deploring Desiring Desirous Determined "
    "Emphasising Emphasizing Encouraged Expressing Following Further Guided Having Hereby Hoping "
    "Inspired Mindful Noting Observing Proceeding Pursuing Reaffirming Realising Realizing "
    "Recalling Recognising Recognizing Referring Regretting Reiterating Resolved Seeking Sharing "
    "Stressing Striving Supporting Taking Underlining Underscoring Understanding Viewing Welcoming "
    "Wishing"
)
_PREAMBULAR_OPENING = re.compile(
    rf"(?:{'|'.join(_PREAMBULAR_WORDS.split())}|[А-Я][а-я]+(?:ая|яя|уя|учи|ясь))\b"
)

# Openings that take up the sentence before, and so seldom begin a paragraph.
_LEANING_OPENING = re.compile(
    r"(?:They|These|This|It|However|Therefore|Thus|Moreover|Its|Their|Such|Hence|In this|To this|"
    r"Against this|At the same time|In particular|As such|Они|Это|Эти|Она|Он|Однако|Поэтому|"
    r"В этой|В этом|При этом|Вместе с тем|Для этого)\b|为此|因此|对此|同时"
)


def word_reasons(gap: Gap, series: Iterable[str], before_first_sentence: bool) -> list[Reason]:
    """The evidence of the two lines alone.

    ``series`` are the labels known to count or to mark the items of this document.
    """
    reasons = [
        _meeting(gap),
        *_lone_lines(gap, before_first_sentence),
        *_label_reasons(gap, series),
    ]
    if gap.end in ("comma", "semicolon") and _PREAMBULAR_OPENING.match(gap.below.text):
        reasons.append(Reason("a preambular opening", _PREAMBULAR))
    if gap.end == "sentence" and _LEANING_OPENING.match(gap.below.text):
        reasons.append(Reason("an opening that takes up the sentence before", _LEANING))
    if gap.end == "sentence" and _signs(gap.below.text):
        weight = _CERTAIN if has_line_to_sign_on(gap.below.text) else _SIGNATORY
        reasons.append(Reason("a signatory's line", weight))
    if gap.end == "open" and speaks_as_we(gap.below.text):
        reasons.append(Reason("a pronoun that only begins sentences with a capital", _WE))
    if _one_in_capitals(gap.above.text, gap.below.text):
        reasons.append(Reason("capitals on one side only", _CAPITALS_ON_ONE_SIDE))
    blank = gap.layout == BLANK
    anew = gap.start == "upper" or (gap.start in ("other", "digit") and blank)
    if gap.end == "open" and goes_on(gap.above.text):
        reasons.append(Reason("a word that another must follow", _GOING_ON))
    elif before_first_sentence and gap.end == "open" and anew:
        # The parts of a title, which blank lines may part, are put together again.
        weight = _BELOW_TITLE if blank else _BEFORE_FIRST_SENTENCE
        reasons.append(Reason("no sentence has ended yet", weight))
    return reasons


def _signs(text: str) -> bool:
    return is_signature_line(text) and speaks_of_signing(text)


def _meeting(gap: Gap) -> Reason:
    end = _END_NAMES.get(gap.end, f"a {gap.end} stands")
    start = _START_NAMES.get(gap.start, f"{gap.start} follows")
    return Reason(f"{end} and {start}", _MEETING[gap.end, gap.start])


def _lone_lines(gap: Gap, in_title: bool) -> list[Reason]:
    """Lines that are blocks of their own: section marks and place-and-date lines."""
    if is_lone_number(gap.above.text) and not _is_mark(gap.below.text, gap):
        return [Reason("a number alone belongs to what follows", -_CERTAIN)]
    if any(_is_mark(line.text, gap) for line in (gap.above, gap.below)):
        return [Reason("a section mark stands alone", _CERTAIN)]
    below_title = in_title and not goes_on(gap.above.text)
    closes = dateline(gap.below.text) and (gap.end == "sentence" or gap.below.blanks or below_title)
    closed = dateline(gap.above.text) and (gap.above.blanks or gap.start == "upper")
    return [Reason("a place-and-date line", _CERTAIN)] if closes or closed else []


def _is_mark(text: str, gap: Gap) -> bool:
    if is_rule(text) or is_roman_mark(text) or is_worn_mark(text):
        return True
    return is_section_mark(text) and gap.layout != PLAIN


def _label_reasons(gap: Gap, series: Iterable[str]) -> list[Reason]:
    if gap.label is None:
        return []
    name = f"the next line begins with {gap.label!r}"
    if gap.label in series:
        return [Reason(f"{name}, one of a series", _LABEL_IN_SERIES)]
    return [Reason(name, _LABEL)] if gap.end != "open" else []


def _one_in_capitals(above: str, below: str) -> bool:
    """Whether one line is in capitals, and too long to be a name or an acronym."""
    if is_capitals(above) == is_capitals(below):
        return False
    capital = above if is_capitals(above) else below
    return len(capital) >= 8 or " " in capital
