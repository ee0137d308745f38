"""How much two translations of one text differ: the floor under every claim of a change.

    python -m benchmarks.evaluate.thresholds.noise

The share of words that two English translations keep of each other, verse by verse (ten
Bible pairs, verses of at least fifteen words), and in the passages of the 2022 and 2023
declarations that readers call the same (two translators, two texts). ``Settings`` takes
the 5 % quantile of all the verses for ``noise_floor`` and the 95 % quantile for
``noise_ceiling``: a linked passage between the two may be nothing but a new translation.

And how many of the verses between the two show a shift of each kind: what hardly any does no
translator makes (``scodiff.compare.shifts.quarters.is_deliberate``). "Named" are the actors that
were only added or only left out: the others are mostly capitals of old print (``Lo`` for ``See``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.lib.cases import segment_cases
from benchmarks.lib.gold import read_pairs
from scodiff.compare.diff.diff import diff, share_kept
from scodiff.compare.model import Shift
from scodiff.compare.settings import Settings
from scodiff.compare.shifts.quarters import is_deliberate
from scodiff.compare.shifts.shifts import find_shifts
from scodiff.compare.text.tokens import count_words

LEAST_WORDS = 15
QUANTILES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)


def pairs() -> Iterator[tuple[str, str, str]]:
    """The name of a pair of translations and a verse in both, for every verse."""
    for case in segment_cases("bible", "*"):
        text_a = {p.id: p.text for p in case.a.citable}
        text_b = {p.id: p.text for p in case.b.citable}
        name = case.a.id.split(".")[1]
        for a, b in sorted(case.gold.links):
            if count_words(text_a[a]) >= LEAST_WORDS:
                yield name, text_a[a], text_b[b]


def verses() -> dict[str, list[float]]:
    """The share kept of every verse, by pair of translations."""
    kept: dict[str, list[float]] = {}
    for name, a, b in pairs():
        kept.setdefault(name, []).append(share_kept(a, b))
    return kept


def shifted() -> tuple[Counter[str], int]:
    """The verses within the noise that show a shift, by its kind, and how many there are."""
    floor, ceiling = Settings().noise_floor, Settings().noise_ceiling
    count: Counter[str] = Counter()
    total = 0
    for _, a, b in pairs():
        literal = diff(a, b)
        if floor <= literal.kept <= ceiling:
            total += 1
            count.update({name for shift in find_shifts(literal.edits) for name in named(shift)})
    return count, total


def named(shift: Shift) -> Iterator[str]:
    """The kinds that a shift counts as."""
    yield shift.kind
    if shift.kind == "actor" and not (shift.a and shift.b):
        yield "actor, named"
    if shift.kind == "modality" and is_deliberate(shift):
        yield "modality, but will for shall"


def declarations() -> list[float]:
    """The share kept of the passages that readers call the same in 2022 and 2023."""
    (pair,) = (p for p in read_pairs() if p.a.id.startswith("2022") and p.b.id.startswith("2023"))
    same = sorted(ids for ids, label in pair.labels.items() if label == "S")
    return [share_kept(pair.a.paragraph(a).text, pair.b.paragraph(b).text) for a, b in same]


def show(name: str, values: Sequence[float]) -> None:
    """Print the quantiles of one row."""
    cells = " ".join(f"{q:6.2f}" for q in np.quantile(values, QUANTILES))
    print(f"{name:<24}{cells} {len(values):6d}")


def main() -> None:
    """Print the table."""
    print(f"{'share of words kept':<24}" + " ".join(f"{q:6.0%}" for q in QUANTILES) + "      n")
    found = verses()
    for name, values in found.items():
        show(f"Bible {name}", values)
    show("Bible, all", [v for values in found.values() for v in values])
    show("SCO 2022→2023, same", declarations())
    count, total = shifted()
    print(f"\nverses within the noise that show a shift, of {total}")
    for kind, number in sorted(count.items()):
        print(f"{kind:<32}{number / total:7.1%}")


if __name__ == "__main__":
    main()
