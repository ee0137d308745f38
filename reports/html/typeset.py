"""Runs of text as HTML: insertions, deletions, moves, shared passages, visible controls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup

from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.reports.messages.citation import Citation
from scodiff.reports.messages.messages import Messages
from scodiff.reports.runs import TextRun
from scodiff.reports.visible import visible_markup

_BREAK = Markup('<span class="break"></span>')


class Typesetter:
    """Sets the runs of one link in one view.

    ``place`` makes the anchors of moves unique (``12`` or ``12i``). ``show_kept`` marks what
    two reformulated passages have in common, not what differs. ``others`` are the
    paragraphs of the other side, which the turns of a split or merged passage name.
    """

    def __init__(
        self,
        t: Messages,
        place: str = "",
        *,
        show_kept: bool = False,
        others: Sequence[Citation] = (),
    ) -> None:
        self.t = t
        self.others = others
        self.place = place
        self.show_kept = show_kept
        self._anchored: set[str] = set()
        self._part_ends: dict[int, int] = {}

    def set(self, runs: Iterable[TextRun]) -> Markup:
        """The runs as escaped markup whose text is theirs, character for character.

        The plus and minus signs, the words that screen readers say, the arrows of moves and
        the numbers of shared passages come from the style sheet: what is copied is the
        declaration's own text.
        """
        found = list(runs)
        self._part_ends = {run.part: id(run) for run in found if run.part is not None}
        grouped = groupby(found, key=lambda run: (run.tag, run.edit, run.turn))
        return Markup("").join([self._element(list(group)) for _, group in grouped])

    def _element(self, runs: list[TextRun]) -> Markup:
        body = Markup("").join([self._run(run) for run in runs])
        first = runs[0]
        if first.turn is not None:
            return Markup("").join([self._turn(run) for run in runs if run.turn is not None]) + body
        if not first.tag:
            return body
        text = "".join(run.text for run in runs)
        moved = bool(first.moved and self.place and not self.show_kept)
        names = ["ed"] * first.editorial + ["space"] * text.isspace() + ["mv"] * moved
        told = Markup(' class="{}"').format(" ".join(names)) if names else Markup("")
        if first.editorial and first.kind:
            told += Markup(' title="{}"').format(self.t.name("kind", first.kind))
        jump = self._jump(first) if moved else Markup("")
        tag = Markup(first.tag)
        return Markup(f"<{tag}{told}>{jump}{body}</{tag}>")

    def _jump(self, run: TextRun) -> Markup:
        here, there = ("a", "b") if run.tag == "del" else ("b", "a")
        name = f"move-{self.place}-{run.moved}"
        if f"{name}-{here}" in self._anchored:  # a move that a paragraph boundary cuts in two
            return Markup("")
        self._anchored.add(f"{name}-{here}")
        return Markup('<a class="jump" id="{}" href="#{}" aria-label="{}"></a>').format(
            f"{name}-{here}", f"{name}-{there}", self.t("page.moved_to")
        )

    def _turn(self, run: TextRun) -> Markup:
        cite = self.others[run.turn or 0]
        told = self.t("page.turn", name=cite.name)
        return Markup('<a class="turn" href="#{}" data-to="{}" aria-label="{}"></a>').format(
            cite.anchor, cite.short, told
        )

    def _run(self, run: TextRun) -> Markup:
        body = _text(run.text)
        if run.fine:
            body = Markup("<b>{}</b>").format(body)
        if run.part is not None:
            ends = self._part_ends[run.part] == id(run)
            number = Markup(' data-part="{}"').format(run.part) if ends else ""
            body = Markup('<mark class="part"{}>{}</mark>').format(number, body)
        if not run.tag and self.show_kept and len(run.text.split()) > 1:
            return Markup('<span class="kept">{}</span>').format(body)
        return body


def _text(text: str) -> Markup:
    if PARAGRAPH_BREAK not in text:
        return visible_markup(text)
    return _BREAK.join([visible_markup(piece) for piece in text.split(PARAGRAPH_BREAK)])
