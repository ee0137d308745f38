"""Editorial or substantive: what an edit changed when it changed no word's meaning."""

from __future__ import annotations

import re
from typing import Literal

from scodiff.compare.model import EditorialKind
from scodiff.compare.text.tokens import fold, is_word, tokenize, words
from scodiff.corpus.labels import is_number_alone

_QUOTES = str.maketrans(dict.fromkeys('‘’‚‛ʼ`´“”„‟«»"', "'"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_HYPHEN = re.compile(r"(?<=\w)\s*[-‐‑\xad]\s*(?=\w)")
_NUMBER = re.compile(r"\s*\(?(?:\d{1,3}|[ivxlc]{1,6}|[a-z])\)?[.)]?\s*", re.IGNORECASE)
_NOTE_NUMBER = re.compile(r"\s*\d{1,2}\s*")
_CLOSED_UP = re.compile(r"(?<=[,;.:])\s++")  # a footnote's number, set off from a mark or not
_MARKS = re.compile(r"[\s\W_]*")
_SEPARATOR = re.compile(r"[,;、]|\b(?:and|or|и|или)\b")
_SEPARATOR_SLACK = 8  # characters by which separators and articles may differ
_SMALL_WORDS = frozenset(["of", "the", "and", "or", "и"])
_CONNECTIVE = re.compile(r"(?:also|further|likewise)", re.IGNORECASE)
_LABEL_AT_END = re.compile(r"\(?\w{1,4}[.)]$")
_LONGEST_LABEL = 6
_OPENING_WORDS = 3
_LONGEST_WORD = 100
_WORD_AT_END = re.compile(r"(?<![\w’'-])[\w’'-]++$")
_ATTACHED_BEFORE = re.compile(r"\w[,;.:]$")
# A number between a name and a word that nothing is counted in is a footnote's.
_NUMBERED = re.compile(
    r"\b(?:items?|articles?|paragraphs?|paras?|nos?|resolutions?|rules?|chapters?|sections?|annex"
    r"|parts?|goals?|targets?|numbers?|age|appendix|protocols?|vision|agenda|phase|stage|track|group"
    r"|tier|class|category|type|level|line|day|week|version|figure|table|pages?|volume|step"
    r"|schedule|priority|action|pillar|principles?|objectives?|cluster|zone|form|apollo|area"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|from"
    r"|on|of|between|by|to|in|at|than|the|and|or|until|before|after|with|for|about|over"
    r"|under)\s?$",
    re.IGNORECASE,
)
_NOTHING_COUNTED = re.compile(
    r"\s{0,3}+(?:and|or|of (?:which|whom)|as|which|who|that|in|on|by|for|with|to|from|at"
    r"|towards|through|while|including|is|are|was|were|has|have|had|can|may|will|shall|should|must|would|could|not|also)\b"
    r"(?!\s{0,3}+\d)"
)
_SPACED = re.compile(r"\s{2,4}+[^\W\d_]")  # a raised number that a PDF has set apart
_YEAR_AT_END = re.compile(r"\b(?:19|20)\d\d\s?$")
_NOTED_YEAR = re.compile(r"((?:19|20)\d\d)(,?\s?\d{1,2})?")
# After one of these a word is a noun, or the one after it (``of outer space``), and no verb.
_BEFORE_NOUNS = frozenset(["of", "the", "in", "for", "its", "their"])
_COUNTING = frozenset(
    """is are was were be been has have had some all only least most nearly almost up another other
    others exactly total number age ages aged those these no last next first remaining""".split()  # noqa: SIM905
)
_CLOSED_BEFORE = re.compile(r"[,;.:]\s*$")


def same_words_kind(a: str, b: str) -> EditorialKind:
    """What differs between two spellings of one word or mark."""
    if a.isspace() and b.isspace():
        return "spacing"
    if a.translate(_QUOTES) == b.translate(_QUOTES):
        return "quotes"
    if a.translate(_DASHES) == b.translate(_DASHES):
        return "dashes"
    if a.casefold() == b.casefold():
        return "case"
    if a.strip("0123456789,") == b.strip("0123456789,"):
        return "numbering"
    if re.sub(r"\s+", " ", a) == re.sub(r"\s+", " ", b):
        return "spacing"
    return "spelling"


def edit_kind(
    a: str, b: str, before: tuple[str, str], after: tuple[str, str]
) -> EditorialKind | Literal[""]:
    """The editorial kind of an edit, or ``""`` where it is substantive.

    ``before`` and ``after`` are what stands on either side of it in A and in B.
    """
    if a and b and is_reordered(a, b) and are_names(a):
        return "order"
    if a and b and _CLOSED_UP.sub("", a) == _CLOSED_UP.sub("", b):
        return "spacing"
    only_marks = _MARKS.fullmatch(a) and _MARKS.fullmatch(b)
    if only_marks or _letters(a) == _letters(b):
        return _marks_kind(a, b, before, after)
    if _is_label(a, b, before, after) or _is_note_number(a, b, before, after):
        return "numbering"
    return "connective" if _is_connective(a, b, before) else ""


def is_reordered(a: str, b: str) -> bool:
    """Whether both sides are the same items of a list in another order."""
    if abs(len(a) - len(b)) > _SEPARATOR_SLACK or not _SEPARATOR.search(a):
        return False
    items_a, items_b = _items(a), _items(b)
    return len(items_a) > 1 and items_a != items_b and sorted(items_a) == sorted(items_b)


def are_names(text: str) -> bool:
    """Whether a text consists of capitalised words and the small words between them."""
    found = [token for token in tokenize(text) if is_word(token)]
    return bool(found) and all(
        token[0].isupper() or token.casefold() in _SMALL_WORDS for token in found
    )


def _items(text: str) -> list[tuple[str, ...]]:
    return [item for part in _SEPARATOR.split(text) if (item := tuple(words(part)))]


def _letters(text: str) -> str:
    return "".join(fold(token) for token in tokenize(text) if is_word(token))


def _marks_kind(a: str, b: str, before: tuple[str, str], after: tuple[str, str]) -> EditorialKind:
    """What kind of marks differ where the letters are the same."""
    if not a.strip() and not b.strip():
        return "spacing"
    around_a, around_b = (before[k][-1:] + text + after[k][:1] for k, text in enumerate((a, b)))
    if _is_hyphenation(around_a, around_b):
        return "hyphenation"
    if a.translate(_QUOTES).replace("'", "") == b.translate(_QUOTES).replace("'", ""):
        return "quotes"
    if a.translate(_DASHES) == b.translate(_DASHES):
        return "dashes"
    return "punctuation"


def _is_hyphenation(a: str, b: str) -> bool:
    """Whether two texts differ by a hyphen within a word, or by what stands around it."""
    if bool(_HYPHEN.search(a)) != bool(_HYPHEN.search(b)):
        return True
    return a != b and _HYPHEN.sub("-", a) == _HYPHEN.sub("-", b)


def _is_label(a: str, b: str, before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Whether an edit changes, adds or drops the number of a paragraph or an item."""
    if not all(_ends_at_label(text) for text in before):
        return False
    if all(not side or is_number_alone(side.strip()) for side in (a, b)):
        return True
    if not all(_NUMBER.fullmatch(side or "0") for side in (a, b)):
        return False
    set_off = _is_set_off(a, after[0]) and _is_set_off(b, after[1])
    return set_off and (_labelled(a, after[0]) or _labelled(b, after[1]))


def _is_set_off(side: str, after: str) -> bool:
    """Whether a number, if there is one, ends where it stands."""
    return not side or side.rstrip()[-1:] in {".", ")"} or bool(re.match(r"[.)]|\s|$", after))


def _is_note_number(a: str, b: str, before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Whether an edit changes, adds or drops the number of a footnote after a mark."""
    if _is_one_noted_year(a, b):
        return True
    if not all(_NOTE_NUMBER.fullmatch(side or "0") for side in (a, b)):
        return False
    if all(_ATTACHED_BEFORE.search(text) for text in before):
        return True
    uncounted = all(map(_NOTHING_COUNTED.match, after))
    if uncounted and all(map(_bears_a_note, before)):
        return True
    if all(map(_CLOSED_BEFORE.search, before)) and (uncounted or all(map(_SPACED.match, after))):
        return True
    at_end = not any(text.strip() for text in after)
    return at_end and all(_CLOSED_BEFORE.search(text) for text in before)


def _is_one_noted_year(a: str, b: str) -> bool:
    """Whether one year has another footnote's number printed onto it, or none (``200624``)."""
    years = _NOTED_YEAR.fullmatch(a.strip()), _NOTED_YEAR.fullmatch(b.strip())
    if not (years[0] and years[1]):
        return False
    return years[0][1] == years[1][1] and bool(years[0][2] or years[1][2])


def _bears_a_note(text: str) -> bool:
    """Whether a text ends with a year, a name or a noun that bears no number of its own."""
    if _YEAR_AT_END.search(text):
        return True
    end = text[-_LONGEST_WORD:]
    last = _WORD_AT_END.search(end.rstrip())
    named = last is not None and last.group()[:1].isupper() and last.group()[-1:].islower()
    return (named or _ends_with_noun(end)) and not _NUMBERED.search(end.rstrip())


def _ends_with_noun(text: str) -> bool:
    """Whether a text ends with a noun in small letters, by what stands before it."""
    *before, last = ["", "", *text.split()][-3:]
    is_noun = last.isalpha() and last.islower() and not last.endswith(("ed", "ing"))
    return is_noun and last not in _COUNTING and not _BEFORE_NOUNS.isdisjoint(before)


def _ends_at_beginning(text: str) -> bool:
    """Whether a text ends where a paragraph begins."""
    blank = text[len(text.rstrip()) :]
    return len(blank) == len(text) or "\n\n" in blank


def _ends_at_label(text: str) -> bool:
    """Whether a text ends where a paragraph begins, or after its label."""
    if is_number_alone(text.rpartition("\n\n")[2].strip()):
        return True
    bare = text.rstrip()
    label = _LABEL_AT_END.search(bare[-_LONGEST_LABEL:])
    after_label = label is not None and _ends_at_beginning(bare[: -len(label.group())])
    return after_label or _ends_at_beginning(text)


def _ends_in_opening(text: str) -> bool:
    """Whether a text ends within the first three words of a paragraph, its label aside."""
    for _ in range(_OPENING_WORDS):
        if _ends_at_beginning(text):
            return True
        bare = text.rstrip()
        if bare == text:
            return False
        if _ends_at_label(text):
            return True
        word = _WORD_AT_END.search(bare[-_LONGEST_WORD:])
        if word is None:
            return False
        text = bare[: -len(word.group())]
    return False


def _labelled(side: str, after: str) -> bool:
    """Whether a number is followed by the mark that makes it a label."""
    return bool(side) and (side.rstrip()[-1:] in {".", ")"} or bool(re.match(r"\s*[.)]", after)))


def _is_connective(a: str, b: str, before: tuple[str, str]) -> bool:
    """``Also recalls`` for ``Recalls``: a paragraph's link to the one before it.

    The United Nations Editorial Manual asks for these words wherever an opening verb
    is repeated; they say nothing but that it is.
    """
    if not (_CONNECTIVE.search(a) or _CONNECTIVE.search(b)):
        return False
    words_a, words_b = _folded_words(a), _folded_words(b)
    rest_a, rest_b = _without_connectives(words_a), _without_connectives(words_b)
    only_connectives = rest_a == rest_b and (words_a != rest_a or words_b != rest_b)
    return only_connectives and all(_ends_in_opening(text) for text in before)


def _folded_words(text: str) -> list[str]:
    return [word for word in map(fold, tokenize(text)) if is_word(word)]


def _without_connectives(words_: list[str]) -> list[str]:
    return [word for word in words_ if not _CONNECTIVE.fullmatch(word)]
