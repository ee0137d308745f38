"""The comparison in a few sentences that a journalist could quote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from scodiff.compare.model import (
    PERSISTED,
    Comparison,
    Link,
    Shift,
    SideSummary,
    Statement,
)
from scodiff.compare.tokens import count_words
from scodiff.corpus.model import Document

QUOTED_WORDS = 12
MOST_EXAMPLES = 3
LEAST_WORDS = 20  # of a passage that is named for what it kept
_DIRECTIONS = {
    "strengthened": "strengthened",
    "weakened": "weakened",
    "widened": "widened",
    "narrowed": "narrowed",
    "different": "merely different",
    "unclear": "of which the effect cannot be told",
}
_WEIGHT = {"polarity": 0, "modality": 1, "commitment": 2, "verb": 3, "actor": 4}


def in_plain_words(comparison: Comparison) -> tuple[Statement, ...]:
    """Statements in the order in which they should be read; each can stand alone."""
    linked = [link for link in comparison.links if link.a and link.b]
    cite = _Citer(comparison.a, comparison.b)
    found = [
        _turned(linked, cite),
        _persistence(comparison),
        _novelty(comparison),
        _quarters(linked),
        _shifts(linked, cite),
        _best_kept(linked, cite),
        _longest_gone(comparison, cite),
        _moved(linked),
    ]
    return tuple(statement for statement in found if statement)


class _Citer:
    """Cites paragraphs by their number, as the reports do."""

    def __init__(self, a: Document, b: Document) -> None:
        self.paragraphs = {
            "a": {p.id: p for p in a.paragraphs},
            "b": {p.id: p for p in b.paragraphs},
        }

    def one(self, side: str, ids: Sequence[str]) -> str:
        """``¶3`` or ``¶¶3, 4``."""
        numbers = [str(self.paragraphs[side][i].n) for i in ids]
        return ("¶" if len(numbers) == 1 else "¶¶") + ", ".join(numbers)

    def both(self, link: Link) -> str:
        """``¶3 → ¶7``."""
        return f"{self.one('a', link.a)} → {self.one('b', link.b)}"


def _persistence(comparison: Comparison) -> Statement | None:
    side = comparison.summary.a
    if not side.total_paragraphs:
        return None
    count = side.paragraphs
    words = sum(side.words.get(r, 0.0) for r in PERSISTED)
    gone = count.get("disappeared", 0)
    text = (
        f"Of the {_of(side)} of {_name(comparison.a)}, {count.get('identical', 0)} "
        f"persist{_s(count.get('identical', 0))} word for word and {count.get('editorial', 0)} "
        "with editorial changes only "
        f"({_percent(words)} of its {side.total_words:,} words); "
        f"{count.get('changed', 0)} {_are(count.get('changed', 0))} changed, "
        f"{count.get('reformulated', 0)} {_are(count.get('reformulated', 0))} said in other words, "
        f"and {gone} {'has' if gone == 1 else 'have'} no counterpart in {_name(comparison.b)}."
    )
    ids = [p for link in comparison.links if link.relation in PERSISTED for p in link.a]
    return Statement("persistence", text, a=tuple(ids))


def _novelty(comparison: Comparison) -> Statement | None:
    side = comparison.summary.b
    if not side.total_paragraphs:
        return None
    new = side.paragraphs.get("new", 0)
    text = (
        f"Of the {_of(side)} of {_name(comparison.b)}, {new} {_are(new)} new: "
        f"{_percent(side.words.get('new', 0.0))} of its {side.total_words:,} words."
    )
    ids = [p for link in comparison.links if link.relation == "new" for p in link.b]
    return Statement("novelty", text, b=tuple(ids))


def _quarters(linked: Sequence[Link]) -> Statement | None:
    count = Counter(link.quarter for link in linked if link.quarter)
    total = sum(count.values())
    if not total:
        return None
    text = (
        f"Of {_counted(total, 'linked passage')}, {count['kept']} "
        f"keep{_s(count['kept'])} words and meaning, {count['reworded']} "
        f"say{_s(count['reworded'])} the same in other words, "
        f"{count['turned']} keep{_s(count['turned'])} the words but not the meaning, and in "
        f"{count['replaced']} both differ."
    )
    return Statement("meaning against wording", text)


def _turned(linked: Sequence[Link], cite: _Citer) -> Statement | None:
    turned = [link for link in linked if link.quarter == "turned"]
    if not turned:
        return None
    examples = "; ".join(_turn(link, cite) for link in turned[:MOST_EXAMPLES])
    text = (
        f"{_counted(len(turned), 'passage')} of {len(linked)} linked keep{_s(len(turned))} most of "
        f"the words but may say something else: {examples}."
    )
    return Statement("turned", text, *_ids(turned))


def _turn(link: Link, cite: _Citer) -> str:
    shifts = [s for s in link.shifts if s.kind in {"polarity", "modality"}]
    return f"{_told(shifts[0])} ({cite.both(link)})" if shifts else cite.both(link)


def _shifts(linked: Sequence[Link], cite: _Citer) -> Statement | None:
    """Shifts of position by their direction; numbers and dates are counted apart."""
    shifted = [(s, link) for link in linked for s in link.shifts if s.kind != "quantity"]
    numbers = sum(1 for link in linked for s in link.shifts if s.kind == "quantity")
    if not shifted and not numbers:
        return None
    links = [link for link in linked if any(s.kind != "quantity" for s in link.shifts)]
    count = Counter(shift.direction for shift, _ in shifted)
    named = [f"{count[d]} {phrase}" for d, phrase in _DIRECTIONS.items() if count[d]]
    telling = sorted(
        ((s, link) for s, link in shifted if s.kind in _WEIGHT and s.a and s.b),
        key=lambda item: _WEIGHT[item[0].kind],
    )[:MOST_EXAMPLES]
    examples = "; ".join(f"{_told(s)} ({cite.both(link)})" for s, link in telling)
    text = (
        f"{_counted(len(shifted), 'shift')} of position in {len(links)} of "
        f"{_counted(len(linked), 'linked passage')}"
        + (f": {', '.join(named)}" if named else "")
        + (f"; among them {examples}" if examples else "")
        + (
            f". {_counted(numbers, 'number or date', 'numbers and dates')} changed."
            if numbers
            else "."
        )
    )
    return Statement("shifts", text, *_ids([link for _, link in telling] or links))


def _told(shift: Shift) -> str:
    if not shift.b:
        return f"“{shift.a}” dropped"
    if not shift.a:
        return f"“{shift.b}” added"
    return f"“{shift.a}” became “{shift.b}”"


def _best_kept(linked: Sequence[Link], cite: _Citer) -> Statement | None:
    """The passage of some length that kept most of its wording; of equals the longest."""
    long_enough = [
        (link.literal, _words(link, cite), link)
        for link in linked
        if link.literal is not None and _words(link, cite) >= LEAST_WORDS
    ]
    if not long_enough:
        return None
    kept, words, link = max(long_enough, key=lambda item: item[:2])
    text = (
        f"The passage that kept most of its wording is {cite.both(link)} "
        f"({_percent(kept)} of {_counted(words, 'word')}): “{_opening(link, cite)}”."
    )
    return Statement("best kept", text, *_ids([link]))


def _words(link: Link, cite: _Citer) -> int:
    return sum(count_words(cite.paragraphs["a"][p].text) for p in link.a)


def _opening(link: Link, cite: _Citer) -> str:
    """How a passage begins in A."""
    words = cite.paragraphs["a"][link.a[0]].text.split()
    return " ".join(words[:QUOTED_WORDS]) + (" …" if len(words) > QUOTED_WORDS else "")


def _longest_gone(comparison: Comparison, cite: _Citer) -> Statement | None:
    parts = {part.a for part in comparison.parts}
    gone = [
        cite.paragraphs["a"][link.a[0]]
        for link in comparison.links
        if link.relation == "disappeared" and link.a[0] not in parts
    ]
    if not gone:
        return None
    longest = max(gone, key=lambda p: (count_words(p.text), -(p.n or 0)))
    words = longest.text.split()
    opening = " ".join(words[:QUOTED_WORDS]) + (" …" if len(words) > QUOTED_WORDS else "")
    text = (
        f"The longest passage of {_name(comparison.a)} of which nothing was found in "
        f"{_name(comparison.b)} is {cite.one('a', [longest.id])} "
        f"({_counted(count_words(longest.text), 'word')}): “{opening}”."
    )
    return Statement("disappeared", text, a=(longest.id,))


def _moved(linked: Sequence[Link]) -> Statement | None:
    moved = [link for link in linked if link.moved]
    if not moved:
        return None
    text = (
        f"{len(moved)} of {_counted(len(linked), 'linked passage')} {_are(len(moved))} in another "
        "place among the others."
    )
    return Statement("moved", text, *_ids(moved))


def _ids(links: Sequence[Link]) -> Iterator[tuple[str, ...]]:
    """The paragraphs of both sides, each once."""
    for side in "ab":
        found: Mapping[str, None] = dict.fromkeys(p for k in links for p in getattr(k, side))
        yield tuple(found)


def _name(document: Document) -> str:
    return document.id


def _of(side: SideSummary) -> str:
    return _counted(side.total_paragraphs, "paragraph")


def _counted(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _s(number: int) -> str:
    return "s" if number == 1 else ""


def _percent(share: float) -> str:
    """A share in per cent; what is not nothing, or not all, never reads so."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.995 <= share < 1:
        return "over 99%"
    return f"{share:.0%}"
