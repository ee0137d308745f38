"""An index of words in memory: which documents may hold a phrase, and where.

An inverted index (Zobel and Moffat 2006, section 3): for each stem the addresses of its words, an
address being the number of a word among all words of all documents. It only short-lists: every
match is verified in the document's own words. Nothing of it needs numpy, which takes as long to
import as a folder of texts takes to search.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from scodiff.compare.phrases.documents import DocumentList, IndexedDocument
from scodiff.compare.phrases.stream import Stream, compounds_of, stream_of
from scodiff.compare.phrases.words import inflected, misspelt, stem

if TYPE_CHECKING:
    from scodiff.compare.phrases.indexes.asked import (
        NearPhrase,
        Neighbourhood,
        SentencePlace,
        Stems,
    )
    from scodiff.compare.phrases.rungs.hits import Taken
    from scodiff.corpus.model import Document
    from scodiff.embeddings.encoder import Encoder

_KEPT_STREAMS = 2000


class WordLists(NamedTuple):
    """The words of all documents: addresses by stem, in order; all forms, sorted; compounds.

    ``compounds`` has the hyphenated spellings of a solid form, sorted.
    """

    addresses: Mapping[str, Sequence[int]]
    forms: Sequence[str]
    compounds: Mapping[str, Sequence[str]]


class PhraseIndex:
    """The words of some documents, in this order; ``load`` gives those of one by its id."""

    def __init__(
        self,
        indexed: Sequence[IndexedDocument],
        words: WordLists,
        load: Callable[[str], Stream],
    ) -> None:
        self._indexed, self._words = indexed, words
        self._bases = [*accumulate((d.words for d in indexed), initial=0)]
        self._stream = lru_cache(_KEPT_STREAMS)(load)

    @classmethod
    def of(cls, documents: Iterable[Document]) -> PhraseIndex:
        """An index of documents in memory; raises ValueError if two have one id."""
        streams = [stream_of(document) for document in documents]
        by_name = {stream.name: stream for stream in streams}
        if len(by_name) != len(streams):
            raise ValueError("two documents have one id")
        indexed = [indexed_document(stream) for stream in streams]
        return cls(indexed, words_of(streams), by_name.__getitem__)

    @cached_property
    def documents(self) -> DocumentList:
        """The documents indexed, in order of date (undated last), then of id."""
        return DocumentList(self._indexed)

    def stream(self, name: str) -> Stream:
        """The words of a document, read again only where many others were read since."""
        return self._stream(name)

    def nearest_sentences(
        self, text: str, documents: Sequence[str], encoder: Encoder
    ) -> list[SentencePlace] | None:
        """None: no vectors are kept."""
        return None

    def compounds(self, forms: Sequence[str]) -> dict[str, list[str]]:
        """The hyphenated spellings that the documents have of some solid forms."""
        known = self._words.compounds
        return {form: list(known[form]) for form in forms if form in known}

    def alike(self, form: str) -> list[str]:
        """The forms in the documents that are a slip away from one, sorted.

        The beginning or the end is then intact.
        """
        if len(form) < 4:
            return []
        head, tail = form[:2], form[-2:]
        near = (f for f in self._words.forms if f.startswith(head) or f.endswith(tail))
        return [other for other in near if misspelt(form, other)]

    def with_phrases(self, lines: Iterable[str]) -> list[str]:
        """The documents that have one of some phrases, given as forms joined by spaces."""
        found = set[int]()
        for line in lines:
            having = (self._having(stem(form)) for form in set(line.split(" ")))
            found |= {
                row
                for row in set.intersection(*map(set, having)) - found
                if f" {line} " in self._at(row).line
            }
        return [self._indexed[row].id for row in sorted(found)]

    def standing(self, lines: Sequence[str]) -> Iterator[tuple[Stream, dict[str, list[int]]]]:
        """Where phrases stand, given as forms joined by spaces: the places of each, in order."""
        for name in self.with_phrases(lines):
            stream = self.stream(name)
            yield stream, {line: stream.find(line) for line in lines}

    def written_so(
        self, words: Sequence[str], between: Sequence[str]
    ) -> Mapping[str, Set[int]] | None:
        """None: the texts alone can tell."""
        return None

    def beginnings(
        self, forms: Sequence[str], between: int, taken: Taken
    ) -> Iterator[tuple[Stream, list[int]]]:
        """Where inflections of all forms may begin, in order, with some words between them."""
        firsts = self._in_order([stem(form) for form in forms], between)
        for row, places in self._by_row(firsts):
            stream = self._at(row)
            yield (
                stream,
                [
                    place
                    for place in places
                    if not taken.has(stream.name, place)
                    and inflected(forms[0], stream.forms[place])
                ],
            )

    def around_pieces(self, phrase: NearPhrase, taken: Taken) -> Iterator[tuple[Stream, list[int]]]:
        """Where a phrase would begin of which a piece stands intact, in order."""
        lines = [(offset, " ".join(piece)) for offset, piece in phrase.pieces]
        for name in self.with_phrases(line for _, line in lines):
            stream = self.stream(name)
            found = {place - offset for offset, line in lines for place in stream.find(line)}
            yield stream, sorted(found)

    def close_together(
        self, wanted: Neighbourhood, taken: Taken
    ) -> Iterator[tuple[str, list[tuple[int, Stems]]]]:
        """By document rows of words that may be close enough together, in order."""
        present: defaultdict[int, set[Stems]] = defaultdict(set)
        for stems in wanted.slots:
            for row in set.intersection(*(set(self._having(key)) for key in stems)):
                present[row].add(stems)
        for row in sorted(present):
            filled = frozenset[int]().union(*(wanted.slots[key] for key in present[row]))
            if sum(wanted.weights[slot] for slot in filled) >= wanted.least - 1e-9:
                name = self._indexed[row].id
                found = [
                    (place, stems)
                    for stems in present[row]
                    for place in self._in_a_row(row, stems)
                    if not taken.has(name, place)
                ]
                yield name, sorted(found)

    # --- addresses ---

    def _at(self, row: int) -> Stream:
        return self.stream(self._indexed[row].id)

    def _having(self, key: str) -> Iterator[int]:
        """The rows of the documents that have a stem, in order."""
        addresses, at = self._words.addresses.get(key, ()), 0
        while at < len(addresses):
            row = bisect_right(self._bases, addresses[at]) - 1
            yield row
            at = bisect_left(addresses, self._bases[row + 1], at)

    def _places(self, row: int, key: str) -> list[int]:
        """Where words of a stem stand in a document: their numbers in it."""
        addresses, base = self._words.addresses[key], self._bases[row]
        first = bisect_left(addresses, base)
        last = bisect_left(addresses, self._bases[row + 1], first)
        return [address - base for address in addresses[first:last]]

    def _in_a_row(self, row: int, stems: Stems) -> Iterable[int]:
        """Where words of some stems stand in a row in a document."""
        first, *others = (self._places(row, key) for key in stems)
        following = [(n, set(places)) for n, places in enumerate(others, 1)]
        return (p for p in first if all(p + n in places for n, places in following))

    def _by_row(self, addresses: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
        """Addresses in order as the places of words in the documents."""
        row, places = 0, list[int]()
        for address in addresses:
            if address >= self._bases[row + 1]:
                if places:
                    yield row, places
                row, places = bisect_right(self._bases, address) - 1, []
            places.append(address - self._bases[row])
        if places:
            yield row, places

    def _in_order(self, stems: Sequence[str], between: int) -> list[int]:
        """The addresses at which words of all stems may begin, with some words between them."""
        lists = [self._words.addresses.get(key, ()) for key in stems]
        rarest = min(range(len(lists)), key=lambda number: len(lists[number]))
        reach = between if rarest else 0
        firsts: dict[int, None] = {}
        for address in lists[rarest]:
            until = address - rarest
            low = bisect_left(lists[0], until - reach)
            firsts |= dict.fromkeys(lists[0][low : bisect_right(lists[0], until, low)])
        return [
            first
            for first in firsts
            if all(_within(part, first + n, between) for n, part in enumerate(lists) if n)
        ]


def _within(addresses: Sequence[int], low: int, between: int) -> bool:
    """Whether one of the addresses is ``low``, or one of so many after it."""
    at = bisect_left(addresses, low)
    return at < len(addresses) and addresses[at] <= low + between


def indexed_document(stream: Stream) -> IndexedDocument:
    """What an index knows of a document without reading it."""
    document = stream.document
    about = (document.place, document.title, document.language)
    return IndexedDocument(stream.name, stream.date, *about, stream.words)


def words_of(streams: Sequence[Stream]) -> WordLists:
    """The words of some documents, whose addresses follow one another in this order."""
    addresses: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    compounds: defaultdict[str, set[str]] = defaultdict(set)
    address = 0
    for stream in streams:
        for form in stream.forms:
            addresses[stem(form)].append(address)
            address += 1
        for solid, parts in compounds_of(stream):
            compounds[solid].add(parts)
    forms = sorted({form for stream in streams for form in stream.forms})
    return WordLists(
        dict(addresses), forms, {solid: sorted(parts) for solid, parts in compounds.items()}
    )
