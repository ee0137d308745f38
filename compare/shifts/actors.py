"""Who was added to a passage, who left out of it, who put in the place of another.

An enumeration is a set: in which order, and by which of their names its members stand says
nothing of who they are. So the states of a passage and the members of its lists are not
compared edit by edit: left out is who is named in A's passage and nowhere in B's, added who
is named in B's and nowhere in A's. Other names are compared within their edit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scodiff.compare.model import Edit, Shift
from scodiff.compare.shifts.changed_words import Side, Word, join_words
from scodiff.compare.shifts.content import (
    FUNCTION_WORDS,
    MOST_QUALIFIER_WORDS,
    NEAR_COPY,
    SHOWN,
    SYMBOL,
    is_number,
    share_kept,
)
from scodiff.compare.shifts.kinds import Direction
from scodiff.compare.shifts.lexicon import Lexicon
from scodiff.compare.shifts.states import Name, is_telling, names_of

_TAIL = re.compile(r"\s*(?:of|for|on)\b")


@dataclass(frozen=True, slots=True)
class Naming:
    """What is known of the names of one side.

    ``settled`` are the words of the names that were compared as a set, ``missing`` those of
    them that the other side has nowhere, by the edit that they stand in.
    """

    side: Side
    settled: frozenset[int]
    missing: Mapping[int, Sequence[Name]]

    def text(self, edit: int) -> str:
        """The names missing in an edit as they are printed, each with its article."""
        return ", ".join(self._printed(name) for name in self.missing.get(edit, ()))

    def _printed(self, name: Name) -> str:
        words, start = self.side.words, name.start
        article = start > 0 and not words[start].mark and words[start - 1].form == "the"
        return join_words(words[start - article : name.end])


def namings(edits: Sequence[Edit], a: Side, b: Side, lexicon: Lexicon) -> tuple[Naming, Naming]:
    """The names of both sides of a link, compared over the whole passage."""
    names = names_of(a.words, lexicon), names_of(b.words, lexicon)
    states = [{name.state for name in found if name.state} for found in names]

    def naming(own: int, side: Side, other: Side) -> Naming:
        """What one side names, against the other."""
        settled: set[int] = set()
        missing: dict[int, list[Name]] = {}
        told: set[str] = set()
        for name in names[own]:
            there = name.state in states[1 - own]
            if there or name.member:
                settled.update(range(name.start, name.end))
            words = side.words[name.start : name.end]
            place = _place(words, edits, beside=bool(name.state))
            known_as = name.state or " ".join(word.bare for word in words)
            if there or not name.member or place is None or known_as in told:
                continue
            if name.state or not _stands_in(words, other, lexicon):
                missing.setdefault(place, []).append(name)
                told.add(known_as)
        return Naming(side, frozenset(settled), missing)

    return naming(0, a, b), naming(1, b, a)


def _place(words: Sequence[Word], edits: Sequence[Edit], *, beside: bool) -> int | None:
    """The edit that a name changed in, or with ``beside`` next to which it stands.

    ``Republic of Korea`` is kept to the letter inside the name of another state.
    """
    first, last = words[0].edit, words[-1].edit
    places = [word.edit for word in words]
    if beside:
        places += [first - 1, last + 1]
    return next((k for k in places if 0 <= k < len(edits) and _changes(edits[k])), None)


def _changes(edit: Edit) -> bool:
    """Whether an edit changes the passage; what went to another link is still named there."""
    return edit.op != "equal" and not edit.editorial and not edit.moved.startswith("part")


def _stands_in(words: Sequence[Word], other: Side, lexicon: Lexicon) -> bool:
    """Whether the other side has the words that tell a name from others."""
    telling = [word.bare for word in words if is_telling(word, lexicon)]
    return all(lexicon.same_actors.get(word, {word}) & other.bare_forms for word in telling)


def named_shift(index: int, names: tuple[Naming, Naming]) -> Shift | None:
    """The states and members of lists that an edit added, left out or replaced."""
    text_a, text_b = (side.text(index) for side in names)
    if not text_a and not text_b:
        return None
    direction: Direction = "narrowed" if text_a else "widened"
    if text_a and text_b:
        direction = "different"
    return Shift("actor", direction, text_a, text_b)


def actor_shift(
    index: int, edits: Sequence[Edit], names: tuple[Naming, Naming], lexicon: Lexicon
) -> Shift | None:
    """Names and actors that an edit added, dropped or put in the place of others."""
    edit = edits[index]
    a, b = names[0].side, names[1].side
    gone = _actors(index, edit.a, names[0], b, lexicon)
    come = _actors(index, edit.b, names[1], a, lexicon)
    named = named_shift(index, names)
    if (not gone and not come) or SYMBOL.search(edit.a + edit.b):
        return named
    texts = (
        names[0].text(index) or _in_full(edit.a, a, index, gone),
        names[1].text(index) or _in_full(edit.b, b, index, come),
    )
    only_gone = not (come or names[1].missing.get(index))
    only_come = not (gone or names[0].missing.get(index))
    if not only_gone and not only_come:
        return Shift("actor", "different", *texts)
    if named or not _is_sure(index, edits, gone | come, a if gone else b):
        return named
    return Shift("actor", "narrowed" if only_gone else "widened", *texts)


def _in_full(text: str, side: Side, index: int, actors: set[str]) -> str:
    """The actors of an edit: ``heads of state``, though it is ``heads`` that tells them apart."""
    edit = range(*side.range_of.get(index, (0, 0)))
    told = {k for k in edit if side.words[k].bare in actors}
    phrases = [range(match.start, match.end) for match in side.matches if match.of("actor")]
    whole = told.union(*(phrase for phrase in phrases if told.intersection(phrase)))
    if len(text.split()) <= SHOWN:
        if whole.issubset(edit):
            return " ".join(text.split())
        whole.update(edit)
    return join_words([side.words[k] for k in sorted(whole)])


def _is_sure(index: int, edits: Sequence[Edit], actors: set[str], side: Side) -> bool:
    """Whether what an edit added or dropped is more of an actor than of anything else."""
    edit = edits[index]
    words = side.words_of(index)
    content = [word for word in words if word.form not in FUNCTION_WORDS]
    if (edit.a.strip() and edit.b.strip()) or _completes_a_name(index, edits):
        return False
    if len(words) <= MOST_QUALIFIER_WORDS and share_kept(edits) < NEAR_COPY:
        return False
    return 2 * len(actors) >= len(content)


def _completes_a_name(index: int, edits: Sequence[Edit]) -> bool:
    """``[of the Secretariat]`` after a name: the same name, in full or in short."""
    text = edits[index].a + edits[index].b
    before = edits[index - 1].a.split() if index else []
    return bool(_TAIL.match(text)) and bool(before) and before[-1][0].isupper()


def _actors(index: int, text: str, own: Naming, other: Side, lexicon: Lexicon) -> set[str]:
    """The words of other names and actors in an edit that the other side names nowhere."""
    side = own.side
    start, end = side.range_of.get(index, (0, 0))
    places = [
        k for k in range(start, end) if k not in own.settled and _may_name(side.words[k], lexicon)
    ]
    found = {side.words[k].bare for k in places if f"({side.words[k].text})" not in text}
    for match in side.matches:
        if match.edit == index and match.of("actor"):
            places = [k for k in range(match.start, match.end) if k not in own.settled]
            found |= {side.words[k].bare for k in places if side.words[k].changed}
    return {word for word in found if not lexicon.same_actors.get(word, {word}) & other.bare_forms}


def _may_name(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word is capitalised for what it names."""
    return (
        word.text[0].isupper()
        and not word.opens_sentence
        and not is_number(word)
        and word.form not in FUNCTION_WORDS
        and word.form not in lexicon.generic_names
    )
