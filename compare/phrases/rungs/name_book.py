"""A file of names, ready to be looked up: what a phrase is by it, and what may stand for what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from math import log
from typing import NamedTuple

from scodiff.compare.phrases.query import Query
from scodiff.compare.phrases.rungs.grammar import initials, is_grammar, other_number, same_word
from scodiff.compare.phrases.rungs.name_lists import NameLists, Wording, initial, wording
from scodiff.compare.phrases.rungs.slots import Slot, SlotSearch
from scodiff.compare.phrases.words import stem
from scodiff.compare.scoring.background_words import document_frequencies
from scodiff.compare.text.names import Thesaurus

SAME_MEANING = 0.85  # how well a word fills a slot that may stand for the one written
_UNSEEN = 4.0  # the weight of a word of which the background knows nothing
_NEGATIVE = frozenset(["non", "anti", "counter", "un", "pre"])


class FormulaWay(NamedTuple):
    """One way to put an entry of the file of names, as slots."""

    entry: str
    slots: tuple[Slot, ...]

    @property
    def needed(self) -> frozenset[int]:
        """The numbers of the slots that must be filled."""
        return frozenset(n for n, slot in enumerate(self.slots) if not slot.optional)


class NameBook:
    """A file of names, ready to be looked up."""

    def __init__(self, names: Thesaurus) -> None:
        self._bodies = NameLists(names.bodies)
        self._same_words = names.same_words
        self._ways = [
            (formula.name, way.split()) for formula in names.formulas for way in formula.ways
        ]
        # The slots of the ways by how they are written, read when a phrase needs them.
        self._slots: dict[str, tuple[Slot, frozenset[str]]] = {}

    @cached_property
    def _same(self) -> NameLists:
        """The groups of words that may stand for each other."""
        return NameLists(self._same_words)

    def has_body(self, query: Query) -> bool:
        """Whether a body's name stands in a phrase."""
        places = range(len(query.forms))
        return any(self._body_at(query.forms, at, query.raw) for at in places)

    def entries_of(self, query: Query) -> set[str]:
        """The formulas that a phrase is."""
        stems = {stem(form) for form in query.forms}
        own = {letter for form in query.forms for letter in initials(form)}
        letters = self._bodies.letters_beside(own)
        return {
            entry
            for entry, parts in self._ways
            if all(_may_begin(part, letters) for part in parts)
            and all(self._may_be_filled(part, stems) for part in parts)
            and _is_put(self._way(entry, parts), query)
        }

    def ways_of(self, query: Query) -> list[FormulaWay]:
        """All ways to put what the phrase is by one of them, and the names of a body that it is."""
        entries = self.entries_of(query)
        ways = [self._way(entry, parts) for entry, parts in self._ways if entry in entries]
        body = self._body_at(query.forms, 0, query.raw)
        if body and body[1] == len(query.forms):
            names = self._bodies.names(body[0])
            slot = Slot(query.core, names)
            ways.append(FormulaWay(names[0].written or query.core, (slot,)))
        return ways

    def slots(self, query: Query) -> list[Slot]:
        """The words of meaning of a phrase with all that may stand for each."""
        slots: list[Slot] = []
        at = 0
        while at < len(query.forms):
            if body := self._body_at(query.forms, at, query.raw):
                number, end = body
                slots.append(self._named(query, number, at, end))
                at = end
                continue
            end = self._end_of_word(query, at)
            if end > at + 1 or not is_grammar(query.forms[at]):
                slots.append(self._slot(query.forms[at:end], " ".join(query.raw[at:end])))
            at = end
        # A word that is written twice tells once.
        return list({slot.wordings[0].forms: slot for slot in slots}.values())

    def _end_of_word(self, query: Query, at: int) -> int:
        """Where a word ends that stands at a place: hyphenated, or of several words in a group."""
        end = at + 1
        while end - 1 in query.hyphenated and end < len(query.forms):
            end += 1
        numbers = {number for _, number in self._same.beginning(query.forms[at])}
        several = (
            at + len(forms)
            for number in numbers
            for forms, *_ in self._same.names(number)
            if len(forms) > 1 and _same_words(forms, query.forms[at : at + len(forms)])
        )
        return max(end, *several, end)

    def _named(self, query: Query, number: int, at: int, end: int) -> Slot:
        """The slot of a body's name."""
        forms, raw = query.forms[at:end], " ".join(query.raw[at:end])
        names = self._bodies.names(number)
        own = next(w for w in names if _same_words(w.forms, forms))
        others = (w for w in names if w is not own)
        return Slot(raw, (own, *others), _weight(forms), is_name=True)

    def _slot(self, forms: tuple[str, ...], raw: str) -> Slot:
        wordings = [Wording(forms)]
        if len(forms) > 1:
            wordings.append(Wording(("".join(forms),)))
            if forms[0] not in _NEGATIVE:
                wordings.append(Wording(forms[1:], SAME_MEANING))
        for _, number in self._same.beginning(forms[0]):
            group = [one.forms for one in self._same.names(number)]
            if any(_same_words(forms, other) for other in group):
                wordings += [Wording(other, SAME_MEANING) for other in group if other != forms]
        return Slot(raw, tuple(wordings), _weight(forms))

    def _body_at(self, forms: Sequence[str], at: int, raw: Sequence[str]) -> tuple[int, int] | None:
        """The body that the longest name at a place is of, and where the name ends."""
        best: tuple[int, int] | None = None
        for (name, *_), number in self._bodies.beginning(forms[at]):
            end = at + len(name)
            abbreviated = len(name) == 1 and not raw[at].isupper()
            if abbreviated or not _same_words(name, tuple(forms[at:end])):
                continue
            if best is None or end > best[1]:
                best = (number, end)
        return best

    def _way(self, entry: str, parts: Sequence[str]) -> FormulaWay:
        return FormulaWay(entry, tuple(self._slot_of_way(part)[0] for part in parts))

    def _may_be_filled(self, part: str, stems: set[str]) -> bool:
        """Whether a slot may be filled by words of these stems, or may be lacking."""
        slot, heads = self._slot_of_way(part)
        return slot.optional or not stems.isdisjoint(heads)

    def _slot_of_way(self, part: str) -> tuple[Slot, frozenset[str]]:
        """A slot as a way writes it, and the stems with which its wordings begin."""
        if part not in self._slots:
            slot = self._read_slot(part)
            heads = (
                stem(form)
                for one in slot.wordings
                for form in (one.forms[0], other_number(one.forms[0]))
                if form
            )
            self._slots[part] = slot, frozenset(heads)
        return self._slots[part]

    def _read_slot(self, part: str) -> Slot:
        wordings: list[Wording] = []
        for choice in part.removesuffix("?").split("|"):
            one = wording(choice.replace("_", " "))
            found = self._bodies.beginning(one.forms[0])
            body = next((number for name, number in found if name.forms == one.forms), None)
            wordings += self._bodies.names(body) if body is not None else [one]
        return Slot(part, tuple(wordings), 1.0, _is_optional(part))


@lru_cache(maxsize=4)
def book_of(names: Thesaurus) -> NameBook:
    """The lookup of a file of names, made once."""
    return NameBook(names)


def _is_optional(part: str) -> bool:
    """Whether a slot, as a way writes it, may be lacking."""
    return part.endswith("?")


def _may_begin(part: str, letters: set[str]) -> bool:
    """Whether what fills a slot may begin with one of some letters, or may be lacking."""
    return _is_optional(part) or not letters.isdisjoint(_beginnings(part))


@lru_cache(maxsize=4096)
def _beginnings(part: str) -> frozenset[str]:
    """The letters that what fills a slot may begin with."""
    return frozenset(map(initial, part.split("|")))


def _is_put(way: FormulaWay, query: Query) -> bool:
    """Whether a phrase is a formula in this way, with a word beside it at most."""
    search = SlotSearch(way.slots, len(query.forms))
    fillings = search.fillings(query.forms, 0, len(query.forms))
    if not way.needed <= {filling.slot for filling in fillings}:
        return False
    covered = {w for f in fillings for w in range(f.first, f.last)}
    beside = [f for w, f in enumerate(query.forms) if w not in covered and not is_grammar(f)]
    return len(beside) <= len(covered) // 3


def _same_words(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    return len(mine) == len(theirs) and all(map(same_word, mine, theirs))


def _weight(forms: Sequence[str]) -> float:
    """How much the most telling of some words tells: its inverse passage frequency."""
    passages, frequency = document_frequencies()
    weights = [
        log((passages + 1) / (frequency[key] + 1)) if key in frequency else _UNSEEN
        for key in map(stem, forms)
        if not is_grammar(key)
    ]
    return max(weights, default=_UNSEEN)
