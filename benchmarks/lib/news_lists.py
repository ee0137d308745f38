"""Lists of news: what readers of two texts call changed, dropped and new, by rank.

A list quotes the texts, which are not the project's to give away. What is kept of it here says
where each quotation stands: the number of the paragraph, its first and its last word, and the
beginning of the SHA-256 of its folded words, so that another text is not mistaken for it.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scodiff.compare.text.tokens import words
from scodiff.corpus.model import Document

FIELDS = ("pair", "reader", "section", "rank", "a", "b")
_DIGITS = 10
_AT = re.compile(r"(\d+):(\d+)-(\d+) ([0-9a-f]+)")


@dataclass(frozen=True)
class NewsItem:
    """One thing that a reader calls news, with what he quotes of either side."""

    section: str
    rank: int
    a: str
    b: str


NewsLists = Mapping[tuple[str, str], list[NewsItem]]  # by pair of texts and reader
TextOf = Callable[[str], Document]  # the text of a year


def quoted_lists(path: Path) -> NewsLists:
    """The lists of a file that quotes the texts: by pair, with the file's name for the reader."""
    found: defaultdict[tuple[str, str], list[NewsItem]] = defaultdict(list)
    for row in _rows(path):
        item = NewsItem(row["section"], int(row["rank"]), row["a_quote"], row["b_quote"])
        found[row["pair"], path.stem].append(item)
    return found


def kept_lists(path: Path, text_of: TextOf) -> NewsLists:
    """The lists of a file of places, quoted again from the texts.

    Raises ValueError where a text has other words at a place than the reader saw.
    """
    found: defaultdict[tuple[str, str], list[NewsItem]] = defaultdict(list)
    for row in _rows(path):
        texts = map(text_of, row["pair"].split("-"))
        a, b = (_quoted(t, row[s]) for t, s in zip(texts, ("a", "b"), strict=True))
        found[row["pair"], row["reader"]].append(NewsItem(row["section"], int(row["rank"]), a, b))
    return found


def placed(lists: NewsLists, reader: str, text_of: TextOf) -> Iterator[dict[str, str]]:
    """Lists that quote the texts as rows of a file of places, under a reader's name.

    Raises ValueError where a quotation does not stand in its text.
    """
    for (pair, _), items in lists.items():
        texts = [text_of(year) for year in pair.split("-")]
        for item in items:
            places = (_place(t, q) for t, q in zip(texts, (item.a, item.b), strict=True))
            values = (pair, reader, item.section, str(item.rank), *places)
            yield dict(zip(FIELDS, values, strict=True))


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def _place(text: Document, quotation: str) -> str:
    wanted = words(quotation)
    if not wanted:
        return ""
    for paragraph in text.citable:
        have = words(paragraph.text)
        for first in range(len(have) - len(wanted) + 1):
            if have[first : first + len(wanted)] == wanted:
                return f"{paragraph.n}:{first}-{first + len(wanted)} {_digest(wanted)}"
    raise ValueError(f"{text.id} does not have “{quotation}”.")


def _quoted(text: Document, place: str) -> str:
    match = _AT.fullmatch(place)
    if not match:
        return ""
    number, first, last = map(int, match.groups()[:3])
    found = words(text.citable[number - 1].text)[first:last]
    if _digest(found) != match[4]:
        raise ValueError(f"{text.id} has other words at ¶{number} than the reader of it saw.")
    return " ".join(found)


def _digest(found: Iterable[str]) -> str:
    return hashlib.sha256(" ".join(found).encode()).hexdigest()[:_DIGITS]
