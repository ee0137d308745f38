"""From which probability on is a claim sure, or likely? Measure it, and write ``weights.toml``.

    python -m benchmarks.train.certainty [--write] [PROFILE …]

For each profile whose model is installed. The development pairs choose, each judged by weights from
pairs that share neither document with it; 2003→2022 and the report of 2018 choose nothing. Printed
is how often what is called so is true where thresholds are chosen docs-out, too
(``benchmarks/lib/certainty.py``). To be run anew whenever the weights have changed.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from itertools import compress

from benchmarks.lib import certainty
from benchmarks.lib.cases import gold_cases
from benchmarks.lib.learning import IN_CONTEXT_PROFILES
from benchmarks.train.train import MULTILINGUAL, OUTPUT
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.registry import installed_models


def profiles() -> Iterator[tuple[str, Encoder | None]]:
    """The profiles that can be measured, each with what encodes for it."""
    installed = installed_models()
    for name in (*IN_CONTEXT_PROFILES, MULTILINGUAL):
        if name in installed:
            yield name, open_encoder(name)
    yield "any-model", open_encoder(None)
    yield "semantic", open_encoder(MULTILINGUAL if MULTILINGUAL in installed else None)
    yield "literal", None


def write(profile: str, thresholds: certainty.Thresholds) -> None:
    """Put the thresholds of a profile in the place of those in ``weights.toml``."""
    table = "".join(f"{name} = {least:.2f}\n" for name, least in thresholds.items())
    head = rf"(\[profile\.{re.escape(profile)}\.certainty\]\n)(?:\w+ = .*\n)*"
    text, found = re.subn(head, rf"\g<1>{table}", OUTPUT.read_text("utf-8"))
    if found != 1:
        raise SystemExit(f"{OUTPUT} has no table of the certainty of {profile}")
    OUTPUT.write_text(text, "utf-8")


def main() -> None:
    """Measure, show and, when asked, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("profiles", nargs="*", metavar="PROFILE", help="only these")
    parser.add_argument("--write", action="store_true", help="write compare/scoring/weights.toml")
    arguments = parser.parse_args()
    for profile, encoder in profiles():
        if arguments.profiles and profile not in arguments.profiles:
            continue
        cases = list(gold_cases(encoder, profile))
        claims = certainty.results(cases, encoder, profile)
        chosen = certainty.choose(
            [c for of_case in compress(claims, certainty.development(cases)) for c in of_case]
        )
        print(f"\n{profile}: {chosen}", flush=True)
        certainty.show(cases, encoder, profile)
        if arguments.write:
            write(profile, chosen)


if __name__ == "__main__":
    main()
