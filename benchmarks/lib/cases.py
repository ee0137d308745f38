"""Texts with the truth about them, and what scodiff makes of them by weights that saw neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from benchmarks.lib.gold import GoldPair, data_folder, document, read_pairs
from benchmarks.lib.learning import (
    Example,
    Model,
    docs_out,
    examples,
    fit,
    reading_of,
)
from benchmarks.lib.outcomes import Gold
from benchmarks.lib.perturb import RECIPES, perturbed
from scodiff.compare import compare
from scodiff.compare.model import Comparison
from scodiff.compare.scoring import classifier as scorer
from scodiff.compare.settings import DEFAULTS, Settings
from scodiff.corpus.model import Document
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.pair_reader import ComparingEncoder

TEST_SEEDS = range(100, 110)


@dataclass(frozen=True)
class Case:
    """Two texts with the truth about them; ``model`` has not seen either."""

    group: str
    a: Document
    b: Document
    gold: Gold
    model: Model | None = None


def gold_cases(encoder: Encoder | None, profile: str) -> Iterator[Case]:
    """The real declarations and statements, each with a model fitted docs-out."""
    every = _examples(read_pairs(), encoder, profile)
    for example, model in docs_out(every, profile):
        pair = example.pair
        group = f"{pair.a.id[:4]}→{pair.b.id[:4]}" if pair.group == "sco" else pair.group
        yield Case(group, pair.a, pair.b, Gold(pair.links, pair.topical), model)


def _examples(pairs: Sequence[GoldPair], encoder: Encoder | None, profile: str) -> list[Example]:
    return examples(pairs, encoder, reading_of(profile))


def perturbed_cases(
    encoder: Encoder, profile: str, seeds: Sequence[int] = TEST_SEEDS
) -> Iterator[Case]:
    """Invented later versions of 2003, judged by a model without 2003."""
    others = [p for p in read_pairs() if p.trains and p.a.id != "2003-moscow"]
    training = _examples(others, encoder, profile)
    model = fit(training, profile)
    for recipe in RECIPES:
        for seed in seeds:
            p = perturbed(recipe, seed)
            gold = Gold(p.links, moved=p.moved, groups=p.groups)
            yield Case(f"2003 {recipe.name}", p.a, p.b, gold, model)


def segment_cases(folder: str, pattern: str, languages: str = "en-en") -> Iterator[Case]:
    """Texts of one segment a line with aligned line numbers, judged by the shipped weights."""
    for path in sorted((data_folder() / "gold" / folder).glob(f"{pattern}.align.tsv")):
        stem = str(path).removesuffix(".align.tsv")
        sides = zip("ab", languages.split("-"), strict=True)
        a, b = (_lines(Path(f"{stem}.{side_name}.txt"), language) for side_name, language in sides)
        links: set[tuple[str, str]] = set()
        moved: set[str] = set()
        for row in path.read_text("utf-8").splitlines()[1:]:
            left, right, label = row.split("\t")
            pairs = {
                (f"p{int(i) + 1}", f"p{int(j) + 1}")
                for i in left.split(",")
                for j in right.split(",")
                if i and j
            }
            links |= pairs
            moved |= {i for i, _ in pairs if label == "moved"}
        yield Case(folder, a, b, Gold(frozenset(links), moved=frozenset(moved)))


def _lines(path: Path, language: str) -> Document:
    lines = path.read_text("utf-8").splitlines()
    paragraphs = [(str(n), "body", line) for n, line in enumerate(lines, 1)]
    return document(path.name, paragraphs, language)


def run_scodiff(
    case: Case, encoder: Encoder | None, profile: str, settings: Settings = DEFAULTS
) -> Comparison:
    """Compare with the case's own weights, or with the shipped ones.

    The reader of pairs that is shipped has seen the texts of the gold, and has no say with own
    weights; ``evaluate/statements.py`` judges those that have not.
    """
    if case.model is None:
        return compare(case.a, case.b, encoder, settings)
    if isinstance(encoder, ComparingEncoder):
        encoder = encoder.encoder
    own = replace(
        scorer.profile(profile),
        name="docs-out",
        link=case.model.link,
        counterpart=case.model.counterpart,
        candidates=case.model.candidates,
    )
    with patch.object(scorer, "profile_for", lambda *_, **__: own):
        return compare(case.a, case.b, encoder, settings)
