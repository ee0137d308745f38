"""The comparison in a few sentences that a journalist could quote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from scodiff.compare.model import (
    PERSISTED,
    Comparison,
    Link,
    Quarter,
    Relation,
    Shift,
    SideSummary,
    Statement,
)
from scodiff.compare.shifts.kinds import QUOTING_ORDER, TRAITS, Direction, is_quoted
from scodiff.compare.text.tokens import count_words
from scodiff.corpus.model import Document

QUOTED_WORDS = 12
MOST_EXAMPLES = 3
LEAST_WORDS = 20  # of a passage that is named for what it kept
_DIRECTIONS: dict[Direction, str] = {
    "strengthened": "strengthened",
    "weakened": "weakened",
    "widened": "widened",
    "narrowed": "narrowed",
    "different": "merely different",
    "unclear": "of which the effect cannot be told",
}
# What became of one paragraph of A, and of several; "{}" is the name of B.
_BECAME: dict[Relation, tuple[str, str]] = {
    "identical": ("persists word for word", "persist word for word"),
    "editorial": ("persists with editorial changes only", "persist with editorial changes only"),
    "changed": ("is changed", "are changed"),
    "reformulated": ("is said in other words", "are said in other words"),
    "disappeared": ("has no counterpart in {}", "have no counterpart in {}"),
}


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
    other = _name(comparison.b)
    told = [
        f"{number:,} {(one if number == 1 else several).format(other)}"
        for relation, (one, several) in _BECAME.items()
        if (number := side.paragraphs.get(relation, 0))
    ]
    kept = [words for words in told if words.split()[1].startswith("persist")] or ["none persists"]
    share = sum(side.words.get(r, 0.0) for r in PERSISTED)
    figures = f"{_and(kept)} ({_percent(share)} of its {_counted(side.total_words, 'word')})"
    rest = [words for words in told if words not in kept]
    text = f"{_of(side, comparison.a)}, {'; '.join(filter(None, [figures, _and(rest)]))}."
    if side.total_paragraphs == 1:
        [(one, _)] = [_BECAME[r] for r in _BECAME if side.paragraphs.get(r, 0)]
        text = f"The one paragraph of {_name(comparison.a)} {one.format(other)}."
    ids = [p for link in comparison.links if link.relation in PERSISTED for p in link.a]
    return Statement("persistence", text, a=tuple(ids))


def _novelty(comparison: Comparison) -> Statement | None:
    side = comparison.summary.b
    if not side.total_paragraphs:
        return None
    new = side.paragraphs.get("new", 0)
    if side.total_paragraphs == 1:
        text = f"The one paragraph of {_name(comparison.b)} is {'' if new else 'not '}new."
    elif not new:
        text = f"{_of(side, comparison.b)}, none is new."
    else:
        text = (
            f"{_of(side, comparison.b)}, {new} {_are(new)} new: "
            f"{_percent(side.words.get('new', 0.0))} of its {_counted(side.total_words, 'word')}."
        )
    ids = [p for link in comparison.links if link.relation == "new" for p in link.b]
    return Statement("novelty", text, b=tuple(ids))


def _quarters(linked: Sequence[Link]) -> Statement | None:
    count = Counter(link.quarter for link in linked if link.quarter)
    total = sum(count.values())
    if not total:
        return None
    verbs: dict[Quarter, str] = {
        "kept": "keep{s} words and meaning",
        "reworded": "say{s} the same in other words",
        "turned": "keep{s} the words but not the meaning",
        "replaced": "differ{s} in both",
    }
    told = [(count[q], words.format(s=_s(count[q]))) for q, words in verbs.items() if count[q]]
    if total == 1:
        text = f"The one linked passage {told[0][1]}."
    else:
        figures = _and([f"{number} {words}" for number, words in told])
        text = f"Of {_counted(total, 'linked passage')}, {figures}."
    return Statement("meaning against wording", text)


def _turned(linked: Sequence[Link], cite: _Citer) -> Statement | None:
    turned = [link for link in linked if link.quarter == "turned"]
    if not turned:
        return None
    examples = "; ".join(_turn(link, cite) for link in turned[:MOST_EXAMPLES])
    which = f"{_counted(len(turned), 'passage')} of {len(linked)} linked"
    if len(linked) == 1:
        which = "The one linked passage"
    text = (
        f"{which} keep{_s(len(turned))} most of the words but may say something else: {examples}."
    )
    return Statement("turned", text, *_ids(turned))


def _turn(link: Link, cite: _Citer) -> str:
    shifts = [s for s in link.shifts if TRAITS[s.kind].turning]
    told = ", ".join(map(_told, shifts[:MOST_EXAMPLES]))
    return f"{told} ({cite.both(link)})" if told else cite.both(link)


def _shifts(linked: Sequence[Link], cite: _Citer) -> Statement | None:
    """Shifts of position by their direction; numbers and dates are counted apart."""
    shifted = [(s, link) for link in linked for s in link.shifts if TRAITS[s.kind].of_position]
    numbers = sum(not TRAITS[s.kind].of_position for link in linked for s in link.shifts)
    if not shifted and not numbers:
        return None
    links = [link for link in linked if any(TRAITS[s.kind].of_position for s in link.shifts)]
    count = Counter(shift.direction for shift, _ in shifted)
    named = [f"{count[d]} {phrase}" for d, phrase in _DIRECTIONS.items() if count[d]]
    telling = sorted(
        ((s, link) for s, link in shifted if is_quoted(s.kind, replaced=bool(s.a and s.b))),
        key=lambda item: QUOTING_ORDER[item[0].kind],
    )[:MOST_EXAMPLES]
    examples = "; ".join(f"{_told(s)} ({cite.both(link)})" for s, link in telling)
    where = f"in {len(links)} of {_counted(len(linked), 'linked passage')}"
    if len(linked) == 1:
        where = "in the one linked passage"
    changed = f"{_counted(numbers, 'number or date', 'numbers and dates')} changed."
    text = (
        f"{_counted(len(shifted), 'shift')} of position {where}"
        + (f": {', '.join(named)}" if named else "")
        + (f"; among them {examples}" if examples else "")
        + (f". {changed}" if numbers else ".")
    )
    if not shifted:
        text = changed
    return Statement("shifts", text, *_ids([link for _, link in telling] or links))


def _told(shift: Shift) -> str:
    if not shift.b:
        return f"“{shift.a}” dropped"
    if not shift.a:
        return f"“{shift.b}” added"
    return f"“{shift.a}” became “{shift.b}”"


def _best_kept(linked: Sequence[Link], cite: _Citer) -> Statement | None:
    """The passage of some length that kept most of its wording; of equals the longest.

    Nothing is told where all kept the same share.
    """
    long_enough = [
        (link.literal, _words(link, cite), link)
        for link in linked
        if link.literal is not None and _words(link, cite) >= LEAST_WORDS
    ]
    if not long_enough:
        return None
    kept, words, link = max(long_enough, key=lambda item: item[:2])
    if all(link.literal == kept for link in linked):
        return None  # none of them more than the others
    which = f"passage that kept most of its wording is {cite.both(link)} ({_percent(kept)} of "
    if kept >= 1:
        which = f"longest passage that kept all of its wording is {cite.both(link)} ("
    text = f"The {which}{_counted(words, 'word')}): “{_opening(link, cite)}”."
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


def _of(side: SideSummary, document: Document) -> str:
    return f"Of the {_counted(side.total_paragraphs, 'paragraph')} of {_name(document)}"


def _and(words: Sequence[str]) -> str:
    """``a, b and c``."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


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
