"""How well paragraphs are found: boundary precision, recall and F1 against the gold.

    python -m benchmarks.evaluate.segmentation [--verbose]

A boundary is the place after a paragraph's last character, counted in characters that are
not white space; page numbers are taken out on both sides. Boundaries that the gold calls
doubtful are left out. The second table lays the gold's paragraphs out anew in ways that
other files have (another width, another type, indents, blank lines, page numbers) and
measures again; its layouts are drawn with a fixed seed.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scodiff.corpus.segmentation.lines import split_lines
from scodiff.corpus.segmentation.metrics import Ruler, rulers
from scodiff.corpus.segmentation.segmenter import segment

_ROOT = Path(__file__).resolve().parents[2]
_DATA = Path(os.environ.get("SCODIFF_DATA", _ROOT / ".." / "shared" / "data"))
_NAMES = ("2003-moscow", "2019-bishkek", "2022-samarkand", "2023-new-delhi")
_SEED = 20030529
# The gold joins lines with a space, also where a hyphen ends one.
_CUT_AT_HYPHEN = re.compile(r"(?<=\w)- (?=\w)(?!and |or )")
_AFTER_HYPHEN = re.compile(r"(?<=\w-)(?=\w)")
_MONO = 2
_PLAIN_KINDS = ("body", "title", "heading", "separator", "closing")


@dataclass(frozen=True)
class GoldBlock:
    """One true paragraph."""

    kind: str
    text: str


@dataclass(frozen=True)
class BoundaryScore:
    """Boundaries found, true and in common."""

    found: int
    true: int
    common: int

    @property
    def precision(self) -> float:
        """Share of the boundaries found that are true."""
        return self.common / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the true boundaries that were found."""
        return self.common / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.found + self.true
        return 2 * self.common / total if total else 1.0


def bare(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def read_tsv(path: Path) -> list[dict[str, str]]:
    """The rows of a gold table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_gold(name: str) -> list[GoldBlock]:
    """The true paragraphs of a text, page numbers left out."""
    rows = read_tsv(_DATA / "gold" / "sco-paragraphs" / f"{name}.tsv")
    return [GoldBlock(r["kind"], r["text"]) for r in rows if r["kind"] != "pagenumber"]


def boundaries(texts: Iterator[str] | list[str]) -> set[int]:
    """Where paragraphs end, in characters that are not white space; the last end left out."""
    ends, position = set(), 0
    for text in texts:
        position += len(bare(text))
        ends.add(position)
    ends.discard(position)
    return ends


def doubtful(name: str, blocks: list[GoldBlock]) -> set[int]:
    """The boundaries that the layout leaves open."""
    path = _DATA / "gold" / "sco-paragraphs" / f"{name}.doubt.tsv"
    if not path.exists():
        return set()
    whole = bare("".join(block.text for block in blocks))
    places = set()
    for row in read_tsv(path):
        ends, following = bare(row["ends"]), bare(row["next"])
        if (at := whole.find(ends + following)) >= 0:
            places.add(at + len(ends))
        else:
            raise ValueError(f"{name}: doubtful boundary not found: {row}")
    return places


def found_paragraphs(source: str) -> list[str]:
    """What the segmenter makes of a text, furniture left out."""
    return [p.text for p in segment(split_lines(source)).paragraphs if p.kind != "furniture"]


def score(found: set[int], true: set[int], left_out: set[int]) -> BoundaryScore:
    """Count boundaries, the doubtful ones aside."""
    found, true = found - left_out, true - left_out
    return BoundaryScore(len(found), len(true), len(found & true))


def show_errors(whole: str, found: set[int], true: set[int], left_out: set[int]) -> None:
    """Print every boundary missed or put in wrongly, with what stands around it."""
    for place in sorted((found ^ true) - left_out):
        kind = "missed" if place in true else "extra "
        print(f"    {kind} …{whole[max(0, place - 40) : place]} | {whole[place : place + 40]}…")


def measure(name: str, source: str, blocks: list[GoldBlock], verbose: bool) -> BoundaryScore:
    """BoundaryScore one text."""
    left_out = doubtful(name, blocks)
    texts = found_paragraphs(source)
    true, found = boundaries([b.text for b in blocks]), boundaries(texts)
    whole = bare("".join(b.text for b in blocks))
    if bare("".join(texts)) != whole:
        print(f"    {name}: the text found and the gold differ in their characters")
    if verbose:
        show_errors(whole, found, true, left_out)
    return score(found, true, left_out)


# Other layouts of the same paragraphs.


def wrap(text: str, ruler: Ruler, width: int, indent: int, at_hyphens: bool) -> list[str]:
    """Set a paragraph in lines no wider than ``width``; the first is shorter by ``indent``.

    As word processors do, lines are broken after hyphens too where ``at_hyphens``.
    """
    lines: list[str] = []
    current = ""
    for word in text.split():
        glue = " " if current else ""
        for piece in _AFTER_HYPHEN.split(word) if at_hyphens else [word]:
            limit = width - (indent if not lines else 0)
            if current and ruler(current + glue + piece) > limit:
                lines.append(current)
                current = piece
            else:
                current += glue + piece
            glue = ""
    return [*lines, current] if current else lines


LayOut = Callable[[list[GoldBlock], random.Random], str]


def _wrapped(ruler: int, width: int, *, gap: str = "", dropped: int = 0, shown: int = 0) -> LayOut:
    """Wrapped lines: ``dropped`` is a first-line indent the extractor lost, ``shown`` spaces."""

    def layout(blocks: list[GoldBlock], _: random.Random) -> str:
        measure_width = rulers()[ruler]
        out: list[str] = []
        for block in blocks:
            prose = block.kind == "body"
            text = _CUT_AT_HYPHEN.sub("-", block.text)
            lines = wrap(text, measure_width, width, dropped if prose else 0, ruler != _MONO)
            if prose:
                lines[0] = " " * shown + lines[0]
            out += lines
            if gap:
                out.append("")
        return "\n".join(out) + "\n"

    return layout


def _paged(ruler: int, width: int, *, number: bool, feed: bool = False) -> LayOut:
    """Wrapped lines without blanks, and a page break every 38 to 44 lines."""
    plain = _wrapped(ruler, width)

    def layout(blocks: list[GoldBlock], rng: random.Random) -> str:
        out: list[str] = []
        page, room = 1, rng.randint(38, 44)
        for line in plain(blocks, rng).splitlines():
            if room == 0:
                out += [str(page)] if number else []
                out.append("\f" if feed else "")
                page, room = page + 1, rng.randint(38, 44)
            out.append(line)
            room -= 1
        return "\n".join(out) + "\n"

    return layout


def _one_line(gap: str) -> LayOut:
    return lambda blocks, _: gap.join(block.text for block in blocks) + "\n"


LAYOUTS: dict[str, LayOut] = {
    "Times, wider, no blank lines": _wrapped(0, 41_000),
    "Times, narrow, no blank lines": _wrapped(0, 24_000),
    "Times, first-line indent lost": _wrapped(0, 36_000, dropped=2_500),
    "Times, first-line indent kept": _wrapped(0, 36_000, dropped=2_500, shown=5),
    "Times, page breaks as blank lines": _paged(0, 35_000, number=False),
    "Times, page numbers": _paged(0, 35_000, number=True),
    "Times, page numbers, form feeds": _paged(0, 35_000, number=True, feed=True),
    "Helvetica, no blank lines": _wrapped(1, 40_000),
    "monospaced 72, no blank lines": _wrapped(2, 43_200),
    "monospaced 72, blank lines": _wrapped(2, 43_200, gap="\n"),
    "monospaced 60, indented": _wrapped(2, 36_000, shown=4),
    "one line per paragraph": _one_line("\n"),
    "one line per paragraph, blank lines": _one_line("\n\n"),
}


# Headings in sentence case, as many texts have them, put above every few paragraphs.
_HEADINGS = "Regional security|Economic cooperation|Culture and education|Final provisions"


def headed(blocks: list[GoldBlock], rng: random.Random) -> list[GoldBlock]:
    """The paragraphs with headings between them."""
    room, found = rng.randint(2, 5), list[GoldBlock]()
    for block in blocks:
        room -= 1
        if room <= 0 and block.kind == "body":
            found.append(GoldBlock("heading", rng.choice(_HEADINGS.split("|"))))
            room = rng.randint(3, 7)
        found.append(block)
    return found


def full_ends(blocks: list[GoldBlock]) -> list[GoldBlock]:
    """The paragraphs without signatures, whose lines are no wrapping of running text."""
    return [block for block in blocks if block.kind in _PLAIN_KINDS]


def layout_scores(verbose: bool, what: str, blocks_of: Callable[..., list[GoldBlock]]) -> None:
    """Print F1 for each layout, over the four texts."""
    print(f"\n{what:38} " + "  ".join(f"{n[:4]}" for n in _NAMES))
    for title, layout in LAYOUTS.items():
        rng = random.Random(_SEED)
        cells = []
        for name in _NAMES:
            blocks = blocks_of(full_ends(read_gold(name)), random.Random(_SEED))
            true = boundaries([block.text for block in blocks])
            found = boundaries(found_paragraphs(layout(blocks, rng)))
            cells.append(f"{score(found, true, set()).f1:.2f}")
            if verbose:
                print(f"  {title}, {name}")
                show_errors(bare("".join(b.text for b in blocks)), found, true, set())
        print(f"{title:38} {'  '.join(cells)}")


def main() -> int:
    """Print the tables; 2 where the data is absent."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--verbose", action="store_true", help="print every error")
    verbose = parser.parse_args().verbose
    if not (_DATA / "gold" / "sco-paragraphs").is_dir():
        print(
            "The gold is not here: it is expected in ../shared/data beside the repository, "
            "or where SCODIFF_DATA points.",
            file=sys.stderr,
        )
        return 2
    print(f"{'text':16} {'precision':>9} {'recall':>9} {'F1':>9}  boundaries")
    for name in _NAMES:
        source = (_DATA / "sco" / f"{name}.en.txt").read_text(encoding="utf-8")
        result = measure(name, source, read_gold(name), verbose)
        print(
            f"{name:16} {result.precision:9.4f} {result.recall:9.4f} {result.f1:9.4f}"
            f"  {result.common} of {result.true}, {result.found} found"
        )
    layout_scores(verbose, "other layouts of the same paragraphs", lambda blocks, _: blocks)
    layout_scores(verbose, "the same, with headings between them", headed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
