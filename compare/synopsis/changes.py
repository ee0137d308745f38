"""How the versions of a passage differ, every two of them, as a link tells it."""

from __future__ import annotations

from collections.abc import Sequence

from scodiff.compare.diff.diff import diff
from scodiff.compare.model import CERTAINTIES, Comparison, Edit, Relation
from scodiff.compare.synopsis.model import VersionChange
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.corpus.model import Document

Paragraphs = Sequence[str]


def change_between(comparison: Comparison, ids_a: Paragraphs, ids_b: Paragraphs) -> VersionChange:
    """What became of the paragraphs ``ids_a`` of A in those of B, which stand in one row.

    Where one link holds just these it is that link's. Else the texts are compared in the same
    way; what of the evidence there is, is that of the links between them.
    """
    links = [
        link
        for link in comparison.links
        if not link.is_open and {*link.a} & {*ids_a} and {*link.b} & {*ids_b}
    ]
    exact = next((k for k in links if {*k.a} == {*ids_a} and {*k.b} == {*ids_b}), None)
    edits, literal, relation = (
        (exact.edits, exact.literal, exact.relation)
        if exact
        else _wording(comparison, _text(comparison.a, ids_a), _text(comparison.b, ids_b))
    )
    below = comparison.settings.rewritten_below
    return VersionChange(
        a=comparison.a.id,
        b=comparison.b.id,
        relation=relation,
        literal=literal,
        certainty=min((k.certainty for k in links), key=CERTAINTIES.index, default=None),
        edits=edits,
        shifts=tuple(shift for link in links for shift in link.shifts),
        rewritten=literal is None or literal < below,
    )


def _text(document: Document, ids: Paragraphs) -> str:
    return PARAGRAPH_BREAK.join(document.paragraph(name).text for name in ids)


def _wording(
    comparison: Comparison, a: str, b: str
) -> tuple[tuple[Edit, ...], float | None, Relation]:
    """The edits of a passage, the share of words kept, and what became of it, as in a link."""
    languages = {d.language.split("-")[0] for d in (comparison.a, comparison.b)}
    if len(languages) > 1:
        return (Edit("replace", a, b),), None, "reformulated"
    found = diff(a, b, comparison.names, comparison.settings)
    if all(edit.op == "equal" for edit in found.edits):
        return found.edits, found.kept, "identical"
    if all(edit.op == "equal" or edit.editorial for edit in found.edits):
        return found.edits, found.kept, "editorial"
    below = comparison.settings.reformulated_below
    return found.edits, found.kept, "changed" if found.kept >= below else "reformulated"
