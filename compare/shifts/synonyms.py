"""Words for the same: what of one side of an edit the other says by another word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scodiff.compare.shifts.changed_words import (
    ChangedEdit,
    FoundShift,
    LexiconMatch,
    SideWords,
    stem,
)

_LAST_LATIN = "\u036f"
_LEAST_STATEMENT = 6  # words, of Chinese characters, that say something of their own


def said_otherwise(changed: ChangedEdit, side: SideWords, other: SideWords) -> frozenset[int]:
    """The places of the words of a side of an edit that the other side has another word for."""
    theirs = groups_of(_of_edit(other, changed.index))
    return frozenset(
        k
        for match in _of_edit(side, changed.index)
        if theirs.intersection(_groups(match))
        for k in range(match.start, match.end)
    )


def is_without_synonyms(finding: FoundShift, a: SideWords, b: SideWords) -> bool:
    """Whether words differ in a script for which the lexicon has hardly any words for the same.

    What no phrase of it tells, another object or a few words more or less, is not sure there.
    """
    words = (*a.words[slice(*finding.a)], *b.words[slice(*finding.b)])
    if 2 * sum(word.text[0] > _LAST_LATIN for word in words) <= len(words):
        return False
    one_sided = finding.a[0] == finding.a[1] or finding.b[0] == finding.b[1]
    few = one_sided and len(words) < _LEAST_STATEMENT
    return finding.kind == "object" or (finding.kind == "scope" and few)


def answered_share(places: Sequence[int], side: SideWords, other: SideWords) -> float:
    """The share of some words that stand, in some form, among those that changed on a side.

    So does a word that has another for the same there.
    """
    changed = {stem(word.bare) for word in other.words if word.changed}
    same = answered_by_synonyms(side, other)
    answered = sum(k in same or stem(side.words[k].bare) in changed for k in places)
    return answered / max(1, len(places))


def answered_by_synonyms(side: SideWords, other: SideWords) -> set[int]:
    """The places of the words near the changes of a side that the other has another word for."""
    theirs = groups_of(match for match in other.matches if _is_synonym(match))
    return {
        k
        for match in side.matches
        if _is_synonym(match) and theirs.intersection(_groups(match))
        for k in range(match.start, match.end)
    }


def groups_of(matches: Iterable[LexiconMatch]) -> set[str]:
    """The groups of words for the same that some phrases belong to."""
    return {group for match in matches for group in _groups(match)}


def _groups(match: LexiconMatch) -> set[str]:
    """Those of one phrase, steps of a ladder of verbs among them."""
    steps = {f"{entry.ladder} {entry.step}" for entry in match.of("verb")}
    return steps | {entry.ladder for entry in match.of("same")}


def _is_synonym(match: LexiconMatch) -> bool:
    return bool(match.of("same") or match.of("verb"))


def _of_edit(side: SideWords, edit: int) -> list[LexiconMatch]:
    return [*side.matches_in(edit, "same"), *side.matches_in(edit, "verb")]
