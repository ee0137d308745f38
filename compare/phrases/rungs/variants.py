"""Variants: the formulas and names of the file of names, and words put for each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scodiff.compare.phrases.indexes.asked import SearchIndex
from scodiff.compare.phrases.model import Alteration
from scodiff.compare.phrases.query import Query, parse
from scodiff.compare.phrases.rungs.grammar import is_grammar
from scodiff.compare.phrases.rungs.hits import Hit, Taken, without_overlaps
from scodiff.compare.phrases.rungs.name_book import FormulaWay, NameBook, book_of
from scodiff.compare.phrases.rungs.slots import FilledRun, Filling, Slot, SlotSearch
from scodiff.compare.phrases.stream import Stream
from scodiff.compare.phrases.words import script
from scodiff.compare.text.names import Thesaurus

# Measured on the development half of benchmarks/gold-formulas (benchmarks/evaluate/phrases.py): how
# much of a phrase must be there by weight, and how many other words of meaning may stand between.
LEAST_SHARE = 0.75
EXTRA_WORDS = 2
WORDS_PER_LACK = 4  # for each so many words one may be lacking
LEAST_WORDS = 3  # of meaning; of fewer none may be another
MOST_WORDS = 30  # a longer phrase is no formula


def variants(query: Query, index: SearchIndex, names: Thesaurus, taken: Taken) -> list[Hit]:
    """Where a phrase stands under another name, or in other words for its own.

    As an entry of the file of names, if the phrase is one; with the names and words in it
    replaced by others of the same meaning and in any order, if it has three words of meaning.
    """
    if len(query.forms) > 2 * MOST_WORDS:
        return []
    book = book_of(names)
    found: list[tuple[float, Hit]] = []
    for way in book.ways_of(query):
        found += _known(way, index, taken)
    found += _reworded(query, index, book, taken)
    found = [pair for pair in found if taken.is_free(pair[1].stream, pair[1].first, pair[1].last)]
    found.sort(key=lambda pair: (-pair[0], pair[1].last - pair[1].first, pair[1].first))
    return without_overlaps(hit for _, hit in found)


def slots_of(query: Query, names: Thesaurus) -> list[Slot]:
    """The words of meaning of a phrase with all that may stand for each, by a file of names."""
    return book_of(names).slots(query)


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
    return bool(book_of(names).entries_of(parse(text)))


def _known(way: FormulaWay, index: SearchIndex, taken: Taken) -> Iterator[tuple[float, Hit]]:
    """Where a way to put a formula stands."""
    needed = way.needed
    search = SlotSearch(way.slots, 2 * sum(len(s.wordings[0].forms) for s in way.slots) + 4)
    least = sum(way.slots[n].weight for n in needed)
    for stream, first, last in search.regions(index, least, taken):
        for window in search.windows(stream, first, last):
            filled = {f.slot for f in window.fillings}
            if needed <= filled and window.extra <= (len(needed) // 2 if len(needed) > 2 else 0):
                hit = _hit(stream, window, (), way.entry)
                yield 2 + len(filled) / 10 - window.extra / 10, hit


def _reworded(
    query: Query, index: SearchIndex, book: NameBook, taken: Taken
) -> Iterator[tuple[float, Hit]]:
    """Where most of the phrase stands, by weight, in words of the same meaning and any order."""
    if script(query.text) == "han":
        return
    words = sum(not is_grammar(form) for form in query.forms)
    if words < LEAST_WORDS and not book.has_body(query):
        return
    slots = book.slots(query)
    total = sum(slot.weight for slot in slots)
    named = any(slot.is_name for slot in slots)
    if words < LEAST_WORDS or (named and len(slots) < LEAST_WORDS):
        yield from _renamed(slots, total, index, taken)
        return
    search = SlotSearch(slots, 2 * (len(slots) + EXTRA_WORDS) + 2)
    for stream, first, last in search.regions(index, LEAST_SHARE * total, taken):
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
    extra = EXTRA_WORDS if len(slots) >= LEAST_WORDS else 0
    return len(lacking) <= len(slots) // WORDS_PER_LACK and window.extra <= extra


def _renamed(
    slots: Sequence[Slot], total: float, index: SearchIndex, taken: Taken
) -> Iterator[tuple[float, Hit]]:
    """Where a short phrase stands with another name of a body in it."""
    if len(slots) < 2 or not any(slot.is_name for slot in slots):
        return
    search = SlotSearch(slots, 2 * max(len(w.forms) for s in slots for w in s.wordings) + 4)
    for stream, first, last in search.regions(index, total, taken):
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
    return Hit("variant", stream, window.first, window.last, alterations=changes, entry=entry)


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
