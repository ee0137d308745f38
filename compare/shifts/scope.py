"""Shifts of scope: qualifiers, conditions and items of lists that an edit added or dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scodiff.compare.model import Edit
from scodiff.compare.shifts.changed_words import (
    ANSWERED,
    FUNCTION_WORDS,
    NOTHING,
    ChangedEdit,
    FoundShift,
    SideWords,
    Word,
    WordRange,
    characters_kept,
    shortened,
)
from scodiff.compare.shifts.kinds import Direction
from scodiff.compare.shifts.naming.states import named_alike
from scodiff.compare.shifts.numbers.notes import is_note
from scodiff.compare.shifts.numbers.runs import is_number
from scodiff.compare.shifts.synonyms import answered_share

MOST_QUALIFIER_WORDS = 2
# A lone adjective more or less is deliberate in a passage that was copied; where it was
# written anew it is as likely the translator's. Measured by benchmarks/evaluate/shifts.py.
NEAR_COPY = 0.8
_LEAST_PAGE_HEAD = 5  # words
_WITHIN_TITLES = frozenset(["", "-", "–", "/"])  # the years 2021–2025, resolution 75/240
_LEAST_MOVED = 2  # content words that the other side has in another place
_MOSTLY_ANSWERED = 0.6  # the share at which a shorter one may be in other words there
_LEAST_STATEMENT = 4  # content words of what is a statement more
_NAME_JOINTS = frozenset(["of", "for", "on", "to", "in"])
# Words that say nothing by themselves of what a text puts them to.
_IDLE = frozenset(
    """although though made further once again hereby thus therefore accordingly however
    respectively likewise too moreover furthermore additionally equally respective said
    aforementioned field fields area areas sphere spheres framework course take takes took taken
    taking вновь также далее""".split()  # noqa: SIM905
)
_COMMAS = frozenset([",", "、", "，"])
_PREDICATES = frozenset("is are was were has have had will shall should must can may".split())  # noqa: SIM905
_RELATIVES = frozenset(["which", "whom", "whose"])  # in which, of whom
_GOES_ON = frozenset(["of", "to", "which", "who", "where"])
# What opens a phrase that says of something how, where, when, by whom or to what end.
_QUALIFIERS = frozenset(
    """as which who whom whose that where when while to with without through by via for from in on
    at under during towards toward within of over before after since until among between against
    along particularly especially notably mainly chiefly primarily mostly led based""".split()  # noqa: SIM905
)
_LEAST_CONDITION = 3  # content words of a condition that a replacement brought in
_LIST_ITEM = re.compile(
    r"^\s*+(?:[,;、，]\s*+)?(?:and|or|as well as|и|или|а также|以及|和)\b|^\s*+、"
)
_LIST_START = re.compile(
    r"\b(?:and|or|as well as|и|или|а также|以及|和)"
    r"(?:\s++(?:the|an?|to|of|in|on|for|their|its))?\s*+$|,\s++the\s*+$"
    r"|^\s*+[^\s,、，][^,、，]*+[,、，]\s*+$"
)
_JOINED_INSIDE = re.compile(r"[,;]\s++(?:and|or|as well as)\b|^\s*+\S++(?:\s++\S++){0,2}\s++and\s")


def scope_shift(changed: ChangedEdit) -> FoundShift | None:
    """What an edit added or dropped: a qualifier, a condition, an item of a list, a clause."""
    if changed.replaces or is_note(changed):
        return None
    added = bool(changed.edit.b.strip())
    side, other = (changed.b, changed.a) if added else (changed.a, changed.b)
    place = changed.range_b if added else changed.range_a
    telling = [k for k in range(*place) if _tells(side.words[k]) and not is_number(side.words[k])]
    content = [side.words[k] for k in telling]
    if not content or _stands_there(content, side, other) or completes_a_name(place, side):
        return None
    if _is_of_a_body(place, side, other):
        return None
    heads = len(content) < _LEAST_STATEMENT and _only_heads(side, place)
    effect, needs_copy = (0, True) if heads else _effect(changed, side, place, content)
    if effect is None or (
        only_names(changed) and not _LIST_ITEM.match(changed.edit.a + changed.edit.b)
    ):
        return None
    passage = shortened(side, place)
    words_a, words_b = (changed.range_a, passage) if added else (passage, changed.range_b)
    direction = _direction(effect, added=added)
    found = FoundShift("scope", direction, words_a, words_b, needs_copy=needs_copy)
    answered = answered_share(telling, side, other)
    if len(content) >= _LEAST_MOVED and answered >= 1:
        return None  # put in another place, in other forms
    return found._replace(certainty="open") if _is_reworded(len(content), answered) else found


def _is_reworded(size: int, answered: float) -> bool:
    """Whether a passage of so many words of content may be the other side's in other words."""
    return answered >= (ANSWERED if size >= _LEAST_STATEMENT else _MOSTLY_ANSWERED)


def says_much(changed: ChangedEdit) -> bool:
    """Whether what an edit added or dropped is a statement more than a qualifier of one."""
    words = [*changed.words_a, *changed.words_b]
    content = [word for word in words if _tells(word) and not is_number(word)]
    return not changed.replaces and len(content) >= _LEAST_STATEMENT


def only_names(changed: ChangedEdit) -> bool:
    """Whether an edit added or dropped nothing but names."""
    words = [*changed.words_a, *changed.words_b]
    return all(word.text[0].isupper() for word in words if _tells(word))


def _tells(word: Word) -> bool:
    return word.form not in FUNCTION_WORDS and word.form not in _IDLE and word.counts


def _stands_there(content: Sequence[Word], side: SideWords, other: SideWords) -> bool:
    """Whether the other side has each of some words as often: they stand in another place."""
    forms = {word.form for word in content}
    return all(side.count_of(form) <= other.count_of(form) for form in forms)


def completes_a_name(place: WordRange, side: SideWords) -> bool:
    """``[for Sustainable Development]`` after a name: the same name, in full or in short."""
    start, end = place
    words = side.words[start:end]
    if not start or words[0].mark or words[0].form not in _NAME_JOINTS:
        return False
    named = [word for word in words if word.form not in FUNCTION_WORDS]
    before = [word for word in side.words[max(0, start - 2) : start] if not is_number(word)]
    after_name = bool(before) and before[-1].text[0].isupper()
    return after_name and all(word.text[0].isupper() for word in named)


def _is_of_a_body(place: WordRange, side: SideWords, other: SideWords) -> bool:
    """``[United Nations] Security Council``: a body that both name, in full or in short."""
    start, end = place
    body, alike = side.bodies.get(start), named_alike(side, other)
    beside = {side.bodies.get(start - 1), side.bodies.get(end)}
    return alike.issuperset(range(start, end)) and body in beside


def _direction(effect: int, *, added: bool) -> Direction:
    if not effect:
        return "unclear"
    return "widened" if (effect > 0) == added else "narrowed"


def condition_shift(changed: ChangedEdit) -> FoundShift | None:
    """A condition, with what it says, that only one side of a replacement has."""
    if not changed.replaces:
        return None
    condition_a = _condition(changed.index, changed.a, changed.b)
    condition_b = _condition(changed.index, changed.b, changed.a)
    if any(condition_a) == any(condition_b):
        return None
    direction: Direction = "widened" if any(condition_a) else "narrowed"
    return FoundShift("scope", direction, condition_a, condition_b)


def is_heading(changed: ChangedEdit) -> bool:
    """Whether what one side has more is a heading, or the head of a page within the text.

    It opens with a capital and goes on in small letters, has no mark inside, and no small word
    or mark joins it to what follows.
    """
    if changed.replaces:
        return False
    side, (start, end) = changed.one_side
    words = side.words[start:end]
    if len(words) <= MOST_QUALIFIER_WORDS or end >= len(side.words):
        return False
    titled = words[0].text[0].isupper() and words[1].text[0].islower()
    joined = any(word.mark not in _WITHIN_TITLES for word in (*words[1:], side.words[end]))
    if not titled or joined or words[-1].form in FUNCTION_WORDS:
        return False
    if words[0].opens_sentence:
        return side.words[end].text[0].isupper()
    return len(words) >= _LEAST_PAGE_HEAD and not words[0].mark


def is_clause(edit: Edit) -> bool:
    """Whether what was added or dropped is more than a further item of a list."""
    text = edit.a + edit.b
    return len(text.split()) > 2 and not _LIST_ITEM.match(text)


def _condition(index: int, side: SideWords, other: SideWords) -> WordRange:
    """A limiting phrase and what follows it in an edit, most of it new to the other side."""
    end = side.range_of[index][1]
    for match in side.matches_in(index, "scope"):
        clause = side.words[match.start : end]
        content = [word for word in clause if word.form not in FUNCTION_WORDS]
        fresh = sum(word.bare not in other.bare_forms for word in content)
        limits = any(entry.step < 0 for entry in match.of("scope"))
        if limits and fresh >= _LEAST_CONDITION:
            return match.start, end
    return NOTHING


def _effect(
    changed: ChangedEdit, side: SideWords, place: WordRange, content: Sequence[Word]
) -> tuple[int | None, bool]:
    """-1 for what limits, 1 for what extends, None for neither.

    And whether a second translator might have put it in or left it out.
    """
    text = changed.edit.a + changed.edit.b
    step = _step_of_opening(changed.index, text, side)
    if step is not None:
        return step, False
    first, many = side.words[place[0]], len(content) > MOST_QUALIFIER_WORDS
    comma_led = (text.lstrip() or " ")[0] in _COMMAS or first.mark[:1] == ","
    inside = side.words[place[0] + 1 : place[1]]
    if any(word.opens_sentence for word in inside):
        return 1, False
    following = side.words[place[1] : place[1] + 1]
    whole = text.rstrip()[-1:] in {".", ";"} or (many and all(w.opens_sentence for w in following))
    if first.opens_sentence and whole:
        return (1 if len(content) >= _LEAST_STATEMENT else None), False
    if _LIST_ITEM.match(text) or _LIST_START.search(text) or _is_item(side, place):
        return 1, False
    if _opens_with_verb(changed.index, side, place) or _adds_statement(side, place):
        return 1, False
    if comma_led and not many:
        return -1, True
    if many and comma_led and inside and inside[0].form in _RELATIVES:
        return 1, False
    if many and (first.form in _PREDICATES or _JOINED_INSIDE.search(text)):
        return 1, False
    if many and comma_led and (first.form.endswith("ing") or first.form in _GOES_ON):
        return 1, False
    if first.form in _QUALIFIERS or (many and first.form.endswith(("ing", "ed"))):
        return -1, not many
    if not many:
        return (-1 if _is_qualifier(changed, text) else None), False
    return (1, False) if comma_led else (-1, True)


def _only_heads(side: SideWords, place: WordRange) -> bool:
    """Whether words only head what follows (``the [broader reforms of the] system``).

    That more or less is meant by it there is no telling.
    """
    words = side.words[slice(*place)]
    opening = words[0].mark or words[0].form in _QUALIFIERS | {"and", "or"}
    ending = [word.form for word in words[-2:] if word.form not in {"the", "its", "their", "a"}]
    return len(words) > 1 and not opening and ending[-1:] in (["of"], ["in"])


def _opens_with_verb(index: int, side: SideWords, place: WordRange) -> bool:
    """Whether a passage opens with an operative verb: ``, noting that …``, ``, ensuring …``."""
    return any(m.start == place[0] for m in side.matches_in(index, "verb"))


def _adds_statement(side: SideWords, place: WordRange) -> bool:
    """Whether a passage says something else beside (``while recognizing that …``)."""
    words = side.words[place[0] : place[0] + 2]
    return len(words) > 1 and words[0].form == "while" and words[1].form.endswith("ing")


def _is_item(side: SideWords, place: WordRange) -> bool:
    """Whether a passage stands after a comma, and before what goes on with a list."""
    if place[1] >= len(side.words) or side.words[place[0]].mark[:1] not in {",", "、", "，"}:
        return False
    after = side.words[place[1]]
    return after.mark[:1] in {",", "、", "，"} or after.form in {"and", "or", "as"}


def _step_of_opening(index: int, text: str, side: SideWords) -> int | None:
    """What the lexicon says of the phrase that an added or dropped text opens with."""
    start = side.range_of[index][0]
    for match in side.matches_in(index, "scope"):
        joins = match.phrase in {("and",), ("or",)}
        if match.start <= start + 1 and not (joins and not _LIST_ITEM.match(text)):
            return match.of("scope")[0].step
    return None


def _is_qualifier(changed: ChangedEdit, text: str) -> bool:
    """Whether a near copy has a word more or less, and what follows it can be qualified."""
    index, edits = changed.index, changed.edits
    near = max(changed.closeness, characters_kept(edits))
    if index + 1 >= len(edits) or near < NEAR_COPY:
        return False
    after = edits[index + 1].b or edits[index + 1].a
    return bool(re.match(r"\s*[^\W\d]", after)) and not re.search(r"[,;:.]", text)
