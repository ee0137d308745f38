"""How much do two texts keep of each other that have nothing to do with each other?

    python -m benchmarks.lib.phrases.unrelated

Declarations of the SCO against statements of the Quad and of AUKUS and resolutions of the General
Assembly, by words alone. No share may reach the least one of a nearest ancestor.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from scodiff.compare.studies.matrix import all_against_all
from scodiff.compare.studies.model import ANCESTOR_SHARE
from scodiff.compare.studies.pairwise import PairwiseComparisons
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read

_ROOT = Path(__file__).resolve().parents[3]
_DATA = Path(os.environ.get("SCODIFF_DATA", _ROOT / ".." / "shared" / "data"))
_SCO = ("2003-moscow", "2018-qingdao-information-report", "2023-new-delhi")
_OTHERS = (("quad-leaders", "*.md", 4), ("aukus", "*.md", 2), ("un-ga", "**/*.txt", 4))


def main() -> int:
    """Print the largest shares; 0 if none reaches the least of an ancestor."""
    if not (_DATA / "series").is_dir():
        print(f"no texts in {_DATA.name}/series: set SCODIFF_DATA to the folder of real texts")
        return 0
    declarations = [read(_DATA / "sco" / f"{name}.en.txt") for name in _SCO]
    shares = sorted(
        (share, one.id, other.id)
        for one in declarations
        for other in _texts()
        for share in _kept(one, other)
    )
    for share, one, other in shares[:-6:-1]:
        print(f"  {share:.1%}  {one}, {other}")
    print(f"the largest of {len(shares)} shares is {shares[-1][0]:.1%}; least {ANCESTOR_SHARE:.0%}")
    return int(shares[-1][0] >= ANCESTOR_SHARE)


def _texts() -> list[Document]:
    series = _DATA / "series"
    return [
        read(path)
        for folder, pattern, number in _OTHERS
        for path in sorted((series / folder).glob(pattern))[:number]
    ]


def _kept(one: Document, other: Document) -> list[float]:
    """The shares that each keeps of the other."""
    found = all_against_all(PairwiseComparisons([one, other], None), one.id)
    return [cell.kept for cell in found.cells]


if __name__ == "__main__":
    sys.exit(main())
