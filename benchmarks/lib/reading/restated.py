"""The passages of ``benchmarks/gold-restated``, with what was written anew about each."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.lib.gold import RESTATED, ROOT, GoldPair, document
from benchmarks.lib.reading.texts import paragraphs_by_key

_PLACES = re.compile(r"\{(\d+)-(\d+)\}")
# What each is to the passage, and what most of them are to its full restatement.
LABELS = {"s": "S", "p": "P", "q": "P", "t": "T", "u": "T", "o": "T"}


def restated_passages() -> list[GoldPair]:
    """Two pairs for each text: its passages, and their full restatements, with all the others.

    Of both only the makes of one passage are labelled with each other. A pair bears the name of
    the text on either side, and is left out with it.
    """
    of_text = defaultdict(list)
    path = ROOT / "benchmarks" / "gold-restated" / "passages.jsonl"
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        of_text[row["text"]].append(row)
    return [pair for name, rows in of_text.items() for pair in _of_text(name, rows)]


def _of_text(name: str, rows: Sequence[dict[str, str]]) -> Iterator[GoldPair]:
    texts = paragraphs_by_key(name)
    found = [(texts[row["key"]], _spelt_out(row, texts)) for row in rows if row["key"] in texts]
    yield _pair(name, found, [*LABELS])
    yield _pair(
        name, [(row["s"], row) for _, row in found], [make for make in LABELS if make != "s"]
    )


def _spelt_out(row: dict[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    """A row with the words of its paragraph, which stand in it by their places: ``{3-9}``."""
    words = texts[row["key"]].split()
    return row | {
        make: _PLACES.sub(lambda at: " ".join(words[int(at[1]) : int(at[2])]), row[make])
        for make in LABELS
    }


def _pair(name: str, rows: Sequence[tuple[str, dict[str, str]]], makes: Sequence[str]) -> GoldPair:
    """Passages on one side, on the other what was made of each, labelled with it alone."""
    passages = [(str(n), "body", passage) for n, (passage, _) in enumerate(rows, 1)]
    made = [
        (f"{n}{make}", "body", row[make]) for n, (_, row) in enumerate(rows, 1) for make in makes
    ]
    labels = {(f"p{n}", f"p{n}{make}"): LABELS[make] for n, _, _ in passages for make in makes}
    return GoldPair(RESTATED, document(name, passages), document(name, made), labels)
