"""The fast scorer of a matrix of many documents: what they have in common, by runs of words.

A comparison takes a fifth of a second, a thousand documents half a million of them. Beyond
``model.MOST_COMPARED`` documents a matrix is counted from runs of four words in a row: a paragraph
is taken to stand in another document where enough of its words do, in one paragraph there.
Shingles as such a measure are Broder's (1997). What is not found so may be there in other words:
it is open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scodiff.compare.model import Relation
from scodiff.compare.studies.matrix import DocumentPair, PairFindings, PairsMapper, all_against_all
from scodiff.compare.studies.model import MOST_COMPARED, Cell, CorpusMatrix, Fate
from scodiff.compare.studies.pairwise import PairwiseComparisons
from scodiff.compare.text.tokens import words
from scodiff.corpus.model import Document

_RUN = 4  # words in a row
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
# How much of a paragraph's words must stand in one paragraph for the two to be taken for one
# passage: a first choice. Against comparisons without a model, in seven pairs of texts, the share
# that is kept came out lower by .02 on average and by .09 at worst.
_LEAST_SHARE = 0.3
_SAMPLE = 8  # one run in so many decides which pairs are counted
_COMMON = 500  # documents; a run in more of them tells none from another
MOST_ANCESTORS = 5
# Of processor time, for reading and counting one document of 3,500 words in a matrix of 2,000.
SECONDS_A_DOCUMENT = 0.011

Numbers = npt.NDArray[np.uint64]
WordNumbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DocumentRuns:
    """The words of a document's citable paragraphs as numbers.

    ``runs`` are those of all runs of words, in order; ``at`` is the first word of each,
    ``paragraph`` the paragraph it is in. ``lengths`` counts the words of each paragraph, and
    ``whole`` is a number for all of its words.
    """

    runs: Numbers
    at: WordNumbers
    paragraph: WordNumbers
    lengths: WordNumbers
    whole: Numbers


def runs_of(document: Document) -> DocumentRuns:
    """The runs of a document; the same for the same text on every machine."""
    runs, at, paragraph, lengths, whole = [], [], [], [], []
    first = 0
    for number, citable in enumerate(document.citable):
        forms = words(citable.text)
        own = _runs(np.array([_number(form) for form in forms], dtype=np.uint64))
        runs.append(own)
        at.append(np.arange(first, first + len(own)))
        paragraph.append(np.full(len(own), number))
        lengths.append(len(forms))
        whole.append(_number(" ".join(forms)))
        first += len(forms)
    return DocumentRuns(
        np.concatenate([np.empty(0, np.uint64), *runs]),
        np.concatenate([np.empty(0, np.int64), *at]),
        np.concatenate([np.empty(0, np.int64), *paragraph]),
        np.array(lengths, dtype=np.int64),
        np.array(whole, dtype=np.uint64),
    )


def _runs(numbers: Numbers) -> Numbers:
    """The runs of some words, by a polynomial of their numbers (Karp and Rabin 1987)."""
    count = max(len(numbers) - _RUN + 1, 0)
    runs = np.zeros(count, dtype=np.uint64)
    for offset in range(_RUN):
        runs = runs * _FACTOR + numbers[offset : offset + count]
    return runs ^ (runs >> np.uint64(29))


@lru_cache(maxsize=1 << 17)
def _number(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


@dataclass(frozen=True, slots=True)
class _SharedRuns:
    """What of one document another has, paragraph by paragraph.

    ``kept`` counts the words of each that stand in the ``counterpart`` (-1: none) in runs, and
    ``same`` says which paragraphs are there word for word.
    """

    kept: WordNumbers
    counterpart: WordNumbers
    same: npt.NDArray[np.bool_]


def shared(mine: DocumentRuns, theirs: DocumentRuns) -> _SharedRuns:
    """What of one document another has."""
    counterpart = np.full(len(mine.lengths), -1, dtype=np.int64)
    kept = np.zeros(len(mine.lengths), dtype=np.int64)
    order = np.argsort(theirs.runs, kind="stable")
    known, owner = theirs.runs[order], theirs.paragraph[order]
    if len(known) and len(mine.runs):
        place = np.minimum(np.searchsorted(known, mine.runs), len(known) - 1)
        hit = known[place] == mine.runs
        at, own, other = mine.at[hit], mine.paragraph[hit], owner[place[hit]]
        counterpart = _most_common(own, other, counterpart, len(theirs.lengths))
        chosen = other == counterpart[own]
        covered = np.zeros(int(mine.lengths.sum()), dtype=np.int64)
        for offset in range(_RUN):
            covered[at[chosen] + offset] = 1
        ends = np.cumsum(mine.lengths)
        total = np.concatenate([[0], np.cumsum(covered)])
        kept = total[ends] - total[ends - mine.lengths]
    same = np.isin(mine.whole, theirs.whole) & (mine.lengths > 0)
    kept[same] = mine.lengths[same]
    counterpart[same] = [int(np.flatnonzero(theirs.whole == one)[0]) for one in mine.whole[same]]
    lacking = kept < _LEAST_SHARE * np.maximum(mine.lengths, 1)
    kept[lacking], counterpart[lacking] = 0, -1
    return _SharedRuns(kept, counterpart, same)


def _most_common(
    own: WordNumbers, other: WordNumbers, none: WordNumbers, paragraphs: int
) -> WordNumbers:
    """For each paragraph the one of the other document that has most of its runs, the first."""
    pairs, counts = np.unique(own * paragraphs + other, return_counts=True)
    order = np.lexsort((-pairs, counts))
    found = none.copy()
    found[pairs[order] // paragraphs] = pairs[order] % paragraphs
    return found


def count_matrix(
    documents: Sequence[Document], base: str, progress: Callable[[int, int], None] | None = None
) -> CorpusMatrix:
    """The matrix of many documents, counted by runs of words; it says so.

    ``progress`` is called with the number of pairs that are counted, and of all.
    """
    pairs = PairwiseComparisons(documents, None)
    wanted = likeliest_pairs(pairs.documents, base)
    mapper = fast_mapper(base, progress)
    return all_against_all(pairs, base, mapper, wanted, told(len(documents)))


def fast_mapper(base: str, progress: Callable[[int, int], None] | None = None) -> PairsMapper:
    """What counts the pairs of a matrix by runs of words, in this process."""

    def counted(wanted: Sequence[DocumentPair]) -> list[PairFindings]:
        """The findings of all pairs."""
        known: dict[str, DocumentRuns] = {}
        found = []
        for number, (older, newer) in enumerate(wanted, 1):
            for document in (older, newer):
                if document.id not in known:
                    known[document.id] = runs_of(document)
            found.append(_findings(older, newer, known, base))
            if progress:
                progress(number, len(wanted))
        return found

    return counted


def _findings(
    older: Document, newer: Document, known: dict[str, DocumentRuns], base: str
) -> PairFindings:
    a, b = known[older.id], known[newer.id]
    there, back = shared(a, b), shared(b, a)
    fates = _fates(older, newer, a, there) if older.id == base else ()
    return PairFindings(
        (_cell(older.id, newer.id, a, there), _cell(newer.id, older.id, b, back)), fates
    )


def _cell(one: str, other: str, runs: DocumentRuns, found: _SharedRuns) -> Cell:
    total = int(runs.lengths.sum())
    if not total:
        return Cell(one, other, 0.0, 0.0, 0, 0.0)
    lacking = int(runs.lengths[found.counterpart < 0].sum())
    same = int(runs.lengths[found.same].sum())
    return Cell(one, other, same / total, int(found.kept.sum()) / total, total, lacking / total)


def _fates(
    older: Document, newer: Document, runs: DocumentRuns, found: _SharedRuns
) -> tuple[Fate, ...]:
    """What became of each paragraph; of one that is not found nothing is known."""
    fates = []
    numbers = [paragraph.n for paragraph in newer.citable]
    for place, paragraph in enumerate(older.citable):
        at = int(found.counterpart[place])
        if at < 0:
            fates.append(Fate(newer.id, "disappeared", None, "open"))
            continue
        literal = int(found.kept[place]) / max(int(runs.lengths[place]), 1)
        alike = "identical" if newer.citable[at].text == paragraph.text else "editorial"
        relation: Relation = alike if found.same[place] else "changed"  # type: ignore[assignment]
        fates.append(Fate(newer.id, relation, literal, "likely", (numbers[at],)))
    return tuple(fates)


def told(documents: int) -> tuple[str, ...]:
    """What has to be said of a matrix that is counted by runs of words."""
    return (
        f"Of {documents} documents, more than {MOST_COMPARED}, the shares are counted by the fast "
        f"scorer: by runs of {_RUN} words in common, without a model, for each document with the "
        f"base and the {MOST_ANCESTORS} earlier ones that have most of its runs. What it does not "
        "find is open, not absent; name fewer documents for full comparisons.",
    )


def likeliest_pairs(documents: Sequence[Document], base: str) -> list[DocumentPair]:
    """The pairs, the earlier one first, of many documents in order of date that share most runs.

    Each with the base and with the earlier ones that have most of its runs, by one run in eight.
    """
    sampled = [
        np.unique(runs[runs % _SAMPLE == 0]) for runs in (runs_of(d).runs for d in documents)
    ]
    owners = np.repeat(np.arange(len(documents)), [len(own) for own in sampled])
    every = np.concatenate(sampled)
    order = np.argsort(every, kind="stable")
    every, owners = every[order], owners[order]
    pairs = []
    for n, own in enumerate(sampled):
        first, end = np.searchsorted(every, own, "left"), np.searchsorted(every, own, "right")
        telling = end - first <= _COMMON
        counts = _counted(owners, first[telling], end[telling], n)
        best = sorted(np.flatnonzero(counts).tolist(), key=lambda e: (-counts[e], -e))
        chosen = set(best[:MOST_ANCESTORS])
        chosen |= {i for i in range(n) if base in (documents[i].id, documents[n].id)}
        pairs += [(documents[i], documents[n]) for i in sorted(chosen)]
    return pairs


def _counted(owners: WordNumbers, first: WordNumbers, end: WordNumbers, before: int) -> WordNumbers:
    """How often each document before one is among the owners in some ranges."""
    lengths = end - first
    if not lengths.sum():
        return np.zeros(before, dtype=np.int64)
    shift = first - np.concatenate([[0], np.cumsum(lengths)[:-1]])
    found = owners[np.repeat(shift, lengths) + np.arange(lengths.sum())]
    return np.bincount(found[found < before], minlength=before)
