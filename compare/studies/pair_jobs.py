"""The comparisons of a study as a job: each a piece that any machine can do by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from scodiff.compare.jobs.model import JobPiece, LongJob
from scodiff.compare.jobs.running import WayOfWorking, run_job
from scodiff.compare.pipeline import compare
from scodiff.compare.studies.installed import digest_of, installed, key_of, opened
from scodiff.compare.studies.matrix import DocumentPair, PairFindings, PairsMapper, findings
from scodiff.compare.studies.model import Cell, Fate
from scodiff.corpus.model import Document

_UNIT = "comparisons"


def matrix_mapper(base: str, model: str, way: WayOfWorking) -> PairsMapper:
    """What has the pairs of a matrix compared, by a model of that name ('none': by words alone).

    It raises JobError where not all of them could be.
    """

    def compared(wanted: Sequence[DocumentPair]) -> list[PairFindings]:
        """The findings of all pairs."""
        digests = {d.id: digest_of(d) for two in wanted for d in two}
        identity = dict(installed(model))
        pieces = [
            JobPiece(
                f"{older.id} and {newer.id}",
                key_of("matrix", identity, digests[older.id], digests[newer.id], older.id == base),
                (older, newer, base, model),
                _size(older, newer),
            )
            for older, newer in wanted
        ]
        job = LongJob(_UNIT, compared_pair, pieces, partial(installed, model))
        return [_findings(data) for data in run_job(job, way)]

    return compared


def compared_pair(older: Document, newer: Document, base: str, model: str) -> dict[str, Any]:
    """The findings of one pair, as what JSON can hold."""
    return asdict(findings(compare(older, newer, opened(model)), base))


def _findings(data: dict[str, Any]) -> PairFindings:
    one, other = (Cell(**row) for row in data["cells"])
    fates = (Fate(**{**row, "numbers": tuple(row["numbers"])}) for row in data["fates"])
    return PairFindings((one, other), tuple(fates))


def _size(one: Document, other: Document) -> float:
    """About how long a comparison takes, by the characters to be read."""
    return float(sum(len(p.text) for d in (one, other) for p in d.citable) or 1)
