"""The file of a reader's decisions: TOML, one ``[[decision]]`` after another.

::

    [[decision]]
    action = "pin"              # pin, forbid, relabel, part, related, alone or shifts
    a = ["12 3f2a9b01"]         # paragraph number in A, and how its digest begins
    b = ["40 77abe012", "41 0c33d9fa"]
    relation = "reformulated"   # only for relabel, and optional for pin
    note = "the same call, in other words"

An entry made of an answer (``scodiff review``) says where it comes from::

    asked = "a"                 # the side of the one paragraph that was asked about
    by = { kind = "person", name = "Ada" }     # or a model, with prompt_version
    when = "2026-01-31"
    quotes = [{ a = "as it stands in A", b = "as it stands in B" }]
    engine = { relation = "disappeared", certainty = "open", links = [], parts = [] }

One on the shifts of a link names all of its paragraphs, and all shifts that there are; ``asked``
and ``quotes`` fall away, and ``found`` are the shifts that scodiff had found itself::

    action = "shifts"
    shifts = [{ kind = "modality", direction = "strengthened", a = "may", b = "must" }]
    found = []
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from scodiff.compare.decisions.anchors import Anchor, DecisionError
from scodiff.compare.decisions.decisions import AnchoredDecision, AnchoredRecord, Decisions
from scodiff.compare.decisions.model import (
    ACTIONS,
    DECIDER_KINDS,
    TEXT_SIDES,
    Action,
    Decider,
    DecisionRecord,
    EngineOpinion,
    NamedShift,
    SharedQuotation,
    TextSide,
)
from scodiff.compare.model import CERTAINTIES, RELATIONS
from scodiff.compare.shifts.kinds import DIRECTIONS, SHIFT_KINDS
from scodiff.corpus.files import read_file

RECORD_KEYS = ("asked", "by", "when", "quotes", "engine", "found")
KEYS = ("action", "a", "b", "relation", "note", "shifts", *RECORD_KEYS)
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

    def ends(self, action: Action) -> tuple[tuple[Anchor, ...], tuple[Anchor, ...]]:
        """The paragraphs that the entry names in A and in B: of one text only for ``alone``."""
        if action != "alone":
            return self.anchors("a"), self.anchors("b")
        filled = [side for side in TEXT_SIDES if self.item.get(side) not in (None, [])]
        if len(filled) != 1:
            raise self.wrong("says alone, and must name paragraphs of one text only")
        found = self.anchors(filled[0])
        return (found, ()) if filled[0] == "a" else ((), found)

    def anchors(self, side: str) -> tuple[Anchor, ...]:
        """The paragraphs that the entry names on one side, ``a`` or ``b``."""
        value = self.item.get(side)
        if not isinstance(value, list) or not value:
            raise self.wrong('must name paragraphs of both texts, as in a = ["12 3f2a9b01"]')
        return tuple(self.anchor(entry) for entry in value)

    def anchor(self, entry: object) -> Anchor:
        """A paragraph as an entry names it."""
        n, _, begin = str(entry).partition(" ")
        if not n.isdecimal() or not re.fullmatch(r"\s*[0-9a-fA-F]{4,}\s*", begin):
            raise self.wrong(f'names a paragraph as {entry!r}; write it as "12 3f2a9b01"')
        return Anchor(int(n), begin.strip().lower())

    def record(self) -> AnchoredRecord | None:
        """Where the decision comes from, if the entry says so."""
        if not any(key in self.item for key in RECORD_KEYS):
            return None
        of_shifts = self.item.get("action") == "shifts"
        needed = ("found" if of_shifts else "asked", "by", "engine")
        if missing := [key for key in needed if key not in self.item]:
            raise self.wrong(f"says where it comes from and lacks '{missing[0]}'")
        asked = None if of_shifts else self._asked()
        by = self._table(self.item["by"], "by", ("kind", "name"), ("prompt_version",))
        engine = self._table(
            self.item["engine"], "engine", ("relation", "certainty", "links", "parts")
        )
        decider = Decider(
            self._one_of(by["kind"], "by.kind", DECIDER_KINDS),
            self._text(by["name"], "by.name"),
            self._text(by["prompt_version"], "by.prompt_version")
            if "prompt_version" in by
            else None,
        )
        opinion = EngineOpinion(
            self._one_of(engine["relation"], "engine.relation", RELATIONS),
            self._one_of(engine["certainty"], "engine.certainty", CERTAINTIES),
        )
        when = self._text(self.item["when"], "when") if "when" in self.item else None
        links, parts = (
            tuple(self.anchor(entry) for entry in self._list(engine[name], f"engine.{name}"))
            for name in ("links", "parts")
        )
        return AnchoredRecord(
            DecisionRecord(decider, asked, opinion, when, self._quotes(), self.shifts("found")),
            links,
            parts,
        )

    def shifts(self, key: str) -> tuple[NamedShift, ...]:
        """The shifts that an entry lists under a key; none without it."""
        tables = [
            self._table(entry, key, ("kind", "direction", "a", "b"))
            for entry in self._list(self.item.get(key, []), key)
        ]
        for side in (entry[side] for entry in tables for side in TEXT_SIDES):
            if not isinstance(side, str):
                raise self.wrong(f"has '{key}' with a quotation that is no text")
        return tuple(
            NamedShift(
                self._one_of(entry["kind"], f"{key}.kind", SHIFT_KINDS),
                self._one_of(entry["direction"], f"{key}.direction", DIRECTIONS),
                entry["a"],
                entry["b"],
            )
            for entry in tables
        )

    def refuse_strangers(self, action: Action) -> None:
        """Raise DecisionError where an entry has keys of another action."""
        if action == "shifts" and "shifts" not in self.item:
            raise self.wrong("decides on shifts and lacks 'shifts', which may be an empty list")
        strange = ("asked", "quotes") if action == "shifts" else ("shifts", "found")
        if found := [key for key in strange if key in self.item]:
            raise self.wrong(f"says {action} and has '{found[0]}', which does not belong there")

    def _asked(self) -> TextSide:
        asked: TextSide = self._one_of(self.item["asked"], "asked", TEXT_SIDES)
        if len(self.item.get(asked) or ()) != 1:
            raise self.wrong(f"was asked about {asked} and must name one paragraph there")
        return asked

    def _quotes(self) -> tuple[SharedQuotation, ...]:
        found = self._list(self.item.get("quotes", []), "quotes")
        tables = [self._table(entry, "quotes", TEXT_SIDES) for entry in found]
        return tuple(
            SharedQuotation(self._text(t["a"], "a quotation"), self._text(t["b"], "a quotation"))
            for t in tables
        )

    def _table(
        self, value: object, key: str, required: Sequence[str], optional: Sequence[str] = ()
    ) -> dict[str, Any]:
        fits = isinstance(value, dict) and {*required} <= {*value} <= {*required, *optional}
        if not fits:
            raise self.wrong(f"has '{key}', which must be a table with {', '.join(required)}")
        return cast(dict[str, Any], value)

    def _list(self, value: object, key: str) -> list[object]:
        if not isinstance(value, list):
            raise self.wrong(f"has '{key}', which must be a list")
        return value

    def _text(self, value: object, key: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"has '{key}', which must be text between quotation marks")
        return value

    def _one_of(self, value: object, key: str, allowed: Sequence[Any]) -> Any:
        if value not in allowed:
            raise self.wrong(f"has {value!r} for '{key}'; it must be one of {', '.join(allowed)}")
        return value


def _decision(item: Mapping[str, Any], number: int) -> AnchoredDecision:
    entry = _DecisionTable(item, number)
    if unknown := [key for key in item if key not in KEYS]:
        near = get_close_matches(unknown[0], KEYS, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"an entry may have {', '.join(KEYS)}."
        raise DecisionError(f"{entry.name} has the key '{unknown[0]}', which means nothing; {hint}")
    action = item.get("action")
    if action not in ACTIONS:
        raise entry.wrong(f"has the action {action!r}; it must be {_either(ACTIONS)}")
    relation, note = item.get("relation"), item.get("note", "")
    if relation is not None and relation not in _LINKED:
        raise entry.wrong(f"has the relation {relation!r}; it must be one of {', '.join(_LINKED)}")
    if action == "relabel" and relation is None:
        raise entry.wrong("relabels, but names no relation")
    if action == "forbid" and relation is not None:
        raise entry.wrong("forbids a link and yet gives it a relation; take one of the two out")
    if action not in ("pin", "relabel") and relation is not None:
        raise entry.wrong(f"says {action} and gives a relation, which a link alone has")
    if not isinstance(note, str):
        raise entry.wrong(f"has the note {note!r}; a note is text between quotation marks")
    entry.refuse_strangers(action)
    return AnchoredDecision(
        cast(Action, action),
        *entry.ends(action),
        relation,
        note,
        entry.record(),
        entry.shifts("shifts"),
    )


def _either(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


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
