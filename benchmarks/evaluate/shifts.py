"""Precision and recall of the shifts, by kind, on edits annotated by reading.

    python -m benchmarks.evaluate.shifts [--part dev|test] [--errors] [--made]

The gold (gold-shifts/README.md says how it was made) is read beside the texts that it
refers to in ../shared/data (SCODIFF_DATA overrides). Errors are printed for the
development part only: the test part is for the score.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from benchmarks.lib.rewritten import report_linked, report_rewrites, rewrites, told
from scodiff.compare import compare
from scodiff.compare.diff.diff import diff
from scodiff.compare.model import PERSISTED, Edit, Shift
from scodiff.compare.shifts.kinds import SHIFT_KINDS
from scodiff.corpus.library import resolve
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.registry import for_comparing

HERE = Path(__file__).parents[1]
GOLD = HERE / "gold-shifts"
DATA = Path(os.environ.get("SCODIFF_DATA", HERE.parents[1] / "shared" / "data"))
ALL_BUT_UNCHANGED = 0.9
FUNCTION_WORDS = frozenset(
    ["the", "of", "and", "a", "an", "to", "in", "on", "by", "for", "from", "with", "or"]
)


@dataclass(frozen=True)
class GoldEdit:
    """What a reader says of one edit; one that is optional may be reported or not."""

    kinds: tuple[str, ...]
    direction: str
    a: str
    b: str
    optional: bool


@dataclass
class KindScore:
    """Counts for one kind of shift."""

    right: int = 0
    given: int = 0
    found: int = 0
    expected: int = 0
    direction_right: int = 0

    def line(self, name: str) -> str:
        """Precision, recall and right directions as a printed line."""
        precision = f"{self.right / self.given:.2f}" if self.given else "-"
        recall = f"{self.found / self.expected:.2f}" if self.expected else "-"
        direction = f"{self.direction_right}/{self.right}"
        return (
            f"{name:<12}{precision:>10} ({self.right}/{self.given})"
            f"{recall:>8} ({self.found}/{self.expected}){direction:>10}"
        )


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file of the gold set."""
    yield from _rows_of(GOLD / name)


def text_at(place: str) -> str:
    """The text of a place, its lines joined."""
    if "#" in place:
        name, number = place.rsplit("#", 1)
        return _paragraphs(name)[int(number)]
    name, span = place.split(":", 1)
    start, end = map(int, re.split("[:-]", span))
    return " ".join((DATA / name).read_text(encoding="utf-8")[start:end].split())


@lru_cache
def _paragraphs(name: str) -> dict[int, str]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return {int(r["n"]): r["text"] for r in csv.DictReader(file, delimiter="\t")}


def share_a_word(found: Shift | Edit, gold: GoldEdit) -> bool:
    """Whether what was found and a gold edit have a word in common on one side."""
    return bool(_content(found.a) & _content(gold.a) or _content(found.b) & _content(gold.b))


def _content(text: str) -> set[str]:
    """The words of an edit; of function words only if it has no others."""
    found = set(re.findall(r"[\u4e00-\u9fff]|[^\W_]+", text.casefold()))
    return found - FUNCTION_WORDS or found


def score_passage(
    found: tuple[Shift, ...], gold: list[GoldEdit], scores: dict[str, KindScore]
) -> list[str]:
    """Add one passage to the scores; returns its errors in words."""
    errors = []
    for shift in found:
        fitting = [g for g in gold if shift.kind in g.kinds and share_a_word(shift, g)]
        of_no_kind = [g for g in gold if g.kinds == ("other",) and share_a_word(shift, g)]
        if (fitting and all(g.optional for g in fitting)) or (
            shift.kind == "object" and of_no_kind
        ):
            continue
        score = scores[shift.kind]
        score.given += 1
        score.right += bool(fitting)
        score.direction_right += any(g.direction == shift.direction for g in fitting)
        if not fitting:
            errors.append(f"wrong   {shift.kind} {shift.direction}: {shift.a!r} -> {shift.b!r}")
    for g in gold:
        if g.optional or not set(g.kinds) & set(SHIFT_KINDS):
            continue
        hit = any(s.kind in g.kinds and share_a_word(s, g) for s in found)
        scores[g.kinds[0]].expected += 1
        scores[g.kinds[0]].found += hit
        if not hit:
            errors.append(f"missed  {'/'.join(g.kinds)} {g.direction}: {g.a!r} -> {g.b!r}")
    return errors


def report(title: str, scores: dict[str, KindScore]) -> KindScore:
    """Print the table of kinds and return their sum."""
    print(f"\n{title}\n{'kind':<12}{'precision':>10}{'recall':>14}{'direction right':>22}")
    total = KindScore()
    for kind in SHIFT_KINDS:
        if kind in scores:
            print(scores[kind].line(kind))
            for name in ("right", "given", "found", "expected", "direction_right"):
                setattr(total, name, getattr(total, name) + getattr(scores[kind], name))
    print(total.line("all"))
    return total


def kept_apart(edits: Sequence[Edit], gold: GoldEdit) -> bool:
    """Whether an editorial edit of the gold is in no substantive edit of the diff."""
    changed = [e for e in edits if e.op != "equal"]
    if any(e.editorial and share_a_word(e, gold) for e in changed):
        return True
    return not any(share_a_word(e, gold) for e in changed)


def read_passages(part: str, show: bool) -> KindScore:
    """Score the passages annotated by reading, and print the table."""
    gold: dict[str, list[GoldEdit]] = defaultdict(list)
    for r in rows("edits.tsv"):
        gold[r["passage"]].append(
            GoldEdit(
                tuple(r["kinds"].split("/")), r["direction"], r["a"], r["b"], bool(r["optional"])
            )
        )
    scores: dict[str, KindScore] = defaultdict(KindScore)
    editorial = KindScore()
    for r in rows("passages.tsv"):
        if r["part"] != part:
            continue
        literal = diff(text_at(r["a"]), text_at(r["b"]))
        errors = score_passage(told(literal.edits), gold[r["passage"]], scores)
        for g in gold[r["passage"]]:
            if g.kinds == ("editorial",):
                hit = kept_apart(literal.edits, g)
                editorial.expected += 1
                editorial.found += hit
                if not hit:
                    errors.append(f"missed  editorial: {g.a!r} -> {g.b!r}")
        if show and errors:
            print(f"{r['passage']}: {r['a']}", *errors, sep="\n    ")
    total = report(f"{part} part of the annotated passages", scores)
    print(f"editorial edits kept apart: {editorial.found}/{editorial.expected}")
    return total


def read_made(part: str, show: bool) -> KindScore:
    """Score the pairs made for modality and polarity, and print the table."""
    scores: dict[str, KindScore] = defaultdict(KindScore)
    for r in rows("made.tsv"):
        if r["part"] != part:
            continue
        gold = (
            []
            if r["kind"] == "none"
            else [GoldEdit((r["kind"],), r["direction"], r["a"], r["b"], False)]
        )
        found = told(diff(r["a"], r["b"]).edits)
        for error in score_passage(found, gold, scores):
            if show:
                print(f"{r['pair']}: {error}")
    return report(f"{part} part of the pairs made for modality and polarity", scores)


def read_control(show: bool) -> None:
    """Drafts adopted all but unchanged: what is reported there should be next to nothing.

    Left out are drafts that were rewritten (their INDEX.tsv says how many words agree) and
    what stands before the resolution itself: session, date and number differ in every pair.
    """
    folder = DATA / "series" / "un-draft-adopted"
    linked = differing = shifted = 0
    kinds: Counter[str] = Counter()
    for row in _rows_of(folder / "INDEX.tsv"):
        if float(row["word_ratio"]) < ALL_BUT_UNCHANGED:
            continue
        draft, adopted = (
            resolve(str(folder / f"{row['pair']}.{state}.txt")) for state in ("draft", "adopted")
        )
        opening = next((p.n for p in draft.citable if p.text.startswith("The General Assembly")), 0)
        number = {p.id: p.n or 0 for p in draft.citable}
        for link in compare(draft, adopted).links:
            if not (link.a and link.b) or number[link.a[0]] < (opening or 0):
                continue
            linked += 1
            differing += link.relation not in PERSISTED
            shifted += bool(link.shifts)
            kinds.update(shift.kind for shift in link.shifts)
            for shift in link.shifts if show else ():
                print(f"{row['pair']} {link.a}: {shift.kind}: {shift.a!r} -> {shift.b!r}")
    print(
        f"\ncontrol (drafts and what was adopted): {linked} linked passages, {differing} of them "
        f"differ in words; shifts reported in {shifted}: {dict(sorted(kinds.items()))}"
    )


def _rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def main() -> int:
    """Score all that is at hand; errors only of the development part."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    parser.add_argument("--errors", action="store_true", help="print the errors (dev only)")
    args = parser.parse_args()
    if not DATA.is_dir():
        print("the texts are not here; set SCODIFF_DATA to the folder that has them")
        return 0
    if args.errors and args.part == "test":
        parser.error("the errors of the test part are not shown: it is for the score only")
    read_passages(args.part, args.errors)
    read_made(args.part, args.errors)
    read_control(args.errors)
    folds = "4" if args.part == "test" else "0123"
    print(f"\nsentences rewritten, folds {folds}")
    report_rewrites(rewrites(DATA, folds))
    report_linked(folds, open_encoder(for_comparing(None)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
