"""Two texts as one stream of revisions: what a word processor's tracked changes need.

The stream is made of pieces of text and of breaks between paragraphs, each of them kept,
deleted, inserted or moved. Without what is inserted it is A's text, without what is
deleted B's, whatever stands between them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from scodiff.compare.model import Comparison, Link
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.corpus.model import Document, Paragraph

RevisionState = Literal["kept", "deleted", "inserted", "moved-from", "moved-to", "moved-deleted"]
IN_A = frozenset({"kept", "deleted", "moved-from"})
IN_B = frozenset({"kept", "inserted", "moved-to"})


_ARRIVED: dict[RevisionState, RevisionState] = {"kept": "moved-to", "deleted": "moved-deleted"}


@dataclass(frozen=True, slots=True)
class Revision:
    """Text of one state (``text`` is None for a break that ends a paragraph).

    ``moved-deleted`` is text that was left out of a passage after it was moved: it stands
    at the place that the passage moved to, and in neither text. ``move`` numbers a move,
    ``kind`` is that of a block which is not counted (``title``, ``heading`` …). ``begins``
    are the paragraphs that begin here, ``a-p3`` or ``b-p7``: of A those whose link, or block,
    does, of B those that only B has.
    """

    text: str | None
    state: RevisionState
    move: int = 0
    kind: str = ""
    begins: tuple[str, ...] = ()


BREAK = None


def revisions(comparison: Comparison) -> list[list[Revision]]:
    """The paragraphs of the stream; each ends with its break but the last, which has none."""
    pieces = list(_Merger(comparison).pieces())
    return _paragraphs(_end_kept(pieces))


class _Merger:
    """Walks both documents at once, from one passage that kept its place to the next."""

    def __init__(self, comparison: Comparison) -> None:
        self.texts = (comparison.a, comparison.b)
        self.a = comparison.a.paragraphs
        self.b = comparison.b.paragraphs
        self.place_a = {p.id: i for i, p in enumerate(self.a)}
        self.place_b = {p.id: i for i, p in enumerate(self.b)}
        streamable = [link for link in comparison.links if self._streamable(link)]
        self.anchors = self._in_order(streamable)
        kept = {id(link) for link in self.anchors}
        self.moves = {
            number: link
            for number, link in enumerate(comparison.links, 1)
            if link.moved and id(link) not in kept and self._streamable(link)
        }
        self.home_a = {p: n for n, link in self.moves.items() for p in link.a}
        self.home_b = {p: n for n, link in self.moves.items() for p in link.b}

    def pieces(self) -> Iterator[Revision]:
        """Both texts as one, piece by piece."""
        at_a = at_b = 0
        for link in self.anchors:
            start_a, start_b = self.place_a[link.a[0]], self.place_b[link.b[0]]
            yield from self._between(at_a, start_a, at_b, start_b)
            ids = tuple(f"a-{p}" for p in link.a)
            yield from _beginning(ids, [*self._link(link), Revision(BREAK, "kept")])
            at_a, at_b = start_a + len(link.a), start_b + len(link.b)
        yield from self._between(at_a, len(self.a), at_b, len(self.b))

    def _between(self, a1: int, a2: int, b1: int, b2: int) -> Iterator[Revision]:
        """What only A has, then what only B has; equal blocks at both ends are kept."""
        while a1 < a2 and b1 < b2 and self._same(a1, b1):
            yield from _block(self.a[a1], "kept")
            a1, b1 = a1 + 1, b1 + 1
        tail = 0
        while a1 < a2 - tail and b1 < b2 - tail and self._same(a2 - tail - 1, b2 - tail - 1):
            tail += 1
        for paragraph in self.a[a1 : a2 - tail]:
            yield from self._gone(paragraph)
        yield from self._come(b1, b2 - tail)
        for paragraph in self.a[a2 - tail : a2]:
            yield from _block(paragraph, "kept")

    def _same(self, i: int, j: int) -> bool:
        """Whether two blocks that no link claims have one text (titles, signatures)."""
        a, b = self.a[i], self.b[j]
        return a.text == b.text and not a.citable and not b.citable

    def _gone(self, paragraph: Paragraph) -> Iterator[Revision]:
        move = self.home_a.get(paragraph.id, 0)
        state: RevisionState = "moved-from" if move else "deleted"
        yield from _beginning((f"a-{paragraph.id}",), [*_block(paragraph, state, move)])

    def _come(self, start: int, end: int) -> Iterator[Revision]:
        index = start
        while index < end:
            paragraph = self.b[index]
            move = self.home_b.get(paragraph.id, 0)
            if not move:
                yield from _beginning((f"b-{paragraph.id}",), [*_block(paragraph, "inserted")])
                index += 1
                continue
            link = self.moves[move]
            yield from (self._arrived(piece, move) for piece in self._link(link))
            yield Revision(BREAK, "moved-to", move)
            index += len(link.b)

    def _arrived(self, piece: Revision, move: int) -> Revision:
        return replace(piece, state=_ARRIVED.get(piece.state, piece.state), move=move)

    def _link(self, link: Link) -> Iterator[Revision]:
        """The edits of a link as pieces, without its last break."""
        for edit in link.edits:
            if edit.op == "equal" and edit.a == edit.b:
                yield from _cut(edit.a, "kept")
            else:
                yield from _cut(edit.a, "deleted")
                yield from _cut(edit.b, "inserted")

    def _streamable(self, link: Link) -> bool:
        """Whether a link's paragraphs stand together on both sides, with plain breaks."""
        return bool(
            link.a
            and link.b
            and _together([self.place_a[p] for p in link.a])
            and _together([self.place_b[p] for p in link.b])
            and breaks_are_plain(self.texts, link)
        )

    def _in_order(self, links: Sequence[Link]) -> list[Link]:
        """The most words that keep their order; what is said to have moved only if it fits.

        A longest increasing subsequence (patience sorting) over the links that did not
        move, by their place in B.
        """
        staying = sorted(
            (link for link in links if not link.moved), key=lambda k: self.place_a[k.a[0]]
        )
        tops: list[int] = []
        piles: list[int] = []
        before: list[int] = []
        for index, link in enumerate(staying):
            place = self.place_b[link.b[0]]
            pile = bisect_right(tops, place)
            before.append(piles[pile - 1] if pile else -1)
            tops[pile : pile + 1] = [place]
            piles[pile : pile + 1] = [index]
        found: list[Link] = []
        at = piles[-1] if piles else -1
        while at >= 0:
            found.append(staying[at])
            at = before[at]
        return found[::-1]


def breaks_are_plain(documents: tuple[Document, Document], link: Link) -> bool:
    """Whether a link's edits rebuild both texts, their empty lines being paragraph breaks."""
    for document, side, ids in zip(documents, "ab", (link.a, link.b), strict=True):
        texts = [document.paragraph(p).text for p in ids]
        pieces = [str(getattr(edit, side)) for edit in link.edits]
        breaks = sum(piece.count(PARAGRAPH_BREAK) for piece in pieces)
        whole = PARAGRAPH_BREAK.join(texts)
        rebuilt = "".join(pieces) == whole and whole.split(PARAGRAPH_BREAK) == texts
        if not rebuilt or breaks != len(texts) - 1:
            return False
    return True


def _block(paragraph: Paragraph, state: RevisionState, move: int = 0) -> Iterator[Revision]:
    yield Revision(paragraph.text, state, move, "" if paragraph.citable else paragraph.kind)
    yield Revision(BREAK, state, move)


def _beginning(ids: tuple[str, ...], pieces: Sequence[Revision]) -> Iterator[Revision]:
    """The pieces of a link or block, of which the first says what paragraphs begin there."""
    yield replace(pieces[0], begins=ids)
    yield from pieces[1:]


def _together(places: Sequence[int]) -> bool:
    return list(places) == list(range(places[0], places[0] + len(places)))


def _cut(text: str, state: RevisionState) -> Iterator[Revision]:
    for index, part in enumerate(text.split(PARAGRAPH_BREAK)):
        if index:
            yield Revision(BREAK, state)
        if part:
            yield Revision(part, state)


def _end_kept(pieces: list[Revision]) -> list[Revision]:
    """The pieces without their last break, which no word processor can take away.

    A document ends with a paragraph whatever is accepted or rejected: where only one text
    goes on to the end, its last paragraph takes the place of the break before it.
    """
    for in_text in (IN_A, IN_B):
        last = max(
            (i for i, p in enumerate(pieces) if p.text is BREAK and p.state in in_text), default=-1
        )
        if last < 0:
            continue
        if pieces[last].state == "kept":
            pieces = _unkeep(pieces, last, "a" if in_text is IN_A else "b")
        else:
            pieces = [*pieces[:last], *pieces[last + 1 :]]
    return pieces


def _unkeep(pieces: list[Revision], last: int, side: str) -> list[Revision]:
    """The break of both texts becomes a break of the other text alone."""
    state: RevisionState = "inserted" if side == "a" else "deleted"
    return [*pieces[:last], replace(pieces[last], state=state), *pieces[last + 1 :]]


def _paragraphs(pieces: Sequence[Revision]) -> list[list[Revision]]:
    found: list[list[Revision]] = [[]]
    for piece in pieces:
        found[-1].append(piece)
        if piece.text is BREAK:
            found.append([])
    return found
