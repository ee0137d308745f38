"""The search for formulas as two jobs: what each document has, and what begins with some words.

A worker is given the words of a document, and says where its sentences are and where a phrase can
begin and end. Then a worker is given all places at which certain words stand, with what follows,
and finds the phrases that begin with these words: none of them needs another worker's.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from scodiff.compare.jobs.model import JobPiece, LongJob
from scodiff.compare.jobs.running import WayOfWorking, run_job
from scodiff.compare.phrases.stream import FormsOfText, Stream
from scodiff.compare.phrases.words import stem
from scodiff.compare.studies.installed import installed, key_of, look_again
from scodiff.compare.studies.model import FormulaSettings
from scodiff.compare.studies.phrasehood import WHOLE, is_name, is_outside, may_end
from scodiff.compare.studies.repeats import Integers, Numbers, PhraseStarts, repeated
from scodiff.compare.text.sentences import sentence_spans

_MODEL = "none"
_STARTS = 40_000  # that a piece has; more where one word has more by itself
_BEGINS, _ENDS, _OUTSIDE = 1, 2, 4
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class WordMarks:
    """What the words of a document are to a phrase.

    ``sentences`` are ranges of words of its citable paragraphs. ``marks`` has a digit for each
    word, a sum: 1 where a phrase can begin with it, 2 where one can end with it, 4 where none
    does either. ``stems`` counts the paragraphs that each stem stands in, of ``paragraphs``.
    """

    sentences: Sequence[Sequence[int]] = field(repr=False)
    marks: str = field(repr=False)
    stems: dict[str, int] = field(repr=False)
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """A phrase of ``length`` words that stands again, in ``spread`` declarations.

    ``places`` are pairs of a document's number and a word's.
    """

    length: int
    spread: int
    places: tuple[tuple[int, int], ...]


# What each document has


def marks_of(streams: Sequence[Stream], way: WayOfWorking) -> list[WordMarks]:
    """What the words of each document are to a phrase; raises JobError where one fails."""
    look_again()
    identity = dict(installed(_MODEL))
    pieces = [_document_piece(stream, identity) for stream in streams]
    job = LongJob("documents", marked, pieces, partial(installed, _MODEL))
    return [WordMarks(**data) for data in run_job(job, way)]


def _document_piece(stream: Stream, identity: dict[str, str]) -> JobPiece:
    layout = stream.layout
    cited = [place.n is not None for place in layout.places]
    ranges = [stream.paragraph_range(number) for number in range(len(cited))]
    digest = hashlib.sha256(stream.text.encode("utf-8", "surrogatepass"))
    digest.update(stream.starts.tobytes() + stream.ends.tobytes())
    return JobPiece(
        stream.name,
        key_of("words of a document", identity, digest.hexdigest(), ranges, cited),
        (stream.text, stream.starts, stream.ends, ranges, cited),
        float(len(stream.text) or 1),
    )


def marked(
    text: str,
    starts: array[int],
    ends: array[int],
    ranges: Sequence[tuple[int, int]],
    cited: Sequence[bool],
) -> dict[str, Any]:
    """The marks of a text, its words and its paragraphs being at these ranges of it."""
    forms = FormsOfText(text, starts, ends)[:]
    # What stands between two words parts phrases if it is more than white space.
    between = (bool(text[end:start].strip()) for end, start in zip(ends, starts[1:], strict=False))
    parted = [True, *between, True]
    outside = [is_outside(form) for form in forms]
    can_end = [may_end(form) for form in forms[1:]] + [True]
    marks = [
        _BEGINS * (parted[n] or outside[n - 1])
        + _ENDS * (parted[n + 1] or can_end[n])
        + _OUTSIDE * outside[n]
        for n in range(len(forms))
    ]
    sentences: list[tuple[int, int]] = []
    stems: Counter[str] = Counter()
    paragraphs = 0
    for (begin, end), counts in zip(ranges, cited, strict=True):
        own = forms[bisect_left(starts, begin) : bisect_left(starts, end)]
        stems.update({stem(form) for form in own})
        paragraphs += bool(own)
        for spans in sentence_spans(text[begin:end]) if counts else ():
            first, last = (bisect_left(starts, begin + at) for at in spans)
            sentences.append((first, last))
    return {
        "sentences": sentences,
        "marks": "".join(map(str, marks)),
        "stems": dict(sorted(stems.items())),
        "paragraphs": paragraphs,
    }


# What begins with some words


def repeats_of(
    streams: Sequence[Stream],
    marks: Sequence[WordMarks],
    declarations: Sequence[int],
    settings: FormulaSettings,
    way: WayOfWorking,
) -> list[Repeat]:
    """The phrases that stand in enough declarations, in no order.

    ``declarations`` has a number for each document, the same for editions of one. Raises JobError
    where a piece fails.
    """
    words = _AllWords(streams, marks, declarations, settings)
    identity = key_of(dict(installed(_MODEL)), words.digest(), asdict(settings))
    pieces = [
        JobPiece(
            f"'{words.words[first]}' to '{words.words[last - 1]}'",
            key_of("phrases by first word", identity, first, last),
            (words, first, last, settings.least_words, settings.least_documents),
            float(words.starts(first, last)),
        )
        for first, last in words.parts()
    ]
    job = LongJob(
        "parts of the vocabulary", phrases_of, pieces, partial(installed, _MODEL), _handed
    )
    found = []
    for piece, phrases in zip(pieces, run_job(job, way), strict=True):
        chosen = words.chosen(*piece.arguments[1:3])
        for length, rows in phrases:
            places = words.places(chosen[rows])
            spread = len({declarations[document] for document, _ in places})
            found.append(Repeat(length, spread, places))
    return found


def _handed(
    words: _AllWords, first: int, last: int, least_words: int, least_declarations: int
) -> tuple[PhraseStarts, int, int]:
    """What a worker is given of a piece."""
    return words.starting_with(first, last), least_words, least_declarations


def phrases_of(
    starts: PhraseStarts, least_words: int, least_declarations: int
) -> list[tuple[int, list[int]]]:
    """The phrases among what stands again and again: the length of each, and its starts."""
    outside = np.array([is_outside(word) for word in starts.words], dtype=np.bool_)
    found = []
    for length, rows in repeated(starts, outside, least_words, least_declarations):
        at = starts.at[rows]
        sides = int(starts.begins[rows].sum()), int(starts.ends[at + length - 1].sum())
        forms = [starts.words[word] for word in starts.symbols[at[0] : at[0] + length]]
        if min(sides) >= WHOLE * len(rows) and not is_name(forms):
            found.append((length, rows.tolist()))
    return found


class _AllWords:
    """The words of all documents one after the other, as places in ``words``.

    Of these some are starts: a phrase may begin there.
    """

    def __init__(
        self,
        streams: Sequence[Stream],
        marks: Sequence[WordMarks],
        declarations: Sequence[int],
        settings: FormulaSettings,
    ) -> None:
        self.words, self._symbols = _numbered(streams)
        lengths = [stream.words for stream in streams]
        self._begins = np.cumsum([0, *lengths])
        self._declaration = np.repeat(np.array(declarations, dtype=np.int32), lengths)
        digits = "".join(own.marks for own in marks).encode("ascii")
        self._marks = np.frombuffer(digits, dtype=np.uint8) - ord("0")
        first, until = self._extents(marks, settings.least_documents)
        place = np.arange(len(self._symbols))
        able = (until - place >= settings.least_words) & (self._marks & _OUTSIDE == 0)
        self._start = np.flatnonzero(able)
        self._until = until[able]
        self._before = self._words_before(first[able])
        self._order = np.argsort(self._symbols[self._start], kind="stable")
        self._counts = np.bincount(self._symbols[self._start], minlength=len(self.words))
        self._bounds = np.concatenate([[0], np.cumsum(self._counts)])

    def _extents(
        self, marks: Sequence[WordMarks], least_declarations: int
    ) -> tuple[Integers, Integers]:
        """For each word, from where up to where a phrase may reach that it is in.

        That is at most its sentence, and stops where two words stand side by side in too few
        declarations: no phrase of more has them.
        """
        size = len(self._symbols)
        joined = np.zeros(size + 1, dtype=np.bool_)  # a word with the one before
        inside = np.zeros(size, dtype=np.bool_)
        for begin, own in zip(self._begins, marks, strict=False):
            for first, last in own.sentences:
                inside[begin + first : begin + last] = True
                joined[begin + first + 1 : begin + last] = True
        second = np.flatnonzero(joined)
        pairs = self._symbols[second - 1].astype(np.int64) * len(self.words)
        pairs += self._symbols[second]
        _, pair = np.unique(pairs, return_inverse=True)
        width = int(self._declaration.max(initial=0)) + 1
        own_pairs = np.unique(pair * width + self._declaration[second]) // width
        joined[second] = (np.bincount(own_pairs) >= least_declarations)[pair]
        heads = np.flatnonzero(~joined)
        run = np.cumsum(~joined[:-1]) - 1
        first, until = heads[run], heads[run + 1]
        until[~inside] = 0
        return first, until

    def _words_before(self, first: Integers) -> Integers:
        """A number for the words before each start, back to one that has a meaning.

        -1 where there is none within what may be one phrase with it.
        """
        meant = np.flatnonzero(self._marks & _OUTSIDE == 0)
        nearest = np.searchsorted(meant, self._start) - 1
        back = np.where(nearest >= 0, meant[nearest], -1)
        found = np.full(len(self._start), -1, dtype=np.int64)
        rows = np.flatnonzero(back >= first)
        number = np.zeros(len(rows), dtype=np.uint64)
        distance = 1
        while len(rows):
            place = self._start[rows] - distance
            number = (number + self._symbols[place].astype(np.uint64) + np.uint64(1)) * _FACTOR
            number ^= number >> np.uint64(29)
            last = place == back[rows]
            found[rows[last]] = (number[last] >> np.uint64(1)).astype(np.int64)
            rows, number = rows[~last], number[~last]
            distance += 1
        return found

    def digest(self) -> str:
        """The SHA-256 of all that is found here depends on, but for settings."""
        digest = hashlib.sha256("\0".join(self.words).encode("utf-8", "surrogatepass"))
        for numbers in (self._symbols, self._declaration, self._marks, self._start, self._until):
            digest.update(numbers.tobytes())
        return digest.hexdigest()

    def parts(self) -> list[tuple[int, int]]:
        """Ranges of words, each with about so many starts as a piece has."""
        bounds = [0]
        for word in range(len(self.words)):
            if self.starts(bounds[-1], word + 1) >= _STARTS:
                bounds.append(word + 1)
        if self.starts(bounds[-1], len(self.words)):
            bounds.append(len(self.words))
        return list(pairwise(bounds))

    def starts(self, first: int, last: int) -> int:
        """How many there are with some words."""
        return int(self._bounds[last] - self._bounds[first])

    def chosen(self, first: int, last: int) -> Integers:
        """The starts at which a range of words stands, in order of their places."""
        found: Integers = np.sort(self._order[self._bounds[first] : self._bounds[last]])
        return found

    def starting_with(self, first: int, last: int) -> PhraseStarts:
        """Those starts, with what follows."""
        chosen = self.chosen(first, last)
        start, until = self._start[chosen], self._until[chosen]
        # What may be one phrase is given once, from the first start in it.
        _, head, which = np.unique(until, return_index=True, return_inverse=True)
        lengths = until[head] - start[head]
        shift = np.cumsum(lengths) - lengths - start[head]
        place = np.arange(int(lengths.sum())) - np.repeat(shift, lengths)
        held, symbols = np.unique(self._symbols[place], return_inverse=True)
        marks = self._marks
        return PhraseStarts(
            tuple(self.words[word] for word in held),
            symbols.astype(np.int32),
            marks[place] & _ENDS != 0,
            (start + shift[which]).astype(np.int32),
            (until + shift[which]).astype(np.int32),
            self._declaration[start],
            self._before[chosen],
            marks[start] & _BEGINS != 0,
        )

    def places(self, chosen: Integers) -> tuple[tuple[int, int], ...]:
        """Starts as pairs of document number and word."""
        found = self._start[chosen]
        document = np.searchsorted(self._begins, found, side="right") - 1
        return tuple(zip(document.tolist(), (found - self._begins[document]).tolist(), strict=True))


def _numbered(streams: Sequence[Stream]) -> tuple[list[str], Numbers]:
    """All words in order, and those of the texts as places among them."""
    known: dict[str, int] = {}
    numbers = [
        np.fromiter(
            (known.setdefault(form, len(known)) for form in stream.forms[:]), np.int32, stream.words
        )
        for stream in streams
    ]
    words = sorted(known)
    place = np.empty(len(words), dtype=np.int32)
    place[[known[word] for word in words]] = np.arange(len(words))
    every = np.concatenate(numbers) if numbers else np.empty(0, dtype=np.int32)
    return words, place[every]
