"""The comparisons of a study as a job: each a piece that any machine can do by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from scodiff.compare.jobs.model import JobPiece, LongJob
from scodiff.compare.jobs.running import WayOfWorking, run_job
from scodiff.compare.pipeline import compare
from scodiff.compare.studies.installed import (
    digest_of,
    installed,
    key_of,
    look_again,
    opened,
)
from scodiff.compare.studies.lineage import CounterpartsMapper, counterpart
from scodiff.compare.studies.matrix import DocumentPair, PairFindings, PairsMapper, findings
from scodiff.compare.studies.model import Cell, Fate, Version
from scodiff.compare.studies.pairwise import link_about
from scodiff.corpus.model import Document, Paragraph

_LEAST_SIZE = 5_000  # characters that take as long as a comparison of next to none


def matrix_mapper(base: str, model: str, way: WayOfWorking) -> PairsMapper:
    """What has the pairs of a matrix compared, by a model of that name ('none': by words alone).

    It raises JobError where not all of them could be.
    """

    def compared(wanted: Sequence[DocumentPair]) -> list[PairFindings]:
        """The findings of all pairs."""
        digests = {d.id: digest_of(d) for two in wanted for d in two}
        identity = _identity(model)
        pieces = [
            JobPiece(
                f"{older.id} and {newer.id}",
                key_of("matrix", identity, digests[older.id], digests[newer.id], older.id == base),
                (older, newer, base, model),
                _size(older, newer),
            )
            for older, newer in wanted
        ]
        return [_findings(data) for data in _run(compared_pair, pieces, model, way)]

    return compared


def compared_pair(older: Document, newer: Document, base: str, model: str) -> dict[str, Any]:
    """The findings of one pair, as what JSON can hold."""
    return asdict(findings(compare(older, newer, opened(model)), base))


def lineage_mapper(
    document: Document, paragraph: Paragraph, model: str, way: WayOfWorking
) -> CounterpartsMapper:
    """What has a paragraph's document compared with others, by a model as ``matrix_mapper``'s.

    It raises JobError where not all of them could be.
    """

    def compared(wanted: Sequence[Document], most: int | None) -> list[Version]:
        """What each of the documents has of the paragraph, after so many readings at most."""
        identity, mine = _identity(model), digest_of(document)
        pieces = [
            JobPiece(
                f"{document.id} and {other.id}",
                key_of("lineage", identity, mine, paragraph.id, digest_of(other), most),
                (document, other, paragraph.id, model, most),
                _size(document, other),
            )
            for other in wanted
        ]
        return [_version(data) for data in _run(compared_paragraph, pieces, model, way)]

    return compared


def compared_paragraph(
    document: Document, other: Document, paragraph: str, model: str, most: int | None
) -> dict[str, Any]:
    """What ``other`` has of a paragraph of ``document``, as what JSON can hold."""
    followed = document.paragraph(paragraph)
    linked, first = link_about(document, followed, other, opened(model), most)
    return asdict(counterpart(linked, first, paragraph=followed))


def _identity(model: str) -> dict[str, str]:
    look_again()
    return dict(installed(model))


def _run(
    work: Callable[..., Any], pieces: Sequence[JobPiece], model: str, way: WayOfWorking
) -> list[Any]:
    return run_job(LongJob("comparisons", work, pieces, partial(installed, model)), way)


def _version(data: dict[str, Any]) -> Version:
    lists = {name: tuple(data[name]) for name in ("paragraphs", "numbers", "edits")}
    return Version(**{**data, **lists})


def _findings(data: dict[str, Any]) -> PairFindings:
    one, other = (Cell(**row) for row in data["cells"])
    fates = (Fate(**{**row, "numbers": tuple(row["numbers"])}) for row in data["fates"])
    return PairFindings((one, other), tuple(fates))


def _size(one: Document, other: Document) -> float:
    """About how long a comparison takes, by the characters to be read; the shortest takes some."""
    return float(_LEAST_SIZE + sum(len(p.text) for d in (one, other) for p in d.citable))
