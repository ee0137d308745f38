"""What stands again and again in many texts: every phrase that words with a meaning enclose."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scodiff.compare.phrases.stream import Stream
from scodiff.compare.studies.model import FormulaSettings

Integers = npt.NDArray[np.int64]
WordIds = npt.NDArray[np.int32]
Truths = npt.NDArray[np.bool_]
BEGINS, ENDS, OUTSIDE = 1, 2, 4  # what a word is to a phrase, as a sum
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
class PhraseStarts:
    """Places where a phrase may start, and the words from there on.

    ``symbols`` are words, as places in ``words``; a phrase can end after those that ``ends``
    marks. The rest has a row for each start: ``at`` is its place among the symbols, ``until`` the
    end of what may be one phrase with it, ``declaration`` where it stands. ``before`` is a number
    for the words before it, equal for the same ones (-1: they are like no others), and
    ``begins`` says whether a phrase can begin there.
    """

    words: tuple[str, ...]
    symbols: WordIds
    ends: Truths
    at: WordIds
    until: WordIds
    declaration: WordIds
    before: Integers
    begins: Truths


@dataclass(frozen=True, slots=True)
class _Rows:
    """Starts that are looked at, in order of the words that follow.

    Starts of one ``label`` have the words looked at so far in common. Of these ``core`` counts
    those up to the last that has a meaning, and ``parted`` those in common with starts that
    others follow.
    """

    row: Integers
    label: Integers
    core: Integers
    parted: Integers

    def chosen(self, which: npt.NDArray[np.bool_] | Integers) -> _Rows:
        """Some of them."""
        return _Rows(self.row[which], self.label[which], self.core[which], self.parted[which])


def repeated(
    starts: PhraseStarts, outside: Truths, least_words: int, least_declarations: int
) -> Iterator[tuple[int, Integers]]:
    """The length and the starts of each phrase that stands in enough declarations.

    A phrase is as long as it can be without losing a place, but for words ``outside`` of any
    phrase (a truth for each of ``words``) at its ends. All starts are followed word by word, in
    groups of which each has the same words, as from the root of a suffix tree to its leaves;
    groups of too few declarations, or that all have a word of meaning before them in common,
    are let go of.
    """
    none = np.zeros(len(starts.at), dtype=np.int64)
    rows = _Rows(np.arange(len(starts.at)), none, none, none)
    depth = 0
    while len(rows.row):
        place = starts.at[rows.row] + depth
        going = place < starts.until[rows.row]
        word = np.full(len(place), -1, dtype=np.int64)
        word[going] = starts.symbols[place[going]]
        first = np.flatnonzero(np.diff(rows.label, prepend=-1))
        part = _differ(word, first) | (word[first] < 0)
        bounds = [*first.tolist(), len(place)]
        for group in np.flatnonzero(
            part & (rows.core[first] > rows.parted[first]) & (rows.core[first] >= least_words)
        ).tolist():
            begin, end = bounds[group], bounds[group + 1]
            yield int(rows.core[begin]), np.sort(rows.row[begin:end])
        parted = np.where(np.repeat(part, np.diff(bounds)), depth, rows.parted)
        core = np.where(outside[word], rows.core, depth + 1)
        rows = _Rows(rows.row, rows.label * len(starts.words) + word, core, parted).chosen(going)
        rows = _worth_following(rows, starts, least_declarations)
        depth += 1


def _worth_following(rows: _Rows, starts: PhraseStarts, least_declarations: int) -> _Rows:
    """The starts in groups that can still be phrases, numbered and in order of their groups."""
    order = np.argsort(rows.label, kind="stable")
    label = np.cumsum(np.diff(rows.label[order], prepend=-1) != 0) - 1
    rows = _Rows(rows.row[order], label, rows.core[order], rows.parted[order])
    if not len(order):
        return rows
    first = np.flatnonzero(np.diff(label, prepend=-1))
    before = starts.before[rows.row]
    width = int(starts.declaration.max()) + 1
    own = np.unique(label * width + starts.declaration[rows.row]) // width
    enough = np.bincount(own, minlength=len(first)) >= least_declarations
    return rows.chosen((enough & (_differ(before, first) | (before[first] < 0)))[label])


def _differ(values: Integers, first: Integers) -> Truths:
    """Whether the values of a group are not all the same; ``first`` says where each begins."""
    found: Truths = np.minimum.reduceat(values, first) != np.maximum.reduceat(values, first)
    return found


class AllWords:
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
        able = (until - place >= settings.least_words) & (self._marks & OUTSIDE == 0)
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
        meant = np.flatnonzero(self._marks & OUTSIDE == 0)
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

    def parts(self, size: int) -> list[tuple[int, int]]:
        """Ranges of words, each with about that many starts; more where one word has more."""
        bounds = [0]
        for word in range(len(self.words)):
            if self.starts(bounds[-1], word + 1) >= size:
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
            marks[place] & ENDS != 0,
            (start + shift[which]).astype(np.int32),
            (until + shift[which]).astype(np.int32),
            self._declaration[start],
            self._before[chosen],
            marks[start] & BEGINS != 0,
        )

    def places(self, chosen: Integers) -> tuple[tuple[int, int], ...]:
        """Starts as pairs of document number and word."""
        found = self._start[chosen]
        document = np.searchsorted(self._begins, found, side="right") - 1
        return tuple(zip(document.tolist(), (found - self._begins[document]).tolist(), strict=True))


def _numbered(streams: Sequence[Stream]) -> tuple[list[str], WordIds]:
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
