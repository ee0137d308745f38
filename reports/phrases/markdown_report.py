"""Phrases, lineages, matrices and formulas as Markdown (CommonMark with tables)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scodiff.compare.phrases.model import Occurrence, PhraseHistory
from scodiff.compare.studies.model import CorpusMatrix, Formulas, Lineage, Version
from scodiff.reports.phrases.wording import (
    altered,
    answer,
    cited,
    counted,
    followed,
    life_line,
    marks_explained,
    pinpoint,
    standing,
    told_fate,
    version_name,
    written,
)
from scodiff.reports.visible import visible

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
# A number and point, a dash or a plus would begin a list at the beginning of a line.
_LIST_MARK = re.compile(r"^(\d+)([.)])|^([-+])")


def phrase(history: PhraseHistory) -> bytes:
    """The answer, the history and the concordance."""
    rows = (
        (
            e.document,
            written(e.date),
            e.state,
            e.match or "",
            altered(e.how) if e.how else (str(e.count) if e.match else ""),
        )
        for e in history.history
    )
    frequencies = (
        (
            f.document,
            f"{f.count} of {f.words:,} words",
            f"{f.rate:.2f}",
            f"{f.low:.2f}–{f.high:.2f}",
        )
        for f in history.frequencies
        if f.count
    )
    parts = [
        f"# Where “{_escaped(history.query)}” stands",
        "\n".join(f"- {_escaped(sentence)}" for sentence in answer(history)),
        "## History",
        _table(("document", "date", "state", "match", "count or change"), rows),
        "## Concordance",
        "\n".join(map(_quoted, history.occurrences)) or "Nothing was found.",
    ]
    if any(f.count for f in history.frequencies):
        head = ("document", "count", "per 1,000 words", "95 % interval")
        parts += ["## Frequency", _table(head, frequencies)]
    return _page(parts)


def lineage(found: Lineage) -> bytes:
    """The versions of a paragraph or formula."""
    ancestor = found.ancestor
    parts = [
        f"# {_escaped(followed(found))} through {counted(len(found.versions), 'document')}",
        f"> {_escaped(found.text)}",
        f"Nearest ancestor: {_escaped(version_name(ancestor)) if ancestor else 'none held'}.",
        *map(_escaped, found.notes),
        _table(
            (
                "document",
                "date",
                "state",
                "answer",
                "words in common",
                "change from the one before",
            ),
            (
                (version_name(v), written(v.date), v.state, _answered(v), *_change(v))
                for v in found.versions
            ),
        ),
    ]
    return _page(parts)


def matrix(found: CorpusMatrix) -> bytes:
    """The share of words kept for every pair, and what survives of the base."""
    ids = [d.id for d in found.documents]
    others = [] if found.is_large else ids
    parts = [
        "# Every document against every other",
        "The share of the row’s words that the column keeps; in brackets the share in paragraphs "
        "that persist. What is open counts in neither.",
        *found.notes,
        _table(
            ("", *others, "nearest ancestor"),
            ((a, *(_share(found, a, b) for b in others), found.ancestors[a] or "–") for a in ids),
        ),
        f"## What survives of {_escaped(found.base)}",
        _table(
            ("¶", "standing", *(fate.document for fate in found.ledger[0].fates), "text")
            if found.ledger
            else ("¶", "standing", "text"),
            (
                (pinpoint(r.n), standing(r), *(told_fate(f) for f in r.fates), r.text)
                for r in found.ledger
            ),
        ),
    ]
    return _page(parts)


def formulas(found: Formulas) -> bytes:
    """The recurring formulas, best first."""
    least = found.settings
    parts = [
        "# Recurring formulas",
        f"{counted(found.total, 'formula')} of {least.least_words} words or more in at least "
        f"{least.least_documents} of {counted(len(found.documents), 'document')}; "
        f"{len(found.formulas)} shown.",
        _table(
            (
                "rank",
                "formula",
                "life line",
                "first",
                "last",
                "words",
                "spread",
                "count",
                "keyness",
            ),
            (
                (
                    f"{f.rank:.0f}",
                    f.text,
                    life_line(f.history),
                    cited(f.first),
                    cited(f.last),
                    str(f.words),
                    str(f.spread),
                    str(f.count),
                    "–" if f.keyness is None else f"{f.keyness:+.2f}",
                )
                for f in found.formulas
            ),
        ),
        marks_explained(event.state for f in found.formulas for event in f.history),
    ]
    return _page(parts)


def _share(found: CorpusMatrix, a: str, b: str) -> str:
    cell = found.cell(a, b)
    if cell is None:
        return "–"
    return f"{cell.kept:.0%} ({cell.persisted:.0%})"


def _answered(version: Version) -> str:
    """How a version answers, and how sure that is where it is not sure."""
    certainty = "" if version.certainty == "sure" else version.certainty
    return ", ".join(filter(None, (version.answer or "", certainty)))


def _change(version: Version) -> tuple[str, str]:
    share = "" if version.literal is None else f"{version.literal:.0%}"
    changes = [
        f"{edit.a.strip() or '+'} → {edit.b.strip() or '−'}"
        for edit in version.edits
        if edit.op != "equal" and not edit.editorial
    ]
    return share, "; ".join(changes)


def _quoted(occurrence: Occurrence) -> str:
    note = altered(occurrence.alterations)
    score = "" if occurrence.score is None else f" {occurrence.score:.2f}"
    score += f", {occurrence.certainty}" if occurrence.certainty else ""
    changed = f" ({_escaped(note)})" if note else ""
    context = (
        f"{_escaped(occurrence.before)}**{_escaped(occurrence.text)}**{_escaped(occurrence.after)}"
    )
    place = f"{cited(occurrence)}, {written(occurrence.date)}"
    return f"- {_escaped(place)}, {occurrence.match}{score}{changed}: …{context}…"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [
        [_escaped(name) for name in head],
        ["---"] * len(head),
        *([_escaped(cell) for cell in row] for row in rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _escaped(text: str) -> str:
    """On one line, and nothing in it taken for markup."""
    flat = visible(re.sub(r"\s+", " ", text))
    return _LIST_MARK.sub(
        lambda m: f"\\{m[3]}" if m[3] else f"{m[1]}\\{m[2]}", _SPECIAL.sub(r"\\\1", flat)
    )


def _page(parts: Sequence[str]) -> bytes:
    return ("\n\n".join(parts) + "\n").encode("utf-8", "backslashreplace")
