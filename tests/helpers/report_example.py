"""A small comparison made by hand, in which everything a report must show occurs once.

A quotes the 2003 declaration; B is invented for these tests.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from scodiff.compare.model import (
    RELATIONS,
    Candidate,
    Comparison,
    Edit,
    Link,
    ParagraphPair,
    Part,
    Related,
    Relation,
    RunnerUp,
    Shift,
    SideSummary,
    Summary,
)
from scodiff.compare.settings import Settings
from scodiff.corpus.model import Document, LedgerEntry, Paragraph, ParagraphKind, Source, Span
from scodiff.embeddings.encoder import ModelInfo

GAP = "\n\n"
TextBlock = tuple[ParagraphKind, str]

CHARTER = (
    "They reaffirm the need to respect and fulfill the basic purposes and principles of the UN "
    "Charter and universally recognized norms of international law."
)
DIVERSITY = (
    "It is necessary to respect and promote civilizational diversity of humankind. Various "
    "cultures should progress together, borrowing the best each of them has to offer, and strive "
    "for the common, putting differences aside."
)
EQUITABLE = (
    "It is important to promote equitable and sustainable development of the world economy in "
    "order to achieve prosperity for all nations."
)
BUDGET = (
    "The Organization budget formation and execution procedure has been agreed and, to this end, "
    "the heads of state signed the respective agreement."
)
BODIES = (
    "The heads of states stress the need to make sure that the SCO permanent bodies start "
    "operating not later than January 1, 2004."
)
RATS = (
    "It has also been found necessary to expedite the establishment of the RATS Council to "
    "address issues arising from the RATS Agreement."
)
CONTACTS = (
    "The heads of state emphasize the importance of intensifying contacts between the foreign "
    "ministries on topical international issues, inter alia, in international organizations, "
    "primarily the UN."
)
NATIONS = (
    "The heads of state note that recognition of the important role of the United Nations and "
    "the UN Security Council in addressing major international problems is of fundamental "
    "importance. The United Nations can and must be reformed to keep abreast of the fast changing "
    "situation in the world."
)

A_BLOCKS: tuple[TextBlock, ...] = (
    ("title", "DECLARATION BY THE HEADS OF THE MEMBER STATES"),
    ("body", CHARTER),
    ("body", DIVERSITY),
    ("body", EQUITABLE),
    ("separator", "v"),
    ("body", BUDGET),
    ("body", BODIES),
    ("body", RATS),
    ("body", CONTACTS),
    ("body", NATIONS),
    ("closing", "Moscow, May 29, 2003"),
)
B_BLOCKS: tuple[TextBlock, ...] = (
    ("title", "INVENTED DECLARATION OF THE COUNCIL"),
    ("body", "The Member States gathered by the lake in the spirit of good neighbourliness."),
    ("body", CHARTER.replace("fulfill", "fulfil").replace("recognized", "recognised")),
    ("body", EQUITABLE),
    ("heading", "On the dialogue of cultures"),
    ("item", "1. The Member States shall respect and promote civilizational diversity."),
    (
        "item",
        "2. Various cultures progress together, borrowing the best that each has to offer.",
    ),
    ("body", "Every standing organ must be at work before the first day of the coming year."),
    (
        "body",
        "The Member States stress the importance of intensifying contacts between the foreign "
        "ministries in international organizations. They note the important role of the United "
        "Nations, which should be reformed.",
    ),
    (
        "body",
        "A common observatory of glaciers will be built, to which end the heads of state signed "
        "the respective agreement.",
    ),
    ("furniture", "- 2 -"),
    ("signature", "For the Council: the Chairperson"),
)


def document(identifier: str, blocks: Sequence[TextBlock], **details: str | None) -> Document:
    """A document whose source is its blocks, an empty line apart."""
    source_text = GAP.join(text for _, text in blocks)
    paragraphs, start, n = [], 0, 0
    section: str | None = None
    for index, (kind, text) in enumerate(blocks, 1):
        citable = kind in ("body", "item")
        n += citable
        label = match[0] if (match := re.match(r"\d+\.", text)) else None
        span = Span(start, start + len(text))
        section = text if kind == "heading" else section
        under = section if citable else None
        paragraphs.append(
            Paragraph(f"p{index}", n if citable else None, label, under, kind, text, (span,))
        )
        start += len(text) + len(GAP)
    digest = hashlib.sha256(source_text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        id=identifier,
        title=details.get("title") or blocks[0][1],
        date=details.get("date"),
        place=details.get("place"),
        language=details.get("language") or "en",
        source=Source(f"{identifier}.txt", digest, digest, "plain-text 1", details.get("edition")),
        source_text=source_text,
        paragraphs=tuple(paragraphs),
        ledger=(
            LedgerEntry(
                "unwrap", paragraphs[-1].spans[0], "2 line breaks undone", paragraphs[-1].id
            ),
            LedgerEntry("suspect", Span(0, 1), "“v” may stand for the section mark “V”", None),
        ),
        notice=details.get("notice"),
    )


def edits(a: str, b: str) -> tuple[Edit, ...]:
    """Word-level edits that rebuild both texts."""
    left, right = (re.findall(r"\w+|\W", text) for text in (a, b))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    result = []
    for op, a1, a2, b1, b2 in matcher.get_opcodes():
        old, new = "".join(left[a1:a2]), "".join(right[b1:b2])
        editorial = op == "replace" and old.lower()[:6] == new.lower()[:6]
        inner = (Edit("replace", old, new),) if editorial else ()
        edit = Edit(op, old, new, editorial, inner=inner)
        result.append(replace(edit, kind="spelling") if editorial else edit)
    return tuple(result)


def link(
    a: Document, b: Document, relation: Relation, ids_a: str, ids_b: str, **evidence: object
) -> Link:
    """A link between space-separated paragraph ids; split and merged follow from them."""
    left, right = tuple(ids_a.split()), tuple(ids_b.split())
    text_a = GAP.join(a.paragraph(p).text for p in left)
    text_b = GAP.join(b.paragraph(p).text for p in right)
    values: dict[str, object] = {
        "moved": False,
        "semantic": None,
        "literal": None,
        "confidence": 0.9,
        "certainty": "sure",
        "pairs": tuple(ParagraphPair(x, y, 0.812345678, 0.5) for x in left for y in right),
        "edits": edits(text_a, text_b),
        "split": len(right) > 1,
        "merged": len(left) > 1,
        **evidence,
    }
    return Link(a=left, b=right, relation=relation, **values)  # type: ignore[arg-type]


def links(a: Document, b: Document) -> tuple[Link, ...]:
    """All relations, a move, a split and a merge."""
    return (
        link(a, b, "new", "", "p2", confidence=0.7),
        link(a, b, "editorial", "p2", "p3", semantic=0.99, literal=0.97),
        link(
            a,
            b,
            "changed",
            "p3",
            "p6 p7",
            semantic=0.9,
            literal=0.61,
            moved=True,
            distance=1,
            confidence=0.55,
            certainty="likely",
            runner_up=RunnerUp("p3", "p4", 0.41),
            shifts=(Shift("modality", "strengthened", "is necessary", "shall"),),
        ),
        link(a, b, "identical", "p4", "p4", semantic=1.0, literal=1.0, moved=True, distance=-1),
        link(a, b, "disappeared", "p6", ""),
        link(
            a,
            b,
            "reformulated",
            "p7",
            "p8",
            semantic=0.58,
            literal=0.08,
            confidence=0.48,
            certainty="open",
        ),
        link(
            a,
            b,
            "disappeared",
            "p8",
            "",
            confidence=0.52,
            certainty="open",
            candidates=(Candidate("p8", 0.31), Candidate("p10", 0.06)),
        ),
        link(a, b, "changed", "p9 p10", "p9", semantic=0.83, literal=0.44),
        link(a, b, "new", "", "p10"),
    )


def side(document: Document, links: Sequence[Link], ids: str) -> SideSummary:
    """The counts of one document."""
    counts, open_counts = dict.fromkeys(RELATIONS, 0), dict.fromkeys(RELATIONS, 0)
    words, open_words = dict.fromkeys(RELATIONS, 0), dict.fromkeys(RELATIONS, 0)
    for one in links:
        for identifier in getattr(one, ids):
            length = len(document.paragraph(identifier).text.split())
            counts[one.relation] += 1
            words[one.relation] += length
            open_counts[one.relation] += one.certainty == "open"
            open_words[one.relation] += length * (one.certainty == "open")
    total = sum(words.values())
    shares, open_shares = (
        {r: w[r] / max(total, 1) for r in RELATIONS} for w in (words, open_words)
    )
    return SideSummary(counts, shares, len(document.citable), total, open_counts, open_shares)


def assemble(
    a: Document, b: Document, found: tuple[Link, ...], **rest: tuple[object, ...]
) -> Comparison:
    """A comparison of those links."""
    return Comparison(
        a=a,
        b=b,
        links=found,
        parts=rest.get("parts", ()),  # type: ignore[arg-type]
        related=rest.get("related", ()),  # type: ignore[arg-type]
        summary=Summary(side(a, found, "a"), side(b, found, "b")),
        settings=Settings(),
        model=ModelInfo("all-MiniLM-L6-v2", 384, "53aa" * 16),
        version="0.1.0",
    )


def example() -> Comparison:
    """The comparison that the golden reports show."""
    a = document(
        "2003-moscow",
        A_BLOCKS,
        title="Declaration by the Heads of the Member States of the SCO",
        date="2003-05-29",
        place="Moscow",
        edition="English text of the SCO Secretariat",
    )
    b = document(
        "invented-lake",
        B_BLOCKS,
        title="Invented declaration of the council",
        date="2031-06-01",
        place="Lakeside",
        notice="This text is invented; no summit adopted it.",
    )
    clause = "the heads of state signed the respective agreement"
    texts = a.paragraph("p6").text, b.paragraph("p10").text
    starts = [text.index(clause) for text in texts]
    part = Part(
        "p6",
        "p10",
        starts[0],
        starts[0] + len(clause),
        starts[1],
        starts[1] + len(clause),
        0.93,
        1.0,
        0.95,
        "sure",
    )
    return assemble(a, b, links(a, b), parts=(part,), related=(Related("p8", "p8", 0.46, 0.05),))
