"""How well files are read: paragraphs and characters, by format and layout.

    python -m benchmarks.evaluate.readers [--verbose] [--keep FOLDER]

PDF, Word and HTML files are made from the true paragraphs of the declarations by Chromium,
LibreOffice and pandoc, and read. PrintedText are the boundary F1 of the paragraphs (as in
``segmentation.py``) and the share of characters that are right: one less the edit distance
to the source over its length, words and the spaces between them alike, what was set aside
left out. A program that is not here is named, and what it would have made is skipped.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.evaluate.segmentation import _CUT_AT_HYPHEN as AFTER_CUT
from benchmarks.evaluate.segmentation import (
    _DATA,
    _NAMES,
    bare,
    boundaries,
    doubtful,
    read_gold,
    score,
)
from benchmarks.lib.printing import (
    HEAD,
    PrintedText,
    Way,
    add_tracked_change,
    chromium_pdf,
    office,
    office_pdf,
    page,
    pandoc,
    website,
)
from scodiff.corpus.reader import read

_A4, _LETTER = "@page{size:A4;margin:25mm}", "@page{size:Letter;margin:1in}"
_HEADS = f"@page{{@top-center{{content:'{HEAD}'}}@bottom-center{{content:counter(page)}}}}"
_JUSTIFIED = "p{text-align:justify}"
_TWO = "@page{size:A4;margin:20mm}main{font-size:9pt;columns:2;column-gap:9mm}h1{font-size:12pt}"
TARGETS = {"HTML": (0.97, 1.0), "DOCX": (0.97, 1.0), "PDF": (0.95, 0.999), "PDF columns": (0.90, 0)}


def _html(blocks: Sequence[PrintedText], target: Path) -> None:
    pandoc(blocks, target, "--standalone", "--metadata", "title=")


def _website(blocks: Sequence[PrintedText], target: Path) -> None:
    target.write_text(website(blocks), encoding="utf-8")


def _office_html(blocks: Sequence[PrintedText], target: Path) -> None:
    word = target.with_suffix(".docx")
    pandoc(blocks, word)
    office(word, target, "html")


def _docx(blocks: Sequence[PrintedText], target: Path) -> None:
    pandoc(blocks, target)


def _notes_docx(blocks: Sequence[PrintedText], target: Path) -> None:
    pandoc(blocks, target, notes=True)


def _office_docx(blocks: Sequence[PrintedText], target: Path) -> None:
    source = target.with_suffix(".html")
    source.write_text(page(blocks), encoding="utf-8")
    office(source, target, "docx:MS Word 2007 XML:EmbeddedFonts")


def _tracked_docx(blocks: Sequence[PrintedText], target: Path) -> None:
    pandoc(blocks, target)
    add_tracked_change(target)


_CHROMIUM, _OFFICE, _PANDOC = ("chromium",), ("soffice", "pandoc"), ("pandoc",)
WAYS = (
    Way("pandoc, page alone", "HTML", ".html", _PANDOC, _html),
    Way("ministry's page, menus around", "HTML", ".html", (), _website),
    Way("LibreOffice", "HTML", ".html", _OFFICE, _office_html),
    Way("pandoc", "DOCX", ".docx", _PANDOC, _docx),
    Way("pandoc, footnotes", "DOCX", ".docx", _PANDOC, _notes_docx),
    Way("pandoc, tracked changes", "DOCX", ".docx", _PANDOC, _tracked_docx),
    Way("LibreOffice", "DOCX", ".docx", ("soffice",), _office_docx),
    Way("Chromium, A4", "PDF", ".pdf", _CHROMIUM, chromium_pdf(_A4)),
    Way("Chromium, Letter, justified", "PDF", ".pdf", _CHROMIUM,
        chromium_pdf(_LETTER + _JUSTIFIED)),
    Way("Chromium, A4, heads and numbers", "PDF", ".pdf", _CHROMIUM, chromium_pdf(_A4 + _HEADS)),
    Way("Chromium, first lines indented, no gaps", "PDF", ".pdf", _CHROMIUM,
        chromium_pdf(_A4 + _JUSTIFIED + "p{margin:0;text-indent:2em}")),
    Way("Chromium, hyphenated", "PDF", ".pdf", _CHROMIUM,
        chromium_pdf(_LETTER + _JUSTIFIED + _HEADS + "body{hyphens:manual}", soft=True)),
    Way("LibreOffice, A4, heads and numbers", "PDF", ".pdf", _OFFICE, office_pdf(heads=True)),
    Way("LibreOffice, Letter, footnotes", "PDF", ".pdf", _OFFICE,
        office_pdf(notes=True, heads=True, letter=True)),
    Way("Chromium, two columns", "PDF columns", ".pdf", _CHROMIUM, chromium_pdf(_TWO + _JUSTIFIED)),
    Way("LibreOffice, two columns, heads", "PDF columns", ".pdf", _OFFICE,
        office_pdf(columns=2, heads=True)),
    Way("LibreOffice, two columns, footnotes", "PDF columns", ".pdf", _OFFICE,
        office_pdf(columns=2, notes=True, heads=True, letter=True)),
)  # fmt: skip


def measure(path: Path, name: str, verbose: bool) -> tuple[float, float]:
    """Boundary F1 and the share of right characters of one file."""
    from rapidfuzz.distance import Levenshtein

    gold = read_gold(name)
    document = read(path)
    texts = [p.text for p in document.paragraphs if p.kind != "furniture"]
    true_words, found_words = spaced(b.text for b in gold), spaced(texts)
    distance = Levenshtein.distance(true_words, found_words)
    true_text, found_text = bare(true_words), bare(found_words)
    true = boundaries([b.text for b in gold])
    found = _carried_over(boundaries(texts), found_text, true_text)
    left_out = doubtful(name, gold)
    if verbose:
        for place in sorted((found ^ true) - left_out):
            kind = "missed" if place in true else "extra "
            around = f"…{true_text[max(0, place - 40) : place]} | {true_text[place : place + 40]}…"
            print(f"      {kind} {around}")
        for edit in Levenshtein.opcodes(true_words, found_words):
            if edit.tag != "equal":
                was = true_words[edit.src_start : edit.src_end]
                now = found_words[edit.dest_start : edit.dest_end]
                before = true_words[max(0, edit.src_start - 30) : edit.src_start]
                print(f"      {edit.tag} {was!r} -> {now!r} after …{before}")
    return score(found, true, left_out).f1, 1 - distance / len(true_words)


def spaced(texts: Iterable[str]) -> str:
    """Texts as one, with one space wherever there is white space.

    The gold joins lines with a space also where a hyphen ends one ("well- being").
    """
    return AFTER_CUT.sub("-", " ".join(" ".join(texts).split()))


def _carried_over(places: set[int], found: str, true: str) -> set[int]:
    """Places in the text found, as places of the true text, where characters differ."""
    if found == true:
        return places
    from rapidfuzz.distance import Levenshtein

    blocks = [e for e in Levenshtein.opcodes(found, true) if e.tag == "equal"]
    carried = set()
    for place in places:
        home = next((e for e in blocks if e.src_start < place <= e.src_end), None)
        carried.add(place - home.src_start + home.dest_start if home else -place)
    return carried


def main() -> int:
    """Print the table; 2 where the data is absent, 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-v", "--verbose", action="store_true", help="print every error")
    parser.add_argument("--keep", metavar="FOLDER", help="make the files there, and keep them")
    parser.add_argument("--only", metavar="TEXT", default="", help="only ways whose name has TEXT")
    options = parser.parse_args()
    if not (_DATA / "gold" / "sco-paragraphs").is_dir():
        print(
            "The gold is not here: it is expected in ../shared/data beside the repository, "
            "or where SCODIFF_DATA points.",
            file=sys.stderr,
        )
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.keep or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        return _table(folder, options.only, options.verbose)


def _table(folder: Path, only: str, verbose: bool) -> int:
    print("boundary F1, characters right          " + "".join(f"{n[:4]:>14}" for n in _NAMES))
    missed = 0
    for number, way in enumerate(WAYS):
        title = f"{way.group}: {way.name}"
        if only not in title:
            continue
        if missing := way.missing():
            print(f"{title:46} skipped: no {', '.join(missing)} here")
            continue
        cells, verdict = [], ""
        for name in _NAMES:
            path = folder / f"{number:02}-{name}{way.suffix}"
            blocks = [PrintedText(b.kind, b.text) for b in read_gold(name)]
            way.make(blocks, path)
            f1, right = measure(path, name, verbose)
            least_f1, least_right = TARGETS[way.group]
            if f1 < least_f1 or right < least_right:
                missed, verdict = missed + 1, "  below target"
            cells.append(f"{f1:.3f} {right:.5f}")
        print(f"{title:46} {'  '.join(cells)}{verdict}", flush=True)
    print(f"targets missed: {missed}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
