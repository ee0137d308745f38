"""Why two passages were linked, in words that need no statistics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scodiff.compare.decisions.model import MODEL, ReaderDecision
from scodiff.compare.model import Comparison, Link
from scodiff.reports.messages import decision_words
from scodiff.reports.messages.citation import Citations
from scodiff.reports.messages.link_words import certainty, scores, shift_words
from scodiff.reports.messages.messages import Messages


@dataclass(frozen=True, slots=True)
class Explanation:
    """One piece of evidence: what it is, and what it says."""

    term: str
    words: str


def reasons(
    t: Messages,
    comparison: Comparison,
    link: Link,
    cite: tuple[Citations, Citations],
    decided: Sequence[ReaderDecision] = (),
) -> list[Explanation]:
    """The evidence for a link and the decisions that concern it, most important first."""
    said = [
        ("relation", _relation(t, link)),
        *decision_words.reasons(t, link, decided, cite),
        ("quarter", _quarter(t, link)),
        ("meaning", _meaning(t, link)),
        ("wording", _wording(t, link)),
        ("noise", _noise(t, link)),
        ("confidence", _confidence(t, link)),
        *(("pair", words) for words in _pairs(t, link, cite)),
        *(("shift", shift_words(t, shift)) for shift in link.shifts),
        ("runner_up", "" if link.candidates else _runner_up(t, comparison, link, cite)),
    ]
    return [Explanation(t(f"why.{term}"), words) for term, words in said if words]


def _relation(t: Messages, link: Link) -> str:
    relation = link.relation
    return t(
        "why.relation_is", relation=t(f"relation.{relation}"), meaning=t(f"meaning.{relation}")
    )


def _quarter(t: Messages, link: Link) -> str:
    """Where a link stands; that its meaning was not judged is said, too."""
    if link.quarter:
        return t.name("quarter", link.quarter)
    differs = bool(link.a and link.b) and link.literal is not None
    return t("why.not_judged") if differs else ""


def _meaning(t: Messages, link: Link) -> str:
    return "" if link.semantic is None else t("why.meaning_is", value=t.decimal(link.semantic))


def _wording(t: Messages, link: Link) -> str:
    if link.literal is None:
        return t("why.wording_none") if link.pairs else ""
    value = t.decimal(link.literal)
    if link.literal >= 1.0:
        return t("why.wording_all", value=value)
    return t("why.wording_is", value=value, share=t.percent(link.literal))


def _noise(t: Messages, link: Link) -> str:
    if link.beyond_noise is None:
        return ""
    return t("why.beyond_noise" if link.beyond_noise else "why.within_noise")


def _confidence(t: Messages, link: Link) -> str:
    key = "why.confidence_is" if link.a and link.b else "why.confidence_none"
    if link.decided_by == MODEL:
        key += "_itself"
    return t(key, value=t.percent(link.confidence), words=certainty(t, link.certainty))


def _pairs(t: Messages, link: Link, cite: tuple[Citations, Citations]) -> list[str]:
    if len(link.pairs) < 2:
        return []
    return [
        t(
            "why.pair_is",
            a=cite[0][pair.a].name,
            b=cite[1][pair.b].name,
            scores=scores(t, pair.semantic, pair.literal),
        )
        for pair in link.pairs
    ]


def _runner_up(
    t: Messages, comparison: Comparison, link: Link, cite: tuple[Citations, Citations]
) -> str:
    rival = link.runner_up
    if rival is None:
        return ""
    names = cite[0][rival.a].name, cite[1][rival.b].name
    words: dict[str, Any] = {"a": names[0], "b": names[1], "value": t.percent(rival.score)}
    if link.margin is not None:
        return t("why.runner_up_is", margin=t.decimal(link.margin), **words)
    threshold = comparison.settings.link
    if threshold is None or rival.score < threshold:
        return t("why.runner_up_none", **words)
    # Likely enough for a link: the other paragraph went to another one.
    own, other = (0, 1) if link.a else (1, 0)
    found = _answers(comparison, (rival.a, rival.b)[other], other)
    if not found:
        return t("why.runner_up_left", **words)
    taken = t.listed([cite[own][p].name for p in found])
    return t("why.runner_up_taken", own=names[own], other=names[other], taken=taken, **words)


def _answers(comparison: Comparison, paragraph: str, side: int) -> tuple[str, ...]:
    """The paragraphs of the other text that a paragraph answers to."""
    ends = ((link.a, link.b) for link in comparison.links)
    return next((both[1 - side] for both in ends if paragraph in both[side]), ())
