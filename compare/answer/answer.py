"""What is to be told of a comparison first: a pure function of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from scodiff.compare.answer.changes import Changes
from scodiff.compare.answer.differences import differences
from scodiff.compare.answer.excerpts import width
from scodiff.compare.answer.in_part import partly, told_in_part
from scodiff.compare.answer.model import Extent, NewsFacts, Survival, ToldChange, names_of
from scodiff.compare.answer.on_one_matter import beside, nearby, on_one_matter
from scodiff.compare.answer.passages import Passages, chosen
from scodiff.compare.answer.same_slot import SameSlot, SlotFinder
from scodiff.compare.model import RELATIONS, Comparison, Place, Relation, SideSummary
from scodiff.corpus.model import Document

# The answer in Markdown stays within so many letters, whatever language it is told in. Of these
# its own words take so many (in Russian; the others are shorter), more where something lives on,
# for each relation that there is, and where parts are shared; each name stands so many times.
LONGEST = 6000
OWN_WORDS, OF_WHAT_LIVES, OF_A_RELATION, OF_PARTS, NAMES = 600, 190, 45, 150, 19
# What a quotation costs beside its letters (citation, marks), and what a pair of them does.
COST, COST_OF_A_PAIR = 14, 40
COST_OF_A_KIND = 28  # a kind of shift and its direction
# At most so much of the room is for changes of position, for these with other words, and for all
# that is quoted from both texts; what may be on one matter, or the same in part, has its share.
FOR_POSITION = 0.2
FOR_CHANGES = 0.3
FOR_ALL_PAIRS = 0.4
FOR_BESIDE = 0.1
OF_THESE_IN_PART = 0.25


def answer_of(comparison: Comparison) -> NewsFacts:
    """The facts and quotations that a reader asks for first."""
    texts = (comparison.a, comparison.b)
    room = room_of(comparison)
    finder = SlotFinder(comparison)
    found = Changes(comparison, finder)
    matters = on_one_matter(comparison, finder)
    pairs = _told_pairs(comparison, finder, found, matters, room)
    lacking = [Passages(comparison, side).alone_and_within() for side in ("a", "b")]
    quoted = {"a": [p.a for p in chain(*pairs)], "b": [p.b for p in chain(*pairs)]}
    free = [
        Passages(comparison, side, known).alone_and_within() if known else found
        for (side, known), found in zip(quoted.items(), lacking, strict=True)
    ]
    fell, came = chosen(free, texts, room - _letters(chain(*pairs), texts), COST)
    gone, dropped, perhaps_gone = _parted(fell, comparison, "a")
    new, added, perhaps_new = _parted(came, comparison, "b")
    changes, reworded, in_part, besides = pairs
    return NewsFacts(
        a=survival_of(comparison.summary.a, "a"),
        b=survival_of(comparison.summary.b, "b"),
        changes=changes,
        reworded=reworded,
        in_part=in_part,
        beside=besides,
        gone=gone,
        dropped=dropped,
        new=new,
        added=added,
        perhaps_gone=perhaps_gone,
        perhaps_new=perhaps_new,
        partly=partly(comparison),
        in_links=differences(
            comparison, finder, found.slots_of_links(), found.statements_of_links(), lacking
        ),
        nearby=nearby(comparison, finder),
    )


ToldPairs = tuple[ToldChange, ...]


def _told_pairs(
    comparison: Comparison,
    finder: SlotFinder,
    found: Changes,
    matters: Sequence[SameSlot],
    room: float,
) -> tuple[ToldPairs, ToldPairs, ToldPairs, ToldPairs]:
    """What is quoted from both sides: changes, other words, what is in part, what is perhaps."""
    texts = (comparison.a, comparison.b)
    changes = _fitting(found.of_position(), texts, room * FOR_POSITION)
    spent = _letters(changes, texts)
    reworded = _fitting(found.of_wording(changes), texts, room * FOR_CHANGES - spent)
    left = max(room * FOR_BESIDE, room * FOR_ALL_PAIRS - spent - _letters(reworded, texts))
    in_part = _fitting(told_in_part(comparison, finder), texts, left * OF_THESE_IN_PART)
    left -= _letters(in_part, texts)
    besides = beside(matters, finder, (*changes, *reworded, *in_part))
    return changes, reworded, in_part, _fitting(besides, texts, left)


def room_of(comparison: Comparison) -> float:
    """How many letters there are for quotations and their marks."""
    names = sum(map(width, names_of(comparison.a, comparison.b)))
    titles = sum(width(d.title) + width(d.place or "") for d in (comparison.a, comparison.b))
    found = {link.relation for link in comparison.links if link.a and link.b}
    own = OWN_WORDS + OF_WHAT_LIVES * bool(found) + OF_A_RELATION * len(found)
    own += OF_PARTS * bool(comparison.parts)
    return max(LONGEST - own - NAMES * names / 2 - titles, 0.0)


def _fitting(
    changes: Sequence[ToldChange], texts: Sequence[Document], room: float
) -> tuple[ToldChange, ...]:
    """The first changes that there is room for."""
    found: list[ToldChange] = []
    for change in changes:
        room -= _letters([change], texts)
        if room < 0:
            break
        found.append(change)
    return tuple(found)


def _letters(changes: Iterable[ToldChange], texts: Sequence[Document]) -> float:
    """How many letters changes take with what stands around them."""
    return sum(
        COST_OF_A_PAIR
        + COST_OF_A_KIND * len(change.shifts)
        + sum(
            width(document.paragraph(place.paragraph).text[place.start : place.end])
            for document, place in zip(texts, (change.a, change.b), strict=True)
        )
        for change in changes
    )


def _parted(
    places: Iterable[Place], comparison: Comparison, side: str
) -> tuple[tuple[Place, ...], tuple[Place, ...], tuple[Place, ...]]:
    """The places in paragraphs that nothing answers to, in linked ones, and in open ones."""
    known = _lone(comparison, side, is_open=False)
    unknown = _lone(comparison, side, is_open=True)
    found = list(places)
    return (
        tuple(place for place in found if place.paragraph in known),
        tuple(place for place in found if place.paragraph not in {*known, *unknown}),
        tuple(place for place in found if place.paragraph in unknown),
    )


def _lone(comparison: Comparison, side: str, *, is_open: bool) -> set[str]:
    """The paragraphs of one document that have no link, of which that is open, or is not."""
    return {
        paragraph
        for link in comparison.links
        if not (link.a and link.b) and link.is_open == is_open
        for paragraph in getattr(link, side)
    }


def survival_of(side: SideSummary, letter: str) -> Survival:
    """What of document ``a`` or ``b`` (``letter``) stands in the other one."""

    def extent(relation: Relation) -> Extent:
        """What of a relation is sure or likely."""
        return Extent(
            side.paragraphs[relation] - side.open_paragraphs[relation],
            side.words[relation] - side.open_words[relation],
        )

    return Survival(
        total_paragraphs=side.total_paragraphs,
        total_words=side.total_words,
        identical=extent("identical"),
        editorial=extent("editorial"),
        edited=extent("changed"),
        rewritten=extent("reformulated"),
        alone=extent("disappeared" if letter == "a" else "new"),
        open=Extent(
            sum(side.open_paragraphs[r] for r in RELATIONS),
            sum(side.open_words[r] for r in RELATIONS),
        ),
    )
