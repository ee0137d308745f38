"""Every document against every other: how much of each one's language the other has."""

from __future__ import annotations

from collections.abc import Sequence

from scodiff.compare.model import PERSISTED, Comparison, Link, SideSummary
from scodiff.compare.phrases.notes import missing_summits_of
from scodiff.compare.studies.model import ANCESTOR_SHARE, Cell, CorpusMatrix, Fate, LedgerRow
from scodiff.compare.studies.pairwise import PairwiseComparisons
from scodiff.compare.studies.short_list import likely_pairs
from scodiff.compare.text.tokens import count_words
from scodiff.corpus import VERSION
from scodiff.corpus.model import Document, Paragraph


def all_against_all(pairs: PairwiseComparisons, base: str) -> CorpusMatrix:
    """Compare every two documents; ``base`` is the id of the one whose ledger is drawn up.

    Of many documents only the pairs that share most are compared (see ``short_list``).
    """
    documents = pairs.documents
    cells: list[Cell] = []
    for older, newer in likely_pairs(documents, base):
        comparison, _ = pairs.compare(older, newer)
        cells += _cells(comparison)
    shown = pairs.listed.searched(" ".join(p.text for p in documents[0].citable[:20]))
    return CorpusMatrix(
        documents=shown,
        cells=tuple(cells),
        ancestors=_ancestors([d.id for d in documents], cells),
        base=base,
        ledger=_ledger(next(d for d in documents if d.id == base), pairs),
        missing_summits=missing_summits_of(shown, None),
        model=pairs.encoder.info if pairs.encoder else None,
        version=VERSION,
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


def _ledger(base: Document, pairs: PairwiseComparisons) -> tuple[LedgerRow, ...]:
    """The base's paragraphs and what became of each in every other, later document."""
    others = pairs.documents[pairs.documents.index(base) + 1 :]
    comparisons = [pairs.compare(base, other)[0] for other in others]
    links = [{name: link for link in c.links for name in link.a} for c in comparisons]
    return tuple(
        LedgerRow(
            paragraph.id,
            paragraph.n,
            paragraph.text,
            tuple(
                _fate(paragraph, by_id[paragraph.id], other)
                for other, by_id in zip(others, links, strict=True)
            ),
        )
        for paragraph in base.citable
    )


def _fate(paragraph: Paragraph, link: Link, other: Document) -> Fate:
    paired = {pair.b for pair in link.pairs if pair.a == paragraph.id}
    names = [name for name in link.b if name in paired or not paired]
    names += [candidate.id for candidate in link.candidates]
    literal = next((pair.literal for pair in link.pairs if pair.a == paragraph.id), link.literal)
    numbers = tuple(other.paragraph(name).n for name in names)
    return Fate(other.id, link.relation, literal, link.certainty, numbers)
