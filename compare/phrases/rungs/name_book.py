"""A file of names, ready to be looked up: what a phrase is by it, and what may stand for what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property, lru_cache
from math import log
from typing import NamedTuple

from scodiff.compare.phrases.query import Query
from scodiff.compare.phrases.rungs.grammar import is_grammar, other_number, same_word
from scodiff.compare.phrases.rungs.slots import Slot, SlotSearch, Wording
from scodiff.compare.phrases.words import stem, word_form, word_tokens
from scodiff.compare.scoring.background_words import document_frequencies
from scodiff.compare.text.names import Thesaurus

SAME_MEANING = 0.85  # how well a word fills a slot that may stand for the one written
_UNSEEN = 4.0  # the weight of a word of which the background knows nothing
_LONGEST_ABBREVIATION = 6
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
        self._bodies: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        self._names = [tuple(_wording(name) for name in body) for body in names.bodies]
        for number, body in enumerate(self._names):
            for wording in body:
                self._bodies[stem(wording.forms[0])].append((wording.forms, number))
        self._same_words = names.same_words
        self._ways = [
            (formula.name, way.split()) for formula in names.formulas for way in formula.ways
        ]
        # The slots of the ways by how they are written, read when a phrase needs them.
        self._slots: dict[str, tuple[Slot, frozenset[str]]] = {}

    @cached_property
    def _same(self) -> list[tuple[tuple[str, ...], ...]]:
        """The groups of words that may stand for each other, as forms."""
        return [tuple(_wording(word).forms for word in group) for group in self._same_words]

    @cached_property
    def _groups(self) -> dict[str, list[int]]:
        """The numbers of the groups by the stems with which their words begin."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, group in enumerate(self._same):
            for forms in group:
                found[stem(forms[0])].append(number)
        return found

    def has_body(self, query: Query) -> bool:
        """Whether a body's name stands in a phrase."""
        places = range(len(query.forms))
        return any(self._body_at(query.forms, at, query.raw) for at in places)

    def entries_of(self, query: Query) -> set[str]:
        """The formulas that a phrase is."""
        stems = {stem(form) for form in query.forms}
        ways = {number for one in ("", *stems) for number in self._ways_by_stem.get(one, ())}
        return {
            entry
            for entry, parts in (self._ways[number] for number in ways)
            if all(self._may_be_filled(part, stems) for part in parts)
            and _is_put(self._way(entry, parts), query)
        }

    @cached_property
    def _ways_by_stem(self) -> dict[str, list[int]]:
        """The numbers of the ways by the stems that may fill the first slot that must be filled.

        Under no stem are those of which no slot must be.
        """
        found: dict[str, list[int]] = defaultdict(list)
        for number, (_, parts) in enumerate(self._ways):
            read = (self._slot_of_way(part) for part in parts)
            heads = next((heads for slot, heads in read if not slot.optional), ("",))
            for one in heads:
                found[one].append(number)
        return found

    def ways_of(self, query: Query) -> list[FormulaWay]:
        """All ways to put what the phrase is by one of them, and the names of a body that it is."""
        entries = self.entries_of(query)
        ways = [self._way(entry, parts) for entry, parts in self._ways if entry in entries]
        body = self._body_at(query.forms, 0, query.raw)
        if body and body[1] == len(query.forms):
            slot = Slot(query.core, self._names[body[0]])
            ways.append(FormulaWay(self._names[body[0]][0].written or query.core, (slot,)))
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
        several = (
            at + len(forms)
            for number in self._groups.get(stem(query.forms[at]), ())
            for forms in self._same[number]
            if len(forms) > 1 and _same_words(forms, query.forms[at : at + len(forms)])
        )
        return max(end, *several, end)

    def _named(self, query: Query, number: int, at: int, end: int) -> Slot:
        """The slot of a body's name."""
        forms, raw = query.forms[at:end], " ".join(query.raw[at:end])
        own = next(w for w in self._names[number] if _same_words(w.forms, forms))
        others = (w for w in self._names[number] if w is not own)
        return Slot(raw, (own, *others), _weight(forms), is_name=True)

    def _slot(self, forms: tuple[str, ...], raw: str) -> Slot:
        wordings = [Wording(forms)]
        if len(forms) > 1:
            wordings.append(Wording(("".join(forms),)))
            if forms[0] not in _NEGATIVE:
                wordings.append(Wording(forms[1:], SAME_MEANING))
        for number in self._groups.get(stem(forms[0]), ()):
            group = self._same[number]
            if any(_same_words(forms, other) for other in group):
                wordings += [Wording(other, SAME_MEANING) for other in group if other != forms]
        return Slot(raw, tuple(wordings), _weight(forms))

    def _body_at(self, forms: Sequence[str], at: int, raw: Sequence[str]) -> tuple[int, int] | None:
        """The body that the longest name at a place is of, and where the name ends."""
        best: tuple[int, int] | None = None
        for name, number in self._bodies.get(stem(forms[at]), ()):
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
                for wording in slot.wordings
                for form in (wording.forms[0], other_number(wording.forms[0]))
                if form
            )
            self._slots[part] = slot, frozenset(heads)
        return self._slots[part]

    def _read_slot(self, part: str) -> Slot:
        optional = part.endswith("?")
        wordings: list[Wording] = []
        for choice in part.removesuffix("?").split("|"):
            wording = _wording(choice.replace("_", " "))
            found = self._bodies.get(stem(wording.forms[0]), ())
            body = next((number for name, number in found if name == wording.forms), None)
            wordings += self._names[body] if body is not None else [wording]
        return Slot(part, tuple(wordings), 1.0, optional)


@lru_cache(maxsize=4)
def book_of(names: Thesaurus) -> NameBook:
    """The lookup of a file of names, made once."""
    return NameBook(names)


def _wording(text: str) -> Wording:
    """A name as words; an abbreviation counts in its capitals only."""
    forms = tuple(form for form in map(word_form, word_tokens(text)) if form)
    short = len(forms) == 1 and text.isupper() and len(text) <= _LONGEST_ABBREVIATION
    return Wording(forms, 1.0, text if short else None)


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
