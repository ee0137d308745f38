"""How far do few answers of a second reader bring a comparison?

    python -m benchmarks.evaluate.second_reader.review [FOLDER]

Answers are recorded: what the readers of the gold said of the pairs that a question offers, and of
no others. They become decisions and go through the alignment as ``scodiff review`` and ``compare
--links`` take them. F1 counts links and shared passages (S and P; T neither way), after so many
answers. First the questions in the order of the file; then with second looks, asking anew after
every answer (``review --answers … --questions …``), which count as answers. Below each, how much
F1 is less, by mean over seeds, when one answer in ten is wrong, in two ways: ``label``, one verdict
of it is one of the three other labels at random; ``worst``, every wrong answer misses what is
there, or links what is not. A reader repeats of a pair what he said of it before, until he looks
again.

FOLDER has the readers of pairs that left out folds of texts (``train/statements.py``): with it what
judges a pair of texts learned from neither. Without it the shipped model judges, which has seen
texts of these. 2003→2022 fitted no constant of the order, but its figures were seen while the order
was made (``docs/review.md``). Last, the second reader of the gold answers, and is judged by the
first.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks.lib.gold import GoldPair, read_pairs
from benchmarks.lib.reading.comparing import weights_of
from benchmarks.lib.reading.read_pairs import PROFILE, FoldReaders, read_pairs_by, rewritten_texts
from benchmarks.lib.reading.texts import read_candidates
from benchmarks.lib.reading.weighing import docs_out
from scodiff.compare.alignment.align import align
from scodiff.compare.alignment.link_evidence import Evidence
from scodiff.compare.alignment.links import LinkMaker
from scodiff.compare.alignment.parts import parts_of
from scodiff.compare.decisions.model import Decider
from scodiff.compare.pipeline import ScoredComparison, compare_scored
from scodiff.compare.review.checking import check_answers
from scodiff.compare.review.deciding import decisions_of_answers
from scodiff.compare.review.digests import text_digest
from scodiff.compare.review.model import REVIEW_LABELS, ReviewAnswer, ReviewLabel, Verdict
from scodiff.compare.review.offers import Asked, Offers, offers_of
from scodiff.compare.review.queue import order_of
from scodiff.compare.scoring.candidate_pairs import Edge
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.pair_reader import ComparingEncoder

COUNTS = (10, 15, 20, 30, 40)
SEEDS = range(20)
WRONG = 0.1
GROUPS = ("sco", "summit", "report")
DISTANT = ("2003-moscow→2019", "2003-moscow→2022", "2003-moscow→2023", "2003-moscow→2018")
_LABELS: dict[str, ReviewLabel] = {"S": "same", "P": "part", "T": "matter"}
_LINKS = ("same", "part")

Mistakes = Literal["none", "label", "worst"]
WRONG_WAYS: tuple[Mistakes, ...] = ("label", "worst")


@dataclass
class RecordedReader:
    """Answers from a gold, some of them wrong, and what was said so far."""

    offers: Offers
    gold: GoldPair
    mistakes: Mistakes = "none"
    seed: int = 0
    said: dict[Edge, ReviewLabel] = field(default_factory=dict)
    asked: dict[Asked, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)
        self.digests = text_digest(self.gold.a), text_digest(self.gold.b)

    def answer(self, asked: Asked) -> None:
        """Answer a question; of pairs spoken of before the same, unless it is a second look."""
        again = asked in self.asked
        self.asked[asked] = again
        for edge, label in self._labels(self.offers.pairs(asked)).items():
            if again or edge not in self.said:
                self.said[edge] = label

    def answers(self) -> dict[Asked, ReviewAnswer]:
        """All answers so far, by what was asked."""
        return {asked: self._answer(asked, again) for asked, again in self.asked.items()}

    def _labels(self, pairs: Sequence[Edge]) -> dict[Edge, ReviewLabel]:
        true = {edge: self._true(edge) for edge in pairs}
        if self.mistakes == "none" or self.draw.random() >= WRONG:
            return true
        links = [edge for edge in pairs if true[edge] in _LINKS]
        if self.mistakes == "label":
            edge = self.draw.choice(links or list(pairs))
            return true | {edge: self.draw.choice([x for x in REVIEW_LABELS if x != true[edge]])}
        others = [edge for edge in pairs if edge not in links]
        missed: dict[Edge, ReviewLabel] = dict.fromkeys(links, "nothing")
        if (links and self.draw.random() < 0.5) or not others:
            return true | missed
        return true | missed | {self.draw.choice(others): "same"}

    def _true(self, edge: Edge) -> ReviewLabel:
        ids = self.offers.a[edge[0]].id, self.offers.b[edge[1]].id
        return _LABELS.get(self.gold.labels.get(ids, ""), "nothing")

    def _answer(self, asked: Asked, again: bool) -> ReviewAnswer:
        side, place = asked
        own, other, k = (
            (self.offers.a, self.offers.b, 1) if side == "a" else (self.offers.b, self.offers.a, 0)
        )
        verdicts = tuple(
            Verdict(other[edge[k]].id, self.said[edge]) for edge in self.offers.pairs(asked)
        )
        by = Decider("person", "the gold's reader")
        return ReviewAnswer(
            f"{side}{place}", *self.digests, side, own[place].id, verdicts, by, again=again
        )


@dataclass(frozen=True)
class Subject:
    """A pair of texts, compared, and what it was compared by."""

    gold: GoldPair
    engine: ScoredComparison
    evidence: Evidence

    def f1(self, answers: Sequence[ReviewAnswer]) -> float:
        """F1 on S and P after these answers."""
        a, b = self.gold.a, self.gold.b
        checked = check_answers(enumerate(answers, 1), a, b)
        decided = decisions_of_answers(checked, self.engine.comparison).apply_to(a, b)
        evidence, constraints = self.evidence, decided.constraints
        alignment = align(evidence.scores, evidence.settings, constraints)
        links = LinkMaker(evidence, constraints).links(alignment)
        parts = parts_of(links, alignment.crossing, evidence, constraints)
        found = {(p.a, p.b) for link in links for p in link.pairs} | {(p.a, p.b) for p in parts}
        found -= self.gold.topical
        true = self.gold.links
        return 2 * len(found & true) / max(1, len(found) + len(true))

    def session(
        self, offers: Offers, reader: RecordedReader, *, second_looks: bool
    ) -> Iterator[float]:
        """F1 after each of COUNTS answers; where there is no more to ask, as it was last."""
        filed = iter([] if second_looks else order_of(offers, {}))
        last: Asked | None = None
        for number in range(1, max(COUNTS) + 1):
            left = order_of(offers, reader.answers()) if second_looks else [*_next(filed)]
            if left:
                # As the page does: what was answered just now is not asked again at once.
                last = next((asked for asked, _ in left if asked != last), left[0][0])
                reader.answer(last)
            if number in COUNTS:
                yield self.f1(list(reader.answers().values()))


def _next(filed: Iterator[tuple[Asked, float]]) -> Iterator[tuple[Asked, float]]:
    try:
        yield next(filed)
    except StopIteration:
        return


def subjects(folder: Path | None) -> Iterator[Subject]:
    """The pairs of declarations, compared docs-out where there is a folder of readers."""
    encoder = open_encoder(PROFILE)
    if folder is None:
        for gold in read_pairs():
            if gold.group in GROUPS:
                yield subject_of(gold, compare_scored(gold.a, gold.b, encoder))
        return
    readers = FoldReaders(folder)
    plain = encoder.encoder if isinstance(encoder, ComparingEncoder) else encoder
    pairs = [*read_pairs(), *read_candidates(), *rewritten_texts()]
    for example, weights in docs_out(list(read_pairs_by(readers, pairs, encoder))):
        reader = readers.without(example.folds)
        if example.pair.group in GROUPS and reader is not None:
            used = ComparingEncoder(plain, reader)  # type: ignore[arg-type]
            with weights_of(example, weights):
                yield subject_of(example.pair, compare_scored(example.pair.a, example.pair.b, used))


def subject_of(gold: GoldPair, engine: ScoredComparison) -> Subject:
    """A pair as it was compared."""
    a, b, found = gold.a.citable, gold.b.citable, engine.comparison
    evidence = Evidence(a, b, engine.scores, found.settings, True, found.names)
    return Subject(gold, engine, evidence)


def show(found: Sequence[Subject], *, second_looks: bool) -> None:
    """F1 after so many answers, and between distant texts what wrong ones cost."""
    how = "with second looks" if second_looks else "in the order of the file"
    print(f"\nquestions {how}\n{'':<44}{'open':>5}{'none':>7}", end="")
    print("".join(f"{n:>7}" for n in COUNTS))
    means: dict[str, list[np.ndarray]] = defaultdict(list)
    for subject in found:
        offers, name = offers_of(subject.engine), subject.gold.name
        right = _after(subject, offers, "none", second_looks)
        before = subject.f1([])
        print(f"{name[:43]:<44}{len(offers.unsure):>5}{before:7.3f}{_signed(right)}", flush=True)
        rows = {"all": right}
        if name.startswith(DISTANT):
            rows["distant"] = right
            for mistakes in WRONG_WAYS:
                rows[mistakes] = _after(subject, offers, mistakes, second_looks) - right
                print(f"{'  less, ' + mistakes:<56}{_signed(rows[mistakes])}", flush=True)
        if not subject.gold.held_back:
            for title, row in rows.items():
                means[title].append(row)
    for title, every in means.items():
        print(f"{'mean without 2003→2022, ' + title:<56}{_signed(np.mean(every, axis=0))}")


def _after(subject: Subject, offers: Offers, mistakes: Mistakes, second_looks: bool) -> np.ndarray:
    """F1 after each of COUNTS answers, by mean over seeds."""
    rows = [
        [
            *subject.session(
                offers,
                RecordedReader(offers, subject.gold, mistakes, seed),
                second_looks=second_looks,
            )
        ]
        for seed in ([0] if mistakes == "none" else SEEDS)
    ]
    return np.asarray(np.mean(rows, axis=0))


def _signed(row: np.ndarray) -> str:
    return "".join(f"{value:7.3f}" for value in row)


def show_second_reader(found: Sequence[Subject]) -> None:
    """The second reader of the gold answers, and the first judges."""
    print("\nthe second reader's answers, judged by the first's gold, in the order of the file")
    second = {pair.name: pair for pair in read_pairs(reader=2)}
    for subject in found:
        if other := second.get(subject.gold.name):
            offers = offers_of(subject.engine)
            row = subject.session(offers, RecordedReader(offers, other), second_looks=False)
            print(f"{other.name[:43]:<44}{'':>5}{subject.f1([]):7.3f}{_signed(np.array([*row]))}")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER", nargs="?")
    folder = parser.parse_args().folder
    print("judged docs-out" if folder else "judged by the shipped model, which has seen the texts")
    found = list(subjects(folder))
    for second_looks in (False, True):
        show(found, second_looks=second_looks)
    show_second_reader(found)


if __name__ == "__main__":
    main()
