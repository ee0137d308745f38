"""Runs of text as HTML: insertions, deletions, shared passages, visible controls."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from scodiff.reports.runs import GAP, Run
from scodiff.reports.visible import visible_markup

_BREAK = Markup('<span class="break"></span>')


def typeset(runs: Iterable[Run], *, show_kept: bool = False) -> Markup:
    """The runs as escaped markup whose text is theirs, character for character.

    The plus and minus signs, the words that screen readers say and the numbers of shared
    passages come from the style sheet: what is copied is the declaration's own text.
    ``show_kept`` marks what two reformulated passages have in common, not what differs.
    """
    return Markup("").join([_set(run, show_kept) for run in runs])


def _set(run: Run, show_kept: bool) -> Markup:
    body = _text(run.text)
    if run.part is not None:
        body = Markup('<mark class="part" data-part="{}">{}</mark>').format(run.part, body)
    if not run.tag:
        phrase = show_kept and len(run.text.split()) > 1
        return Markup('<span class="kept">{}</span>').format(body) if phrase else body
    names = ["ed"] * run.editorial + ["space"] * run.text.isspace()
    kind = f' class="{" ".join(names)}"' if names else ""
    return Markup(f"<{run.tag}{kind}>{body}</{run.tag}>")


def _text(text: str) -> Markup:
    if GAP not in text:
        return visible_markup(text)
    return _BREAK.join([visible_markup(piece) for piece in text.split(GAP)])
