"""What an edit did to the content: quantities and dates, the scope."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from scodiff.compare.diff.normalise import ENGLISH_MONTHS
from scodiff.compare.model import Edit, Shift
from scodiff.compare.shifts.changed_words import Side, Word, join_words
from scodiff.compare.shifts.kinds import Direction
from scodiff.compare.shifts.lexicon import Lexicon

LONGEST_NEW = 16  # words: beyond that a new clause is new content, not a new number
SHOWN = 12
_MANY_WORDS = 5

_NOTE_NUMBER = re.compile(r"\s*(?:\d{1,2}\s*)?")
# What a footnote opens with, where a PDF has put one into the running text.
_NOTE_TEXT = re.compile(r"\s*\d{1,2}\s+(?:Ibid\b|See\b|Official Records\b|A/[A-Z0-9])")
_NUMBER_AT_WORD = re.compile(r"\d{1,2}([^\W\d_]{2,})")
_AFTER_NOTES = frozenset(
    """and or of as which who that in on by for with to from at following towards through while
    including is are was were has have had""".split()  # noqa: SIM905
)
_BEFORE_NUMBERS = frozenset(
    """from on of between by to in at than the and or until before after with for about over under
    item items article articles paragraph paragraphs para paras no nos resolution rule chapter
    section annex part goal target number age""".split()  # noqa: SIM905
)

# "may" is a month only with a capital.
_MONTH_WORDS = frozenset(ENGLISH_MONTHS) - {"may"}
_NUMBER_WORDS = frozenset(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty
    thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth
    fiftieth sixtieth seventieth eightieth ninetieth hundredth half quarter dozen twice
    annual annually""".split()  # noqa: SIM905
)
_HAS_DIGIT = re.compile(r"\d")
_REFERENCES = re.compile(r"^\W*(?:and|or)?\W*(?:resolution\w*\s*)?(?:\d+/\d+|\d+\s*\(\d{4}\))")
FUNCTION_WORDS = frozenset(
    """the a an of to in on at by for from with and or as is are was were be been being has have had
    that this these those it its their they which who such also there here will would shall should
    may can could must not no so than then into over under up down out about between among held
    other own well framework order course field area regard basis means
    way context part more most very both each all any some recent recently today now currently
    including continue continues continued""".split()  # noqa: SIM905
)
SYMBOL = re.compile(r"\b(?:[A-Z]+[\d.]*/[A-Z\d.]+|\d+/[A-Z]+/\d+)\b")  # A/RES/78/53, 2022/RC/1
MOST_QUALIFIER_WORDS = 2
# A lone adjective more or less is deliberate in a passage that was copied; where it was
# written anew it is as likely the translator's. Measured by benchmarks/evaluate/shifts.py.
NEAR_COPY = 0.8
_LEAST_CONDITION = 3  # content words of a condition that a replacement brought in
_LIST_ITEM = re.compile(
    r"^\s*(?:,|;|、|，)?\s*(?:and|or|as well as|и|или|а также|以及|和)\b|^\s*、"
)


def mentions_a_number(index: int, a: Side, b: Side) -> bool:
    """Whether an edit holds one number among many words (``part 9 of the Statute``)."""
    words = [*a.words_of(index), *b.words_of(index)]
    return len(words) >= _MANY_WORDS and sum(1 for word in words if is_number(word)) == 1


def quantity_shift(index: int, edits: Sequence[Edit], a: Side, b: Side) -> Shift | None:
    """Numbers, ordinals and dates that an edit changed, added or dropped."""
    edit = edits[index]
    if SYMBOL.fullmatch((edit.a + edit.b).strip()) or _is_note(index, edits):
        return None
    numbers_a, numbers_b = _numbers(a.words_of(index)), _numbers(b.words_of(index))
    gone, come = numbers_a - numbers_b, numbers_b - numbers_a
    if not gone and not come:
        return None
    size = max(len(a.words_of(index)), len(b.words_of(index)))
    if edit.a.strip() and edit.b.strip() and size > SHOWN and not (numbers_a and numbers_b):
        return None
    if not edit.a.strip() or not edit.b.strip():
        words = a.words_of(index) or b.words_of(index)
        if len(words) > LONGEST_NEW and not _REFERENCES.match(edit.a or edit.b):
            return None
    direction: Direction = "different"
    if not numbers_a and _REFERENCES.match(edit.b):
        direction = "widened"
    elif not numbers_b and _REFERENCES.match(edit.a):
        direction = "narrowed"
    texts = (focus(edit.a, a, index, is_number), focus(edit.b, b, index, is_number))
    return Shift("quantity", direction, *texts)


def _is_note(index: int, edits: Sequence[Edit]) -> bool:
    """Whether an edit is a footnote, or the number of one."""
    edit = edits[index]
    if _NOTE_TEXT.match(edit.a or edit.b) and not (edit.a and edit.b):
        return True
    a, b = edit.a.strip(), edit.b.strip()
    printed_onto = any(
        (note := _NUMBER_AT_WORD.fullmatch(marked)) and note.group(1) == plain
        for marked, plain in ((a, b), (b, a))
    )
    return printed_onto or _is_note_number(index, edits)


def _is_note_number(index: int, edits: Sequence[Edit]) -> bool:
    """Whether an edit is the lone number of a footnote: after a noun, and counting nothing."""
    edit = edits[index]
    if not all(_NOTE_NUMBER.fullmatch(side) for side in (edit.a, edit.b)):
        return False
    before = edits[index - 1].b if index else ""
    after = edits[index + 1].b if index + 1 < len(edits) else ""
    last = re.search(r"([^\W\d_]+)\W*$", before)
    following = re.match(r"\s*([^\W\d_]+)", after)
    introduced = last is not None and last.group(1).casefold() in _BEFORE_NUMBERS
    joined = after[:1] in {"-", "‐", "‑", "%", "/", "°"}
    followed = following is not None and following.group(1).casefold() not in _AFTER_NOTES
    return last is not None and not (introduced or joined or followed)


def focus(text: str, side: Side, index: int, wanted: Callable[[Word], bool]) -> str:
    """A short edit in full, of a long one the words that the shift is about."""
    if len(text.split()) <= SHOWN:
        return " ".join(text.split())
    return join_words([word for word in side.words_of(index) if wanted(word)])


def _numbers(words: Sequence[Word]) -> Counter[str]:
    return Counter(word.form for word in words if is_number(word))


def is_number(word: Word) -> bool:
    """Whether a word is a number, an ordinal or a month."""
    if _HAS_DIGIT.search(word.form) or word.form in _NUMBER_WORDS:
        return True
    return word.text[0].isupper() and (word.form in _MONTH_WORDS or word.text == "May")


def scope_shift(
    index: int, edits: Sequence[Edit], a: Side, b: Side, lexicon: Lexicon
) -> Shift | None:
    """A qualifier, a condition or an item of a list that an edit added or dropped."""
    edit = edits[index]
    if edit.a.strip() and edit.b.strip():
        return None
    side, added = (b, True) if edit.b.strip() else (a, False)
    other = a if added else b
    words = side.words_of(index)
    content = [w for w in words if w.form not in FUNCTION_WORDS]
    there = other.bare_forms
    if not content or all(word.bare in there for word in content):
        return None
    effect = _effect(edit.b if added else edit.a, index, edits, side, added)
    if effect is None:
        return None
    return Shift("scope", _scope_direction(effect, added=added), _short(edit.a), _short(edit.b))


def _scope_direction(effect: int, *, added: bool) -> Direction:
    if not effect:
        return "unclear"
    return "widened" if (effect > 0) == added else "narrowed"


def condition_shift(
    index: int, edits: Sequence[Edit], a: Side, b: Side, lexicon: Lexicon
) -> Shift | None:
    """A condition, with what it says, that only one side of a replacement has."""
    if not edits[index].a.strip() or not edits[index].b.strip():
        return None
    conditions = [_condition(index, a, b), _condition(index, b, a)]
    if bool(conditions[0]) == bool(conditions[1]):
        return None
    return Shift("scope", "widened" if conditions[0] else "narrowed", *map(_short, conditions))


def _condition(index: int, side: Side, other: Side) -> str:
    """A limiting phrase and what follows it in an edit, most of it new to the other side."""
    end = side.range_of[index][1]
    there = other.bare_forms
    for match in side.matches:
        if match.edit != index or not any(e.step < 0 for e in match.of("scope")):
            continue
        clause = side.words[match.start : end]
        fresh = [w for w in clause if w.form not in FUNCTION_WORDS and w.bare not in there]
        if len(fresh) >= _LEAST_CONDITION:
            return join_words(clause)
    return ""


def _effect(text: str, index: int, edits: Sequence[Edit], side: Side, added: bool) -> int | None:
    """-1 for what limits, 1 for what extends, 0 for what cannot be told, None for neither."""
    words = side.words_of(index)
    start = side.range_of[index][0]
    for match in side.matches:
        if match.edit == index and match.start <= start + 1 and (scope := match.of("scope")):
            if match.phrase in {("and",), ("or",)} and not _LIST_ITEM.match(text):
                continue
            return scope[0].step
    if words[0].opens_sentence and text.rstrip()[-1:] in {".", ";"}:
        return None  # a sentence of its own is new content
    if _LIST_ITEM.match(text):
        return 1
    if len(words) <= MOST_QUALIFIER_WORDS:
        if share_kept(edits) < NEAR_COPY:
            return None
        return -1 if _is_qualifier(index, edits, added) else None
    clause = text.lstrip().startswith(",") or text.rstrip().endswith(",")
    return 0 if clause else None


def share_kept(edits: Sequence[Edit]) -> float:
    """The share of characters that a link's edits keep."""
    total = sum(len(edit.a) + len(edit.b) for edit in edits)
    kept = sum(len(e.a) + len(e.b) for e in edits if e.op == "equal" or e.editorial)
    return kept / total if total else 1.0


def is_clause(edit: Edit) -> bool:
    """Whether what was added or dropped is more than a further item of a list."""
    text = edit.a + edit.b
    return len(text.split()) > 2 and not _LIST_ITEM.match(text)


def _is_qualifier(index: int, edits: Sequence[Edit], added: bool) -> bool:
    """Whether what follows the edit is a word that it can qualify."""
    if index + 1 >= len(edits):
        return False
    after = edits[index + 1].b if added else edits[index + 1].a
    text = edits[index].b if added else edits[index].a
    return bool(re.match(r"\s*[^\W\d]", after)) and not re.search(r"[,;:.]", text)


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= SHOWN else " ".join(words[:SHOWN]) + " …"
