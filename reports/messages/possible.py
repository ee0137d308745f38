"""What may answer to a paragraph of which it is not known whether anything does."""

from __future__ import annotations

from dataclasses import dataclass

from scodiff.compare.model import Link
from scodiff.reports.messages.citation import Citation, Citations
from scodiff.reports.messages.messages import Messages

OPENING = 90  # characters of a candidate that are shown


@dataclass(frozen=True, slots=True)
class PossibleCounterpart:
    """A candidate: its citation, how probable it is, in words, and how it begins."""

    citation: Citation
    value: str
    opening: str


def possible(
    t: Messages, link: Link, cite: tuple[Citations, Citations]
) -> list[PossibleCounterpart]:
    """The candidates of an open paragraph, the best first; of anything else none."""
    others = cite[1] if link.a else cite[0]
    return [
        PossibleCounterpart(others[c.id], t.percent(c.probability), opening(others[c.id]))
        for c in link.candidates
    ]


def opening(citation: Citation) -> str:
    """How a paragraph begins: whole words of its text, on one line."""
    text = " ".join(citation.paragraph.text.split())
    if len(text) <= OPENING:
        return text
    cut = text.rfind(" ", 0, OPENING + 1)
    return text[: cut if cut > OPENING // 2 else OPENING] + " …"


def open_words(t: Messages, link: Link, cite: tuple[Citations, Citations]) -> str:
    """What is to be said of an open link where there is room for one remark only."""
    said = t("open.is_link" if link.pairs else "open.is_lone")
    named = [
        t(
            "open.candidate",
            cite=c.citation.name,
            value=c.value,
            opening=t("list.quote", text=c.opening),
        )
        for c in possible(t, link, cite)
    ]
    return f"{said}. {t('open.candidates')}: {t('list.semicolon').join(named)}" if named else said
