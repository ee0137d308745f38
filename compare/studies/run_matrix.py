"""The matrix of many documents, by runs of words that they have in common.

A comparison takes a fifth of a second, a thousand documents half a million of them. Beyond
``model.MOST_COMPARED`` documents a matrix is counted by ``runs``: what is not found so is open.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from scodiff.compare.jobs.model import JobPiece, LongJob
from scodiff.compare.jobs.running import WayOfWorking, run_job
from scodiff.compare.model import Relation
from scodiff.compare.studies.installed import installed, key_of, look_again
from scodiff.compare.studies.matrix import DocumentPair, PairFindings, all_against_all
from scodiff.compare.studies.model import MOST_COMPARED, Cell, CorpusMatrix, Fate
from scodiff.compare.studies.pairwise import PairwiseComparisons
from scodiff.compare.studies.runs import RUN, DocumentRuns, SharedRuns, WordNumbers, runs_of, shared
from scodiff.corpus.model import Document

_MODEL = "none"
_SAMPLE = 8  # one run in so many decides which pairs are counted
_COMMON = 500  # documents; a run in more of them tells none from another
MOST_ANCESTORS = 5
_PAIRS = 100  # that a piece has

Row = dict[str, Any]


def count_matrix(
    documents: Sequence[Document], base: str, way: WayOfWorking | None = None
) -> CorpusMatrix:
    """The matrix of many documents, counted by runs of words; it says so.

    ``way`` says who counts, and where what was counted is kept: raises JobError where not all
    could be.
    """
    way = way or WayOfWorking()
    pairs = PairwiseComparisons(documents, None)
    runs = dict(zip((d.id for d in pairs.documents), runs_in(pairs.documents, way), strict=True))
    wanted = likeliest_pairs(pairs.documents, list(runs.values()), base)

    def counted(wanted: Sequence[DocumentPair]) -> list[PairFindings]:
        """The findings of all pairs."""
        return findings_of(wanted, runs, base, way)

    return all_against_all(pairs, base, counted, wanted, told(len(documents)))


def runs_in(documents: Sequence[Document], way: WayOfWorking) -> list[DocumentRuns]:
    """The runs of each document; raises JobError where one fails."""
    look_again()
    identity = dict(installed(_MODEL))
    pieces = []
    for document in documents:
        texts = [paragraph.text for paragraph in document.citable]
        size = float(sum(map(len, texts)) or 1)
        pieces.append(JobPiece(document.id, key_of("runs", identity, texts), (texts,), size))
    job = LongJob("documents", read_runs, pieces, partial(installed, _MODEL))
    return [
        DocumentRuns(
            np.frombuffer(b64decode(row["runs"]), np.uint64),
            np.array(row["lengths"], dtype=np.int64),
            np.frombuffer(b64decode(row["whole"]), np.uint64),
        )
        for row in run_job(job, way)
    ]


def read_runs(paragraphs: Sequence[str]) -> Row:
    """The runs of a document's paragraphs, as what JSON can hold."""
    found = runs_of(paragraphs)
    return {
        "runs": b64encode(found.runs.tobytes()).decode("ascii"),
        "lengths": found.lengths.tolist(),
        "whole": b64encode(found.whole.tobytes()).decode("ascii"),
    }


def findings_of(
    wanted: Sequence[DocumentPair], runs: dict[str, DocumentRuns], base: str, way: WayOfWorking
) -> list[PairFindings]:
    """The findings of some pairs by the runs of their documents; raises JobError where one fails.

    Of the paragraphs of the base what became of each is told.
    """
    identity = key_of("runs in common", dict(installed(_MODEL)))
    digests = {name: _digest(own) for name, own in runs.items()}
    pieces = []
    for start in range(0, len(wanted), _PAIRS):
        some = [(older.id, newer.id) for older, newer in wanted[start : start + _PAIRS]]
        names = list(dict.fromkeys(name for two in some for name in two))
        number = {name: n for n, name in enumerate(names)}
        numbers = [(number[older], number[newer], older == base) for older, newer in some]
        pieces.append(
            JobPiece(
                f"{some[0][1]} to {some[-1][1]}",
                key_of(identity, [digests[name] for name in names], numbers),
                ([runs[name] for name in names], numbers),
                float(len(some)),
            )
        )
    job = LongJob("parts of the pairs", count_pairs, pieces, partial(installed, _MODEL))
    rows = [row for piece in run_job(job, way) for row in piece]
    return [_findings(*two, row) for two, row in zip(wanted, rows, strict=True)]


def count_pairs(runs: Sequence[DocumentRuns], wanted: Sequence[tuple[int, int, bool]]) -> list[Row]:
    """What two documents have of each other, for some pairs of places in ``runs``.

    Where it is asked for, what became of each paragraph of the first is told too.
    """
    found = []
    for one, other, in_full in wanted:
        a, b = runs[one], runs[other]
        there, back = shared(a, b), shared(b, a)
        row: Row = {"cells": [_shares(a, there), _shares(b, back)]}
        if in_full:
            row |= {
                "kept": (there.kept / np.maximum(a.lengths, 1)).tolist(),
                "counterpart": there.counterpart.tolist(),
                "same": there.same.tolist(),
            }
        found.append(row)
    return found


def _shares(runs: DocumentRuns, found: SharedRuns) -> tuple[float, float, int, float]:
    """What a cell of the matrix has: persisted, kept, words, open."""
    total = int(runs.lengths.sum())
    if not total:
        return 0.0, 0.0, 0, 0.0
    lacking = int(runs.lengths[found.counterpart < 0].sum())
    same = int(runs.lengths[found.same].sum())
    return same / total, int(found.kept.sum()) / total, total, lacking / total


def _findings(older: Document, newer: Document, row: Row) -> PairFindings:
    there, back = row["cells"]
    cells = Cell(older.id, newer.id, *there), Cell(newer.id, older.id, *back)
    return PairFindings(cells, _fates(older, newer, row) if "same" in row else ())


def _fates(older: Document, newer: Document, row: Row) -> tuple[Fate, ...]:
    """What became of each paragraph; of one that is not found nothing is known."""
    fates = []
    rows = zip(older.citable, row["counterpart"], row["kept"], row["same"], strict=True)
    for paragraph, at, kept, same in rows:
        if at < 0:
            fates.append(Fate(newer.id, "disappeared", None, "open"))
            continue
        other = newer.citable[at]
        alike: Relation = "identical" if other.text == paragraph.text else "editorial"
        relation: Relation = alike if same else "changed"
        fates.append(Fate(newer.id, relation, kept, "likely", (other.n,)))
    return tuple(fates)


def _digest(runs: DocumentRuns) -> str:
    digest = hashlib.sha256(runs.runs.tobytes())
    digest.update(runs.lengths.tobytes())
    digest.update(runs.whole.tobytes())
    return digest.hexdigest()


def told(documents: int) -> tuple[str, ...]:
    """What has to be said of a matrix that is counted by runs of words."""
    return (
        f"Of {documents} documents, more than {MOST_COMPARED}, the shares are counted by the fast "
        f"scorer: by runs of {RUN} words in common, without a model, for each document with the "
        f"base and the {MOST_ANCESTORS} earlier ones that have most of its runs. What it does not "
        "find is open, not absent; name fewer documents for full comparisons.",
    )


def likeliest_pairs(
    documents: Sequence[Document], runs: Sequence[DocumentRuns], base: str
) -> list[DocumentPair]:
    """The pairs, the earlier one first, of many documents in order of date that share most runs.

    ``runs`` are those of each document. Each is paired with the base and with the earlier ones that
    have most of its runs, by one run in eight.
    """
    sampled = [np.unique(own.runs[own.runs % _SAMPLE == 0]) for own in runs]
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
