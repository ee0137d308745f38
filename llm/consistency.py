"""A pair that was asked about from both sides, and answered twice in two ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scodiff.compare.review.model import REVIEW_LABELS, ReviewAnswer, Verdict

_QUOTED = ("same", "part")


def made_consistent(answers: Sequence[ReviewAnswer]) -> tuple[list[ReviewAnswer], int]:
    """The answers with one label a pair, the weaker where there were two; how many pairs had two.

    "nothing" is the weakest: what the model says once and takes back once is not claimed.
    """
    said: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for answer in answers:
        for verdict in answer.verdicts:
            said[_pair(answer, verdict)].add(REVIEW_LABELS.index(verdict.label))
    contradicted = {pair: max(labels) for pair, labels in said.items() if len(labels) > 1}
    settled = [
        replace(answer, verdicts=tuple(_weakened(answer, contradicted))) for answer in answers
    ]
    return settled, len(contradicted)


def _weakened(answer: ReviewAnswer, contradicted: dict[tuple[str, str], int]) -> Iterator[Verdict]:
    for verdict in answer.verdicts:
        weakest = contradicted.get(_pair(answer, verdict))
        if weakest is None:
            yield verdict
            continue
        label = REVIEW_LABELS[weakest]
        yield Verdict(verdict.id, label, verdict.quotes if label in _QUOTED else None)


def _pair(answer: ReviewAnswer, verdict: Verdict) -> tuple[str, str]:
    pair = (answer.paragraph, verdict.id)
    return pair if answer.side == "a" else pair[::-1]


def without_pairs_of(
    answers: Sequence[ReviewAnswer], given: Sequence[ReviewAnswer]
) -> list[ReviewAnswer]:
    """The answers without verdicts on pairs that ``given`` speaks of: what is decided stands."""
    decided = {_pair(answer, verdict) for answer in given for verdict in answer.verdicts}
    return [
        replace(
            answer, verdicts=tuple(v for v in answer.verdicts if _pair(answer, v) not in decided)
        )
        for answer in answers
    ]
