"""Formula by document: do the words stand there, a variant, or nothing, as a reader found it?

``benchmarks/gold-formulas/sco.tsv`` was made by reading the texts: 48 formulas, eight texts. The
odd formulas are for development, the even ones are held out.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.model import SAME_WORDS, PhraseHistory
from scodiff.compare.text.names import Thesaurus, load_names
from scodiff.corpus.reader import read

GOLD = Path(__file__).resolve().parents[2] / "gold-formulas" / "sco.tsv"
LABELS = ("words", "variant", "absent")
LEAST_RIGHT = 0.95
Search = Callable[[str, PhraseIndex, Thesaurus], PhraseHistory]


@dataclass(frozen=True)
class FormulaCell:
    """What a formula is in a document: by the reader, and as it was found."""

    formula: str
    document: str
    label: str
    found: str


def formula_cells(data: Path, search: Search, names: Thesaurus | None = None) -> list[FormulaCell]:
    """All cells but those of which the reader was in doubt."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    ids = dict.fromkeys(row["document"] for row in rows)
    index = PhraseIndex.of([read(data / "sco" / f"{name}.en.txt") for name in ids])
    histories = {
        formula: _labels(search(formula, index, names or load_names()))
        for formula in dict.fromkeys(row["formula"] for row in rows)
    }
    return [
        FormulaCell(
            row["formula"],
            row["document"],
            row["label"],
            histories[row["formula"]].get(row["document"], "absent"),
        )
        for row in rows
        if row["label"] != "doubt"
    ]


def _labels(history: PhraseHistory) -> dict[str, str]:
    found: dict[str, str] = {}
    for occurrence in history.occurrences:
        if occurrence.match in SAME_WORDS:
            found[occurrence.document] = "words"
        else:
            found.setdefault(occurrence.document, "variant")
    return found


def halves(cells: Sequence[FormulaCell]) -> dict[str, list[FormulaCell]]:
    """The cells of every other formula, for development and held out."""
    order = {name: i for i, name in enumerate(dict.fromkeys(c.formula for c in cells))}
    return {
        part: [c for c in cells if order[c.formula] % 2 == remainder]
        for part, remainder in (("development", 0), ("held out", 1))
    }


def rates(cells: Sequence[FormulaCell]) -> str:
    """How many cells of each label are right, and of all."""
    right = Counter(c.label for c in cells if c.label == c.found)
    total = Counter(c.label for c in cells)
    told = ", ".join(f"{label} {right[label]} of {total[label]}" for label in LABELS)
    return f"{told}; all {sum(right.values())} of {len(cells)}"


def print_formula_cells(data: Path, search: Search) -> bool:
    """Print the cells right, with and without formulas of the file; whether enough are."""
    print("\nformula by document, as a reader found them")
    enough = True
    for what, names in (
        ("with the file of names", load_names()),
        ("without its formulas", load_names()._replace(formulas=())),
    ):
        for part, cells in halves(formula_cells(data, search, names)).items():
            print(f"  {what}, {part}: {rates(cells)}")
            right = sum(c.label == c.found for c in cells)
            enough = enough and (
                bool(what.startswith("without")) or right >= LEAST_RIGHT * len(cells)
            )
    return enough
