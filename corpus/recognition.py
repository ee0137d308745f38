"""What a document is, and whether what it says of itself agrees with the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scodiff.corpus.catalogue import Summit, catalogue, english_city, summit, summit_id_of
from scodiff.corpus.model import Document

TextKind = Literal["declaration", "communiqué", "press release", "report", "statement", "text"]

_PATTERNS: dict[TextKind, str] = {
    "declaration": r"\bdeclaration\b|\bдекларация\b|宣言",
    "communiqué": r"\bcommuniqu[eé]\b|\bкоммюнике\b|联合公报",
    "press release": r"\bpress[- ]release\b|\bпресс-релиз\b|新闻稿",
    "report": r"\binformation(?:al)? report\b|\bинформационное сообщение\b|新闻公报",
    "statement": r"\bstatement\b|\bзаявление\b|声明",
}
_KINDS = {kind: re.compile(p, re.IGNORECASE) for kind, p in _PATTERNS.items()}
_ORGANISATION = re.compile(
    r"Shanghai Cooperation Organi[sz]ation|\bSCO\b|Шанхайск\w+ организаци\w+ сотрудничества|\bШОС\b"
    r"|上海合作组织|上合组织"
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ONES = {word: number for number, word in enumerate(_ORDINALS.split(), 1)}
_ORDINALS_OR = _ORDINALS.replace(" ", "|")
_NUMBERED = re.compile(
    rf"\b(?:(?P<digits>\d{{1,2}})(?:st|nd|rd|th)|(?P<tens>twenty-)?(?P<word>{_ORDINALS_OR}))\s+"
    r"(?:regular\s+|annual\s+|SCO\s+)?(?:meeting|session)\s+of\s+(?:the\s+)?(?:SCO\s+)?"
    r"(?:Council\s+of\s+(?:the\s+)?)?Heads\s+of\s+(?:the\s+)?(?:Member\s+)?States?\b",
    re.IGNORECASE,
)
_DRAFT = re.compile(r"\b(?:draft|проект)\b|草案", re.IGNORECASE)
_OPENING = 3_000


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a document was found to be.

    ``summit`` is the summit whose text it is, or that it belongs to; ``contradictions`` are
    sentences, each with both of the values that contradict each other.
    """

    kind: TextKind
    summit: Summit | None
    contradictions: tuple[str, ...]

    @property
    def summit_id(self) -> str | None:
        """The id of ``summit``; None where it belongs to none."""
        return self.summit.id if self.summit else None

    @property
    def is_declaration(self) -> bool:
        """Whether it is the declaration of a summit."""
        return self.summit is not None and self.kind == "declaration"


def recognise(document: Document, expected: Summit | None = None) -> Recognised:
    """Compare a document with the catalogue, and with the summit it is expected to be of."""
    kind = kind_of(_named_by(document))
    found = expected or summit(summit_id_of(document.id)) or _by_date(document)
    if found is None:
        return Recognised(kind, None, ())
    named = expected is not None
    return Recognised(kind, found, tuple(_contradictions(document, kind, found, named=named)))


def kind_of(title: str) -> TextKind:
    """The kind of text that a title names first; ``text`` where it names none."""
    found = [
        (match.start(), -len(match.group()), kind)
        for kind, pattern in _KINDS.items()
        if (match := pattern.search(title))
    ]
    return min(found)[2] if found else "text"


def meeting_number(text: str) -> int | None:
    """The number of a meeting that a text names ("the twenty-second meeting"), or None."""
    match = _NUMBERED.search(text)
    if match is None:
        return None
    if match["digits"]:
        return int(match["digits"])
    return _ONES[match["word"].lower()] + (20 if match["tens"] else 0)


def _named_by(document: Document) -> str:
    """The title, or the headings at the top where the title says nothing of the kind."""
    if kind_of(document.title) != "text":
        return document.title
    top = [p.text for p in document.paragraphs[:6] if p.kind in ("title", "heading")]
    return " ".join([document.title, *top])


def _by_date(document: Document) -> Summit | None:
    if document.date is None or not _ORGANISATION.search(_opening(document)):
        return None
    same_day = (s for s in catalogue() if s.date == document.date)
    return next(same_day, None) or _by_place(document)


def _by_place(document: Document) -> Summit | None:
    """The summit of the same city and year, for a text whose day is wrong."""
    city = english_city(document.place or "")
    year = (document.date or "")[:4]
    return next((s for s in catalogue() if s.city == city and s.date[:4] == year), None)


def _contradictions(
    document: Document, kind: TextKind, found: Summit, *, named: bool
) -> Iterator[str]:
    if kind not in ("declaration", "text") or (kind == "text" and named):
        what = "names itself no declaration" if kind == "text" else f"is a {kind}"
        yield f"this {what}, while the catalogue knows the declaration of {found.id}"
    if document.date and document.date != found.date:
        yield f"the text says {document.date}, the catalogue dates {found.id} to {found.date}"
    city = english_city(document.place or "")
    if city and city != found.city:
        yield f"the text says {document.place}, the catalogue has {found.id} in {found.city}"
    number = meeting_number(_opening(document))
    if number is not None and number != found.number:
        yield (
            f"the text speaks of meeting {number}, {found.id} was meeting {found.number} of the "
            "Council of Heads of State"
        )
    if _DRAFT.search(document.title):
        yield "the title calls the text a draft"
    if not _ORGANISATION.search(_opening(document)):
        yield "the beginning of the text does not name the Shanghai Cooperation Organisation"


def _opening(document: Document) -> str:
    text = " ".join(p.text for p in document.paragraphs[:12] if p.kind != "furniture")
    return f"{document.title} {text}"[:_OPENING]
