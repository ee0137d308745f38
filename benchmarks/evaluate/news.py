"""How much of what readers call news is in the answer that every report opens with.

    python -m benchmarks.evaluate.news [--details] [LIST.tsv …]

Reads the lists of news that say what a reader of both texts calls changed, dropped and new, by
rank: those of ``gold-news``, by four readers, and of ../shared/data/gold (``news-A-B.tsv``).
An item is *quoted* where half of its words, or six of
them, stand in a row within one quotation of the answer; a change from both sides, or from the
side that has a quotation. It is *told* where one statement of the answer quotes it so from both
sides, or a shift that is sure or likely quotes or covers it beside its passage, or it stands there
in other words of which it is not judged what they mean, or as perhaps on one matter. Prints of each
list the sums, of the five first of each kind apart, and with ``--details`` the items. The answer's
length is that of the Markdown before the comparison.

All lists but the fourth were at hand when the choice of passages was made: what they measure is
how well it does on what it was made with. A list of one's own that quotes the texts is measured
when it is named; ``--keep READER LIST.tsv`` prints it as places, as ``gold-news`` has it.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from benchmarks.lib.gold import ROOT, data_folder
from benchmarks.lib.news_lists import (
    FIELDS,
    NewsItem,
    NewsLists,
    kept_lists,
    placed,
    quoted_lists,
)
from scodiff.compare import compare
from scodiff.compare.model import Comparison, Place, Shift
from scodiff.compare.text.tokens import words
from scodiff.corpus.library import resolve
from scodiff.corpus.model import Document
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.registry import for_comparing
from scodiff.reports.formats.formats import render
from scodiff.reports.messages.mentions import Quotation
from scodiff.reports.messages.messages import messages
from scodiff.reports.messages.statements import news

OWN = ROOT / "benchmarks" / "gold-news" / "sco.tsv"
RUN = 6  # so many words in a row are a quotation of an item
FIRST = 5  # ranks that are summed apart
HEADING = b"\n## The comparison"
SECTIONS = ("changed", "dropped", "new")


def stands_in(quote: str, passages: Iterable[str]) -> bool:
    """Whether enough words of a quotation stand in a row within one of the passages."""
    wanted = words(quote)
    least = min(RUN, (len(wanted) + 1) // 2)
    runs = {tuple(wanted[k : k + least]) for k in range(len(wanted) - least + 1)}
    return any(
        tuple(have[k : k + least]) in runs
        for have in map(words, passages)
        for k in range(len(have) - least + 1)
    )


def covered(item: NewsItem, a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether both sides of an item, as far as it has them, stand in the passages."""
    return (not item.a or stands_in(item.a, a)) and (not item.b or stands_in(item.b, b))


def quotations(comparison: Comparison) -> dict[str, list[str]]:
    """What the answer quotes of either text."""
    found: dict[str, list[str]] = {"a": [], "b": []}
    for statement in news(messages(), comparison).statements:
        for piece in statement.sentence:
            if isinstance(piece, Quotation):
                found[piece.side].append(piece.text)
    return found


def told_pairs(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """What each statement of the answer, and beside a passage, quotes of both texts; the shifts."""
    told = news(messages(), comparison)
    differences = (sentence for found in told.in_links.values() for sentence in found)
    for sentence in (*(s.sentence for s in told.statements), *differences):
        quoted = [piece for piece in sentence if isinstance(piece, Quotation)]
        if {piece.side for piece in quoted} == {"a", "b"}:
            yield quoted[0].text, quoted[1].text
    yield from shift_passages(comparison)


def shift_passages(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """The clauses, or else the words, that each shift which is told has on both sides."""
    for link in comparison.links:
        for shift in link.shifts:
            if shift.certainty != "open":
                yield _clause(comparison.a, shift, "a"), _clause(comparison.b, shift, "b")


def _clause(document: Document, shift: Shift, side: str) -> str:
    place: Place | None = getattr(shift, f"clause_{side}") or getattr(shift, f"place_{side}")
    if place is None:
        return str(getattr(shift, side))
    return document.paragraph(place.paragraph).text[place.start : place.end]


def judge(comparison: Comparison, listed: Sequence[NewsItem], *, details: bool) -> str:
    """What of a list is quoted and told, in a line; each item is printed where asked for."""
    quoted = quotations(comparison)
    pairs = list(told_pairs(comparison))
    sums: defaultdict[str, list[tuple[NewsItem, bool, bool]]] = defaultdict(list)
    for item in listed:
        in_answer = covered(item, quoted["a"], quoted["b"])
        told = item.section == "changed" and any(covered(item, [a], [b]) for a, b in pairs)
        sums[item.section].append((item, in_answer, told))
        if details:
            marks = f"{'quoted' if in_answer else '':7}{'told' if told else '':5}"
            print(f"  {item.section:8}{item.rank:3} {marks} {(item.a or item.b)[:80]}")
    told_of = sum(told for _, _, told in sums["changed"])
    parts = [f"told {told_of} of {len(sums['changed'])}"]
    for section in SECTIONS:
        first = [quoted for item, quoted, _ in sums[section] if item.rank <= FIRST]
        every = [quoted for _, quoted, _ in sums[section]]
        parts.append(f"{section} quoted {sum(first)}/{len(first)} {sum(every)}/{len(every)}")
    return "; ".join(parts)


def main(arguments: Sequence[str]) -> int:
    """Judge each list, or print one as places; returns 0."""
    names = [a for a in arguments if not a.startswith("--")]
    if "--keep" in arguments:
        _keep(names[0], Path(names[1]))
        return 0
    encoder = open_encoder(for_comparing(None))
    found: dict[str, tuple[Comparison, int]] = {}
    for (pair, reader), listed in sorted(_lists(names).items()):
        if pair not in found:
            a, b = map(_text, pair.split("-"))
            comparison = compare(a, b, encoder)
            opening, _, _ = render(comparison, "markdown").partition(HEADING)
            found[pair] = comparison, len(opening.decode("utf-8"))
            print(f"{pair}: the answer has {found[pair][1]} characters")
        told = judge(found[pair][0], listed, details="--details" in arguments)
        print(f"  {reader}: {told}")
    return 0


def _lists(names: Sequence[str]) -> NewsLists:
    paths = [Path(a) for a in names] or sorted((data_folder() / "gold").glob("news-*.tsv"))
    lists = {} if names else dict(kept_lists(OWN, _text))
    for path in paths:
        lists |= quoted_lists(path)
    return lists


def _keep(reader: str, path: Path) -> None:
    writer = csv.DictWriter(sys.stdout, FIELDS, delimiter="\t", lineterminator="\n")
    writer.writerows(placed(quoted_lists(path), reader, _text))


@lru_cache(maxsize=8)
def _text(year: str) -> Document:
    """The declaration of a year's summit of heads of state."""
    names = {"2003": "moscow", "2019": "bishkek", "2022": "samarkand", "2023": "new-delhi"}
    return resolve(str(data_folder() / "sco" / f"{year}-{names[year]}.en.txt"))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
