"""How many pairs must be read on one paragraph's account for a lineage to find what compare finds.

    python -m benchmarks.evaluate.thresholds.lineage_readings OLD NEW [OLD NEW …]
        [--most 4 8 12 16 24] [--every 4] [--model NAME]

Each two files are linked with all likely pairs read, and then for every so-many-th paragraph of
both with no more than each number of them (``compare.reading.of_concern``). Printed are for each
number how many of the paragraphs have the very version that all readings give (``exact``): the
paragraphs that answer, the relation, probabilities and certainty; and how many have the same
paragraphs, relation and certainty (``same``). It judges, but never fails.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from scodiff.compare import linking
from scodiff.compare.pipeline import link
from scodiff.compare.reading.of_concern import Concern
from scodiff.compare.scoring.classifier import score
from scodiff.compare.studies.lineage import counterpart
from scodiff.compare.studies.model import Version
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.registry import for_comparing


def judged(
    a: Document, b: Document, encoder: Encoder, numbers: Sequence[int], every: int
) -> dict[int, Counter[str]]:
    """For each number what of the paragraphs is as with all readings."""
    full = link(a, b, encoder)
    found = {most: Counter[str]() for most in numbers}
    # The scores before any reading are the same each time.
    first = score(full.evidence.scores.a, full.evidence.scores.b, encoder, same_language=True)
    with patch.object(linking, "score", lambda *_, **__: first):
        for side, document in enumerate((a, b)):
            for n in range(0, len(document.citable), every):
                paragraph = document.citable[n]
                wanted = counterpart(full, side == 0, paragraph=paragraph)
                for most in numbers:
                    bounded = link(a, b, encoder, Concern(side, n, most))
                    got = counterpart(bounded, side == 0, paragraph=paragraph)
                    found[most] += Counter(
                        paragraphs=1, exact=got == wanted, same=_said(got) == _said(wanted)
                    )
    return found


def _said(version: Version) -> tuple[object, ...]:
    return version.state, version.answer, version.certainty, version.paragraphs


def main() -> None:
    """Judge each pair and all together."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--most", nargs="+", type=int, default=[4, 8, 12, 16, 24])
    parser.add_argument("--every", type=int, default=4)
    parser.add_argument("--model")
    arguments = parser.parse_args()
    encoder = open_encoder(for_comparing(arguments.model))
    total = {most: Counter[str]() for most in arguments.most}
    files = iter(arguments.files)
    for old, new in zip(files, files, strict=True):
        found = judged(read(old), read(new), encoder, arguments.most, arguments.every)
        for most, counts in found.items():
            total[most] += counts
            print(f"{old.name} {new.name} {most:3} {dict(counts)}", flush=True)
    for most, counts in total.items():
        print(f"all {most:3} {dict(counts)}")


if __name__ == "__main__":
    main()
