"""What a page is read into: its elements, and the blocks of text in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scodiff.corpus.readers.extract import Piece
from scodiff.corpus.segmentation.lines import Role

_LEAST_PROSE = 60
_MOST_LINKED = 0.4
_STEP = re.compile(r"\s[/|>»›→·•\\]\s|[»›→]")
_SPACE = re.compile(r"\s+")


@dataclass(slots=True, eq=False)
class Box:
    """An element that holds blocks of text, and how much of what stands in it.

    ``names`` are the words of its class and id, ``role`` its ARIA role, ``heading`` the first
    heading in it. Sizes count letters
    and digits, a Chinese character as three: ``size`` all, ``linked`` those inside of links,
    ``prose`` those of whole sentences, ``clean`` those of sentences that no element around
    marks as the site's. ``fields`` and ``buttons`` count what a reader types into or presses.
    """

    tag: str
    parent: Box | None = None
    names: frozenset[str] = frozenset()
    role: str = ""
    heading: str = ""
    children: list[Box] = field(default_factory=list)
    size: int = 0
    linked: int = 0
    prose: int = 0
    clean: int = 0
    blocks: int = 0
    headings: int = 0
    linked_headings: int = 0
    site_words: int = 0
    links: int = 0
    link_blocks: int = 0
    blocks_with_link: int = 0
    fields: int = 0
    buttons: int = 0
    is_clear: bool = False
    on_path: bool = False
    inside: bool = False
    reason: str | None = None


@dataclass(slots=True, eq=False)
class PageBlock:
    """A block of a page's text: its pieces so far, what it is, and the element it stands in.

    ``level`` is a heading's (1 to 6) or 0; ``linked`` counts what stands in links, ``away``
    what stands in links that lead to another page. ``reason`` says why it is left out.
    """

    box: Box
    role: Role | None = None
    label: str | None = None
    level: int = 0
    pieces: list[Piece] = field(default_factory=list)
    linked: int = 0
    away: int = 0
    reason: str | None = None
    text: str = ""
    size: int = 0

    @property
    def is_prose(self) -> bool:
        """Whether the block reads as sentences rather than as a line of a menu."""
        short = self.size < _LEAST_PROSE or self.level > 0
        return not short and self.linked <= _MOST_LINKED * self.size

    @property
    def rows(self) -> list[str]:
        """Its lines, where it has line breaks of its own."""
        lines = "".join(piece.text for piece in self.pieces).split("\n")
        return [line for line in (_SPACE.sub(" ", line).strip() for line in lines) if line]

    @property
    def is_link(self) -> bool:
        """Whether the block is nothing but links; a heading's own anchor is none."""
        linked = self.away if self.level else self.linked
        return self.size > 0 and linked >= 0.85 * self.size

    @property
    def is_trail(self) -> bool:
        """Whether the block is the way from the site's first page to this one."""
        return self.linked > 0 and not self.is_prose and len(_STEP.split(self.text)) > 1

    def measure(self) -> None:
        """Take the text and its size from the pieces, when all are there."""
        self.text = _SPACE.sub(" ", "".join(piece.text for piece in self.pieces)).strip()
        self.size = size_of(self.text)


@dataclass(slots=True)
class LeftOut:
    """Text that the walk itself leaves out: what it says, and why."""

    reason: str
    text: str


@dataclass(slots=True)
class WebPage:
    """The boxes of a page, those around before those within, and its blocks in their order."""

    boxes: list[Box] = field(default_factory=list)
    blocks: list[PageBlock] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def size_of(text: str) -> int:
    """How much a text says: letters and digits, a Chinese character as three."""
    return sum(3 if "\u2e80" <= c <= "\u9fff" else 1 for c in text if c.isalnum())
