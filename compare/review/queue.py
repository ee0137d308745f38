"""The questions that a comparison leaves open, the most useful first.

What an answer is worth is how many mistakes it is expected to mend among the pairs that it
speaks of: a pair that is not linked and should be, or the other way round, each as likely as the
engine's probability says. Pairs that an earlier question speaks of count no more, so that it is
as good to ask about a paragraph of A as about the one of B that may answer to it. Taking at each
step what is worth most is the greedy algorithm for the coverage of weighted sets (Nemhauser, Wolsey
and Fisher 1978), done lazily (Minoux 1978).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

from scodiff.compare.decisions.model import EngineOpinion
from scodiff.compare.pipeline import ScoredComparison
from scodiff.compare.review.digests import question_id, reviewed_text
from scodiff.compare.review.doubt import FALSE, LEAST_DOUBT, MISSED, doubt_of
from scodiff.compare.review.model import (
    AskedParagraph,
    OfferedParagraph,
    ReviewAnswer,
    ReviewedText,
    ReviewQuestion,
)
from scodiff.compare.review.offers import Asked, Offers, offers_of
from scodiff.compare.review.opinions import opinions_of
from scodiff.compare.scoring.candidate_pairs import Edge


def review_queue(
    engine: ScoredComparison, answers: Iterable[ReviewAnswer] = ()
) -> tuple[ReviewQuestion, ...]:
    """Every paragraph whose link is not sure, as a question, the most useful first.

    ``engine`` is the comparison that no answer had a part in. With ``answers`` those are left out
    that were answered, but for those where the answer is likely enough to be wrong: they are
    asked again, once.
    """
    offers = offers_of(engine)
    given = {_place(offers, answer): answer for answer in answers}
    ordered = order_of(offers, given)
    comparison = engine.comparison
    texts = reviewed_text(comparison.a), reviewed_text(comparison.b)
    opinions = opinions_of(comparison)
    return tuple(
        _question(
            offers, texts, asked, gain, opinions[asked[0], _id(offers, asked)], asked in given
        )
        for asked, gain in ordered
    )


def order_of(offers: Offers, given: Mapping[Asked, ReviewAnswer]) -> list[tuple[Asked, float]]:
    """The paragraphs to ask about, each with what an answer is worth at its place."""
    verdicts = _verdicts(offers, given)
    again = [
        (asked, gain)
        for asked, answer in given.items()
        if not answer.again
        and (
            gain := sum(
                doubt_of(offers.probability(e), linked=verdicts[e]) for e in offers.pairs(asked)
            )
        )
        >= LEAST_DOUBT
    ]
    fresh = {asked: offers.pairs(asked) for asked in offers.unsure if asked not in given}
    ordered = _greedy(offers, fresh, set(verdicts))
    return sorted([*ordered, *again], key=lambda item: -item[1])


def _greedy(
    offers: Offers, fresh: Mapping[Asked, Sequence[Edge]], covered: set[Edge]
) -> list[tuple[Asked, float]]:
    """Take what is worth most in view of what was taken before."""

    def worth(asked: Asked) -> float:
        """What the pairs are worth that no question before speaks of."""
        return sum(_error(offers, edge) for edge in fresh[asked] if edge not in covered)

    heap = [(-worth(asked), asked) for asked in fresh]
    heapq.heapify(heap)
    found = []
    while heap:
        _, asked = heapq.heappop(heap)
        # Worths only fall: who is still first when counted anew is first.
        key = (-worth(asked), asked)
        if heap and key > heap[0]:
            heapq.heappush(heap, key)
            continue
        found.append((asked, -key[0]))
        covered.update(fresh[asked])
    return found


def _error(offers: Offers, edge: Edge) -> float:
    """How much is expected to be wrong in what is said of a pair."""
    probability = offers.probability(edge)
    return FALSE * (1 - probability) if edge in offers.linked else MISSED * probability


def _verdicts(offers: Offers, given: Mapping[Asked, ReviewAnswer]) -> dict[Edge, bool]:
    """Of each pair that answers spoke of, whether they found a statement in common."""
    found: dict[Edge, bool] = {}
    ids = {
        side: {p.id: k for k, p in enumerate(d)} for side, d in (("a", offers.a), ("b", offers.b))
    }
    for asked, answer in given.items():
        other = ids["b" if asked[0] == "a" else "a"]
        linked = {other[v.id] for v in answer.verdicts if v.label in ("same", "part")}
        for edge in offers.pairs(asked):
            found.setdefault(edge, False)
        found |= {offers.edge(asked, k): True for k in linked}
    return found


def _place(offers: Offers, answer: ReviewAnswer) -> Asked:
    paragraphs = offers.a if answer.side == "a" else offers.b
    return answer.side, next(k for k, p in enumerate(paragraphs) if p.id == answer.paragraph)


def _id(offers: Offers, asked: Asked) -> str:
    return (offers.a if asked[0] == "a" else offers.b)[asked[1]].id


def _question(
    offers: Offers,
    texts: tuple[ReviewedText, ReviewedText],
    asked: Asked,
    gain: float,
    opinion: EngineOpinion,
    again: bool,
) -> ReviewQuestion:
    side, k = asked
    own, other = (offers.a, offers.b) if side == "a" else (offers.b, offers.a)
    p = own[k]
    paragraph = AskedParagraph(side, p.id, k + 1, p.label, p.section, p.text)
    candidates = tuple(
        OfferedParagraph(q.id, j + 1, q.section, q.text, offers.probability(edge))
        for edge in offers.pairs(asked)
        for j in (edge[1 if side == "a" else 0],)
        for q in (other[j],)
    )
    name = question_id(*texts, paragraph, candidates)
    return ReviewQuestion(name, *texts, paragraph, candidates, opinion, gain, again)
