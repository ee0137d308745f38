"""JSON, CSV and the terminal tell all of a synopsis, in the source's own characters."""

from __future__ import annotations

import csv
import io
import json

import pytest
from examples.synopsis_example import NAMES, synopsis_example, texts
from jsonschema import Draft202012Validator
from texts import WordEncoder, document

from scodiff.compare.synopsis.build import build_synopsis
from scodiff.compare.synopsis.model import PASSAGE_STATES
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.corpus.library import resolve
from scodiff.reports.formats.formats import formats_for, render
from scodiff.reports.formats.json_report import schema as schema_of_comparisons
from scodiff.reports.messages.languages import available
from scodiff.reports.messages.messages import messages
from scodiff.reports.synopsis.json_report import as_dict, schema
from scodiff.reports.synopsis.wording import MARKS, told_change


def test_the_json_is_valid_and_whole() -> None:
    found = json.loads(render(synopsis_example(), "json", kind="synopsis"))
    Draft202012Validator(schema()).validate(found)
    assert [d["id"] for d in found["documents"]] == [*NAMES]
    for row in found["rows"]:
        for change in row["changes"]:
            for side in ("a", "b"):
                standing = next(s for s in row["standings"] if s["document"] == change[side])
                by_id = {p.id: p.text for d in texts() if d.id == change[side] for p in d.citable}
                whole = PARAGRAPH_BREAK.join(by_id[p] for p in standing["paragraphs"])
                assert "".join(edit[side] for edit in change["edits"]) == whole
    for name, counts in found["summary"].items():
        assert sum(counts.values()) == len(found["rows"]), name


@pytest.mark.parametrize("encoder", [None, WordEncoder()])
def test_the_json_of_real_comparisons_is_valid(encoder: WordEncoder | None) -> None:
    third = document([p.text.replace("must", "should") for p in resolve("2003-moscow").citable[5:]])
    found = build_synopsis([resolve("2003-moscow"), resolve("illustration"), third], encoder)
    Draft202012Validator(schema()).validate(as_dict(found))


def test_the_schemas_mean_the_same_by_the_same_names() -> None:
    mine, theirs = schema()["$defs"], schema_of_comparisons()["$defs"]
    shared = mine.keys() & theirs.keys() - {"link"}
    assert len(shared) > 10
    assert {name: mine[name] for name in shared} == {name: theirs[name] for name in shared}


def test_the_schema_allows_every_state() -> None:
    assert set(schema()["$defs"]["state"]["enum"]) == set(PASSAGE_STATES) == set(MARKS)


def test_the_csv_has_a_row_for_each_passage_and_text() -> None:
    found = synopsis_example("2035-lake")
    data = render(found, "csv", kind="synopsis").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    assert len(rows) == len(found.rows) * 3
    numbers = [int(row["row"]) for row in rows[::3]]
    assert numbers == list(found.orders["2035-lake"])
    told = {(row["row"], row["document"]): row for row in rows}
    for one in found.rows:
        for standing in one.standings:
            row = told[str(one.number), standing.document]
            assert row["state"] == standing.state
            ids = standing.paragraphs
            held = found.document(standing.document)
            assert row["text"] == PARAGRAPH_BREAK.join(held.paragraph(p).text for p in ids)
    split = next(row for row in rows if row["paragraphs"] == "2035-lake ¶4; 2035-lake ¶5")
    assert (split["before"], split["base"]) == ("2031-lake", "")
    earlier = told[split["row"], "2003-moscow"]
    assert (earlier["base"], earlier["base_relation"], earlier["base_literal"]) == (
        "2035-lake",
        "changed",
        "0.5",
    )
    open_ = next(row for row in rows if row["state"] == "open")
    assert open_["doubtful"] == "2031-lake ¶2 0.31; 2031-lake ¶1 0.06"


@pytest.mark.parametrize("language", available())
def test_the_terminal_shows_each_passage_that_several_texts_have(language: str) -> None:
    found = synopsis_example()
    text = render(found, "text", language, kind="synopsis").decode()
    for name in NAMES:
        assert name in text
    for row in found.rows:
        line = "".join(MARKS[s.state] for s in row.standings)
        assert (f"{row.number}  {line}" in text) == (len(row.witnesses) > 1)


@pytest.mark.parametrize("language", available())
def test_every_format_is_the_same_twice(language: str) -> None:
    for row in formats_for("synopsis"):
        one, other = (
            render(synopsis_example(), row.name, language, kind="synopsis") for _ in range(2)
        )
        assert one == other


def test_of_two_languages_no_wording_is_told() -> None:
    told = told_change(messages(), "2019-bishkek", "reformulated", None)
    assert told == (
        "Against 2019-bishkek: Wording cannot be compared: the texts are in two languages."
    )
    assert (
        told_change(messages(), "a", "changed", 0.25) == "Against a: edited (25% of the words kept)"
    )
    assert told_change(messages(), "a", "editorial", 0.99) == "Against a: editorial changes only"
