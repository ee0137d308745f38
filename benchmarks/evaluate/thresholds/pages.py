"""What the thresholds of the PDF reader are worth, on pages that are made for it.

    python -m benchmarks.evaluate.thresholds.pages [LAYOUTS] [--unseen] [--columns N]
        [--thresholds [NAME …]]

Sets stretches of the shipped declaration in layouts drawn at random (``benchmarks.lib.layouts``:
running heads, page numbers, stamps, numbers of lines, signatories), reads them, and counts the
layouts whose paragraphs come out word for word, the words of the text that were set aside, and
the words from around the text that got into it. ``--columns`` sets the text in columns.
``--thresholds`` does so for each threshold of the PDF reader (or of the modules that are named),
and for those by which segmentation judges pages, at 0.7 and 0.85 of its value, and at 1.2 and 1.5
times of it: the value in use should stand on a plateau. Layouts are of even seeds; odd ones
(``--unseen``) are left to judge by.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType

from benchmarks.lib.layouts import MadeLayout, around, drawn, set_pages, signed
from scodiff.corpus.readers.pdf import (
    columns,
    edges,
    fragments,
    line_numbers,
    overlays,
    pages,
    signature_tables,
)
from scodiff.corpus.readers.pdf.fragments import Page
from scodiff.corpus.readers.pdf.pages import lay_out
from scodiff.corpus.readers.pdf.pdf import _open, _pages
from scodiff.corpus.segmentation import evidence, gaps, signatures
from scodiff.corpus.segmentation.segmenter import segment
from scodiff.corpus.shipped import shipped_document

LAYOUTS = 120
FACTORS = (0.7, 0.85, 1.2, 1.5)
THRESHOLDS: dict[ModuleType, str] = {
    edges: "_SAME_PLACE _ENOUGH _MOST_AGREEING _MARGIN _NARROW_MARGIN _APART _FAR_APART _LARGER "
           "_SMALLER _MUCH_SMALLER _FAR _MOST_STEPS_BELOW _NOTE_SIZE",
    overlays: "_SKEW _LARGER _PLACE _EDGE _OVERLAP _HUGE",
    columns: "_TOLERANCE _LEAST_SHARE _LEAST_WIDTH _MOST_CROSSING _FEWEST_LINES _FEWEST_WRAPPED "
             "_APART _FEWEST_MEASURED",
    signature_tables: "_BETWEEN_CELLS _LEVEL _LEADING",
    line_numbers: "_ALIGNED _SAME_LINE _FEWEST_ON_RULER _MOST",
    pages: "_BLANK_FROM _GAP_FROM _SAME_GAP _LEAST_GAPS _OTHER_SIZE _SURELY_OTHER_SIZE "
           "_INDENT_UNIT _NEAR",
    fragments: "_SAME_BASELINE _WORD_GAP _CELL_GAP _WIDEST_SPACE",
    gaps: "_HAIR _SURELY_SHORT LETTER _MOST_MISFIT _RARE",
    evidence: "_BEFORE_FIRST_SENTENCE _BELOW_TITLE _SIGNATORY",
    signatures: "_LEAST_SHARE",
}  # fmt: skip


@dataclass(frozen=True)
class MadeFile:
    """A layout, the texts that were set in it, and its pages as they are read."""

    layout: MadeLayout
    texts: tuple[str, ...]
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Tally:
    """Layouts read word for word, words of texts set aside, and words that got into them."""

    exact: int
    lost: int
    strange: int

    def __str__(self) -> str:
        return f"{self.exact:4} exact {self.lost:6} lost {self.strange:6} strange"


def made(layouts: int, *, unseen: bool, in_columns: int) -> list[MadeFile]:
    """The files of so many layouts; those that are ``unseen`` have chosen no threshold."""
    document = shipped_document("2003-moscow")
    texts = [paragraph.text for paragraph in document.citable]
    found = []
    for seed in range(unseen, 2 * layouts, 2):
        layout = drawn(seed, len(texts), columns=in_columns)
        own = texts[layout.first : layout.first + layout.count]
        data = set_pages(layout, document.title, own)
        read_pages = tuple(_pages(_open(data, "made"), "made"))
        found.append(MadeFile(layout, (document.title, *own), read_pages))
    return found


def read(file: MadeFile) -> Tally:
    """How one file is read."""
    found = lay_out(file.pages, "made")
    paragraphs = segment(found.lines, pages_seen=True).paragraphs
    aside = _words(p.text for p in paragraphs if p.kind == "furniture")
    text = _words(p.text for p in paragraphs if p.kind != "furniture")
    names = [f"{office} {name}" for office, name in signed(file.layout)]
    lost = _words([*file.texts, *names]) - text
    strange = text - _words([*file.texts, *names])
    # A title or signature may be parted otherwise; the body may not.
    exact = [p.text for p in paragraphs if p.citable] == list(file.texts[1:])
    around_it = _words(around(file.layout, len(file.pages)))
    return Tally(exact, (lost & aside).total(), (strange & (around_it + _numbers())).total())


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


def _numbers() -> Counter[str]:
    return Counter({str(number): 100 for number in range(1, 100)})


def total(files: Sequence[MadeFile]) -> Tally:
    """How all files are read."""
    tallies = [read(file) for file in files]
    return Tally(*(sum(getattr(t, name) for t in tallies) for name in ("exact", "lost", "strange")))


def sweep(files: Sequence[MadeFile], named: Sequence[str]) -> None:
    """Print what each threshold is worth at other values."""
    for module, names in THRESHOLDS.items():
        title = module.__name__.rpartition(".")[2]
        for name in names.split() if not named or title in named else ():
            used = getattr(module, name)
            print(f"{title}{name if name.startswith('_') else f'_{name}'} = {used:g}")
            for factor in FACTORS:
                setattr(module, name, used * factor)
                print(f"   × {factor:<5} {total(files)}", flush=True)
            setattr(module, name, used)


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and return 0."""
    parser = argparse.ArgumentParser(prog="pages")
    parser.add_argument("layouts", nargs="?", type=int, default=LAYOUTS)
    parser.add_argument("--unseen", action="store_true")
    parser.add_argument("--columns", type=int, default=1)
    parser.add_argument("--thresholds", nargs="*", metavar="NAME", help="of these modules, or all")
    asked = parser.parse_args(arguments)
    files = made(asked.layouts, unseen=asked.unseen, in_columns=asked.columns)
    print(f"{len(files)} layouts: {total(files)} (words)")
    forms = sorted({file.layout.form for file in files})
    for form in forms:
        own = [file for file in files if file.layout.form == form]
        print(f"   {form:<12} of {len(own):3}: {total(own)}")
    if asked.thresholds is not None:
        sweep(files, asked.thresholds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
