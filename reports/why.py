"""Why two passages were linked, in words that need no statistics."""

from __future__ import annotations

from dataclasses import dataclass

from scodiff.compare.model import Link
from scodiff.reports.citation import Citations
from scodiff.reports.wording import RELATION_MEANINGS, certainty, likeness_of_words, percent


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: what it is, and what it says."""

    term: str
    words: str


def reasons(link: Link, cite: tuple[Citations, Citations]) -> list[Reason]:
    """The evidence for a link, most important first."""
    found = [Reason("Relation", f"{link.relation}: {RELATION_MEANINGS[link.relation]}.")]
    if link.semantic is not None:
        found.append(
            Reason(
                "Meaning",
                f"{link.semantic:.2f}: semantic similarity (cosine of the embeddings; 1 is the "
                "most). It tells what a passage is about, not whether the two agree.",
            )
        )
    if link.literal is not None:
        found.append(Reason("Wording", f"{link.literal:.2f}: {likeness_of_words(link.literal)}."))
    found.append(Reason("Confidence", f"{percent(link.confidence)}: {certainty(link.confidence)}."))
    found.extend(_pairs(link, cite))
    found.extend(_shifts(link))
    found.extend(_runner_up(link, cite))
    return found


def _pairs(link: Link, cite: tuple[Citations, Citations]) -> list[Reason]:
    if len(link.pairs) < 2:
        return []
    return [
        Reason(
            "Pair",
            f"{cite[0][pair.a].name} answers to {cite[1][pair.b].name} "
            f"({_scores(pair.semantic, pair.literal)}).",
        )
        for pair in link.pairs
    ]


def _shifts(link: Link) -> list[Reason]:
    found = []
    for shift in link.shifts:
        change = " → ".join(f"“{words}”" for words in (shift.a, shift.b) if words)
        found.append(Reason("Shift", f"{shift.kind}, {shift.direction}: {change}."))
    return found


def _runner_up(link: Link, cite: tuple[Citations, Citations]) -> list[Reason]:
    rival = link.runner_up
    if rival is None:
        return []
    named = f"{cite[0][rival.a].name} with {cite[1][rival.b].name}"
    if not link.a or not link.b:
        words = f"the nearest candidate, {named}, scored {rival.score:.2f}: too little for a link."
        return [Reason("Runner-up", words)]
    words = (
        f"the next best candidate, {named}, scored {rival.score:.2f}, meaning and wording together."
    )
    return [Reason("Runner-up", words)]


def _scores(semantic: float | None, literal: float) -> str:
    meaning = "" if semantic is None else f"meaning {semantic:.2f}, "
    return f"{meaning}wording {literal:.2f}"
