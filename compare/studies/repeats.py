"""What stands again and again in many texts: every phrase that words with a meaning enclose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]
Truths = npt.NDArray[np.bool_]


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
    symbols: Numbers
    ends: Truths
    at: Numbers
    until: Numbers
    declaration: Numbers
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
