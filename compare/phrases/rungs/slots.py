"""A phrase as slots, each of which several wordings fill, and where they stand close together."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from scodiff.compare.phrases.indexes.asked import Neighbourhood, SearchIndex, Stems
from scodiff.compare.phrases.rungs.grammar import derived, is_grammar, other_number, same_word
from scodiff.compare.phrases.rungs.hits import Taken
from scodiff.compare.phrases.rungs.name_lists import Wording
from scodiff.compare.phrases.stream import Stream
from scodiff.compare.phrases.words import stem
from scodiff.corpus.joining import PARAGRAPH_BREAK

DERIVED = 0.9  # how well a word of the same family fills a slot
_ENDS = frozenset(".!?。！？")


class Slot(NamedTuple):
    """One part of a phrase: what may fill it, and its weight among the others.

    ``raw`` is how the phrase writes it; ``is_name`` says that the wordings are names of one body,
    the phrase's own first.
    """

    raw: str
    wordings: tuple[Wording, ...]
    weight: float = 1.0
    optional: bool = False
    is_name: bool = False


class Filling(NamedTuple):
    """The words ``[first, last)`` that fill a slot, by its number, and as which wording."""

    slot: int
    first: int
    last: int
    quality: float
    wording: Wording


class FilledRun(NamedTuple):
    """Words ``[first, last)`` of a sentence in which slots are filled, each once.

    ``extra`` counts the words of meaning that fill none.
    """

    first: int
    last: int
    fillings: tuple[Filling, ...]
    extra: int


class SlotSearch:
    """Looks for slots that are filled close together: in at most ``longest`` words."""

    def __init__(self, slots: Sequence[Slot], longest: int) -> None:
        self.slots = tuple(slots)
        self.longest = longest
        self._by_stem: dict[str, list[tuple[int, Wording]]] = defaultdict(list)
        for number, slot in enumerate(slots):
            for wording in slot.wordings:
                for head in _stems_of(wording.forms[0]):
                    self._by_stem[head].append((number, wording))

    def regions(
        self, index: SearchIndex, least: float, taken: Taken
    ) -> Iterator[tuple[Stream, int, int]]:
        """Where slots of the weight ``least`` at least may stand, as ranges of words."""
        slots: defaultdict[Stems, set[int]] = defaultdict(set)
        for number, slot in enumerate(self.slots):
            for wording in slot.wordings:
                for stems in product(*map(_stems_of, wording.forms)):
                    slots[stems].add(number)
        weights = [slot.weight for slot in self.slots]
        by_stems = {stems: frozenset(found) for stems, found in slots.items()}
        wanted = Neighbourhood(by_stems, weights, self.longest, least)
        for name, places in index.close_together(wanted, taken):
            for first, last in self._dense(places, wanted):
                yield index.stream(name), first, last

    def _dense(
        self, places: Sequence[tuple[int, Stems]], wanted: Neighbourhood
    ) -> list[tuple[int, int]]:
        """The ranges of words that hold so much, overlapping ones joined."""
        held = [0] * len(self.slots)
        weight, tail = 0.0, 0
        ranges: list[tuple[int, int]] = []
        numbers = wanted.slots
        for offset, key in places:
            for n in numbers[key]:
                weight += self.slots[n].weight * (held[n] == 0)
                held[n] += 1
            while places[tail][0] <= offset - self.longest:
                for n in numbers[places[tail][1]]:
                    held[n] -= 1
                    weight -= self.slots[n].weight * (held[n] == 0)
                tail += 1
            if weight >= wanted.least - 1e-9:
                first, last = places[tail][0], offset + 1
                if ranges and first < ranges[-1][1]:
                    first = ranges.pop()[0]
                ranges.append((first, last))
        return ranges

    def fillings(self, stream: Stream | Sequence[str], first: int, last: int) -> list[Filling]:
        """What fills slots among the words ``[first, last)``, in order."""
        forms = stream.forms if isinstance(stream, Stream) else stream
        found = []
        for at in range(first, last):
            for number, wording in self._by_stem.get(stem(forms[at]), ()):
                end = at + len(wording.forms)
                quality = _fit(wording, forms[at:end])
                if quality and _is_written(wording, stream, at, end):
                    found.append(Filling(number, at, end, quality, wording))
        return found

    def windows(self, stream: Stream, first: int, last: int) -> Iterator[FilledRun]:
        """Every window that begins and ends with a slot filled, within one sentence."""
        found = self.fillings(stream, first, min(last + self.longest, stream.words))
        found.sort(key=lambda f: (f.first, -f.quality * self.slots[f.slot].weight))
        ends = _ends_of_sentences(stream, first, min(last + self.longest, stream.words))
        for number, begin in enumerate(found):
            if number and found[number - 1].first == begin.first:
                continue
            bound = min(begin.first + self.longest, ends[bisect_left(ends, begin.first + 1)])
            yield from self._from(stream, found[number:], bound)

    def _from(self, stream: Stream, found: Sequence[Filling], bound: int) -> Iterator[FilledRun]:
        """The windows that begin with the first of the fillings, each longer than the last."""
        chosen: dict[int, Filling] = {}
        start = found[0].first
        taken = start
        words = 0
        for filling in found:
            if filling.last > bound:
                continue
            if filling.first < taken:
                continue
            if filling.slot in chosen and chosen[filling.slot].quality >= filling.quality:
                continue
            if filling.slot in chosen:
                words -= chosen[filling.slot].last - chosen[filling.slot].first
            chosen[filling.slot] = filling
            taken = filling.last
            covered = {w for f in chosen.values() for w in range(f.first, f.last)}
            inside = [w for w in range(start, taken) if w not in covered]
            extra = sum(not is_grammar(stream.forms[w]) for w in inside)
            if chosen.get(found[0].slot) is not None and start in covered:
                yield FilledRun(start, taken, tuple(chosen.values()), extra)


def _stems_of(form: str) -> list[str]:
    """The stems that a word in the place of one may have: its own, and that of its plural."""
    return list(dict.fromkeys(stem(one) for one in (form, other_number(form)) if one))


def _fit(wording: Wording, forms: Sequence[str]) -> float:
    """How well words fill a slot by a wording; 0 if they do not."""
    if len(forms) != len(wording.forms):
        return 0.0
    worst = 1.0
    for mine, theirs in zip(wording.forms, forms, strict=True):
        if same_word(mine, theirs):
            continue
        if wording.quality < 1 or not derived(mine, theirs):
            return 0.0
        worst = DERIVED
    return wording.quality * worst


def _is_written(wording: Wording, stream: Stream | Sequence[str], first: int, last: int) -> bool:
    if wording.written is None or not isinstance(stream, Stream):
        return True
    return stream.text[stream.starts[first] : stream.ends[last - 1]] == wording.written


def _ends_of_sentences(stream: Stream, first: int, last: int) -> list[int]:
    """Where sentences end among some words, as numbers of words; the last is the end."""
    ends = []
    for word in range(first, min(last, stream.words - 1)):
        between = stream.text[stream.ends[word] : stream.starts[word + 1]]
        if len(between) > 1 and (PARAGRAPH_BREAK in between or between[0] in _ENDS):
            ends.append(word + 1)
    return [*ends, last, stream.words + 1]
