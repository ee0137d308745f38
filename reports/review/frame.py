"""What pages of questions have in common: one self-contained file, with both texts in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from scodiff.compare.review.model import ReviewQuestion
from scodiff.compare.review.shifts.model import ShiftQuestion
from scodiff.reports.html import templates
from scodiff.reports.messages.citation import Citations, direction
from scodiff.reports.messages.messages import Messages

STYLES = ("html/report.css", "review/review.css")
SCRIPTS = ("review/frame.js", "review/quoting.js")


def framed(
    about: str,
    t: Messages,
    version: str,
    questions: Sequence[ReviewQuestion] | Sequence[ShiftQuestion],
    **shown: Any,
) -> bytes:
    """The page for what questions are ``about`` (links, shifts), as UTF-8 HTML.

    The file makes no request: style, script and texts are inside it, and its content-security
    policy allows nothing else.
    """
    style = Markup("\n").join(templates.asset(name) for name in STYLES)
    script = Markup("\n").join(templates.asset(n) for n in (*SCRIPTS, f"review/{about}.js"))
    page = (
        templates.environment()
        .get_template(f"review/{about}.html.j2")
        .render(
            about=about,
            t=t,
            version=version,
            digests=_digests(questions),
            style=style,
            style_hash=templates.source_hash(style),
            script=script,
            script_hash=templates.source_hash(script),
            **shown,
        )
    )
    return page.encode("utf-8")


def side_of(letter: str, cites: Citations) -> dict[str, Any]:
    """One of the two texts as a page shows it."""
    document = cites.document
    return {
        "letter": letter,
        "name": cites.name,
        "document": document,
        "dir": direction(document.language),
        "blocks": [cites[paragraph.id] for paragraph in document.paragraphs],
    }


def _digests(
    questions: Sequence[ReviewQuestion] | Sequence[ShiftQuestion],
) -> dict[str, str]:
    """The digests of both texts, which answers must name; empty where nothing is asked."""
    if not questions:
        return {"a": "", "b": ""}
    return {"a": questions[0].a.sha256, "b": questions[0].b.sha256}
