"""A synopsis from beginning to end: all comparisons, the rows that their links join, the states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from scodiff.compare.decisions.decisions import NO_DECISIONS, Decisions
from scodiff.compare.model import Comparison
from scodiff.compare.phrases.documents import chronological, date_of
from scodiff.compare.pipeline import compare
from scodiff.compare.settings import Settings
from scodiff.compare.synopsis.changes import change_between
from scodiff.compare.synopsis.grouping import (
    DocumentParagraph,
    Grouping,
    PairOfDocuments,
    group,
    known_links,
)
from scodiff.compare.synopsis.model import ComparedPair, Synopsis, SynopsisRow, VersionChange
from scodiff.compare.synopsis.ordering import order_for
from scodiff.compare.synopsis.standings import KnownOfPairs, known_of_pairs, told_in_order
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document

if TYPE_CHECKING:
    from scodiff.compare.shifts.lexicon import Lexicon
    from scodiff.embeddings.encoder import Encoder


def build_synopsis(
    documents: Sequence[Document],
    encoder: Encoder | None = None,
    settings: Settings | None = None,
    *,
    base: str | None = None,
    decisions: Mapping[tuple[str, str], Decisions] | None = None,
    lexicon: Lexicon | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Synopsis:
    """Set documents side by side: every two are compared, as ``compare`` does, the older first.

    They stand in order of date; undated ones come last, in the order given.

    ``base`` is the id of the document whose order is followed first, the earliest where it is
    None. ``decisions`` are a reader's own, by the ids of the two documents, the older first.
    ``progress`` is told how many comparisons of how many are made. Raises CorpusError for
    fewer than two documents, for two of one id, and for a base that is none of them.
    """
    ordered = in_order_of_date(documents)
    _check(ordered, base)
    pairs = list(combinations(ordered, 2))
    made: list[Comparison] = []
    for a, b in pairs:
        decided = (decisions or {}).get((a.id, b.id), NO_DECISIONS)
        made.append(compare(a, b, encoder, settings, decided, lexicon))
        if progress:
            progress(len(made), len(pairs))
    return synopsis_of(made, base)


def in_order_of_date(documents: Sequence[Document]) -> list[Document]:
    """The documents by date, undated ones last; of one date or none in the order given."""
    return sorted(documents, key=lambda d: chronological(date_of(d), ""))


def synopsis_of(comparisons: Sequence[Comparison], base: str | None = None) -> Synopsis:
    """The synopsis that the comparisons of every two documents come to, and nothing else."""
    documents = _in_order(comparisons)
    place = {document.id: number for number, document in enumerate(documents)}
    by_pair = {(place[c.a.id], place[c.b.id]): c for c in comparisons}
    grouping = _numbered(
        group([[p.id for p in d.citable] for d in documents], known_links(by_pair)), documents
    )
    known = known_of_pairs([d.id for d in documents], by_pair, grouping)
    texts = [[known.row_of[n, p.id] for p in d.citable] for n, d in enumerate(documents)]
    first = comparisons[0]
    return Synopsis(
        documents=tuple(documents),
        base=base or documents[0].id,
        rows=tuple(
            _row(number, row, known, documents) for number, row in enumerate(grouping.rows, 1)
        ),
        orders={d.id: order_for(n, texts) for n, d in enumerate(documents)},
        comparisons=tuple(
            ComparedPair(c.a.id, c.b.id, c.settings, c.decisions) for c in comparisons
        ),
        model=first.model,
        reader=next((c.reader for c in comparisons if c.reader), None),
        lexicon=first.lexicon,
        version=first.version,
    )


def _in_order(comparisons: Sequence[Comparison]) -> list[Document]:
    """The documents compared, each after all those that it is the later one of."""
    by_id = {d.id: d for comparison in comparisons for d in (comparison.a, comparison.b)}
    earlier = Counter(comparison.b.id for comparison in comparisons)
    return sorted(by_id.values(), key=lambda d: earlier[d.id])


def _check(documents: Sequence[Document], base: str | None) -> None:
    names = [document.id for document in documents]
    if len(names) < 2:
        raise CorpusError(
            "a synopsis sets several texts side by side: name two or more different ones."
        )
    if twice := [name for name in names if names.count(name) > 1]:
        raise CorpusError(f"two of the texts are called '{twice[0]}': rename one of them.")
    if base is not None and base not in names:
        raise CorpusError(f"'{base}' is not among the texts: {', '.join(names)}.")


def _numbered(found: Grouping, documents: Sequence[Document]) -> Grouping:
    """The rows in the order of the earliest document, as they are numbered."""
    row_of = {p: number for number, row in enumerate(found.rows) for p in row}
    texts = [[row_of[n, p.id] for p in d.citable] for n, d in enumerate(documents)]
    return Grouping(tuple(found.rows[n] for n in order_for(0, texts)), found.across)


def _row(
    number: int,
    paragraphs: frozenset[DocumentParagraph],
    known: KnownOfPairs,
    documents: Sequence[Document],
) -> SynopsisRow:
    row = [
        (n, p.id)
        for n, document in enumerate(documents)
        for p in document.citable
        if (n, p.id) in paragraphs
    ]
    changes = {
        (documents[a].id, documents[b].id): _change(known, row, (a, b))
        for a, b in combinations(sorted({n for n, _ in row}), 2)
    }
    standings = [known.standing(row, n) for n in range(len(documents))]
    return SynopsisRow(number, told_in_order(standings, changes), tuple(changes.values()))


def _change(
    known: KnownOfPairs, row: Sequence[DocumentParagraph], pair: PairOfDocuments
) -> VersionChange:
    ids_a, ids_b = ([name for n, name in row if n == number] for number in pair)
    return change_between(known.comparisons[pair], ids_a, ids_b)
