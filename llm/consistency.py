"""A pair that was asked about from both sides, and answered twice in two ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scodiff.compare.review.model import REVIEW_LABELS, ReviewAnswer, Verdict
from scodiff.llm.link_replies import LINKING

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ConsistentAnswers:
    """Answers with one label a pair, the weaker where there were two ("nothing" is the weakest).

    ``contradictions`` counts the pairs that had two. ``undecided`` are the answers left out: they
    speak of a pair that was once said to share a statement and once not, and of no other that
    does, so that it is not known whether anything answers.
    """

    answers: list[ReviewAnswer]
    undecided: list[ReviewAnswer]
    contradictions: int


def made_consistent(answers: Sequence[ReviewAnswer]) -> ConsistentAnswers:
    """The answers of one reader, made to agree with each other."""
    said: defaultdict[Pair, set[int]] = defaultdict(set)
    for answer in answers:
        for verdict in answer.verdicts:
            said[_pair(answer, verdict)].add(REVIEW_LABELS.index(verdict.label))
    twice = {pair: labels for pair, labels in said.items() if len(labels) > 1}
    kept: list[ReviewAnswer] = []
    undecided: list[ReviewAnswer] = []
    for answer in answers:
        weakened = replace(answer, verdicts=tuple(_weakened(answer, twice)))
        links = any(verdict.label in LINKING for verdict in weakened.verdicts)
        contested = any(
            _is_contested(twice.get(_pair(answer, verdict), set())) for verdict in answer.verdicts
        )
        (undecided if contested and not links else kept).append(weakened)
    return ConsistentAnswers(kept, undecided, len(twice))


def _is_contested(labels: set[int]) -> bool:
    return len({REVIEW_LABELS[label] in LINKING for label in labels}) > 1


def _weakened(answer: ReviewAnswer, twice: Mapping[Pair, set[int]]) -> Iterator[Verdict]:
    for verdict in answer.verdicts:
        labels = twice.get(_pair(answer, verdict))
        if labels is None:
            yield verdict
            continue
        label = REVIEW_LABELS[max(labels)]
        yield Verdict(verdict.id, label, verdict.quotes if label in LINKING else None)


def _pair(answer: ReviewAnswer, verdict: Verdict) -> Pair:
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
