"""Every document against every other: how much of each one's language the other has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scodiff.compare.model import PERSISTED, Comparison, Link, SideSummary
from scodiff.compare.phrases.notes import missing_summits_of
from scodiff.compare.studies.model import ANCESTOR_SHARE, Cell, CorpusMatrix, Fate, LedgerRow
from scodiff.compare.studies.pairwise import PairwiseComparisons
from scodiff.compare.studies.short_list import likely_pairs
from scodiff.compare.text.tokens import count_words
from scodiff.corpus import VERSION
from scodiff.corpus.model import Document, Paragraph


@dataclass(frozen=True, slots=True)
class PairFindings:
    """What a matrix takes from the comparison of two documents.

    The cells of both directions, and where the older one is the base what became of each of its
    citable paragraphs.
    """

    cells: tuple[Cell, Cell]
    fates: tuple[Fate, ...] = ()


DocumentPair = tuple[Document, Document]
#: Gives the findings of some pairs, the older of each first, in their order.
PairsMapper = Callable[[Sequence[DocumentPair]], Sequence[PairFindings]]


def findings(comparison: Comparison, base: str) -> PairFindings:
    """What the matrix of a base takes from a comparison."""
    fates: tuple[Fate, ...] = ()
    if comparison.a.id == base:
        links = {name: link for link in comparison.links for name in link.a}
        citable = comparison.a.citable
        fates = tuple(_fate(paragraph, links[paragraph.id], comparison.b) for paragraph in citable)
    return PairFindings(_cells(comparison), fates)


def all_against_all(
    pairs: PairwiseComparisons,
    base: str,
    mapper: PairsMapper | None = None,
    wanted: Sequence[DocumentPair] | None = None,
    notes: tuple[str, ...] = (),
) -> CorpusMatrix:
    """Compare every two documents; ``base`` is the id of the one whose ledger is drawn up.

    Of many documents only the pairs that share most are compared (see ``short_list``), unless
    those ``wanted`` are given. ``mapper`` may have them compared elsewhere; without one it is done
    here, by ``pairs``. ``notes`` say what limits the findings.
    """

    def compared_here(wanted: Sequence[DocumentPair]) -> list[PairFindings]:
        """The findings of all, one after the other."""
        return [findings(pairs.compare(*two)[0], base) for two in wanted]

    documents = pairs.documents
    wanted = likely_pairs(documents, base) if wanted is None else wanted
    found = (mapper or compared_here)(wanted)
    cells = [cell for of_pair in found for cell in of_pair.cells]
    fates = [
        of_pair.fates for (older, _), of_pair in zip(wanted, found, strict=True) if older.id == base
    ]
    shown = pairs.listed.searched(" ".join(p.text for p in documents[0].citable[:20]))
    return CorpusMatrix(
        documents=shown,
        cells=tuple(cells),
        ancestors=_ancestors([d.id for d in documents], cells),
        base=base,
        ledger=_ledger(next(d for d in documents if d.id == base), fates),
        missing_summits=missing_summits_of(shown, None),
        model=pairs.encoder.info if pairs.encoder else None,
        version=VERSION,
        notes=notes,
    )


def _cells(comparison: Comparison) -> tuple[Cell, Cell]:
    a, b = comparison.a.id, comparison.b.id
    summary = comparison.summary
    return (
        _cell(a, b, summary.a, _kept(comparison, "a")),
        _cell(b, a, summary.b, _kept(comparison, "b")),
    )


def _cell(a: str, b: str, side: SideSummary, kept: float) -> Cell:
    persisted = sum(side.words[r] - side.open_words[r] for r in PERSISTED)
    open_ = min(1.0, sum(side.open_words.values()))
    return Cell(a, b, max(0.0, persisted), kept, side.total_words, open_)


def _kept(comparison: Comparison, side: str) -> float:
    total = getattr(comparison.summary, side).total_words
    kept = sum(
        count_words(getattr(edit, side))
        for link in comparison.links
        if link.pairs and not link.is_open
        for edit in link.edits
        if edit.op == "equal" or edit.editorial
    )
    return min(1.0, kept / total) if total else 0.0


def _ancestors(ids: Sequence[str], cells: Sequence[Cell]) -> dict[str, str | None]:
    """The earlier document that has most of each one's words, if it has enough of them."""
    kept = {(cell.a, cell.b): cell.kept for cell in cells}
    found: dict[str, str | None] = {}
    for i, name in enumerate(ids):
        able = [older for older in ids[:i] if kept.get((name, older), 0.0) >= ANCESTOR_SHARE]
        found[name] = max(
            able, key=lambda older: (kept[name, older], ids.index(older)), default=None
        )
    return found


def _ledger(base: Document, fates: Sequence[Sequence[Fate]]) -> tuple[LedgerRow, ...]:
    """The base's paragraphs and what became of each in every other, later document."""
    return tuple(
        LedgerRow(paragraph.id, paragraph.n, paragraph.text, tuple(of[number] for of in fates))
        for number, paragraph in enumerate(base.citable)
    )


def _fate(paragraph: Paragraph, link: Link, other: Document) -> Fate:
    paired = {pair.b for pair in link.pairs if pair.a == paragraph.id}
    names = [name for name in link.b if name in paired or not paired]
    names += [candidate.id for candidate in link.candidates]
    literal = next((pair.literal for pair in link.pairs if pair.a == paragraph.id), link.literal)
    numbers = tuple(other.paragraph(name).n for name in names)
    return Fate(other.id, link.relation, literal, link.certainty, numbers)
