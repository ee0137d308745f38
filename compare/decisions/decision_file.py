"""The file of a reader's decisions: TOML, one ``[[decision]]`` after another.

::

    [[decision]]
    action = "pin"              # pin, forbid or relabel
    a = ["12 3f2a9b01"]         # paragraph number in A, and how its digest begins
    b = ["40 77abe012", "41 0c33d9fa"]
    relation = "reformulated"   # only for relabel, and optional for pin
    note = "the same call, in other words"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from scodiff.compare.decisions.decisions import Anchor, AnchoredDecision, DecisionError, Decisions
from scodiff.compare.model import ACTIONS, RELATIONS, Action
from scodiff.corpus.files import read_file

KEYS = ("action", "a", "b", "relation", "note")
_LARGEST = 8 * 2**20  # bytes of a file
_LINKED = tuple(r for r in RELATIONS if r not in ("disappeared", "new"))


def read_decisions(path: Path) -> Decisions:
    """Read a file of decisions.

    Raises:
        DecisionError: the file cannot be read or is not as described above.
    """
    try:
        table = tomllib.loads(read_file(path, _LARGEST).decode("utf-8"))
    except OSError as error:
        raise DecisionError(f"cannot read the links file {path}: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DecisionError(f"the links file {path} is not TOML in UTF-8: {error}.") from error
    items = table.get("decision", [])
    unknown = sorted(set(table) - {"decision"})
    tables = isinstance(items, list) and all(isinstance(item, dict) for item in items)
    if unknown or not tables:
        raise DecisionError(
            f"the links file {path} may hold [[decision]] tables only"
            + (f", not '{unknown[0]}'." if unknown else ".")
        )
    return Decisions(tuple(_decision(item, n) for n, item in enumerate(items, 1)))


class _DecisionTable:
    """One table of the file, which complaints name by its number and its paragraphs."""

    def __init__(self, item: Mapping[str, Any], number: int) -> None:
        self.item = item
        self.name = f"decision {number} of the links file{_named(item)}"

    def wrong(self, reason: str) -> DecisionError:
        """The complaint that the entry ``reason``."""
        return DecisionError(f"{self.name} {reason}.")

    def anchors(self, side: str) -> tuple[Anchor, ...]:
        """The paragraphs that the entry names on one side, ``a`` or ``b``."""
        value = self.item.get(side)
        if not isinstance(value, list) or not value:
            raise self.wrong('must name paragraphs of both texts, as in a = ["12 3f2a9b01"]')
        return tuple(self._anchor(entry) for entry in value)

    def _anchor(self, entry: object) -> Anchor:
        n, _, begin = str(entry).partition(" ")
        if not n.isdecimal() or not re.fullmatch(r"\s*[0-9a-fA-F]{4,}\s*", begin):
            raise self.wrong(f'names a paragraph as {entry!r}; write it as "12 3f2a9b01"')
        return Anchor(int(n), begin.strip().lower())


def _decision(item: Mapping[str, Any], number: int) -> AnchoredDecision:
    entry = _DecisionTable(item, number)
    if unknown := [key for key in item if key not in KEYS]:
        near = get_close_matches(unknown[0], KEYS, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"an entry may have {', '.join(KEYS)}."
        raise DecisionError(f"{entry.name} has the key '{unknown[0]}', which means nothing; {hint}")
    action = item.get("action")
    if action not in ACTIONS:
        raise entry.wrong(f"has the action {action!r}; it must be pin, forbid or relabel")
    relation, note = item.get("relation"), item.get("note", "")
    if relation is not None and relation not in _LINKED:
        raise entry.wrong(f"has the relation {relation!r}; it must be one of {', '.join(_LINKED)}")
    if action == "relabel" and relation is None:
        raise entry.wrong("relabels, but names no relation")
    if action == "forbid" and relation is not None:
        raise entry.wrong("forbids a link and yet gives it a relation; take one of the two out")
    if not isinstance(note, str):
        raise entry.wrong(f"has the note {note!r}; a note is text between quotation marks")
    return AnchoredDecision(
        cast(Action, action), entry.anchors("a"), entry.anchors("b"), relation, note
    )


def _named(item: Mapping[str, Any]) -> str:
    """The paragraphs of an entry as far as they can be read, as in `` (A ¶2, B ¶4)``."""
    found = [
        f"{side.upper()} ¶{number[0]}"
        for side in ("a", "b")
        if isinstance(item.get(side), list)
        for entry in item[side]
        if (number := re.match(r"\d+", str(entry)))
    ]
    return f" ({', '.join(found)})" if found else ""
