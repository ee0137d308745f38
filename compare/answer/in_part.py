"""What passages without a counterpart have in part: a clause or sentence that the other text has.

Of either side the stretch of the part is quoted that is worth most in words which the other side
has too.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import islice, product

from scodiff.compare.answer.excerpts import every_stretch, routine, width
from scodiff.compare.answer.marks import weighed
from scodiff.compare.answer.model import ToldChange
from scodiff.compare.answer.same_slot import MOST, SlotFinder, overlap
from scodiff.compare.model import Comparison, Part, Place

# So many are told, and none whose shared words tell less.
MOST_TOLD = 4
LEAST_IN_COMMON = 5.0
# What share of their worth both quotations must have in common.
LEAST_SHARE = 0.4
_MOST_SET = 12  # stretches of a side that are set against those of the other
_AROUND = " ,;:.，；：。"


def partly(comparison: Comparison) -> int:
    """How many paragraphs of A have no link, and share a part for all that.

    What is open does not count.
    """
    return len({part.a for part in _known(comparison)} & _lone(comparison))


def told_in_part(comparison: Comparison, finder: SlotFinder) -> list[ToldChange]:
    """The parts to tell, quoted from both sides: those whose shared words are worth most first."""
    lone = _lone(comparison)
    scored = [(_in_common(part, finder), part) for part in _known(comparison) if part.a in lone]
    taken: list[ToldChange] = []
    for score, part in sorted(scored, key=lambda item: -item[0]):
        if score < LEAST_IN_COMMON:
            break
        quoted = _quoted(part, finder)
        if quoted is None:
            continue
        a, b = quoted
        if not any(t.a.paragraph == part.a or overlap(t.b, b) for t in taken):
            taken.append(ToldChange(a, b, part.certainty))
        if len(taken) == MOST_TOLD:
            break
    return taken


def _lone(comparison: Comparison) -> Set[str]:
    links = (link for link in comparison.links if not link.b)
    return {paragraph for link in links for paragraph in link.a}


def _known(comparison: Comparison) -> Iterator[Part]:
    return (part for part in comparison.parts if part.certainty != "open")


def _in_common(part: Part, finder: SlotFinder) -> float:
    """The same of a whole part; a matter of course is not told."""
    if routine(finder.marked("a", part.a), part.a_start) < 1.0:
        return 0.0
    return _shared(_place(part, "a"), _place(part, "b"), finder)


def _shared(a: Place, b: Place, finder: SlotFinder) -> float:
    """What the words that two places have are worth, times their share of all that is said."""
    theirs = {word.stem for word in finder.words(b, "b")}
    shared = {w.stem: w.worth for w in finder.words(a, "a") if w.stem in theirs}
    return sum(shared.values()) * finder.in_common((a, b))


def _quoted(part: Part, finder: SlotFinder) -> tuple[Place, Place] | None:
    """The stretches of both sides that have most in common; None where none have enough."""
    pairs = product(_stretches(part, "a", finder), _stretches(part, "b", finder))
    best = max(pairs, key=lambda pair: _shared(pair[0], pair[1], finder), default=None)
    return best if best and finder.in_common(best) >= LEAST_SHARE else None


def _stretches(part: Part, side: str, finder: SlotFinder) -> list[Place]:
    """What may be quoted of one side: all of a short part."""
    place, marked = _place(part, side), finder.marked(side, getattr(part, side))
    if width(marked.text[place.start : place.end]) <= MOST:
        return [_trimmed(place, marked.text)]
    other = "b" if side == "a" else "a"
    theirs = {word.stem for word in finder.words(_place(part, other), other)}
    own = {word.stem for word in marked.words} - theirs
    found = (
        Place(place.paragraph, s.start, s.end)
        for s in every_stretch(weighed(marked, own), MOST)
        if place.start <= s.start and s.end <= place.end
    )
    return list(islice(found, _MOST_SET))


def _place(part: Part, side: str) -> Place:
    return Place(getattr(part, side), getattr(part, f"{side}_start"), getattr(part, f"{side}_end"))


def _trimmed(place: Place, text: str) -> Place:
    """A place without the points and spaces around it."""
    inside = text[place.start : place.end]
    start = place.start + len(inside) - len(inside.lstrip(_AROUND))
    return Place(place.paragraph, start, place.start + len(inside.rstrip(_AROUND)))
