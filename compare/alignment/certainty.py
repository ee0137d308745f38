"""How sure is what was found: ``sure``, ``likely`` or ``open``.

What is called sure is right in 97 of 100 cases on texts that trained nothing, what is called likely
in at least two of three (``benchmarks/train/certainty.py``); of what is open nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scodiff.compare.alignment.threshold import linked_from
from scodiff.compare.decisions.model import MODEL, PERSON
from scodiff.compare.model import Candidate, Certainty
from scodiff.compare.scoring.candidate_pairs import Edge
from scodiff.compare.scoring.classifier import Scores
from scodiff.compare.settings import Settings


def of_link(probability: float, settings: Settings, *, by_neighbours: bool = False) -> Certainty:
    """How sure it is that two sides answer to each other.

    A link that only its neighbours made probable enough is at most likely.
    """
    found = _graded(probability, settings.sure_link, settings.likely_link)
    return "likely" if by_neighbours and found == "sure" else found


def of_lone(alone: float, best: float, settings: Settings) -> Certainty:
    """How sure it is that nothing answers to a paragraph.

    ``alone`` is the probability that nothing does, ``best`` that its best candidate does: where
    that is enough for a link, and another link took the candidate, or where that is the more
    probable of the two, all is open.
    """
    if best >= linked_from(settings) or best > alone:
        return "open"
    return _graded(alone, settings.sure_alone, settings.likely_alone)


def of_part(probability: float, settings: Settings) -> Certainty:
    """How sure it is that two paragraphs share a passage, by the probability of their pair."""
    return _graded(probability, settings.sure_part, settings.likely_part)


def _graded(probability: float, sure: float | None, likely: float | None) -> Certainty:
    """What a probability comes to; a threshold that was not measured is reached by nothing."""
    if sure is not None and probability >= sure:
        return "sure"
    return "likely" if likely is not None and probability >= likely else "open"


def candidates_of(
    paragraph: int,
    side: int,
    ids: Sequence[str],
    scores: Scores,
    settings: Settings,
    forbidden: frozenset[Edge],
) -> tuple[Candidate, ...]:
    """What may answer to a paragraph of A (side 0) or B (side 1): of ``ids``, the best first.

    Of equals the first in the text comes first. All but the best are at least as probable as
    ``settings.candidate``. What a reader has forbidden is not among them.
    """
    places = scores.pairs.of(paragraph, side)
    others = (scores.pairs.columns if side == 0 else scores.pairs.rows)[places]
    found: list[Candidate] = []
    for k in np.lexsort((others, -scores.link[places])):
        other, probability = int(others[k]), float(scores.link[places[k]])
        if found and (probability < settings.candidate or len(found) == settings.most_candidates):
            break
        if ((paragraph, other) if side == 0 else (other, paragraph)) not in forbidden:
            found.append(Candidate(ids[other], probability))
    return tuple(found)


def after_decision(
    decided_by: str, probability: float, certainty: Certainty
) -> tuple[float, Certainty]:
    """Confidence and certainty of what was decided; without a decision, as they were found.

    What a person decided is sure. How often a language model is right nobody knows: what it
    decided keeps scodiff's own probability, and is likely where scodiff was not sure of it.
    """
    if decided_by == PERSON:
        return 1.0, "sure"
    if decided_by == MODEL and certainty == "open":
        return probability, "likely"
    return probability, certainty
