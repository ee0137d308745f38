"""Questions made by hand on what changed between passages of two small texts."""

from __future__ import annotations

from texts import document

from scodiff.compare.model import Shift
from scodiff.compare.review.digests import reviewed_text
from scodiff.compare.review.shifts.model import AskedPassage, ShiftQuestion
from scodiff.corpus.model import Document

EARLIER = document(
    [
        "The parties may open the northern harbour to boats of every size, and they shall tell all "
        "towns.",
        "They welcome the new lighthouse on the island.",
        "They thank its patient builders and all who helped.",
        "Trade across the lake is to grow, where appropriate.",
    ],
    "lake-2003",
)
LATER = document(
    [
        "The parties must open the northern harbour to boats of every size, and they shall tell "
        "towns.",
        "They note the new lighthouse on the island, and thank its builders.",
        "Trade across the lake is to grow.",
    ],
    "lake-2022",
)


def shift_question(
    a: Document, b: Document, of_a: list[str], of_b: list[str], *shifts: Shift
) -> ShiftQuestion:
    """What changed between these paragraphs of two documents."""
    passages_a, passages_b = (
        tuple(
            AskedPassage(p.id, p.n or 0, p.label, p.section, p.text)
            for p in map(document.paragraph, ids)
        )
        for document, ids in ((a, of_a), (b, of_b))
    )
    texts = reviewed_text(a), reviewed_text(b)
    name = f"{'-'.join((*of_a, *of_b)).encode().hex():0>16}"[-16:]
    return ShiftQuestion(name, *texts, passages_a, passages_b, "changed", "likely", shifts)


def shift_queue() -> tuple[ShiftQuestion, ...]:
    """Three questions on the two texts, the second of two paragraphs of A."""
    found = Shift("modality", "strengthened", "may", "must", certainty="sure")
    a, b = [p.id for p in EARLIER.citable], [p.id for p in LATER.citable]
    return (
        shift_question(EARLIER, LATER, a[:1], b[:1], found),
        shift_question(EARLIER, LATER, a[1:3], b[1:2]),
        shift_question(EARLIER, LATER, a[3:], b[2:]),
    )
