"""Who a passage names: states and bodies by all their names, and what stands in a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scodiff.compare.model import Edit
from scodiff.compare.shifts.changed_words import FUNCTION_WORDS, NEAR, SideWords, Word, WordRange
from scodiff.compare.shifts.lexicon import Lexicon, Phrase
from scodiff.compare.shifts.numbers.runs import is_number

_LIST_MARKS = frozenset([",", ";", "、", "，", "；", "-", "–", "—", ""])
_LIST_WORDS = frozenset(["and", "or", "и", "или", "和", "与", "及", "同"])
_JOINTS = frozenset(["of", "the"])
_GIVEN = 3  # words of a name before the surname
_LEAST_NAMES = 3  # of a list that holds no state


class Name(NamedTuple):
    """A name in a side's words ``[start, end)``, and the state that it names, if any.

    A ``member`` may be left out or added: a state by name, or what stands in an enumeration.
    The others (an adjective such as ``Afghan``, a name by itself) only speak of it.
    """

    start: int
    end: int
    state: str
    member: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """What is known of the names of one side.

    ``settled`` are the words of the names that were compared as a set, ``missing`` those of
    them that the other side has nowhere, by the edit that they stand in. ``venues`` are the words
    of the names of places where something was held.
    """

    side: SideWords
    settled: frozenset[int]
    missing: Mapping[int, Sequence[Name]]
    venues: frozenset[int]

    def ranges(self, edit: int) -> list[WordRange]:
        """The names missing in an edit, each with its article; neighbours in one passage."""
        found: list[WordRange] = []
        for name in sorted(self.missing.get(edit, ())):
            start = name.start - self._has_article(name)
            if found and self._is_joint(found[-1][1], start):
                found[-1] = (found[-1][0], name.end)
            else:
                found.append((start, name.end))
        return found

    def _has_article(self, name: Name) -> bool:
        words, start = self.side.words, name.start
        return start > 0 and not words[start].mark and words[start - 1].form == "the"

    def _is_joint(self, start: int, end: int) -> bool:
        """Whether nothing but the joints of a list stands between two names."""
        between = self.side.words[start : end + 1]
        return all(w.form in FUNCTION_WORDS for w in between[:-1]) and not any(
            w.opens_sentence for w in between
        )


def named_alike(side: SideWords, other: SideWords, near: WordRange | None = None) -> frozenset[int]:
    """The places of the names of bodies that the other side has too, by whatever name.

    ``near`` are the words of the other side around which it must have them.
    """
    low, high = (near[0] - NEAR, near[1] + NEAR) if near else (0, len(other.words))
    there = {body for k, body in other.bodies.items() if low <= k < high}
    return frozenset(k for k, body in side.bodies.items() if body in there)


def names_of(words: Sequence[Word], lexicon: Lexicon) -> list[Name]:
    """All names of a side in the order of the text."""
    return [name for names in lists_of(words, lexicon) for name in names]


def lists_of(words: Sequence[Word], lexicon: Lexicon) -> list[list[Name]]:
    """The names of a side in the order of the text, those of one list together."""
    states = states_of(words, lexicon)
    taken = frozenset(k for name in states for k in range(name.start, name.end))
    found = sorted([*states, *_capitalised(words, taken, lexicon)])
    return [list(_judged(chain)) for chain in _chains(found, words)]


def is_telling(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word of a name tells it from others (not ``Republic``, nor ``of``)."""
    generic = word.form in lexicon.generic_names or word.form in _JOINTS
    return not generic and not _is_form(word, lexicon)


def is_other(words: Sequence[Word], edits: Sequence[Edit], lexicon: Lexicon) -> bool:
    """Whether a name was put in, taken out or replaced, and not given in full or in short."""
    changed = [word for word in words if word.changed and is_telling(word, lexicon)]
    telling = sum(is_telling(word, lexicon) for word in words)
    return 2 * len(changed) >= telling or any(edits[w.edit].op == "replace" for w in changed)


def stands_in(words: Sequence[Word], other: SideWords, lexicon: Lexicon) -> bool:
    """Whether the other side has the words that tell a name from others."""
    telling = [word.bare for word in words if is_telling(word, lexicon)]
    return all(lexicon.same_actors.get(word, {word}) & other.bare_forms for word in telling)


def is_person_there(words: Sequence[Word], other: SideWords) -> bool:
    """Whether the other side gives another form of a given name (``Joe``, ``Joseph R.``)."""
    given = next((word.form[0] for word in words if word.changed), "")
    if not given or words[-1].changed:
        return False
    return any(
        word.bare == words[-1].bare
        and any(w.changed and w.form[0] == given for w in other.words[max(0, k - _GIVEN) : k])
        for k, word in enumerate(other.words)
    )


def _judged(chain: Sequence[Name]) -> Iterator[Name]:
    """The names of a chain, members all of them where it is a list."""
    least = 2 if any(name.state for name in chain) else _LEAST_NAMES
    for name in chain:
        yield name._replace(member=True) if len(chain) >= least else name


def _chains(names: Sequence[Name], words: Sequence[Word]) -> Iterator[list[Name]]:
    """Names that nothing but the separators of a list parts from each other."""
    chain: list[Name] = []
    for name in names:
        adjective = bool(name.state) and not name.member
        if chain and (adjective or not _follows_in_list(words, chain[-1].end, name.start)):
            yield chain
            chain = []
        if adjective:
            yield [name]
        else:
            chain.append(name)
    if chain:
        yield chain


def _follows_in_list(words: Sequence[Word], end: int, start: int) -> bool:
    between = words[end:start]
    marks = {word.mark for word in words[end : start + 1]}
    separated = marks != {""} or any(word.form in _LIST_WORDS for word in between)
    small = all(word.form in _LIST_WORDS or word.form == "the" for word in between)
    return separated and small and marks <= _LIST_MARKS


def states_of(words: Sequence[Word], lexicon: Lexicon) -> list[Name]:
    """The names of states, each as long as it goes, and the adjectives."""
    found: list[Name] = []
    k = 0
    while k < len(words):
        best = max(_states_at(words, k, lexicon), default=None)
        if best is None:
            k += 1
            continue
        end, is_name, state = best
        least = found[-1].end if found else 0
        start, k = _in_full(words, k, end, least, lexicon) if is_name else (k, end)
        found.append(Name(start, k, state, bool(is_name)))
    return found


def _states_at(words: Sequence[Word], k: int, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """What of a state begins with a word: its end, 1 for a name, and the state."""
    word = words[k]
    lower = word.text[0].islower()
    for phrase, entry in lexicon.starting_with(word.bare):
        # Russian adjectives have small letters.
        if entry.kind != "state" or (lower and (entry.step or word.text.isascii())):
            continue
        if fits(words[k : k + len(phrase)], phrase):
            yield k + len(phrase), entry.step, entry.ladder


def fits(words: Sequence[Word], phrase: Phrase) -> bool:
    """Whether some words are the forms of a phrase."""
    return len(words) == len(phrase) and all(
        form in {word.form, word.bare} or (form[-1] == "*" and word.form.startswith(form[:-1]))
        for form, word in zip(phrase, words, strict=True)
    )


def _in_full(
    words: Sequence[Word], start: int, end: int, least: int, lexicon: Lexicon
) -> tuple[int, int]:
    """The long name around a short one: ``Islamic Republic of Iran``, ``印度共和国``."""
    after = [f for f in lexicon.state_forms if len(f) > 1 and fits(words[end : end + len(f)], f)]
    return _start_in_full(words, start, least, lexicon), end + max(map(len, after), default=0)


def _start_in_full(words: Sequence[Word], start: int, least: int, lexicon: Lexicon) -> int:
    joint = start
    while joint > least and not words[joint].mark and words[joint - 1].form in _JOINTS:
        joint -= 1
    low = joint
    while low > least and not words[low].mark and _is_form(words[low - 1], lexicon):
        low -= 1
    return low if low < joint else start


def _is_form(word: Word, lexicon: Lexicon) -> bool:
    """Whether a capitalised word only makes the name of a state long."""
    return not word.text[0].islower() and any(
        len(form) == 1 and fits([word], form) for form in lexicon.state_forms
    )


def _capitalised(words: Sequence[Word], taken: frozenset[int], lexicon: Lexicon) -> Iterator[Name]:
    """Runs of capitalised words that may name somebody (``Council of Foreign Ministers``).

    One that begins with what is done is of a title (``to Prevent, Combat and Eradicate``).
    """
    may_name = [k not in taken and _is_capitalised(word) for k, word in enumerate(words)]
    end = 0
    for start in range(len(words)):
        if start >= end and may_name[start]:
            end = _end_of_run(words, start, may_name)
            alone = end == start + 1 or not may_name[start + 1]
            if not (alone and words[start].form in lexicon.verbs):
                yield Name(start, end, "", False)


def _end_of_run(words: Sequence[Word], start: int, may_name: Sequence[bool]) -> int:
    end = start + 1
    while (following := _next_in_run(words, end)) < len(words) and may_name[following]:
        if any(word.mark not in {"", "-"} for word in words[end : following + 1]):
            break
        end = following + 1
    return end


def _next_in_run(words: Sequence[Word], k: int) -> int:
    """The place of the next word, past an ``of the``."""
    end = k
    while end < len(words) and end - k < len(_JOINTS) and words[end].form in _JOINTS:
        end += 1
    return end


def _is_capitalised(word: Word) -> bool:
    return (
        word.text[0].isupper()
        and not word.opens_sentence
        and not word.quoted
        and not is_number(word)
        and (word.form not in FUNCTION_WORDS or word.text.endswith("."))  # A. for a name
    )
