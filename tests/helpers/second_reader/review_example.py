"""A review queue made by hand of two small texts: what is asked of a second reader."""

from __future__ import annotations

from collections.abc import Iterable

from scodiff.compare.decisions.model import EngineOpinion, TextSide
from scodiff.compare.review.digests import question_id, reviewed_text
from scodiff.compare.review.model import AskedParagraph, OfferedParagraph, ReviewQuestion
from scodiff.corpus.model import Document


def question(
    a: Document, b: Document, side: TextSide, asked: str, offered: Iterable[str]
) -> ReviewQuestion:
    """What answers to the paragraph ``asked`` of one side; ``offered`` are of the other."""
    here, there = (a, b) if side == "a" else (b, a)
    found, texts = here.paragraph(asked), (reviewed_text(a), reviewed_text(b))
    assert found.n is not None
    paragraph = AskedParagraph(side, found.id, found.n, found.label, found.section, found.text)
    candidates = tuple(
        OfferedParagraph(p.id, p.n or 0, p.section, p.text, 0.5 / (1 + place))
        for place, p in enumerate(map(there.paragraph, offered))
    )
    return ReviewQuestion(
        id=question_id(*texts, paragraph, candidates),
        a=texts[0],
        b=texts[1],
        paragraph=paragraph,
        candidates=candidates,
        engine=EngineOpinion("disappeared" if side == "a" else "new", "open"),
        gain=0.5,
    )


def queue(a: Document, b: Document, length: int = 4) -> tuple[ReviewQuestion, ...]:
    """Questions from both sides in turn, each with up to five candidates."""
    found = []
    for place in range(length):
        side: TextSide = "a" if place % 2 == 0 else "b"
        here, there = (a, b) if side == "a" else (b, a)
        asked = here.citable[place // 2]
        offered = [p.id for p in there.citable[:5]]
        found.append(question(a, b, side, asked.id, offered))
    return tuple(found)
