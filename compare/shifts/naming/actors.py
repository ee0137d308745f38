"""Who was added to a passage, who left out of it, who put in the place of another.

An enumeration is a set: in which order, and by which of their names its members stand says
nothing of who they are; nor does the name by which a body goes. So the states of a passage and
the members of its lists are not compared edit by edit: left out is who is named in A's passage and
nowhere in B's, added who is named in B's and nowhere in A's. Others are compared within their edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from scodiff.compare.model import Edit
from scodiff.compare.shifts.changed_words import (
    FUNCTION_WORDS,
    NOTHING,
    SHOWN,
    ChangedEdit,
    FoundShift,
    SideWords,
    Word,
    WordRange,
    characters_kept,
)
from scodiff.compare.shifts.kinds import Direction
from scodiff.compare.shifts.lexicon import Lexicon
from scodiff.compare.shifts.naming.aside import compared
from scodiff.compare.shifts.naming.mentioned import acting, actors_in
from scodiff.compare.shifts.naming.states import (
    Name,
    Naming,
    is_other,
    is_person_there,
    named_alike,
    stands_in,
)
from scodiff.compare.shifts.numbers.quantity import NEAR_EDITS, SYMBOL, numbers_differ
from scodiff.compare.shifts.numbers.runs import is_number
from scodiff.compare.shifts.scope import MOST_QUALIFIER_WORDS, NEAR_COPY, completes_a_name

_COORDINATORS = frozenset(["and", "or", "nor", "including"])
ONE_SLOT = 5  # words of an edit that has one slot


def compared_names(
    edits: Sequence[Edit], a: SideWords, b: SideWords, lexicon: Lexicon
) -> tuple[Naming, Naming]:
    """The names of both sides of a link, compared over the whole passage."""
    (names_a, aside_a, venues_a), (names_b, aside_b, venues_b) = compared(a, b, lexicon)
    states_a, states_b = _states(names_a), _states(names_b)
    missing_a = _missing(a, names_a, b, states_b, edits, lexicon)
    missing_b = _missing(b, names_b, a, states_a, edits, lexicon)
    settled_a = _settled(names_a, states_b) | named_alike(a, b) | aside_a
    settled_b = _settled(names_b, states_a) | named_alike(b, a) | aside_b
    return (
        Naming(a, settled_a, _by_edit(a, missing_a, edits), venues_a),
        Naming(b, settled_b, _by_edit(b, missing_b, edits), venues_b),
    )


def _states(names: Iterable[Name]) -> frozenset[str]:
    return frozenset(name.state for name in names if name.state)


def _missing(
    side: SideWords,
    names: Iterable[Name],
    other: SideWords,
    states_there: frozenset[str],
    edits: Sequence[Edit],
    lexicon: Lexicon,
) -> Iterator[Name]:
    """The members among a side's names that the other side has nowhere."""
    alike = named_alike(side, other)
    for name in (name for name in names if name.member):
        words = [side.words[k] for k in range(name.start, name.end) if k not in alike]
        if name.state:
            absent = name.state not in states_there
        else:
            absent = (
                not stands_in(words, other, lexicon)
                and is_other(words, edits, lexicon)
                and not is_person_there(words, other)
            )
        if absent:
            yield name


def _settled(names: Iterable[Name], states_there: frozenset[str]) -> frozenset[int]:
    """The places of the names that are compared as a set."""
    return frozenset(
        place
        for name in names
        if name.member or name.state in states_there
        for place in range(name.start, name.end)
    )


def _by_edit(
    side: SideWords, missing: Iterable[Name], edits: Sequence[Edit]
) -> dict[int, list[Name]]:
    """The missing names by the edit where each, by whatever name, first changed."""
    by_edit: dict[int, list[Name]] = {}
    told: set[str] = set()
    for name in missing:
        words = side.words[name.start : name.end]
        edit = _edit_of(words, edits, beside=bool(name.state))
        known_as = name.state or " ".join(word.bare for word in words)
        if edit is not None and known_as not in told:
            by_edit.setdefault(edit, []).append(name)
            told.add(known_as)
    return by_edit


def _edit_of(words: Sequence[Word], edits: Sequence[Edit], *, beside: bool) -> int | None:
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


def named_shifts(index: int, names: tuple[Naming, Naming]) -> list[FoundShift]:
    """The states and members of lists that an edit added, left out or replaced."""
    ranges_a, ranges_b = (side.ranges(index) for side in names)
    return [
        FoundShift("actor", _direction(any(a), any(b)), a, b, in_any_wording=any(a) and any(b))
        for a, b in zip_longest(ranges_a, ranges_b, fillvalue=NOTHING)
    ]


def _direction(left_out: bool, added: bool) -> Direction:
    if left_out and added:
        return "different"
    return "narrowed" if left_out else "widened"


def actor_shifts(
    changed: ChangedEdit, names: tuple[Naming, Naming], lexicon: Lexicon
) -> list[FoundShift]:
    """Names and actors that an edit added, dropped or put in the place of others."""
    index, edit = changed.index, changed.edit
    named = named_shifts(index, names) or _venue_shifts(changed, names)
    gone = actors_in(index, edit.a, names[0], changed.b, lexicon)
    come = actors_in(index, edit.b, names[1], changed.a, lexicon)
    if changed.replaces:
        acting_a, acting_b = acting(changed, names, lexicon)
        if (gone | acting_a) and (come | acting_b):
            gone, come = gone | acting_a, come | acting_b
    if not (gone or come) or SYMBOL.search(edit.a + edit.b):
        return named
    if gone and come and _is_one_person(changed):
        return named
    if gone and come:
        slots = _slots(changed, gone, come)
        return [FoundShift("actor", "different", *slots), *named] if slots else named
    words = changed.words_a if gone else changed.words_b
    if (
        named
        or _cites(changed)
        or _completes_body(changed)
        or not _is_sure(changed, gone | come, words)
    ):
        return named
    words_a, words_b = _in_full(changed.a, index, gone), _in_full(changed.b, index, come)
    return [FoundShift("actor", _direction(bool(gone), bool(come)), words_a, words_b)]


def _venue_shifts(changed: ChangedEdit, names: tuple[Naming, Naming]) -> list[FoundShift]:
    """Another town where something is held: another matter, unless a date beside it tells that."""
    a, b = (
        [k for k in range(*place) if k in side.venues]
        for side, place in zip(names, (changed.range_a, changed.range_b), strict=True)
    )
    near = range(max(0, changed.index - NEAR_EDITS), changed.index + NEAR_EDITS + 1)
    dated = any(
        numbers_differ(ChangedEdit(k, changed.edits, changed.a, changed.b))
        for k in near
        if k < len(changed.edits)
    )
    if (
        not (a and b)
        or dated
        or {changed.a.words[k].bare for k in a} == {changed.b.words[k].bare for k in b}
    ):
        return []
    return [FoundShift("object", "different", (a[0], a[-1] + 1), (b[0], b[-1] + 1))]


def _is_one_person(changed: ChangedEdit) -> bool:
    """Whether a given name is only put in full before a surname (``Joe``, ``Joseph R.``)."""
    firsts = {words[0].form[0] for words in (changed.words_a, changed.words_b)}
    surnames = [
        next(iter(side.words[end : end + 1]), None)
        for side, (_, end) in ((changed.a, changed.range_a), (changed.b, changed.range_b))
    ]
    named = all(name and not name.mark and name.text[0].isupper() for name in surnames)
    all_capital = all(w.text[0].isupper() for w in (*changed.words_a, *changed.words_b))
    return named and all_capital and len(firsts) == 1


def _cites(changed: ChangedEdit) -> bool:
    """Whether a name only says whose a resolution is (``General Assembly resolution 76/233``)."""
    side, (_, end) = changed.one_side
    return _form_at(side, end).removesuffix("s") in {"resolution", "decision"}


def _slots(
    changed: ChangedEdit, gone: set[str], come: set[str]
) -> tuple[WordRange, WordRange] | None:
    """Where an actor of one side stands and that of the other in its place, if it does.

    A short edit is one slot. In a longer one the two stand in one if the same word stands
    before or after them, or if they begin the edit or end it.
    """
    joints = [changed.words_a[0].form in _COORDINATORS, changed.words_b[0].form in _COORDINATORS]
    if joints[0] != joints[1]:
        return None  # "of the council" and "and its experts" are no one slot
    numbered = any(map(is_number, (*changed.words_a, *changed.words_b)))
    if changed.size <= ONE_SLOT and not numbered:
        return _in_full(changed.a, changed.index, gone), _in_full(changed.b, changed.index, come)
    a, b = (
        _first_run(changed.a, changed.range_a, gone),
        _first_run(changed.b, changed.range_b, come),
    )
    before = [_form_at(side, k - 1) for side, (k, _) in ((changed.a, a), (changed.b, b))]
    after = [_form_at(side, k) for side, (_, k) in ((changed.a, a), (changed.b, b))]
    begin = a[0] == changed.range_a[0] and b[0] == changed.range_b[0]
    end = a[1] == changed.range_a[1] and b[1] == changed.range_b[1]
    same = begin or end or before[0] == before[1] or after[0] == after[1]
    return (a, b) if same else None


def _form_at(side: SideWords, k: int) -> str:
    return side.words[k].form if 0 <= k < len(side.words) else ""


def _first_run(side: SideWords, place: WordRange, actors: set[str]) -> WordRange:
    """The first words in a row of an edit that name one of some actors, with its article."""
    start = next(k for k in range(*place) if side.words[k].bare in actors)
    end = start + 1
    for match in side.matches:
        if match.of("actor") and match.start <= start < match.end:
            start, end = match.start, match.end
    while end < place[1] and not side.words[end].mark and side.words[end].text[0].isupper():
        end += 1
    while start > place[0] and not side.words[start].mark and _goes_before(side.words[start - 1]):
        start -= 1
    return start, end


def _goes_before(word: Word) -> bool:
    return word.text[0].isupper() or word.form == "the"


def _in_full(side: SideWords, index: int, actors: set[str]) -> WordRange:
    """The actors of an edit: ``heads of state``, though it is ``heads`` that tells them apart."""
    edit = range(*side.range_of.get(index, NOTHING))
    told = {k for k in edit if side.words[k].bare in actors}
    phrases = [range(match.start, match.end) for match in side.matches if match.of("actor")]
    whole = told.union(*(phrase for phrase in phrases if told.intersection(phrase)))
    if len(edit) <= SHOWN:
        whole.update(edit)
    return (min(whole), max(whole) + 1) if whole else NOTHING


def _is_sure(changed: ChangedEdit, actors: set[str], words: Sequence[Word]) -> bool:
    """Whether the words that an edit added or dropped are of an actor more than of others."""
    if changed.replaces or _completes(changed):
        return False
    if len(words) <= MOST_QUALIFIER_WORDS and characters_kept(changed.edits) < NEAR_COPY:
        return False
    content = [word for word in words if word.form not in FUNCTION_WORDS]
    return 2 * len(actors) >= len(content)


def _completes_body(changed: ChangedEdit) -> bool:
    """``[UN] Security Council``: a body whose other words both sides have."""
    side, (start, end) = changed.one_side
    body = side.bodies.get(start)
    return not changed.replaces and body is not None and body == side.bodies.get(end)


def _completes(changed: ChangedEdit) -> bool:
    """``[of the Secretariat]`` after a name: the same name, in full or in short."""
    side, place = (changed.b, changed.range_b) if changed.words_b else (changed.a, changed.range_a)
    return completes_a_name(place, side)
