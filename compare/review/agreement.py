"""How far two readers agree: F1 on links, Cohen's kappa on labels, and what to discuss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scodiff.compare.decisions.model import TextSide
from scodiff.compare.review.model import REVIEW_LABELS, ReviewAnswer, ReviewError, ReviewLabel

_LINKS = ("same", "part")
LabelledPair = tuple[str, str]  # the ids of a paragraph of A and one of B


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A paragraph of A and one of B, by their ids, and what each of two readers calls them."""

    a: str
    b: str
    first: ReviewLabel
    second: ReviewLabel

    @property
    def on_link(self) -> bool:
        """Whether one found a statement in common and the other did not."""
        return (self.first in _LINKS) != (self.second in _LINKS)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readers agree on the paragraphs that both were asked about.

    ``questions`` are these, ``pairs`` those that one of the two spoke of. ``f1`` in [0, 1] is that
    of one reader's links (same and part) against the other's, ``kappa`` in [-1, 1] Cohen's (1960)
    on the four labels; None where it is not defined. ``discuss`` has what links come to first.
    """

    questions: int
    pairs: int
    f1: float | None
    kappa: float | None
    discuss: tuple[Disagreement, ...]


def agreement(first: Sequence[ReviewAnswer], second: Sequence[ReviewAnswer]) -> Agreement:
    """Compare what two readers said of the same paragraphs; what one does not name is nothing.

    Raises:
        ReviewError: the answers are about different texts, or about no paragraph in common.
    """
    texts = {(answer.a, answer.b) for answer in (*first, *second)}
    if len(texts) > 1:
        raise ReviewError("the two files of answers are not about the same two texts.")
    both = _asked(first) & _asked(second)
    if not both:
        raise ReviewError("the two files of answers have no question in common.")
    labels = [_labels(answers, both) for answers in (first, second)]
    pairs = sorted({*labels[0], *labels[1]})
    said = [(labels[0].get(p, "nothing"), labels[1].get(p, "nothing")) for p in pairs]
    differing = [
        Disagreement(*pair, *labels)
        for pair, labels in zip(pairs, said, strict=True)
        if labels[0] != labels[1]
    ]
    differing.sort(key=lambda d: not d.on_link)
    return Agreement(len(both), len(pairs), _f1(said), _kappa(said), tuple(differing))


def _asked(answers: Sequence[ReviewAnswer]) -> set[tuple[TextSide, str]]:
    return {(answer.side, answer.paragraph) for answer in answers}


def _labels(
    answers: Sequence[ReviewAnswer], asked: set[tuple[TextSide, str]]
) -> dict[LabelledPair, ReviewLabel]:
    return {
        (answer.paragraph, v.id) if answer.side == "a" else (v.id, answer.paragraph): v.label
        for answer in answers
        if (answer.side, answer.paragraph) in asked
        for v in answer.verdicts
    }


def _f1(said: Sequence[tuple[ReviewLabel, ReviewLabel]]) -> float | None:
    links = [(one in _LINKS, other in _LINKS) for one, other in said]
    found = sum(one + other for one, other in links)
    return 2 * sum(one and other for one, other in links) / found if found else None


def _kappa(said: Sequence[tuple[ReviewLabel, ReviewLabel]]) -> float | None:
    count = len(said)
    if not count:
        return None
    counts = [Counter(labels[k] for labels in said) for k in (0, 1)]
    expected = sum(counts[0][label] * counts[1][label] for label in REVIEW_LABELS) / count**2
    observed = sum(one == other for one, other in said) / count
    return None if expected == 1 else (observed - expected) / (1 - expected)
