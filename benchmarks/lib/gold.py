"""The alignment gold as documents and links, and where the real texts are."""

from __future__ import annotations

import csv
import hashlib
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from scodiff.corpus.model import PARAGRAPH_KINDS, Document, Paragraph, ParagraphKind, Source, Span
from scodiff.corpus.reader import read

ROOT = Path(__file__).resolve().parents[2]
HELD_BACK = ("2003-moscow", "2022-samarkand")
LINKED = frozenset("SP")
VALIDATION = "report"
OWN_GOLD = ROOT / "benchmarks" / "gold-alignment"
# The groups of which some candidates alone were read: what has no label may be anything.
LIKELY, UNSURE, RESTATED = "likely", "unsure", "restated"
SAMPLED = frozenset({"pairs", LIKELY, UNSURE, RESTATED})
REPORT = "2018-qingdao-report"


def data_folder() -> Path:
    """The folder of real texts; leaves with a sentence where it is absent."""
    folder = Path(os.environ.get("SCODIFF_DATA", ROOT / ".." / "shared" / "data"))
    if not folder.is_dir():
        sys.exit(f"no real texts at {folder}: set SCODIFF_DATA to the folder that holds them.")
    return folder


@dataclass(frozen=True)
class GoldPair:
    """Two documents and a reader's labels for pairs of their paragraphs.

    ``labels`` maps (id in A, id in B) to ``S`` same passage, ``P`` a part, or ``T`` the
    same matter only; every other pair is unrelated, unless the pair of texts is ``sampled``.
    """

    group: str
    a: Document
    b: Document
    labels: dict[tuple[str, str], str]

    @property
    def name(self) -> str:
        """Both ids, as the tables print them."""
        return f"{self.a.id}→{self.b.id}"

    @property
    def links(self) -> frozenset[tuple[str, str]]:
        """The pairs labelled S or P, between citable paragraphs."""
        return frozenset(pair for pair, label in self.labels.items() if label in LINKED)

    @property
    def topical(self) -> frozenset[tuple[str, str]]:
        """The pairs labelled T."""
        return frozenset(pair for pair, label in self.labels.items() if label == "T")

    @property
    def sampled(self) -> bool:
        """Whether some candidates alone were read, and what is not labelled may be anything."""
        return self.group in SAMPLED

    @property
    def held_back(self) -> bool:
        """Whether the pair takes no part in any choice."""
        return (self.a.id, self.b.id) == HELD_BACK

    @property
    def trains(self) -> bool:
        """Whether weights may be fitted on the pair."""
        return not self.held_back and self.group not in (VALIDATION, LIKELY, UNSURE, RESTATED)


def read_pairs(reader: int = 1) -> list[GoldPair]:
    """All pairs that the given reader has labelled, in order of group and name.

    Those of ``gold-alignment`` beside this file come last; they are for validation only.
    """
    gold = data_folder() / "gold"
    pairs = []
    for group in ("sco-alignment", "summit-alignment", "rewrite-alignment"):
        for path in sorted((gold / group).glob(f"*.reader{reader}.tsv")):
            a, b = (_document(gold, group, name) for name in _names(path))
            pairs.append(GoldPair(group.split("-")[0], a, b, _labels(path, a, b)))
    for path in sorted(OWN_GOLD.glob(f"*.reader{reader}.tsv")):
        a, b = (
            _report() if name == REPORT else _document(gold, "sco-alignment", name)
            for name in _names(path)
        )
        pairs.append(GoldPair(VALIDATION, a, b, _labels(path, a, b)))
    return pairs


def _names(path: Path) -> list[str]:
    return path.name.split(".")[0].split("__")


def _report() -> Document:
    """The information report of 2018, by the paragraphs that scodiff's reader finds.

    The gold numbers the citable ones from 2, after a title of one block, however the reader
    parts what stands above them.
    """
    found = read(data_folder() / "sco" / "2018-qingdao-information-report.en.txt")
    numbered = (
        replace(p, id=f"above-{p.id}" if p.n is None else f"p{p.n + 1}") for p in found.paragraphs
    )
    return replace(found, id=REPORT, paragraphs=tuple(numbered))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def _labels(path: Path, a: Document, b: Document) -> dict[tuple[str, str], str]:
    citable_a, citable_b = ({p.id for p in document.citable} for document in (a, b))
    return {
        (f"p{row['a']}", f"p{row['b']}"): row["label"]
        for row in _rows(path)
        if f"p{row['a']}" in citable_a and f"p{row['b']}" in citable_b and row["label"] in "SPT"
    }


def _document(gold: Path, group: str, name: str) -> Document:
    """The gold's paragraphs as a document; ids are the gold's own numbers."""
    if group == "sco-alignment":
        path = gold / "sco-paragraphs" / f"{name}.tsv"
    else:
        path = gold / group / f"{name}.paragraphs.tsv"
    return document(name, [(row["n"], row["kind"], row["text"]) for row in _rows(path)])


def document(name: str, blocks: list[tuple[str, str, str]], language: str = "en") -> Document:
    """A document made of (number, kind, text) rows."""
    paragraphs: list[Paragraph] = []
    position = n = 0
    for number, kind_name, text in blocks:
        kind: ParagraphKind = next((k for k in PARAGRAPH_KINDS if k == kind_name), "body")
        if kind_name == "pagenumber":
            kind = "furniture"
        n += kind in ("body", "item")
        label = n if kind in ("body", "item") else None
        span = Span(position, position + len(text))
        paragraphs.append(Paragraph(f"p{number}", label, None, None, kind, text, (span,)))
        position += len(text) + 2
    source_text = "\n\n".join(text for _, _, text in blocks)
    digest = hashlib.sha256(source_text.encode()).hexdigest()
    source = Source(name, digest, digest, "gold/1")
    return Document(name, name, None, None, language, source, source_text, tuple(paragraphs))
