"""What else the other text holds of a paragraph: shared passages and related paragraphs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from scodiff.compare.model import Comparison, Part, Related, Relation
from scodiff.reports.messages.citation import Citation, Citations
from scodiff.reports.runs import SideName
from scodiff.reports.visible import visible_markup

RemarkKind = Literal["remnant", "echo", "shared", "related"]


@dataclass(frozen=True, slots=True)
class Remark:
    """One passage of a paragraph and where it also stands.

    ``number`` marks the passage ``[start, end)`` in the text and is None for ``related``.
    ``quoted`` is what the other text says there.
    """

    kind: RemarkKind
    number: int | None
    start: int
    end: int
    source: Citation
    target: Citation
    quoted: str
    semantic: float | None
    literal: float | None

    @property
    def quote(self) -> Markup:
        """What the other text says there, as markup."""
        return visible_markup(self.quoted)


class Remarks:
    """The remarks of every paragraph of both documents, in order of their place."""

    def __init__(self, comparison: Comparison, cite: tuple[Citations, Citations]) -> None:
        self._cite = cite
        self._relation = {
            side: {p: link.relation for link in comparison.links for p in getattr(link, side)}
            for side in ("a", "b")
        }
        # What is named as a possible counterpart need not be named again.
        self._possible = {
            (side, p, one.id)
            for link in comparison.links
            for side in ("a", "b")
            for p in getattr(link, side)
            for one in link.candidates
        }
        self._remarks: defaultdict[tuple[str, str], list[Remark]] = defaultdict(list)
        for part in sorted(comparison.parts, key=lambda part: (part.a_start, part.a_end)):
            self._add_part("a", part)
        for part in sorted(comparison.parts, key=lambda part: (part.b_start, part.b_end)):
            self._add_part("b", part)
        for side in ("a", "b"):
            for related in comparison.related:
                self._add_related(side, related)

    def of(self, side: SideName, paragraph_id: str) -> list[Remark]:
        """The remarks on a paragraph: shared passages first, then related paragraphs."""
        return self._remarks.get((side, paragraph_id), [])

    def _add_part(self, side: str, part: Part) -> None:
        source, target = self._ends(side, part)
        start, end = (part.a_start, part.a_end) if side == "a" else (part.b_start, part.b_end)
        left, right = (part.b_start, part.b_end) if side == "a" else (part.a_start, part.a_end)
        remarks = self._remarks[side, source.paragraph.id]
        kinds: dict[Relation, RemarkKind] = {"disappeared": "remnant", "new": "echo"}
        relation = self._relation[side].get(source.paragraph.id, "changed")
        remarks.append(
            Remark(
                kind=kinds.get(relation, "shared"),
                number=len(remarks) + 1,
                start=start,
                end=end,
                source=source,
                target=target,
                quoted=target.paragraph.text[left:right],
                semantic=part.semantic,
                literal=part.literal,
            )
        )

    def _add_related(self, side: str, related: Related) -> None:
        source, target = self._ends(side, related)
        if (side, source.paragraph.id, target.paragraph.id) in self._possible:
            return
        self._remarks[side, source.paragraph.id].append(
            Remark(
                kind="related",
                number=None,
                start=0,
                end=0,
                source=source,
                target=target,
                quoted="",
                semantic=related.semantic,
                literal=related.literal,
            )
        )

    def _ends(self, side: str, evidence: Part | Related) -> tuple[Citation, Citation]:
        a, b = self._cite[0][evidence.a], self._cite[1][evidence.b]
        return (a, b) if side == "a" else (b, a)
