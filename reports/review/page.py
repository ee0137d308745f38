"""The review queue as one self-contained HTML file, to be answered in a browser, offline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from scodiff.compare.review.model import REVIEW_LABELS, ReviewQuestion
from scodiff.corpus.model import Document
from scodiff.reports.html import templates
from scodiff.reports.messages.citation import Citation, Citations, citations, direction
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.messages import Messages, messages

PAGE = "review/review.html.j2"
STYLES = ("html/report.css", "review/review.css")
SCRIPT = "review/review.js"


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as the page shows it: ``asked`` and ``other`` are the sides, as a and b."""

    question: ReviewQuestion
    asked: dict[str, Any]
    other: dict[str, Any]
    paragraph: Citation
    candidates: list[Citation]
    opinion: list[str]


def render(
    questions: Sequence[ReviewQuestion],
    a: Document,
    b: Document,
    version: str,
    language: str = DEFAULT,
) -> bytes:
    """The queue as UTF-8 HTML, byte for byte the same for the same questions and texts.

    The file makes no request: style, script and texts are inside it, and its content-security
    policy allows nothing else. ``language`` is that of the interface.

    Raises:
        ReportError: there is no interface in that language.
    """
    t = messages(language)
    cites = dict(zip("ab", citations(t, a, b), strict=True))
    sides = {side: _side(side, cites[side]) for side in "ab"}
    views = [_view(t, question, sides, cites) for question in questions]
    style = Markup("\n").join(templates.asset(name) for name in STYLES)
    script = templates.asset(SCRIPT)
    page = (
        templates.environment()
        .get_template(PAGE)
        .render(
            t=t,
            sides=sides,
            views=views,
            digests=_digests(questions),
            labels=REVIEW_LABELS,
            version=version,
            style=style,
            style_hash=templates.source_hash(style),
            script=script,
            script_hash=templates.source_hash(script),
        )
    )
    return page.encode("utf-8")


def _side(letter: str, cites: Citations) -> dict[str, Any]:
    document = cites.document
    return {
        "letter": letter,
        "name": cites.name,
        "document": document,
        "dir": direction(document.language),
        "blocks": [cites[paragraph.id] for paragraph in document.paragraphs],
    }


def _view(
    t: Messages,
    question: ReviewQuestion,
    sides: dict[str, dict[str, Any]],
    cites: dict[str, Citations],
) -> QuestionView:
    asked = question.paragraph.side
    other = "b" if asked == "a" else "a"
    there = cites[other]
    return QuestionView(
        question=question,
        asked=sides[asked],
        other=sides[other],
        paragraph=cites[asked][question.paragraph.id],
        candidates=[there[candidate.id] for candidate in question.candidates],
        opinion=_opinion(t, question, lambda paragraph: there[paragraph].short),
    )


def _opinion(t: Messages, question: ReviewQuestion, cite: Callable[[str], str]) -> list[str]:
    """What scodiff found of the paragraph itself, in sentences."""
    engine = question.engine
    relation, certainty = t(f"relation.{engine.relation}"), t(f"certainty.{engine.certainty}")
    said = [t("review.engine_is", relation=relation, certainty=certainty)]
    if engine.links:
        said.append(t("review.engine_links", cites=t.listed(map(cite, engine.links))))
    if engine.parts:
        said.append(t("review.engine_parts", cites=t.listed(map(cite, engine.parts))))
    if question.candidates:
        figures = [
            t("review.engine_candidate", cite=cite(c.id), value=t.percent(c.probability))
            for c in question.candidates
        ]
        said.append(t("review.engine_candidates", figures=t("list.comma").join(figures)))
    return said


def _digests(questions: Sequence[ReviewQuestion]) -> dict[str, str]:
    """The digests of both texts, which answers must name; empty where nothing is asked."""
    if not questions:
        return {"a": "", "b": ""}
    return {"a": questions[0].a.sha256, "b": questions[0].b.sha256}
