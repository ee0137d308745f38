"""The JSON report: valid against its schema, stable, complete."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest
from report_example import A_BLOCKS, GAP, assemble, document, example, link

from scodiff.compare.model import RELATIONS
from scodiff.reports.formats.formats import render
from scodiff.reports.formats.json_report import as_dict, schema


def validate(data: object) -> None:
    jsonschema.validate(data, schema(), cls=jsonschema.Draft202012Validator)


def test_the_schema_is_itself_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_output_satisfies_the_published_schema() -> None:
    validate(json.loads(render(example(), "json")))


@pytest.mark.parametrize("key", sorted(as_dict(example())))
def test_the_schema_asks_for_every_key(key: str) -> None:
    data = as_dict(example())
    del data[key]
    with pytest.raises(jsonschema.ValidationError):
        validate(data)


def test_the_schema_refuses_what_the_contract_does_not_know() -> None:
    data = as_dict(example())
    data["links"][0]["relation"] = "similar"
    with pytest.raises(jsonschema.ValidationError):
        validate(data)


def test_without_a_model_semantic_figures_are_null() -> None:
    comparison = example()
    plain = replace(
        comparison, model=None, links=tuple(replace(x, semantic=None) for x in comparison.links)
    )
    data = json.loads(render(plain, "json"))
    validate(data)
    assert data["model"] is None


def test_edits_rebuild_both_texts_and_every_paragraph_has_one_home() -> None:
    data = json.loads(render(example(), "json"))
    for side in ("a", "b"):
        texts = {p["id"]: p["text"] for p in data[side]["paragraphs"]}
        homes = [p for entry in data["links"] for p in entry[side]]
        counted = [p["id"] for p in data[side]["paragraphs"] if p["n"] is not None]
        assert sorted(homes) == sorted(counted)
        for entry in data["links"]:
            rebuilt = "".join(edit[side] for edit in entry["edits"])
            assert rebuilt == GAP.join(texts[p] for p in entry[side])


def test_floats_have_six_decimals_and_no_negative_zero() -> None:
    comparison = example()
    changed = replace(comparison.links[1], semantic=-0.00000001, literal=1 / 3)
    text = render(replace(comparison, links=(changed,)), "json").decode()
    assert '"semantic": 0.0,' in text
    assert '"literal": 0.333333,' in text


def test_same_comparison_same_bytes() -> None:
    assert render(example(), "json") == render(example(), "json")


def test_non_ascii_text_is_readable_and_lone_surrogates_survive() -> None:
    a = document("a", (("body", "щ 中 \ud800 end"),))
    b = document("b", (("body", "щ"),))
    comparison = assemble(a, b, (link(a, b, "changed", "p1", "p1", literal=0.2),))
    data = render(comparison, "json")
    assert "щ 中".encode() in data
    assert json.loads(data)["a"]["paragraphs"][0]["text"] == "щ 中 \ud800 end"


def test_summary_counts_every_relation_on_both_sides() -> None:
    summary = json.loads(render(example(), "json"))["summary"]
    assert list(summary["paragraphs"]) == list(RELATIONS)
    counted = sum(kind in ("body", "item") for kind, _ in A_BLOCKS)
    assert sum(summary["sides"]["a"]["paragraphs"].values()) == counted
    assert sum(summary["sides"]["a"]["words"].values()) == pytest.approx(1, abs=1e-5)
