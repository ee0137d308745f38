"""A reader's own decisions: links that stand, links that must not be, other relations.

They come from a TOML file, one ``[[decision]]`` after another::

    [[decision]]
    action = "pin"              # pin, forbid or relabel
    a = ["12 3f2a9b01"]         # paragraph number in A, and how its digest begins
    b = ["40 77abe012", "41 0c33d9fa"]
    relation = "reformulated"   # only for relabel, and optional for pin
    note = "the same call, in other words"

The digest is the SHA-256 of the paragraph's text. A file made for another version of a
text is refused, with the paragraph that is no longer what it was.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from scodiff.compare.model import RELATIONS, Comparison, Relation
from scodiff.compare.search import Constraints, Unit
from scodiff.corpus.model import Document, Paragraph

Action = Literal["pin", "forbid", "relabel"]
DIGEST_DIGITS = 8
TEMPLATE_WIDTH = 90
_LINKED = tuple(r for r in RELATIONS if r not in ("disappeared", "new"))


class DecisionError(Exception):
    """A decision cannot be followed; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A paragraph as a decision names it: its number ``n`` and how its digest begins."""

    n: int
    digest: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a reader about paragraphs of A and of B."""

    action: Action
    a: tuple[Anchor, ...]
    b: tuple[Anchor, ...]
    relation: Relation | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of a reader, in the order of the file."""

    items: tuple[Decision, ...] = ()

    def constraints(self, a: Document, b: Document) -> Constraints:
        """The units to keep and the pairs to avoid, by paragraph indices.

        Raises:
            DecisionError: a paragraph is not there or not what it was, or two decisions
                contradict each other.
        """
        pinned: list[Unit] = []
        forbidden: set[tuple[int, int]] = set()
        for item in self.items:
            rows, columns = _places(item.a, a), _places(item.b, b)
            edges = [(i, j) for i in rows for j in columns]
            if item.action == "forbid":
                forbidden.update(edges)
            elif item.action == "pin":
                pinned.append(Unit(rows, columns, tuple(edges), pinned=True))
        _refuse_contradictions(pinned, forbidden)
        return Constraints(tuple(pinned), frozenset(forbidden))

    def relations(
        self, a: Document, b: Document
    ) -> dict[tuple[tuple[int, ...], tuple[int, ...]], Relation]:
        """The relation that a reader gave to a link, by the link's paragraph indices."""
        return {
            (_places(item.a, a), _places(item.b, b)): item.relation
            for item in self.items
            if item.relation is not None
        }


NO_DECISIONS = Decisions()


def digest(paragraph: Paragraph) -> str:
    """How the SHA-256 of a paragraph's text begins."""
    data = paragraph.text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:DIGEST_DIGITS]


def read_decisions(path: Path) -> Decisions:
    """Read a file of decisions.

    Raises:
        DecisionError: the file cannot be read or is not as described above.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise DecisionError(f"cannot read the links file {path}: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DecisionError(f"the links file {path} is not TOML in UTF-8: {error}.") from error
    items = table.get("decision", [])
    unknown = sorted(set(table) - {"decision"})
    if unknown or not isinstance(items, list):
        raise DecisionError(
            f"the links file {path} may hold [[decision]] tables only"
            + (f", not '{unknown[0]}'." if unknown else ".")
        )
    return Decisions(tuple(_decision(item, n) for n, item in enumerate(items, 1)))


def template(comparison: Comparison) -> str:
    """A file of decisions to fill in: every link commented out, the least certain first."""
    lines = [
        f"# Decisions on {comparison.a.id} (A) and {comparison.b.id} (B).",
        "# Take the # away from an entry to keep it as it is, or change it: action is pin",
        "# (these answer to each other), forbid (they do not) or relabel (another relation).",
    ]
    doubtful = [link for link in comparison.links if link.pairs and not link.decided_by]
    for link in sorted(doubtful, key=lambda link: (link.confidence, link.a, link.b)):
        paragraphs_a = [comparison.a.paragraph(p) for p in link.a]
        paragraphs_b = [comparison.b.paragraph(p) for p in link.b]
        lines += ["", f"# {link.relation}, probability {link.confidence:.2f}"]
        lines += [f"#   A ¶{p.n}: {_beginning(p)}" for p in paragraphs_a]
        lines += [f"#   B ¶{p.n}: {_beginning(p)}" for p in paragraphs_b]
        lines += ["# [[decision]]", '# action = "pin"']
        lines += [f"# a = {_anchor_list(paragraphs_a)}", f"# b = {_anchor_list(paragraphs_b)}"]
    return "\n".join(lines) + "\n"


def _beginning(paragraph: Paragraph) -> str:
    """How a paragraph begins, on one line and without what TOML forbids in a comment."""
    shown = "".join(c if c.isprintable() else " " for c in paragraph.text)
    return shown if len(shown) <= TEMPLATE_WIDTH else shown[:TEMPLATE_WIDTH] + "…"


def _anchor_list(paragraphs: Sequence[Paragraph]) -> str:
    return "[" + ", ".join(f'"{p.n} {digest(p)}"' for p in paragraphs) + "]"


def _decision(item: Mapping[str, Any], number: int) -> Decision:
    def wrong(reason: str) -> DecisionError:
        return DecisionError(f"decision {number} of the links file {reason}.")

    action = item.get("action")
    if action not in get_args(Action):
        raise wrong(f"has the action {action!r}; it must be pin, forbid or relabel")
    relation = item.get("relation")
    if relation is not None and relation not in _LINKED:
        raise wrong(f"has the relation {relation!r}; it must be one of {', '.join(_LINKED)}")
    if action == "relabel" and relation is None:
        raise wrong("relabels, but names no relation")
    if action == "forbid" and relation is not None:
        raise wrong("forbids a link and yet gives it a relation; take one of the two out")
    a, b = _anchors(item.get("a"), wrong), _anchors(item.get("b"), wrong)
    return Decision(cast(Action, action), a, b, relation, str(item.get("note", "")))


def _anchors(value: object, wrong: Any) -> tuple[Anchor, ...]:
    if not isinstance(value, list) or not value:
        raise wrong('must name paragraphs of both texts, as in a = ["12 3f2a9b01"]')
    anchors = []
    for entry in value:
        n, _, begin = str(entry).partition(" ")
        if not n.isdecimal() or len(begin) < 4:
            raise wrong(f'names a paragraph as {entry!r}; write it as "12 3f2a9b01"')
        anchors.append(Anchor(int(n), begin.strip().lower()))
    return tuple(anchors)


def _places(anchors: Sequence[Anchor], document: Document) -> tuple[int, ...]:
    """The indices of the paragraphs, after a look at their digests."""
    citable = document.citable
    for anchor in anchors:
        if not 1 <= anchor.n <= len(citable):
            raise DecisionError(
                f"the links file names {document.id} ¶{anchor.n}, but that text has "
                f"{len(citable)} paragraphs; mend or remove the entry."
            )
        if not digest(citable[anchor.n - 1]).startswith(anchor.digest[:DIGEST_DIGITS]):
            raise DecisionError(
                f"the links file is stale: {document.id} ¶{anchor.n} is no longer the paragraph "
                f"with the digest {anchor.digest} (it is {digest(citable[anchor.n - 1])} now); "
                "check the entry and mend its number and digest."
            )
    return tuple(sorted({anchor.n - 1 for anchor in anchors}))


def _refuse_contradictions(pinned: Sequence[Unit], forbidden: set[tuple[int, int]]) -> None:
    seen_a: set[int] = set()
    seen_b: set[int] = set()
    for unit in pinned:
        if forbidden & set(unit.pairs):
            i, j = min(forbidden & set(unit.pairs))
            raise DecisionError(
                f"the links file both pins and forbids A ¶{i + 1} with B ¶{j + 1}; keep one."
            )
        if seen_a & set(unit.a) or seen_b & set(unit.b):
            raise DecisionError(
                "the links file pins one paragraph twice; "
                "put all that answers to it into one entry."
            )
        seen_a |= set(unit.a)
        seen_b |= set(unit.b)
