"""The sentences and names that every format of these reports shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from scodiff.compare.phrases.model import (
    SAME_BUT_GRAMMAR,
    SAME_WORDS,
    Alteration,
    Event,
    MatchType,
    Occurrence,
    PhraseHistory,
)

if TYPE_CHECKING:
    from scodiff.compare.studies.model import (
        CorpusMatrix,
        Fate,
        LedgerRow,
        Lineage,
        Version,
        VersionState,
    )

MATCH_MEANINGS: dict[MatchType, str] = {
    "verbatim": "the same characters; line wrapping is undone",
    "normalised": "the same words; case, quotes, dashes, punctuation, spelling may differ",
    "inflected": "inflections of the words, in order, perhaps with a few words between",
    "function-words": "other articles, prepositions, order of co-ordinated items, plurals",
    "near": "a word replaced, left out, put in or misspelt",
    "variant": "a variant by the file of names: another name, or words put for each other",
    "paraphrase": "other words of near meaning, found by a model",
    "pattern": "a match of the regular expression",
}
STATE_MEANINGS: dict[VersionState, str] = {
    "appears": "first appearance in these documents",
    "known": "the first known to have it; an earlier document may have it",
    "kept": "there again",
    "altered": "only in altered words",
    "absent": "not found",
    "returns": "there again after an absence or alteration",
    "open": "not known whether it is there",
}
# One character each, so that a history fits in one line of a terminal.
STATE_MARKS: dict[VersionState, str] = {
    "appears": "◆",
    "known": "◇",
    "kept": "●",
    "altered": "◐",
    "absent": "·",
    "returns": "○",
    "open": "?",
}
# So many silent documents in a row are still listed one by one.
_SILENT = 3
_MONTHS = "January February March April May June July August September October November December"


def cited(occurrence: Occurrence) -> str:
    """``2003-moscow ¶12``, or the kind of place where it is not a citable paragraph."""
    return f"{occurrence.document} {pinpoint(occurrence.n)}"


def version_name(version: Version) -> str:
    """``2003-moscow ¶12, ¶13``: a document and the paragraphs of its version."""
    return f"{version.document} {', '.join(map(pinpoint, version.numbers))}".strip()


def followed(lineage: Lineage) -> str:
    """What a lineage follows: ``2003-moscow ¶12``, or a formula between quotation marks."""
    return f"{lineage.document} {pinpoint(lineage.n)}" if lineage.document else f"“{lineage.text}”"


def standing(row: LedgerRow) -> str:
    """What is known of a paragraph's end: ``survives``, ``open``, ``last in …`` or ``gone``."""
    if row.survives:
        return "survives"
    if row.open_after:
        return f"open (last known in {row.last})" if row.last else "open"
    return f"last in {row.last}" if row.last else "gone"


def share_kept(found: CorpusMatrix, a: str, b: str) -> str:
    """The share of A's words that B keeps; a dash where the two were not compared."""
    cell = found.cell(a, b)
    return f"{cell.kept:.0%}" if cell else "–"


def told_fate(fate: Fate) -> str:
    """A relation, or that it is open."""
    if fate.certainty != "open":
        return fate.relation
    return "open" if fate.relation == "disappeared" else f"open ({fate.relation})"


def told_version(version: Version) -> str:
    """How a version answers, with all that says how well: ``changed, 61% of the words, sure``."""
    told: list[str] = [version.answer or ""]
    if version.literal is not None:
        told.append(f"{version.literal:.0%} of the words")
    if version.confidence is not None:
        told.append(f"{version.certainty}, confidence {version.confidence:.2f}")
    return ", ".join(filter(None, told))


def pinpoint(n: int | None) -> str:
    """``¶12``; a title, heading or signature has no number."""
    return f"¶{n}" if n is not None else "[heading]"


def written(day: str | None) -> str:
    """A date in words: ``29 May 2003``, ``2003``, ``undated``."""
    if day is None:
        return "undated"
    try:
        whole = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{whole.day} {_MONTHS.split()[whole.month - 1]} {whole.year}"


def counted(number: int, thing: str) -> str:
    """``1 document``, ``2 documents``."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def altered(alterations: Sequence[Alteration]) -> str:
    """What differs: ``in → of; − small; + light``."""
    return "; ".join(_alteration(alteration) for alteration in alterations)


def _alteration(alteration: Alteration) -> str:
    if not alteration.old:
        return f"+ {alteration.new}"
    if not alteration.new:
        return f"− {alteration.old}"
    return f"{alteration.old} → {alteration.new}"


def life_line(history: Sequence[Event]) -> str:
    """One mark for each declaration, in order of date."""
    return "".join(STATE_MARKS[event.state] for event in history)


def marks_explained(states: Iterable[VersionState]) -> str:
    """What the marks of a life line mean that are used."""
    used = set(states)
    return "; ".join(f"{mark} {state}" for state, mark in STATE_MARKS.items() if state in used)


def silences(history: PhraseHistory) -> list[range]:
    """The numbers of events in rows: each by itself, but more than three silent ones together."""
    rows: list[range] = []
    at = 0
    while at < len(history.history):
        end = at
        while end < len(history.history) and history.history[end].state == "absent":
            end += 1
        if end - at > _SILENT:
            rows.append(range(at, end))
            at = end
        else:
            rows.append(range(at, at + 1))
            at += 1
    return rows


def answer(history: PhraseHistory) -> list[str]:
    """The answer in plain sentences, with all that limits it."""
    return [
        *_found(history),
        *_before(history),
        *_open(history),
        *_lacking(history.missing_summits, history.first),
        *history.notes,
    ]


def _found(history: PhraseHistory) -> list[str]:
    number = len(history.documents)
    among = f"these {number:,} documents" if number != 1 else "the one document searched"
    first = history.first
    if first is None:
        return [f"Not found in {among}."]
    where = f"{cited(first)}, {written(first.date)}"
    if first.match in SAME_WORDS:
        same = [o for o in history.occurrences if o.match in SAME_WORDS]
        having = len({o.document for o in same})
        times = f"{counted(len(same), 'time')} in {counted(having, 'document')}"
        earlier = [o for o in _by_grammar(history) if _is_before(o, first)]
        lead = f"Earliest in {among}: {where} ({first.match})."
        if earlier:
            lead = (
                f"Earliest in {among}, but for grammar: {_quoted(earlier[0])}. "
                f"In the very words: {where} ({first.match})."
            )
        last = f", last in {cited(same[-1])}, {written(same[-1].date)}" if having > 1 else ""
        return [
            lead,
            f"The words themselves stand {times}{last}.",
        ]
    if first.match == "paraphrase":
        return [
            f"No wording of it in {among}; the passages below are near in meaning only, by a "
            f"model's judgement, the earliest in {where}."
        ]
    return [f"Not in these words in {among}; earliest in altered words: {where} ({first.match})."]


def _before(history: PhraseHistory) -> list[str]:
    """What came before the words themselves."""
    first = history.first
    if first is None or first.match not in SAME_WORDS:
        return []
    before = [
        _quoted(other)
        for match, other in history.first_of.items()
        if match not in SAME_WORDS | SAME_BUT_GRAMMAR
        and other.certainty != "open"
        and _is_before(other, first)
    ]
    return [f"Before that, in other words: {'; '.join(before)}."] if before else []


def _open(history: PhraseHistory) -> list[str]:
    """Where a model finds something near beside the words, and it is open what that is."""
    first = history.first
    if first is None or first.match == "paraphrase":
        return []
    places = [cited(o) for o in history.occurrences if o.certainty == "open"]
    if not places:
        return []
    return [f"Perhaps in other words, by a model's judgement, which is open: {', '.join(places)}."]


def _by_grammar(history: PhraseHistory) -> list[Occurrence]:
    """The first places of the words in other grammar, the earliest first."""
    found = [o for match, o in history.first_of.items() if match in SAME_BUT_GRAMMAR]
    return sorted(found, key=lambda o: o.date or "9999")


def _is_before(one: Occurrence, other: Occurrence) -> bool:
    return (one.date or "9999") < (other.date or "9999")


def _quoted(occurrence: Occurrence) -> str:
    """A place with its date, the type of match and the words."""
    words = " ".join(occurrence.text.split())
    return f"{cited(occurrence)}, {written(occurrence.date)} ({occurrence.match}: “{words}”)"


def _lacking(summits: Sequence[str], first: Occurrence | None) -> list[str]:
    if not summits:
        return []
    until = f"and {written(first.date)}" if first and first.date else "and the last document"
    return [
        f"Not among these documents: {counted(len(summits), 'summit')} between the founding in "
        f"2001 {until} ({', '.join(summits)}); it may stand there."
    ]
