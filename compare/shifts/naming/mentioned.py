"""Who is spoken of in one edit: by name, or by a common noun."""

from __future__ import annotations

from scodiff.compare.shifts.changed_words import (
    FUNCTION_WORDS,
    ChangedEdit,
    SideWords,
    Word,
    stem,
)
from scodiff.compare.shifts.lexicon import Lexicon
from scodiff.compare.shifts.naming.states import Naming
from scodiff.compare.shifts.numbers.runs import is_number
from scodiff.compare.shifts.synonyms import said_otherwise


def actors_in(index: int, text: str, own: Naming, other: SideWords, lexicon: Lexicon) -> set[str]:
    """The words of other names and actors in an edit that the other side names nowhere."""
    found = _capitalised(index, text, own, lexicon) | _common_nouns(index, own)
    stems = {stem(form) for form in other.bare_forms}
    return {
        word
        for word in found
        if not lexicon.same_actors.get(word, {word}) & other.bare_forms and stem(word) not in stems
    }


def _capitalised(index: int, text: str, own: Naming, lexicon: Lexicon) -> set[str]:
    """Words that are capitalised for what they name, but for an abbreviation put in brackets."""
    places = range(*own.side.range_of.get(index, (0, 0)))
    words = [own.side.words[k] for k in places if k not in own.settled]
    names = [word for word in words if _may_name(word, lexicon)]
    return {word.bare for word in names if f"({word.text})" not in text}


def _common_nouns(index: int, own: Naming) -> set[str]:
    """The changed words of the actors that are no names (``heads of state``)."""
    places = {
        place
        for match in own.side.matches_in(index, "actor")
        for place in range(match.start, match.end)
    }
    words = [own.side.words[place] for place in places - own.settled]
    return {word.bare for word in words if word.changed}


def acting(
    changed: ChangedEdit, names: tuple[Naming, Naming], lexicon: Lexicon
) -> tuple[set[str], set[str]]:
    """On either side of an edit, the nouns for who may act that the other side has nowhere."""
    found = []
    for own, other, place in (
        (names[0], changed.b, changed.range_a),
        (names[1], changed.a, changed.range_b),
    ):
        aside = own.settled | said_otherwise(changed, own.side, other)
        words = [own.side.words[k] for k in range(*place) if k not in aside]
        found_here = {word.bare for word in words if word.form in lexicon.agents}
        same, there = lexicon.same_actors, {stem(form) for form in other.bare_forms}
        found.append({w for w in found_here if there.isdisjoint(map(stem, same.get(w, {w})))})
    return found[0], found[1]


def _may_name(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word is capitalised for what it names, though it may open a sentence (``NATO``)."""
    return (
        word.text[0].isupper()
        and (not word.opens_sentence or (len(word.text) > 1 and word.text.isupper()))
        and not word.quoted
        and not is_number(word)
        and word.form not in FUNCTION_WORDS
        and word.form not in lexicon.generic_names
    )
