"""The message files and the JSON schema name what a comparison can say, no more and no less."""

from __future__ import annotations

import tomllib
from dataclasses import fields

import pytest

from scodiff.compare.decisions.model import ACTIONS
from scodiff.compare.model import EDITORIAL_KINDS, QUARTERS, RELATIONS
from scodiff.compare.settings import Settings
from scodiff.compare.shifts.kinds import DIRECTIONS, SHIFT_KINDS, TRAITS
from scodiff.compare.synopsis.model import PASSAGE_STATES
from scodiff.reports.formats.json_report import schema
from scodiff.reports.messages.languages import FOLDER, available

NAMED = {
    "shift": SHIFT_KINDS,
    "direction": DIRECTIONS,
    "relation": RELATIONS,
    "meaning": RELATIONS,
    "figure": RELATIONS,
    "quarter": QUARTERS,
    "setting": tuple(field.name for field in fields(Settings)),
    "state": PASSAGE_STATES,
    "kind": (*EDITORIAL_KINDS, "editorial"),  # the last where an edit names no kind
}
ENUMERATED = {
    ("shift", "kind"): SHIFT_KINDS,
    ("shift", "direction"): DIRECTIONS,
    ("link", "relation"): RELATIONS,
    ("link", "quarter"): (*QUARTERS, None),
    ("decision", "action"): ACTIONS,
    ("edit", "kind"): EDITORIAL_KINDS,
}


def test_the_table_has_every_kind_of_shift() -> None:
    assert set(TRAITS) == set(SHIFT_KINDS)


@pytest.mark.parametrize("group", NAMED)
@pytest.mark.parametrize("language", available())
def test_a_language_names_each_word_of_a_vocabulary(language: str, group: str) -> None:
    path = FOLDER / f"{language}.toml"
    assert set(tomllib.loads(path.read_text(encoding="utf-8"))[group]) == set(NAMED[group])


@pytest.mark.parametrize(("definition", "name"), ENUMERATED)
def test_the_schema_allows_each_word_of_a_vocabulary(definition: str, name: str) -> None:
    data = schema()
    words = data["$defs"][definition]["properties"][name]
    while "$ref" in words:
        words = data["$defs"][words["$ref"].rsplit("/", 1)[1]]
    assert set(words["enum"]) == set(ENUMERATED[definition, name])
