"""The index of a collection: where every word of every text stands, kept up to date bit by bit.

It tells by itself where the words of a phrase stand; what they stand among is seen in the text that
is kept with it. What is read is checked; an index that is damaged, or of another version, is built
anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping, Sequence, Set
from functools import cached_property, partial
from math import log
from operator import eq
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from scodiff.compare.phrases.documents import DocumentList, IndexedDocument
from scodiff.compare.phrases.indexes import addresses as found_at
from scodiff.compare.phrases.indexes.addresses import NONE, Addresses
from scodiff.compare.phrases.indexes.asked import NearPhrase, Neighbourhood, SentencePlace, Stems
from scodiff.compare.phrases.indexes.kept_text import LatestTexts, kept_text
from scodiff.compare.phrases.indexes.postings import (
    NOWHERE,
    TOLD_APART,
    Posting,
    joined,
    unpacked,
)
from scodiff.compare.phrases.indexes.segments import forms_like, has_stem, stem_number
from scodiff.compare.phrases.indexes.tables import (
    DamagedIndexError,
    DocumentRow,
    SegmentRow,
    WordTables,
)
from scodiff.compare.phrases.indexes.upkeep import DAMAGE
from scodiff.compare.phrases.rungs.hits import Taken
from scodiff.compare.phrases.stream import Stream, StreamText
from scodiff.compare.phrases.words import inflected, misspelt, stem, word_form
from scodiff.corpus.model import Document

if TYPE_CHECKING:
    from scodiff.embeddings.encoder import Encoder

Read = TypeVar("Read")


class WordIndex:
    """The words of the documents of a collection, in tables of its database.

    ``load`` gives a document by its id; ``heal`` builds a damaged index anew. ``texts`` holds
    those that were read by their digests, for one who opens the index again and again; ``indexed``
    is what the tables say of the documents, where it was read already.
    """

    def __init__(
        self,
        tables: WordTables,
        load: Callable[[str], Document],
        heal: Callable[[], object],
        texts: MutableMapping[str, StreamText] | None = None,
        indexed: list[DocumentRow] | None = None,
    ) -> None:
        self._tables = tables
        self._load, self._heal = load, heal
        self._texts = texts if texts is not None else LatestTexts()
        self._streams: dict[str, Stream] = {}
        self._known: dict[str, Posting] = {}
        if indexed is not None:
            self._documents = indexed

    def _healed(self, read: Callable[[], Read]) -> Read:
        """What is read; where it is damaged, what is read once the index was built anew."""
        try:
            return read()
        except DAMAGE:
            self._heal()
            self._streams.clear()
            self._known.clear()
            for known in ("_documents", "_numbers", "documents", "_extent", "_segments"):
                self.__dict__.pop(known, None)
            return read()

    @cached_property
    def _documents(self) -> list[DocumentRow]:
        return self._healed(self._tables.documents)

    @cached_property
    def _numbers(self) -> dict[str, DocumentRow]:
        return {row.id: row for row in self._documents}

    @cached_property
    def documents(self) -> DocumentList:
        """The documents indexed, in order of date (undated last), then of id."""
        return DocumentList(
            [
                IndexedDocument(d.id, d.date, d.place, d.title, d.language, d.words)
                for d in self._documents
            ]
        )

    def stream(self, name: str) -> Stream:
        """The words of a document, which are read when they are asked for."""
        if name not in self._streams:
            row = self._numbers[name]
            read = partial(self._text, name)
            self._streams[name] = Stream(name, row.date, row.words, read, partial(self._load, name))
        return self._streams[name]

    def _text(self, name: str) -> StreamText:
        """The text of a document, read again only where many others were read since."""
        row = self._numbers[name]
        text = self._texts.get(row.key)
        if text is None:
            found = self._healed(lambda: self._tables.text(self._numbers[name].number))
            text = self._texts[row.key] = kept_text(found)
        return text

    def nearest_sentences(
        self, text: str, documents: Sequence[str], encoder: Encoder
    ) -> list[SentencePlace] | None:
        """None: no vectors are kept."""
        return None

    def compounds(self, forms: Sequence[str]) -> dict[str, list[str]]:
        """The hyphenated spellings that the documents have of some solid forms."""
        found: dict[str, set[str]] = defaultdict(set)
        for segment in self._segments:
            for form in dict.fromkeys(forms):
                needle = f"\n{form}\t".encode("utf-8", "surrogatepass")
                at = segment.compounds.find(needle)
                while at >= 0:
                    begin = at + len(needle)
                    at = segment.compounds.find(b"\n", begin)
                    found[form].add(segment.compounds[begin:at].decode("utf-8", "surrogatepass"))
                    at = segment.compounds.find(needle, at)
        return {form: sorted(parts) for form, parts in found.items()}

    def alike(self, form: str) -> list[str]:
        """The forms in the documents that are a slip away from one, sorted."""
        if len(form) < 4:
            return []
        known = {other for segment in self._segments for other in forms_like(segment.forms, form)}
        return sorted(other for other in known if misspelt(form, other))

    def standing(self, lines: Sequence[str]) -> Iterator[tuple[Stream, dict[str, list[int]]]]:
        """Where phrases stand, given as forms joined by spaces: the places of each, in order."""
        phrases = {line: line.split(" ") for line in lines}
        self._fetch({stem(form) for forms in phrases.values() for form in forms})
        by_document: dict[str, dict[str, list[int]]] = defaultdict(dict)
        for line, forms in phrases.items():
            found = found_at.in_a_row([self._of_form(form) for form in forms])
            for name, places in self._by_document(found):
                by_document[name][line] = places
        for name, found_there in by_document.items():
            yield self.stream(name), {line: found_there.get(line, []) for line in phrases}

    def written_so(
        self, words: Sequence[str], between: Sequence[str]
    ) -> Mapping[str, Set[int]] | None:
        """By document where words begin that are written just so, with just that between them."""
        if not TOLD_APART.keys() >= set(between):
            return None
        forms = [word_form(word) or "" for word in words]
        self._fetch({stem(form) for form in forms})
        parts = [
            self._known[stem(form)].written(word.__eq__, gap)
            for form, word, gap in zip(forms, words, (*between, None), strict=True)
        ]
        return {name: set(found) for name, found in self._by_document(found_at.in_a_row(parts))}

    def beginnings(
        self, forms: Sequence[str], between: int, taken: Taken
    ) -> Iterator[tuple[Stream, list[int]]]:
        """Where inflections of all forms may begin, in order, with some words between them."""
        self._fetch([stem(form) for form in forms])
        gone = self._addresses(taken)
        free = [found_at.without(self._of_form(form, inflected), gone) for form in forms]
        for name, places in self._by_document(found_at.in_order(free, between)):
            yield self.stream(name), places

    def around_pieces(self, phrase: NearPhrase, taken: Taken) -> Iterator[tuple[Stream, list[int]]]:
        """Where a phrase would begin of which a piece stands intact, in order."""
        words = [form for _, piece in phrase.pieces for form in piece]
        self._fetch({stem(form) for form in (*words, *phrase.heads, *phrase.tails)})
        gone = self._addresses(taken)

        def row(piece: Sequence[str]) -> Addresses:
            """Where a piece stands."""
            return found_at.in_a_row([self._of_form(form) for form in piece])

        heads, tails = (
            found_at.without(found_at.united([self._of_form(form) for form in forms]), gone)
            for forms in (phrase.heads, phrase.tails)
        )
        for name, places in self._by_document(found_at.near_phrase(phrase, row, heads, tails)):
            yield self.stream(name), places

    def close_together(
        self, wanted: Neighbourhood, taken: Taken
    ) -> Iterator[tuple[str, list[tuple[int, Stems]]]]:
        """By document rows of words that are close enough together, in order: where each begins."""
        self._fetch({key for stems in wanted.slots for key in stems})
        places: dict[str, list[tuple[int, Stems]]] = defaultdict(list)
        gone = self._addresses(taken)

        def free(stems: Stems) -> Addresses:
            """Where words of some stems stand in a row, the first of them not taken."""
            row = found_at.in_a_row([self._known[key].places for key in stems])
            return found_at.without(row, gone)

        for key, found in found_at.close_together(wanted, free):
            for name, numbers in self._by_document(found):
                places[name] += [(number, key) for number in numbers]
        yield from ((name, sorted(rows)) for name, rows in places.items())

    def likest(self, forms: Sequence[str], among: Collection[str], most: int) -> list[str]:
        """The documents that have most of some words together, the rarer the more, best first.

        A word weighs its inverse frequency in all texts.
        """
        stems = sorted({stem(form) for form in forms})
        self._fetch(stems)
        bases, ends, names = self._extent
        total = 1 + int((ends - bases).sum())
        places = [p for p in (self._known[key].places for key in stems) if len(p)]
        parts = [(log(total / (len(found) + 1)), found) for found in places]
        if not parts:
            return []
        scores = found_at.likeness(parts, bases, max(len(forms), 1)).tolist()
        able = [(-score, name) for score, name in zip(scores, names, strict=True) if name in among]
        return [name for _, name in sorted(able)[:most]]

    # --- addresses ---

    @cached_property
    def _segments(self) -> list[SegmentRow]:
        return self._healed(self._tables.segments)

    @cached_property
    def _extent(self) -> tuple[Addresses, Addresses, list[str]]:
        """The addresses of the first word of each document, and after its last, in order."""
        ordered = sorted(self._documents, key=lambda row: row.base)
        bases = np.array([row.base for row in ordered], dtype=np.int64)
        ends = np.array([row.base + row.words for row in ordered], dtype=np.int64)
        return bases, ends, [row.id for row in ordered]

    def _fetch(self, stems: Sequence[str] | set[str] | Mapping[str, object]) -> None:
        """Read the postings of some stems that were not read yet."""
        missing = [key for key in dict.fromkeys(stems) if key not in self._known]
        if missing:
            self._known |= self._healed(lambda: self._read(missing))

    def _read(self, stems: Sequence[str]) -> dict[str, Posting]:
        numbers = {key: stem_number(key) for key in stems}
        parts: dict[int, list[Posting]] = defaultdict(list)
        for segment in self._segments:
            present = has_stem(segment, sorted(set(numbers.values())))
            found = dict(self._tables.postings(segment.number, present)) if present else {}
            if len(found) != len(present):
                raise DamagedIndexError
            for number, posting in found.items():
                parts[number].append(unpacked(posting))
        return {key: self._living(joined(parts[number])) for key, number in numbers.items()}

    def _living(self, posting: Posting) -> Posting:
        """The words that are those of documents that are still there."""
        bases, ends, _ = self._extent
        if not len(bases):
            return NOWHERE
        document = np.searchsorted(bases, posting.places, "right") - 1
        return posting.at((document >= 0) & (posting.places < ends[document]))

    def _of_form(self, form: str, alike: Callable[[str, str], bool] = eq) -> Addresses:
        """Where a form stands, or forms alike; its stem has been fetched."""
        return self._known[stem(form)].written(lambda word: alike(form, word_form(word) or ""))

    def _addresses(self, taken: Taken) -> Addresses:
        """The addresses of all words that are taken."""
        runs = [(self._numbers[name].base + a, last - a) for name, a, last in taken]
        if not runs:
            return NONE
        starts, lengths = np.array(runs, dtype=np.int64).T
        firsts = np.repeat(starts - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        return found_at.distinct(firsts + np.arange(lengths.sum()))

    def _by_document(self, addresses: Addresses) -> Iterator[tuple[str, list[int]]]:
        """The numbers of the words at some addresses, by document."""
        bases, ends, names = self._extent
        if not len(bases) or not len(addresses):
            return
        document = np.searchsorted(bases, addresses, "right") - 1
        inside = (document >= 0) & (addresses < ends[document])
        addresses, document = addresses[inside], document[inside]
        cuts = np.flatnonzero(np.diff(document)) + 1
        for part, numbers in zip(np.split(addresses, cuts), np.split(document, cuts), strict=True):
            if len(part):
                yield names[numbers[0]], (part - bases[numbers[0]]).tolist()
