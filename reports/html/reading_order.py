"""The comparison as rows in reading order: what stands beside what.

Rows follow A's order; what only B has stands where B has it. Blocks that are not counted
(titles, headings, signatures, page numbers) keep their place before the paragraph that
follows them. Where B holds a moved passage, a signpost row says where it is set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from scodiff.compare.model import Comparison, Link
from scodiff.corpus.model import Document
from scodiff.reports.html.typeset import Typesetter
from scodiff.reports.messages.citation import Citation, Citations
from scodiff.reports.messages.messages import Messages
from scodiff.reports.messages.remarks import Remark, Remarks
from scodiff.reports.runs import (
    PartSpan,
    SideName,
    Tag,
    inline_runs,
    mark_parts,
    shown_as_diff,
    side_runs,
    side_turns,
    with_turns,
)


@dataclass(frozen=True, slots=True)
class TypesetBlock:
    """One block of a document, typeset."""

    citation: Citation
    text: Markup


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link: both sides, the two in one stream (or None), and what is said of it."""

    number: int
    link: Link
    sections: list[int]
    a: list[TypesetBlock]
    b: list[TypesetBlock]
    inline: list[Markup] | None
    remarks_a: list[Remark]
    remarks_b: list[Remark]
    place: Citation | None


@dataclass(frozen=True, slots=True)
class MatterRow:
    """Blocks that are not counted, on either side."""

    a: list[TypesetBlock]
    b: list[TypesetBlock]


@dataclass(frozen=True, slots=True)
class SignpostRow:
    """The place in B of a moved passage that is set elsewhere, beside its origin in A."""

    here: list[Citation]
    origin: list[Citation]


ReportRow = LinkRow | MatterRow | SignpostRow


def sections(comparison: Comparison) -> list[str]:
    """The headings that counted paragraphs of either text stand under, each once."""
    found = [p.section for d in (comparison.a, comparison.b) for p in d.citable if p.section]
    return list(dict.fromkeys(found))


def reading_order(
    t: Messages, comparison: Comparison, cite: tuple[Citations, Citations], remarks: Remarks
) -> list[ReportRow]:
    """Every block of both documents exactly once, in rows."""
    return list(_Reader(t, comparison, cite, remarks).rows())


class _Reader:
    def __init__(
        self,
        t: Messages,
        comparison: Comparison,
        cite: tuple[Citations, Citations],
        remarks: Remarks,
    ) -> None:
        self.t = t
        self.comparison = comparison
        self.cite = cite
        self.remarks = remarks
        self.links = comparison.links
        self.home_a = {p: i for i, link in enumerate(self.links) for p in link.a}
        self.home_b = {p: i for i, link in enumerate(self.links) for p in link.b}
        self.texts = [{p.id: p for p in d.paragraphs} for d in (comparison.a, comparison.b)]
        self.section_numbers = {name: n for n, name in enumerate(sections(comparison))}
        self.matter_a, self.opening_a, self.closing_a = _matter(t, comparison.a, cite[0])
        self.matter_b, self.opening_b, self.closing_b = _matter(t, comparison.b, cite[1])
        self.after: defaultdict[int, list[ReportRow]] = defaultdict(list)
        self.place: dict[int, Citation] = {}
        self._place_moved()

    def rows(self) -> Iterator[ReportRow]:
        """The rows of the comparison, from top to bottom."""
        if self.opening_a or self.opening_b:
            yield MatterRow(self.opening_a, self.opening_b)
        yield from self.after[-1]
        for index, link in enumerate(self.links):
            yield from self._lead(link)
            yield self._link_row(index, link)
            yield from self.after[index]
        if self.closing_a or self.closing_b:
            yield MatterRow(self.closing_a, self.closing_b)

    def _place_moved(self) -> None:
        """Put a signpost where B has each moved passage, after the last that holds the order.

        That is one which is new, or which is sure and did not move: as the links are ordered.
        """
        anchor, previous = -1, None
        for paragraph in self.comparison.b.citable:
            index = self.home_b.get(paragraph.id)
            if index is None:
                continue
            link = self.links[index]
            if not link.a or (link.certainty == "sure" and not link.moved):
                anchor = index
            elif link.moved and paragraph.id == link.b[0]:
                matter = self.matter_b.pop(paragraph.id, [])
                if matter:
                    self.after[anchor].append(MatterRow([], matter))
                here = [self.cite[1][p] for p in link.b]
                self.after[anchor].append(SignpostRow(here, [self.cite[0][p] for p in link.a]))
                if previous is not None:
                    self.place[index] = self.cite[1][previous]
            previous = paragraph.id

    def _lead(self, link: Link) -> Iterator[ReportRow]:
        lead_a = self.matter_a.pop(link.a[0], []) if link.a else []
        lead_b = self.matter_b.pop(link.b[0], []) if link.b else []
        if lead_a or lead_b:
            yield MatterRow(lead_a, lead_b)

    def _link_row(self, index: int, link: Link) -> LinkRow:
        number = index + 1
        return LinkRow(
            number=number,
            link=link,
            sections=self._sections(link),
            a=self._blocks(link, "a", number),
            b=self._blocks(link, "b", number),
            inline=self._inline(link, number),
            remarks_a=[r for p in link.a for r in self.remarks.of("a", p)],
            remarks_b=[r for p in link.b for r in self.remarks.of("b", p)],
            place=self.place.get(index),
        )

    def _sections(self, link: Link) -> list[int]:
        under = [
            self.texts[side][p].section for side, ids in enumerate((link.a, link.b)) for p in ids
        ]
        return sorted({self.section_numbers[name] for name in under if name})

    def _blocks(self, link: Link, side: SideName, number: int) -> list[TypesetBlock]:
        index = 0 if side == "a" else 1
        cite = self.cite[index]
        matter = self.matter_a if side == "a" else self.matter_b
        ids: Sequence[str] = getattr(link, side)
        texts = [self.texts[index][p].text for p in ids]
        one_sided = not (link.a and link.b)
        edits = () if one_sided else link.edits
        whole: Tag = ("del" if side == "a" else "ins") if one_sided else ""
        kept = not one_sided and link.relation != "identical" and not shown_as_diff(link)
        far = [self.texts[1 - index][p] for p in (link.b if side == "a" else link.a)]
        others = [self.cite[1 - index][p.id] for p in far]
        setter = Typesetter(self.t, str(number), show_kept=kept, others=others)
        turns = side_turns(edits, side, texts, [p.text for p in far])
        blocks: list[TypesetBlock] = []
        sides = side_runs(edits, side, texts, whole)
        for p, runs, turning in zip(ids, sides, turns, strict=True):
            blocks.extend(matter.pop(p, []))
            remarks = self.remarks.of(side, p)
            parts = [PartSpan(r.start, r.end, r.number) for r in remarks if r.number]
            marked = with_turns(mark_parts(runs, parts), turning)
            blocks.append(TypesetBlock(cite[p], setter.set(marked)))
        return blocks

    def _inline(self, link: Link, number: int) -> list[Markup] | None:
        if not shown_as_diff(link):
            return None
        texts = [self.texts[1][p].text for p in link.b]
        setter = Typesetter(self.t, f"{number}i")
        return [setter.set(runs) for runs in inline_runs(link.edits, texts)]


def _matter(
    t: Messages, document: Document, cite: Citations
) -> tuple[dict[str, list[TypesetBlock]], list[TypesetBlock], list[TypesetBlock]]:
    """Uncounted blocks: by the counted paragraph they precede, at the opening, at the close."""
    before: dict[str, list[TypesetBlock]] = {}
    waiting: list[TypesetBlock] = []
    for paragraph in document.paragraphs:
        if paragraph.citable:
            if waiting:
                before[paragraph.id] = waiting
            waiting = []
        else:
            runs = side_runs((), "a", [paragraph.text])[0]
            waiting.append(TypesetBlock(cite[paragraph.id], Typesetter(t).set(runs)))
    first = next(iter(document.citable), None)
    opening = before.pop(first.id, []) if first is not None else []
    return before, opening, waiting
