"""Shifts told of sentences rewritten with one decisive change, with none, about something else.

For each sentence of ../shared/data/gold/rewrites: whether a shift is told of c1 (one decisive
change) and of the kind that its README gives, whether one is told of r1 (the same proposition
in other words), and whether of t2 (the same wording about something else) it is told that an
actor or the matter is another. Shifts that are open are not told. Rules may be written from
folds 0 to 3; fold 4 judges.

A sentence about something else does no harm where it is not linked. So texts of forty sentences,
each rewritten in one of four ways, are compared as well, as the command line compares: how many
t2 are linked without being told of another referent. The reader of pairs that is shipped has
learned from all of these sentences, so this figure is better than it would be on others.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.lib.reading.read_pairs import rewritten_texts
from scodiff.compare import compare
from scodiff.compare.diff.diff import diff
from scodiff.compare.model import Edit, Shift
from scodiff.compare.shifts.shifts import find_shifts
from scodiff.embeddings.encoder import Encoder

# The kinds of the project among the six of the rewrites, beside those that bear the same name.
ALSO = {
    "degree": {"scope", "polarity"},
    "hedge": {"modality"},
    "commitment": {"verb", "modality"},
    "object": {"scope", "actor"},
}
REFERENTS = {"actor", "object"}


def told(edits: Sequence[Edit]) -> tuple[Shift, ...]:
    """The shifts that are said to be such; those that are open are not."""
    return tuple(shift for shift in find_shifts(edits) if shift.certainty != "open")


def fits(shift: Shift, kind: str) -> bool:
    """Whether a shift is of a kind of the rewrites."""
    return shift.kind == kind or kind in ALSO.get(shift.kind, ())


def rewrites(data: Path, folds: str) -> list[dict[str, str]]:
    """The rewritten sentences of some folds."""
    path = data / "gold" / "rewrites" / "rewrites.jsonl"
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if str(row["fold"]) in folds]


def report_linked(folds: str, encoder: Encoder) -> None:
    """Print how many of each kind are linked in texts made of rewrites, and are told of."""
    seen: Counter[str] = Counter()
    linked: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    untold = 0
    for pair in rewritten_texts():
        _, fold, *_ = pair.a.id.split("-")
        if fold not in folds:
            continue
        kinds = pair.b.id.rpartition("-")[2].split(".")
        links = {p: link for link in compare(pair.a, pair.b, encoder).links for p in link.a}
        for number, kind in enumerate(kinds, 1):
            link = links[f"p{number}"]
            shifts = [shift for shift in link.shifts if shift.certainty != "open"]
            seen[kind] += 1
            if f"p{number}" in link.b:
                linked[kind] += 1
                changed[kind] += bool(shifts)
                untold += kind == "t2" and all(shift.kind not in REFERENTS for shift in shifts)
    for kind, count in sorted(seen.items()):
        share = f"{linked[kind] / count:.3f}"
        print(f"{kind} linked {share} of {count}, told of a shift {changed[kind] / count:.3f}")
    print(f"t2 linked and not told of another referent {untold / max(1, seen['t2']):.3f}")


def report_rewrites(rows: list[dict[str, str]]) -> None:
    """Print the figures of some sentences."""
    of_kind: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    right: Counter[str] = Counter()
    restated = other = 0
    for row in rows:
        kind = row["c1_kind"]
        c1, r1, t2 = (told(diff(row["text"], row[key]).edits) for key in ("c1", "r1", "t2"))
        of_kind[kind] += 1
        noticed[kind] += bool(c1)
        right[kind] += any(fits(shift, kind) for shift in c1)
        restated += bool(r1)
        other += any(shift.kind in REFERENTS for shift in t2)
    for kind in sorted(of_kind):
        print(f"c1 {kind:<10}{noticed[kind]:>5} of {of_kind[kind]:<5} kind right {right[kind]}")
    found = max(1, noticed.total())
    print(f"c1 noticed {noticed.total() / len(rows):.3f}, kind right {right.total() / found:.3f}")
    print(f"r1 said to have changed {restated / len(rows):.3f}")
    print(f"t2 told of another referent {other / len(rows):.3f}")
