"""A small synopsis made by hand, in which everything a report must show occurs once.

The first text quotes the 2003 declaration; the two others are invented for these tests.
"""

from __future__ import annotations

from dataclasses import replace

from report_example import (
    CHARTER,
    CONTACTS,
    EQUITABLE,
    RATS,
    TextBlock,
    assemble,
    document,
    link,
)

from scodiff.compare.model import Candidate, Comparison, Part, Shift
from scodiff.compare.synopsis.build import synopsis_of
from scodiff.compare.synopsis.model import Synopsis
from scodiff.corpus.model import Document

SIGNED = "the heads of state signed the respective agreement"
FIRST: tuple[TextBlock, ...] = (
    ("title", "DECLARATION BY THE HEADS OF THE MEMBER STATES"),
    ("body", CHARTER),
    ("body", EQUITABLE),
    ("body", f"The Organization budget procedure has been agreed and, to this end, {SIGNED}."),
    ("body", RATS),
    ("body", CONTACTS),
)
SECOND: tuple[TextBlock, ...] = (
    ("title", "INVENTED DECLARATION OF THE COUNCIL"),
    ("body", CHARTER.replace("fulfill", "fulfil").replace("recognized", "recognised")),
    ("heading", "On lakes"),
    ("item", f"1. A common observatory of glaciers will be built, to which end {SIGNED}."),
    ("body", CONTACTS.replace("emphasize", "note")),
    ("signature", "For the Council: the Chairperson"),
)
THIRD: tuple[TextBlock, ...] = (
    ("title", "SECOND INVENTED DECLARATION"),
    ("body", "The Member States met again by the lake."),
    ("body", CHARTER.replace("They reaffirm", "The Member States must reaffirm")),
    ("body", EQUITABLE),
    ("body", "They note the importance of contacts between the foreign ministries."),
    ("body", "Such contacts take place in international organizations, primarily the UN."),
)
NAMES = ("2003-moscow", "2031-lake", "2035-lake")


def texts() -> tuple[Document, Document, Document]:
    """The three documents, in order of date."""
    return (
        document(NAMES[0], FIRST, date="2003-05-29", place="Moscow", edition="English text"),
        document(NAMES[1], SECOND, date="2031-06-01", place="Lakeside", notice="Invented."),
        document(NAMES[2], THIRD, date="2035-06-01", place="Lakeside"),
    )


def comparisons() -> list[Comparison]:
    """Every two of them: edits, a split, an absence and a return, a part, what is open."""
    a, b, c = texts()
    weaker = Shift("verb", "weakened", "emphasize", "note")
    stronger = Shift("modality", "strengthened", "reaffirm", "must reaffirm")
    candidates = (Candidate("p4", 0.31), Candidate("p2", 0.06))
    old, new = a.paragraph("p4").text, b.paragraph("p4").text
    start, there = old.index(SIGNED), new.index(SIGNED)
    part = Part(
        "p4", "p4", start, start + len(SIGNED), there, there + len(SIGNED), 0.9, 1.0, 0.95, "sure"
    )
    first = assemble(
        a,
        b,
        (
            link(a, b, "editorial", "p2", "p2", literal=0.97),
            link(a, b, "disappeared", "p3", ""),
            link(a, b, "disappeared", "p4", ""),
            link(a, b, "disappeared", "p5", "", certainty="open", candidates=candidates),
            link(a, b, "changed", "p6", "p5", literal=0.95, shifts=(weaker,)),
            link(a, b, "new", "", "p4"),
        ),
        parts=(part,),
    )
    second = assemble(
        a,
        c,
        (
            link(a, c, "new", "", "p2"),
            link(a, c, "changed", "p2", "p3", literal=0.9, shifts=(stronger,)),
            link(a, c, "identical", "p3", "p4", literal=1.0, confidence=1.0),
            link(a, c, "disappeared", "p4", ""),
            link(a, c, "disappeared", "p5", "", certainty="likely", confidence=0.6),
            link(a, c, "changed", "p6", "p5 p6", literal=0.5, certainty="likely", confidence=0.6),
        ),
    )
    third = assemble(
        b,
        c,
        (
            link(b, c, "new", "", "p2"),
            link(b, c, "changed", "p2", "p3", literal=0.89),
            link(b, c, "new", "", "p4"),
            link(b, c, "disappeared", "p4", ""),
            link(b, c, "reformulated", "p5", "p5", literal=0.3, certainty="open", confidence=0.3),
            link(b, c, "new", "", "p6"),
        ),
    )
    return [replace(made, model=None) for made in (first, second, third)]


def synopsis_example(base: str | None = None) -> Synopsis:
    """The synopsis that the golden reports show."""
    return synopsis_of(comparisons(), base)
