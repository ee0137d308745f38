"""How much of what a reader calls news is in the answer that every report opens with.

    python -m benchmarks.evaluate.news [NAME.tsv …]

Reads the lists of news of ../shared/data/gold (``news-A-B.tsv``: what one reader of both texts
calls changed, dropped and new, by rank). An item is *quoted* where half of its words, or six of
them, stand in a row within one quotation of the answer; a change from both sides, or from the
side that has a quotation. It is *told* where one statement of the answer quotes it so from both
sides, or a shift that is sure or likely quotes or covers it beside its passage, or it stands there
in other words of which it is not judged what they mean, or as perhaps on one matter. Prints the
items,
and the sums; of the five first of each kind apart. The answer's length is that of the Markdown
before the comparison.

The list of 2022-2023 was at hand when the choice of passages was made: what it measures is how
well the choice does on what it was made with.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lib.gold import data_folder
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

RUN = 6  # so many words in a row are a quotation of an item
FIRST = 5  # ranks that are summed apart
HEADING = b"\n## The comparison"


@dataclass(frozen=True)
class NewsItem:
    """One thing that the reader calls news, with what he quotes of either side."""

    section: str
    rank: int
    a: str
    b: str


def items(path: Path) -> dict[str, list[NewsItem]]:
    """The items of a list by the pair of texts they are of."""
    found = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            item = NewsItem(row["section"], int(row["rank"]), row["a_quote"], row["b_quote"])
            found[row["pair"]].append(item)
    return found


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


def judge(comparison: Comparison, listed: Sequence[NewsItem]) -> None:
    """Print what of a list is quoted and told."""
    quoted = quotations(comparison)
    pairs = list(told_pairs(comparison))
    sums: defaultdict[str, list[tuple[NewsItem, bool, bool]]] = defaultdict(list)
    for item in listed:
        if item.section == "kept":
            continue
        in_answer = covered(item, quoted["a"], quoted["b"])
        told = item.section == "changed" and any(covered(item, [a], [b]) for a, b in pairs)
        sums[item.section].append((item, in_answer, told))
        marks = f"{'quoted' if in_answer else '':7}{'told' if told else '':5}"
        print(f"  {item.section:8}{item.rank:3} {marks} {(item.a or item.b)[:80]}")
    for section, found in sums.items():
        first = [row for row in found if row[0].rank <= FIRST]
        print(
            f"  {section}: quoted {sum(q for _, q, _ in found)} of {len(found)} "
            f"(first {FIRST}: {sum(q for _, q, _ in first)} of {len(first)}), "
            f"told {sum(t for _, _, t in found)}"
        )
    opening, _, _ = render(comparison, "markdown").partition(HEADING)
    print(f"  the answer has {len(opening.decode('utf-8'))} characters\n")


def main(arguments: Sequence[str]) -> int:
    """Judge each list; returns 0."""
    folder = data_folder()
    paths = [Path(a) for a in arguments] or sorted((folder / "gold").glob("news-*.tsv"))
    encoder = open_encoder(for_comparing(None))
    for path in paths:
        for pair, listed in items(path).items():
            texts = [_text(folder, year) for year in pair.split("-")]
            print(f"{pair}")
            judge(compare(texts[0], texts[1], encoder), listed)
    return 0


def _text(folder: Path, year: str) -> Document:
    """The declaration of a year's summit of heads of state."""
    names = {"2003": "moscow", "2019": "bishkek", "2022": "samarkand", "2023": "new-delhi"}
    return resolve(str(folder / "sco" / f"{year}-{names[year]}.en.txt"))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
