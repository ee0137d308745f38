"""What is told of a passage as a whole: its statements, and whether they stand elsewhere.

A statement that one passage no longer makes may be made in another of the same text, and one that
is new in it may have stood in another: then it was put somewhere else, and is told as neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from scodiff.compare.model import Certainty
from scodiff.compare.shifts.changed_words import (
    ChangedEdit,
    FoundShift,
    SideWords,
    WordRange,
    stem,
)
from scodiff.compare.shifts.evidence import LinkPlaces
from scodiff.compare.shifts.statements import (
    ALIKE,
    LEAST_CONTENT,
    statement_shifts,
    telling,
)
from scodiff.compare.shifts.synonyms import is_without_synonyms
from scodiff.compare.text.sentences import sentence_spans
from scodiff.compare.text.tokens import words

SAID = 0.6  # of the words of a statement, in one sentence elsewhere, for it to be made there
ShownIn = tuple[int, FoundShift]  # the edit that shows a finding, and the finding


def with_statements(
    findings: Sequence[ShownIn], changes: Sequence[ChangedEdit], places: LinkPlaces
) -> list[ShownIn]:
    """The findings of a link's edits, and the statements that only one side makes.

    Of these a finding that is open says less. What was dropped or added here and stands elsewhere
    in the other text is open, unless it was put into a passage that was copied or taken out of it.
    """
    a, b = changes[0].a, changes[0].b
    told = [finding for _, finding in findings if finding.certainty != "open"]
    stated = [
        _shown(statement, changes)
        for statement in statement_shifts(a, b, told)
        if not _is_elsewhere(statement, a, b, places)
    ]
    kept = [
        (index, _doubted(finding, a, b, places))
        for index, finding in findings
        if finding.certainty != "open" or not any(_overlap(finding, s) for _, s in stated)
    ]
    return [*kept, *stated]


def _shown(statement: FoundShift, changes: Sequence[ChangedEdit]) -> ShownIn:
    """A statement with the edit that it begins in, and how sure it is."""
    a, b = changes[0].a, changes[0].b
    side, (start, _) = (a, statement.a) if statement.a[1] else (b, statement.b)
    changed = changes[side.words[start].edit]
    certainty: Certainty = "open" if is_without_synonyms(statement, a, b) else "likely"
    return changed.index, anchored(statement._replace(certainty=certainty), changed)


def anchored(finding: FoundShift, changed: ChangedEdit) -> FoundShift:
    """A finding whose missing side says where its words would stand."""
    start_a, start_b = changed.range_a[0], changed.range_b[0]

    def at(words: WordRange, start: int) -> WordRange:
        """The words, or the empty range at which they would stand."""
        return words if words[0] < words[1] else (start, start)

    return finding._replace(a=at(finding.a, start_a), b=at(finding.b, start_b))


def _doubted(finding: FoundShift, a: SideWords, b: SideWords, places: LinkPlaces) -> FoundShift:
    elsewhere = finding.certainty == "likely" and _is_elsewhere(finding, a, b, places)
    return finding._replace(certainty="open") if elsewhere else finding


def _is_elsewhere(finding: FoundShift, a: SideWords, b: SideWords, places: LinkPlaces) -> bool:
    """Whether a statement that was dropped or added stands elsewhere in the other text."""
    dropped = finding.a[0] < finding.a[1]
    if finding.kind != "scope" or dropped == (finding.b[0] < finding.b[1]):
        return False
    side, place = (a, finding.a) if dropped else (b, finding.b)
    says = {stem(side.words[k].bare)[:ALIKE] for k in telling(side, range(*place))}
    if len(says) < LEAST_CONTENT:
        return False
    return any(
        len(says & sentence) >= SAID * len(says)
        for text in places.beside(in_b=dropped)
        for sentence in _sentences(text)
    )


@lru_cache(maxsize=2048)
def _sentences(text: str) -> tuple[frozenset[str], ...]:
    """The words of each sentence of a paragraph, by their beginnings."""
    return tuple(
        frozenset(stem(word)[:ALIKE] for word in words(text[start:end]))
        for start, end in sentence_spans(text)
    )


def _overlap(one: FoundShift, other: FoundShift) -> bool:
    return any(
        mine[0] < theirs[1] and theirs[0] < mine[1]
        for mine, theirs in ((one.a, other.a), (one.b, other.b))
    )
