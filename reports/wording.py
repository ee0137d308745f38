"""What a report says in words: relations, figures, the answer, the reasons."""

from __future__ import annotations

from collections.abc import Iterable

from scodiff.compare.model import Link, Relation

RELATION_NAMES: dict[Relation, str] = {
    "identical": "word for word",
    "editorial": "editorial changes only",
    "changed": "changed",
    "reformulated": "reformulated",
    "disappeared": "disappeared",
    "new": "new",
}
RELATION_MEANINGS: dict[Relation, str] = {
    "identical": "the same words, character for character",
    "editorial": "only spelling, punctuation, case, typography or numbering differ",
    "changed": "the same passage in partly different words",
    "reformulated": "the same statement with little shared wording",
    "disappeared": "no counterpart in the second text",
    "new": "no counterpart in the first text",
}


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """``1 paragraph``, ``2 paragraphs``."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def percent(share: float) -> str:
    """A share of [0, 1] in per cent; what is not all or nothing never reads so."""
    if share <= 0.0:
        return "0%"
    if share < 0.01:
        return "under 1%"
    if 0.995 <= share < 1.0:
        return "over 99%"
    return f"{share * 100:.0f}%"


def happened(relation: Relation, number: int) -> str:
    """What became of ``number`` paragraphs, as a verb phrase: ``persist word for word``."""
    one = number == 1
    return {
        "identical": "persists word for word" if one else "persist word for word",
        "editorial": "persists with editorial changes only"
        if one
        else "persist with editorial changes only",
        "changed": "is changed" if one else "are changed",
        "reformulated": "is reformulated" if one else "are reformulated",
        "disappeared": "has disappeared" if one else "have disappeared",
        "new": "is new" if one else "are new",
    }[relation]


def travelled(distance: int) -> str:
    """How far a moved passage went: ``moved 3 paragraphs towards the end``."""
    if distance == 0:
        return "moved"
    way = "towards the end" if distance > 0 else "towards the beginning"
    return f"moved {counted(abs(distance), 'paragraph')} {way}"


def likeness_of_words(literal: float) -> str:
    """A share of words kept, in [0, 1], in words."""
    if literal >= 1.0:
        return "every word is kept"
    return f"{percent(literal)} of the words are kept"


def certainty(confidence: float) -> str:
    """A probability in [0, 1], in words."""
    if confidence >= 0.9:
        return "very likely right"
    if confidence >= 0.75:
        return "likely right"
    if confidence >= 0.5:
        return "more likely right than wrong; worth a look"
    return "uncertain; check it against the texts"


def shape(link: Link) -> list[str]:
    """The properties a link has beside its relation, in words."""
    words = []
    if link.moved:
        words.append(travelled(link.distance))
    if link.split:
        words.append(f"split into {len(link.b)}")
    if link.merged:
        words.append(f"merged from {len(link.a)}")
    return words


def tally(links: Iterable[Link]) -> str:
    """How many links moved, split or merged, as one sentence; empty where none did."""
    found = list(links)
    counts = (
        (sum(link.moved for link in found), "moved"),
        (sum(link.split for link in found), "split"),
        (sum(link.merged for link in found), "merged"),
    )
    words = [f"{number} {verb}" for number, verb in counts if number]
    if not words:
        return ""
    return f"Of the passages that both texts have, {', '.join(words)}."
