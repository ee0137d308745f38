"""What the comparison says in plain words, in the language of the report."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup

from scodiff.compare.model import Comparison, Link, Shift, Statement
from scodiff.compare.shifts.kinds import DIRECTIONS, QUOTING_ORDER, TRAITS, is_quoted
from scodiff.reports.citation import Citations
from scodiff.reports.messages.messages import Messages
from scodiff.reports.visible import visible_markup

Cite = tuple[Citations, Citations]
MOST = 3
OPENING = 12  # words of a passage that are quoted to tell it
# These two the first lines of the answer give with their figures.
TOLD_ELSEWHERE = frozenset({"persistence", "novelty", "moved"})

_CITED = re.compile(r"¶+(\d+(?:, \d+)*)(?: → ¶+(\d+(?:, \d+)*))?")


def statements(t: Messages, comparison: Comparison, cite: Cite) -> list[Markup]:
    """The statements beyond the counts, each paragraph they name a link to it."""
    found = []
    for statement in comparison.in_plain_words:
        if statement.topic in TOLD_ELSEWHERE:
            continue
        if t.language != "en":
            build = _BUILDERS.get(statement.topic)
            text = build(t, comparison) if build else ""
        else:
            text = statement.text
        if text:
            found.append(_linked(text, statement, comparison))
    return found


def _linked(text: str, statement: Statement, comparison: Comparison) -> Markup:
    """The text with ``¶3 → ¶7`` and ``¶12`` made links."""
    anchors = [
        {str(p.n): f"{side}-{p.id}" for p in document.citable}
        for side, document in (("a", comparison.a), ("b", comparison.b))
    ]
    alone = 0 if statement.a else 1
    pieces, end = [], 0
    for match in _CITED.finditer(text):
        pieces.append(visible_markup(text[end : match.start()]))
        sides = ((match[1], 0 if match[2] else alone), (match[2], 1))
        linked = [_numbers(numbers, anchors[side]) for numbers, side in sides if numbers]
        pieces.append(Markup(" → ").join(linked))
        end = match.end()
    pieces.append(visible_markup(text[end:]))
    return Markup("").join(pieces)


def _numbers(numbers: str, anchors: dict[str, str]) -> Markup:
    links = [
        Markup('<a href="#{}">¶{}</a>').format(anchors[n], n) if n in anchors else Markup(f"¶{n}")
        for n in numbers.split(", ")
    ]
    return Markup(", ").join(links)


def _linked_passages(comparison: Comparison) -> list[Link]:
    return [link for link in comparison.links if link.a and link.b]


def _turned(t: Messages, comparison: Comparison) -> str:
    linked = _linked_passages(comparison)
    turned = [link for link in linked if link.quarter == "turned"]
    examples = []
    for link in turned[:MOST]:
        shifts = [shift for shift in link.shifts if TRAITS[shift.kind].turning]
        where = _where(comparison, link)
        told = t("list.comma").join(_told(t, shift) for shift in shifts[:MOST])
        examples.append(t("statement.where", what=told, cites=where) if told else where)
    return t("statement.turned", count=len(turned), total=len(linked), examples="; ".join(examples))


def _quarters(t: Messages, comparison: Comparison) -> str:
    found = [link.quarter for link in _linked_passages(comparison) if link.quarter]
    counts = {name: found.count(name) for name in ("kept", "reworded", "turned", "replaced")}
    return t("statement.quarters", total=len(found), **counts)


def _shifts(t: Messages, comparison: Comparison) -> str:
    linked = _linked_passages(comparison)
    all_ = [(shift, link) for link in linked for shift in link.shifts]
    counts = [(name, sum(s.direction == name for s, _ in all_)) for name in DIRECTIONS]
    named = [f"{t.name('direction', name)} – {number}" for name, number in counts if number]
    telling = sorted(
        ((s, link) for s, link in all_ if is_quoted(s.kind, replaced=bool(s.a and s.b))),
        key=lambda item: QUOTING_ORDER[item[0].kind],
    )[:MOST]
    examples = [
        t("statement.where", what=_told(t, s), cites=_where(comparison, link))
        for s, link in telling
    ]
    return t(
        "statement.shifts",
        count=len(all_),
        links=sum(bool(link.shifts) for link in linked),
        total=len(linked),
        named="; ".join([t("list.comma").join(named), *examples]),
    )


def _told(t: Messages, shift: Shift) -> str:
    key = "became" if shift.a and shift.b else "dropped" if shift.a else "added"
    return t(f"statement.{key}", a=shift.a, b=shift.b)


def _gone(t: Messages, comparison: Comparison) -> str:
    """The longest passage of A of which nothing was found, as the statement names it."""
    named = next(s for s in comparison.in_plain_words if s.topic == "disappeared")
    paragraph = comparison.a.paragraph(named.a[0])
    opening = " ".join(paragraph.text.split()[:OPENING])
    return t(
        "statement.gone",
        a=comparison.a.id,
        b=comparison.b.id,
        cite=f"¶{paragraph.n}",
        opening=opening,
    )


def _best_kept(t: Messages, comparison: Comparison) -> str:
    """The passage that kept most of its wording, as the statement names it."""
    named = next(s for s in comparison.in_plain_words if s.topic == "best kept")
    link = next(k for k in comparison.links if k.a == named.a and k.b == named.b)
    words = " ".join(comparison.a.paragraph(p).text for p in link.a).split()
    kept = link.literal or 0.0
    return t(
        "statement.best" if kept < 1 else "statement.best_all",
        count=len(words),
        cites=_where(comparison, link),
        share=t.percent(kept),
        opening=" ".join(words[:OPENING]),
    )


def _where(comparison: Comparison, link: Link) -> str:
    sides = [
        ", ".join(str(document.paragraph(p).n) for p in ids)
        for document, ids in ((comparison.a, link.a), (comparison.b, link.b))
    ]
    return " → ".join(f"¶{numbers}" for numbers in sides)


_BUILDERS: dict[str, Callable[[Messages, Comparison], str]] = {
    "turned": _turned,
    "meaning against wording": _quarters,
    "shifts": _shifts,
    "best kept": _best_kept,
    "disappeared": _gone,
}
