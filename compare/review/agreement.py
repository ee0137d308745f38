"""How far two readers agree: F1 on links, Cohen's kappa on labels, and what to discuss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scodiff.compare.decisions.model import TextSide
from scodiff.compare.review.model import ReviewAnswer, ReviewError, ReviewLabel

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
        ReviewError: the answers are about different texts, or about no paragraph in common; or one
            reader says two things of a pair.
    """
    texts = {(answer.a, answer.b) for answer in (*first, *second)}
    if len(texts) > 1:
        raise ReviewError("the two files of answers are not about the same two texts.")
    both = _asked(first) & _asked(second)
    if not both:
        raise ReviewError("the two files of answers have no question in common.")
    labels = [_labels(first, both, "first"), _labels(second, both, "second")]
    pairs = sorted({*labels[0], *labels[1]})
    said = [(labels[0].get(p, "nothing"), labels[1].get(p, "nothing")) for p in pairs]
    differing = [
        Disagreement(*pair, *labels)
        for pair, labels in zip(pairs, said, strict=True)
        if labels[0] != labels[1]
    ]
    differing.sort(key=lambda d: not d.on_link)
    links = [(one in _LINKS, other in _LINKS) for one, other in said]
    return Agreement(len(both), len(pairs), f1_of(links), cohens_kappa(said), tuple(differing))


def _asked(answers: Sequence[ReviewAnswer]) -> set[tuple[TextSide, str]]:
    return {(answer.side, answer.paragraph) for answer in answers}


def _labels(
    answers: Sequence[ReviewAnswer], asked: set[tuple[TextSide, str]], which: str
) -> dict[LabelledPair, ReviewLabel]:
    found: dict[LabelledPair, ReviewLabel] = {}
    for answer in answers:
        if (answer.side, answer.paragraph) not in asked:
            continue
        for v in answer.verdicts:
            pair = (answer.paragraph, v.id) if answer.side == "a" else (v.id, answer.paragraph)
            if found.setdefault(pair, v.label) != v.label:
                raise ReviewError(
                    f"the {which} file of answers calls A {pair[0]} and B {pair[1]} both "
                    f"'{found[pair]}' and '{v.label}': keep one."
                )
    return found


def f1_of(found: Sequence[tuple[bool, bool]]) -> float | None:
    """F1 of what one reader found against what the other did; None where neither found any."""
    count = sum(one + other for one, other in found)
    return 2 * sum(one and other for one, other in found) / count if count else None


def cohens_kappa(said: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa (1960) on the labels of two readers; None where chance alone would agree."""
    count = len(said)
    if not count:
        return None
    first, second = (Counter(labels[k] for labels in said) for k in (0, 1))
    expected = sum(first[label] * second[label] for label in first) / count**2
    observed = sum(one == other for one, other in said) / count
    return None if expected == 1 else (observed - expected) / (1 - expected)
