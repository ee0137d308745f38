"""Variants: the formulas and names of the file of names, and words put for each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.model import Alteration
from scodiff.compare.phrases.query import Query, parse
from scodiff.compare.phrases.rungs.grammar import is_grammar, same_word
from scodiff.compare.phrases.rungs.hits import Hit, without_overlaps
from scodiff.compare.phrases.rungs.slots import FilledRun, Filling, Slot, SlotSearch, Wording
from scodiff.compare.phrases.stream import Stream
from scodiff.compare.phrases.words import script, stem, word_form, word_tokens
from scodiff.compare.scoring.background_words import document_frequencies
from scodiff.compare.text.names import Thesaurus

# Measured on the development half of benchmarks/gold-formulas (benchmarks/evaluate/phrases.py): how
# much of a phrase must be there by weight, and how many other words of meaning may stand between.
LEAST_SHARE = 0.75
EXTRA_WORDS = 2
WORDS_PER_LACK = 4  # for each so many words one may be lacking
LEAST_WORDS = 3  # of meaning; of fewer none may be another
MOST_WORDS = 30  # a longer phrase is no formula
SAME_MEANING = 0.85  # how well a word fills a slot that may stand for the one written
_UNSEEN = 4.0  # the weight of a word of which the background knows nothing
_LONGEST_ABBREVIATION = 6
_NEGATIVE = frozenset(["non", "anti", "counter", "un", "pre"])


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to put an entry of the file of names, as slots."""

    entry: str
    slots: tuple[Slot, ...]

    @property
    def needed(self) -> frozenset[int]:
        """The numbers of the slots that must be filled."""
        return frozenset(n for n, slot in enumerate(self.slots) if not slot.optional)


def variants(query: Query, index: PhraseIndex, names: Thesaurus) -> list[Hit]:
    """Where a phrase stands under another name, or in other words for its own.

    As an entry of the file of names, if the phrase is one; with the names and words in it
    replaced by others of the same meaning and in any order, if it has three words of meaning.
    """
    if len(query.forms) > 2 * MOST_WORDS:
        return []
    book = _book(names)
    found: list[tuple[float, Hit]] = []
    for way in book.ways_of(query):
        found += _known(way, index)
    found += _reworded(query, index, book)
    found.sort(key=lambda pair: (-pair[0], pair[1].last - pair[1].first, pair[1].first))
    return without_overlaps(hit for _, hit in found)


def slots_of(query: Query, names: Thesaurus) -> list[Slot]:
    """The words of meaning of a phrase with all that may stand for each, by a file of names."""
    return _book(names).slots(query)


def keeps_names(query: Query, hit: Hit, names: Thesaurus) -> bool:
    """Whether a match has every body and number of a phrase, under whatever name.

    The Charter of the SCO is not that of the UN, nor one resolution another.
    """
    fixed = [s for s in slots_of(query, names) if s.is_name or s.raw[:1].isdigit()]
    search = SlotSearch(fixed, len(query.forms))
    filled = search.fillings(hit.stream, hit.first, hit.last)
    return len({filling.slot for filling in filled}) == len(fixed)


def is_known_formula(text: str, names: Thesaurus) -> bool:
    """Whether a phrase is a formula of the file of names."""
    return bool(_book(names).entries_of(parse(text)))


def _known(way: _Way, index: PhraseIndex) -> Iterator[tuple[float, Hit]]:
    """Where a way to put a formula stands."""
    needed = way.needed
    search = SlotSearch(way.slots, 2 * sum(len(s.wordings[0].forms) for s in way.slots) + 4)
    least = sum(way.slots[n].weight for n in needed)
    for stream, first, last in search.regions(index, least):
        for window in search.windows(stream, first, last):
            filled = {f.slot for f in window.fillings}
            if needed <= filled and window.extra <= (len(needed) // 2 if len(needed) > 2 else 0):
                hit = _hit(stream, window, (), way.entry)
                yield 2 + len(filled) / 10 - window.extra / 10, hit


def _reworded(query: Query, index: PhraseIndex, book: _Book) -> Iterator[tuple[float, Hit]]:
    """Where most of the phrase stands, by weight, in words of the same meaning and any order."""
    if script(query.text) == "han":
        return
    slots = book.slots(query)
    total = sum(slot.weight for slot in slots)
    if len(slots) < LEAST_WORDS:
        yield from _renamed(slots, total, index)
        return
    search = SlotSearch(slots, 2 * (len(slots) + EXTRA_WORDS) + 2)
    for stream, first, last in search.regions(index, LEAST_SHARE * total):
        for window in search.windows(stream, first, last):
            share = sum(f.quality * slots[f.slot].weight for f in window.fillings) / total
            if share >= LEAST_SHARE and _is_enough(slots, window):
                yield (
                    share - window.extra / 50,
                    _hit(stream, window, _changes(slots, stream, window)),
                )


def _is_enough(slots: Sequence[Slot], window: FilledRun) -> bool:
    """Whether nothing is lacking that makes a phrase another one.

    A body or number is never lacking, nor more than one word in four: "the role of the Council" is
    about another one.
    """
    filled = {filling.slot for filling in window.fillings}
    lacking = [slot for number, slot in enumerate(slots) if number not in filled]
    if any(slot.is_name or slot.raw[:1].isdigit() for slot in lacking):
        return False
    return len(lacking) <= len(slots) // WORDS_PER_LACK and window.extra <= EXTRA_WORDS


def _renamed(
    slots: Sequence[Slot], total: float, index: PhraseIndex
) -> Iterator[tuple[float, Hit]]:
    """Where a short phrase stands with another name of a body in it."""
    if len(slots) < 2 or not any(slot.is_name for slot in slots):
        return
    search = SlotSearch(slots, 2 * max(len(w.forms) for s in slots for w in s.wordings) + 4)
    for stream, first, last in search.regions(index, total):
        for window in search.windows(stream, first, last):
            changes = _changes(slots, stream, window)
            whole = len(window.fillings) == len(slots) and not window.extra
            if whole and not changes and any(_is_name(slots[f.slot], f) for f in window.fillings):
                yield 1.0, _hit(stream, window, ())


def _is_name(slot: Slot, filling: Filling) -> bool:
    """Whether a slot is filled by another name than the phrase has."""
    return slot.is_name and filling.wording is not slot.wordings[0]


def _hit(
    stream: Stream, window: FilledRun, changes: tuple[Alteration, ...], entry: str | None = None
) -> Hit:
    start, end = stream.starts[window.first], stream.ends[window.last - 1]
    return Hit("variant", stream, window.first, window.last, start, end, changes, entry)


def _changes(slots: Sequence[Slot], stream: Stream, window: FilledRun) -> tuple[Alteration, ...]:
    """The words for which others stand or none; not those that stand elsewhere or are inflected."""
    filled = {f.slot: f for f in window.fillings}
    changes = []
    for number, slot in enumerate(slots):
        filling = filled.get(number)
        if filling is None:
            changes.append(Alteration(slot.raw, ""))
        elif filling.quality < 1:
            text = stream.text[stream.starts[filling.first] : stream.ends[filling.last - 1]]
            changes.append(Alteration(slot.raw, text))
    return tuple(changes)


class _Book:
    """A file of names, ready to be looked up."""

    def __init__(self, names: Thesaurus) -> None:
        self._bodies: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        self._names = [tuple(_wording(name) for name in body) for body in names.bodies]
        for number, body in enumerate(self._names):
            for wording in body:
                self._bodies[stem(wording.forms[0])].append((wording.forms, number))
        self._groups: dict[str, list[int]] = defaultdict(list)
        self._same = [tuple(_wording(word).forms for word in group) for group in names.same_words]
        for number, group in enumerate(self._same):
            for forms in group:
                self._groups[stem(forms[0])].append(number)
        self._ways = [
            _Way(formula.name, tuple(self._slot_of_way(part) for part in way.split()))
            for formula in names.formulas
            for way in formula.ways
        ]

    def entries_of(self, query: Query) -> set[str]:
        """The formulas that a phrase is."""
        return {way.entry for way in self._ways if _is_put(way, query)}

    def ways_of(self, query: Query) -> list[_Way]:
        """All ways to put what the phrase is by one of them, and the names of a body that it is."""
        entries = self.entries_of(query)
        ways = [way for way in self._ways if way.entry in entries]
        body = self._body_at(query.forms, 0, query.raw)
        if body and body[1] == len(query.forms):
            slot = Slot(query.core, self._names[body[0]])
            ways.append(_Way(self._names[body[0]][0].written or query.core, (slot,)))
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
            end = at + 1
            while end - 1 in query.hyphenated and end < len(query.forms):
                end += 1
            if end > at + 1 or not is_grammar(query.forms[at]):
                slots.append(self._slot(query.forms[at:end], " ".join(query.raw[at:end])))
            at = end
        # A word that is written twice tells once.
        return list({slot.wordings[0].forms: slot for slot in slots}.values())

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

    def _slot_of_way(self, part: str) -> Slot:
        optional = part.endswith("?")
        wordings: list[Wording] = []
        for choice in part.removesuffix("?").split("|"):
            wording = _wording(choice.replace("_", " "))
            found = self._bodies.get(stem(wording.forms[0]), ())
            body = next((number for name, number in found if name == wording.forms), None)
            wordings += self._names[body] if body is not None else [wording]
        return Slot(part, tuple(wordings), 1.0, optional)


@lru_cache(maxsize=4)
def _book(names: Thesaurus) -> _Book:
    return _Book(names)


def _wording(text: str) -> Wording:
    """A name as words; an abbreviation counts in its capitals only."""
    tokens = [token for token in word_tokens(text) if word_form(token)]
    forms = tuple(form for form in map(word_form, tokens) if form)
    short = len(tokens) == 1 and text.isupper() and len(text) <= _LONGEST_ABBREVIATION
    return Wording(forms, 1.0, text if short else None)


def _is_put(way: _Way, query: Query) -> bool:
    """Whether a phrase is a formula in this way, with a word beside it at most."""
    search = SlotSearch(way.slots, len(query.forms))
    filled: dict[int, tuple[int, int]] = {}
    for filling in search.fillings(query.forms, 0, len(query.forms)):
        filled.setdefault(filling.slot, (filling.first, filling.last))
    if not way.needed <= filled.keys():
        return False
    covered = {w for first, last in filled.values() for w in range(first, last)}
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
