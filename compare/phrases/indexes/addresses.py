"""Words by their addresses: where several of them stand close together, for all texts at once.

An address is the number of a word among all words of all texts. Addresses are sorted arrays of
int64; everything here is done for whole arrays, and takes some milliseconds for a million.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from scodiff.compare.phrases.indexes.asked import NearPhrase, Neighbourhood, Stems

Addresses = npt.NDArray[np.int64]
Postings = Callable[[Stems], Addresses]
NONE: Addresses = np.empty(0, dtype=np.int64)
_MOST_STRETCHES = 1 << 32  # of a document


def united(parts: Sequence[Addresses]) -> Addresses:
    """The addresses that are in any of some arrays."""
    if len(parts) == 1:
        return parts[0]
    return distinct(np.concatenate(parts)) if parts else NONE


def distinct(numbers: Addresses) -> Addresses:
    """The numbers in order, each once: ``np.unique`` imports as much again as numpy for it."""
    # A merge: what is put together is in order already.
    ordered = np.sort(numbers, kind="stable")
    fresh = np.ones(len(ordered), dtype=bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return ordered[fresh]


def within(wanted: Addresses, other: Addresses, least: int, most: int) -> npt.NDArray[np.bool_]:
    """For each address whether ``other`` has one from ``least`` to ``most`` words after it."""
    if not len(other):
        return np.zeros(len(wanted), dtype=bool)
    place = np.searchsorted(other, wanted + least)
    found = other[np.minimum(place, len(other) - 1)]
    return (place < len(other)) & (found <= wanted + most)


def without(addresses: Addresses, taken: Addresses) -> Addresses:
    """Those addresses that are not among others."""
    if not len(taken) or not len(addresses):
        return addresses
    return addresses[~within(addresses, taken, 0, 0)]


def in_a_row(words: Sequence[Addresses]) -> Addresses:
    """Where words stand one after the other, each at one of its addresses: those of the first."""
    parts = sorted(((places, n) for n, places in enumerate(words)), key=_size)
    rarest, at = parts[0]
    found = rarest - at
    for part, n in parts[1:]:
        found = found[within(found, part, n, n)]
    return found


def in_order(words: Sequence[Addresses], between: int) -> Addresses:
    """Where words may stand in order, with so many others between them: where the first do."""
    firsts = words[0]
    for part, n in sorted(((places, n) for n, places in enumerate(words) if n), key=_size):
        firsts = firsts[within(firsts, part, 1, n + between)]
    return firsts


def _size(part: tuple[Addresses, int]) -> int:
    return len(part[0])


def near_phrase(
    phrase: NearPhrase,
    rows: Callable[[Sequence[str]], Addresses],
    heads: Addresses,
    tails: Addresses,
) -> Addresses:
    """Where a phrase would begin of which a piece stands intact.

    Its first and its last word (``heads`` and ``tails``) must stand where edits could put them.
    """
    found = united([rows(piece) - offset for offset, piece in phrase.pieces])
    edits, last = phrase.edits, phrase.words - 1
    found = found[within(found, heads, -edits, edits)]
    # The match begins up to so many words from there, and is longer or shorter by as many.
    return found[within(found, tails, last - 2 * edits, last + 2 * edits)]


def close_together(wanted: Neighbourhood, postings: Postings) -> list[tuple[Stems, Addresses]]:
    """Of each row of stems the addresses around which the slots wanted may be filled.

    A window that is full enough has one of the rarest slots, without which the others weigh too
    little. Around each word of these it is looked which slots are filled at all.
    """
    by_stems = {key: postings(key) for key in wanted.slots}
    filled = [
        united([by_stems[key] for key, slots in wanted.slots.items() if n in slots])
        for n in range(len(wanted.weights))
    ]
    centres = _centres(wanted, filled)
    weight = np.zeros(len(centres))
    reach = wanted.longest - 1
    for own, addresses in zip(wanted.weights, filled, strict=True):
        weight += own * within(centres, addresses, -reach, reach)
    centres = centres[weight >= wanted.least - 1e-9]
    return [
        (key, addresses[within(addresses, centres, -reach, reach)])
        for key, addresses in by_stems.items()
    ]


def _centres(wanted: Neighbourhood, filled: Sequence[Addresses]) -> Addresses:
    """The words of slots of which every window has one, as few words as can be."""
    rest = sum(wanted.weights)
    chosen = []
    for n in sorted(range(len(filled)), key=lambda n: len(filled[n]) / (wanted.weights[n] or 1)):
        if rest < wanted.least - 1e-9:
            break
        chosen.append(filled[n])
        rest -= wanted.weights[n]
    return united(chosen)


def likeness(
    parts: Sequence[tuple[float, Addresses]], bases: Addresses, words: int
) -> npt.NDArray[np.float64]:
    """For each document the weight of the words, each counted once, that stand together in it.

    ``parts`` are the weights of words and their addresses, ``bases`` where documents begin.
    Together is: in one of the stretches, each overlapping the next by half, in which a passage of
    so many ``words`` has its better part.
    """
    best = np.zeros(len(bases))
    for shift in (0, words // 2):
        stretches = []
        for _, addresses in parts:
            document = np.searchsorted(bases, addresses, "right") - 1
            # No stretch is of two documents.
            number = (addresses - bases[document] + shift) // words
            stretches.append(distinct(document * _MOST_STRETCHES + number))
        every = united(stretches)
        weights = np.zeros(len(every))
        for (weight, _), own in zip(parts, stretches, strict=True):
            weights[np.searchsorted(every, own)] += weight
        np.maximum.at(best, every // _MOST_STRETCHES, weights)
    return best
