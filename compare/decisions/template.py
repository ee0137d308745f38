"""A file of decisions to fill in: what is decided, then what is least certain."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from scodiff.compare.decisions.decisions import digest
from scodiff.compare.model import Comparison, Link, ReaderDecision, RunnerUp
from scodiff.corpus.model import Document, Paragraph

WIDTH = 90
# One # is for the reader to take away; what then still has one remains a comment.
OFFERED, REMARK = "# ", "## "


def template(comparison: Comparison) -> str:
    """The decisions taken, then every link and every lone paragraph, as entries to take up.

    Entries to take up are commented out, the least certain first: links as they are, and
    paragraphs without an answer with the best candidate there was.
    """
    a, b = comparison.a, comparison.b
    lines = [
        f"{REMARK}Decisions on {_one_line(a.id)} (A) and {_one_line(b.id)} (B).",
        f"{REMARK}Take one # away from each line of an entry to take it up: action is pin (these",
        f"{REMARK}answer to each other), forbid (they do not) or relabel (with a relation).",
        f'{REMARK}A line note = "…" says why; reports show it.',
    ]
    for decision in comparison.decisions:
        lines += ["", *_described(a, "A", decision.a), *_described(b, "B", decision.b)]
        lines += _entry(comparison, decision)
    for heading, offered in _offers(comparison):
        lines += ["", f"{REMARK}{heading}"] if offered else []
        for entry in offered:
            lines += ["", *entry]
    return "\n".join(lines) + "\n"


def _offers(comparison: Comparison) -> Iterator[tuple[str, list[list[str]]]]:
    """What can be taken up, in two lists, each with its heading."""
    links = [link for link in comparison.links if link.pairs and not link.decided_by]
    links.sort(key=lambda link: (link.confidence, link.a, link.b))
    yield "Links, the least certain first.", [_link(comparison, link) for link in links]
    lone = [link for link in comparison.links if not link.pairs]
    lone.sort(key=lambda link: (link.confidence, link.a, link.b))
    candidates: dict[tuple[str, str], list[str]] = {}
    for link in lone:
        if rival := link.runner_up:
            candidates.setdefault((rival.a, rival.b), _candidate(comparison, link, rival))
    yield (
        "Paragraphs without an answer, the least certain first, each with its best candidate.",
        list(candidates.values()),
    )


def _link(comparison: Comparison, link: Link) -> list[str]:
    """A link as an entry that keeps it as it is."""
    told = f"{REMARK}{link.relation}, probability {link.confidence:.2f} ({link.certainty})"
    return [told, *_offered(comparison, ReaderDecision("pin", link.a, link.b))]


def _candidate(comparison: Comparison, link: Link, rival: RunnerUp) -> list[str]:
    """A paragraph without an answer and its best candidate, as an entry that links them."""
    told = [
        f"{REMARK}{link.relation}, probability {link.confidence:.2f} ({link.certainty}); "
        f"that these two answer to each other {rival.score:.2f}"
    ]
    for other in comparison.links:
        if other.pairs and (rival.a in other.a or rival.b in other.b):
            told.append(f"{REMARK}now linked: {_ends(comparison, other)}; one entry may name all")
    return [*told, *_offered(comparison, ReaderDecision("pin", (rival.a,), (rival.b,)))]


def _offered(comparison: Comparison, decision: ReaderDecision) -> list[str]:
    described = [
        *_described(comparison.a, "A", decision.a),
        *_described(comparison.b, "B", decision.b),
    ]
    return described + [OFFERED + line for line in _entry(comparison, decision)]


def _entry(comparison: Comparison, decision: ReaderDecision) -> list[str]:
    """A decision in TOML."""
    lines = [
        "[[decision]]",
        f'action = "{decision.action}"',
        f"a = {_anchors(comparison.a, decision.a)}",
        f"b = {_anchors(comparison.b, decision.b)}",
    ]
    if decision.relation:
        lines.append(f'relation = "{decision.relation}"')
    if decision.note:
        lines.append(f"note = {_quoted(decision.note)}")
    return lines


def _ends(comparison: Comparison, link: Link) -> str:
    sides = (("A", comparison.a, link.a), ("B", comparison.b, link.b))
    return ", ".join(f"{name} ¶{d.paragraph(p).n}" for name, d, ids in sides for p in ids)


def _described(document: Document, side: str, ids: Sequence[str]) -> list[str]:
    paragraphs = [document.paragraph(p) for p in ids]
    return [f"{REMARK}  {side} ¶{p.n}: {_beginning(p)}" for p in paragraphs]


def _beginning(paragraph: Paragraph) -> str:
    shown = _one_line(paragraph.text)
    return shown if len(shown) <= WIDTH else shown[:WIDTH] + "…"


def _one_line(text: str) -> str:
    """A text without what TOML forbids in a comment."""
    return "".join(c if c.isprintable() else " " for c in text)


def _anchors(document: Document, ids: Sequence[str]) -> str:
    paragraphs = [document.paragraph(p) for p in ids]
    return "[" + ", ".join(f'"{p.n} {digest(p)}"' for p in paragraphs) + "]"


def _quoted(text: str) -> str:
    """A basic string of TOML, which has the escapes of JSON and asks for one more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
