"""Where the text of a link stands: which stretches of it belong to which paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scodiff.compare.model import Edit, Link, Part
from scodiff.corpus.model import PARAGRAPH_BREAK


class Stretch(NamedTuple):
    """A piece of a paragraph: where it stands in a side's text, and where in its paragraph."""

    at: int
    end: int
    paragraph: str
    start: int


Stretches = Sequence[Stretch]


def cut(stretches: Stretches, start: int, end: int) -> tuple[Stretch, ...]:
    """The stretches of a part of a side's text, which begins there anew."""
    found = []
    for s in stretches:
        low, high = max(start, s.at), min(end, s.end)
        if low < high:
            found.append(Stretch(low - start, high - start, s.paragraph, s.start + low - s.at))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class LinkPlaces:
    """The stretches of both sides of a link.

    ``parts`` gives by name the two ends of the parts that moved from link to link, A's first.
    """

    a: Stretches = ()
    b: Stretches = ()
    parts: Mapping[str, tuple[Stretch, Stretch]] = field(default_factory=dict)

    def of_move(self, start_a: int, start_b: int, edit: Edit) -> LinkPlaces:
        """The places of the two ends of a move, of which ``edit`` is the inserted one."""
        if edit.moved in self.parts:
            a, b = self.parts[edit.moved]
            return LinkPlaces((a,), (b,))
        length_a = sum(len(inner.a) for inner in edit.inner)
        return LinkPlaces(
            cut(self.a, start_a, start_a + length_a), cut(self.b, start_b, start_b + len(edit.b))
        )


def places_of(
    links: Sequence[Link],
    parts: Sequence[Part],
    texts_a: Mapping[str, str],
    texts_b: Mapping[str, str],
) -> Iterator[LinkPlaces]:
    """The places of each link's text; the texts are those of the paragraphs by id."""
    ends = {
        f"part{number}": (
            Stretch(0, part.a_end - part.a_start, part.a, part.a_start),
            Stretch(0, part.b_end - part.b_start, part.b, part.b_start),
        )
        for number, part in enumerate(parts)
    }
    for link in links:
        yield LinkPlaces(_stretches(link.a, texts_a), _stretches(link.b, texts_b), ends)


def _stretches(paragraphs: Sequence[str], texts: Mapping[str, str]) -> tuple[Stretch, ...]:
    """The paragraphs of a side one after another, an empty line in between."""
    found: list[Stretch] = []
    at = 0
    for paragraph in paragraphs:
        end = at + len(texts[paragraph])
        found.append(Stretch(at, end, paragraph, 0))
        at = end + len(PARAGRAPH_BREAK)
    return tuple(found)
