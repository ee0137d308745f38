"""The HTML report: nothing lost, nothing obeyed, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from examples.hostile_report import hostile
from report_example import GAP, assemble, document, edits, example, link
from report_page import PageElement, parse

from scodiff.compare.model import Comparison, Edit
from scodiff.reports.formats.formats import render
from scodiff.reports.visible import visible


def page(comparison: Comparison) -> PageElement:
    return parse(render(comparison, "html"))


def shown_text(tree: PageElement, anchor: str) -> str:
    element = tree.by_id(anchor)
    return element.text if "matter" in element.classes else element.by_class("text")[0].text


@pytest.mark.parametrize("comparison", [example(), hostile()], ids=["example", "hostile"])
def test_every_block_of_both_texts_is_shown_to_the_letter(comparison: Comparison) -> None:
    tree = page(comparison)
    for side, text in (("a", comparison.a), ("b", comparison.b)):
        for paragraph in text.paragraphs:
            assert shown_text(tree, f"{side}-{paragraph.id}") == visible(paragraph.text)


def test_the_inline_view_rebuilds_both_sides() -> None:
    comparison = example()
    tree = page(comparison)
    rows = [row for row in tree.by_class("link") if row.by_class("inline")]
    found = [x for x in comparison.links if x.relation in ("editorial", "changed")]
    assert len(rows) == len(found)
    for row, one in zip(rows, found, strict=True):
        (inline,) = row.by_class("inline")
        for drop, text, ids in (("del", comparison.b, one.b), ("ins", comparison.a, one.a)):
            kept = "".join(without(p, drop) for p in inline.by_class("text"))
            assert kept == "".join(text.paragraph(p).text for p in ids)


def without(element: PageElement, tag: str) -> str:
    return "".join(
        child if isinstance(child, str) else without(child, tag)
        for child in element.children
        if isinstance(child, str) or child.tag != tag
    )


def test_insertions_and_deletions_are_real_elements() -> None:
    tree = page(example())
    row = next(r for r in tree.by_class("link") if r.attributes["data-relation"] == "changed")
    side_a, side_b = row.by_class("cell")
    assert side_a.by_tag("del")
    assert not side_a.by_tag("ins")
    assert side_b.by_tag("ins")
    assert not side_b.by_tag("del")


def test_editorial_edits_are_told_apart() -> None:
    tree = page(example())
    row = next(r for r in tree.by_class("link") if r.attributes["data-relation"] == "editorial")
    assert {e.text for e in row.by_class("cell")[1].by_tag("ins")} == {"fulfil", "recognised"}
    assert all("ed" in e.classes for e in row.by_tag("ins") + row.by_tag("del"))
    assert {e.attributes["title"] for e in row.by_tag("ins")} == {"spelling"}


def test_a_move_inside_a_passage_leads_from_one_end_to_the_other() -> None:
    a = document("a", (("body", "One two three. Four."),))
    b = document("b", (("body", "Four. One two 3."),))
    within = (
        Edit("delete", "One two three. ", "", moved="m1"),
        Edit("equal", "Four.", "Four."),
        Edit("insert", "", " ", editorial=True, kind="spacing"),
        Edit(
            "insert", "", "One two 3.", moved="m1",
            inner=(Edit("equal", "One two ", "One two "), Edit("replace", "three. ", "3.")),
        ),
    )  # fmt: skip
    tree = page(assemble(a, b, (link(a, b, "changed", "p1", "p1", literal=0.9, edits=within),)))
    jumps = {e.attributes["id"]: e.attributes["href"] for e in tree.by_class("jump")}
    assert jumps == {
        "move-1-m1-a": "#move-1-m1-b",
        "move-1-m1-b": "#move-1-m1-a",
        "move-1i-m1-a": "#move-1i-m1-b",
        "move-1i-m1-b": "#move-1i-m1-a",
    }
    moved = tree.by_id("b-p1").by_class("mv")[0]
    assert [e.text for e in moved.by_tag("b")] == ["3."]
    assert shown_text(tree, "b-p1") == "Four. One two 3."


def test_the_number_of_a_shared_passage_stands_once_at_its_end() -> None:
    tree = page(example())
    marks = [e for e in tree.by_id("a-p6").walk() if e.tag == "mark"]
    assert [e.attributes.get("data-part") for e in marks][-1] == "1"
    assert sum("data-part" in e.attributes for e in marks) == 1


def test_what_the_shifts_and_a_reader_did_is_said() -> None:
    comparison = example()
    decided = replace(comparison.links[2], decided_by="reader", quarter="turned")
    links = (*comparison.links[:2], decided, *comparison.links[3:])
    tree = page(replace(comparison, links=links))
    row = tree.by_id("link-3")
    words = " ".join(row.text.split())
    assert "modality, strengthened: “is necessary” → “shall”" in words
    assert "decided by the reader" in words
    assert "most words kept, meaning may differ" in words


def test_paragraphs_are_anchored_and_cited() -> None:
    tree = page(example())
    assert tree.by_id("a-p9").by_class("cite")[0].text.strip() == "2003-moscow ¶7"
    assert tree.by_id("b-p4").by_class("cite")[0].text.strip() == "invented-lake ¶3"


def test_ids_are_unique_and_every_link_leads_somewhere() -> None:
    tree = page(example())
    ids = Counter(e.attributes["id"] for e in tree.walk() if "id" in e.attributes)
    assert [i for i, number in ids.items() if number > 1] == []
    targets = {(e.attributes.get("href") or "")[1:] for e in tree.by_tag("a")}
    assert targets <= set(ids)
    described = [e.attributes.get("aria-labelledby") for e in tree.walk()]
    assert {i for value in described if value for i in value.split()} <= set(ids)


def test_a_disappeared_paragraph_shows_its_remnant_and_what_to_see() -> None:
    tree = page(example())
    gone = next(
        r for r in tree.by_class("link") if any(e.attributes.get("id") == "a-p6" for e in r.walk())
    )
    remark = gone.by_class("remarks")[0]
    assert "Remnant 1 of ¶4 in invented-lake ¶8" in " ".join(remark.text.split())
    marked = tree.by_id("a-p6").by_class("part")
    assert "".join(m.text for m in marked) == "the heads of state signed the respective agreement"
    echo = next(
        r for r in tree.by_class("link") if any(e.attributes.get("id") == "b-p10" for e in r.walk())
    )
    assert "Echo 1 of ¶8 in 2003-moscow ¶4" in " ".join(echo.text.split())
    see = next(
        r for r in tree.by_class("link") if any(e.attributes.get("id") == "a-p8" for e in r.walk())
    )
    told = " ".join(see.text.split())
    assert "Possible counterparts invented-lake ¶6" in told.replace(": ", " ")
    assert "See also" not in told  # it would name the candidate again


def test_a_moved_passage_names_both_ends() -> None:
    tree = page(example())
    row = next(r for r in tree.by_class("link") if r.attributes["data-relation"] == "identical")
    (away,) = row.by_class("other-end")
    place = tree.by_id((away.attributes["href"] or "")[1:])
    (back,) = place.by_class("other-end")
    assert back.attributes["href"] == "#a-p4"
    assert "moved past 1 passage, towards the beginning" in " ".join(row.text.split())


def test_the_answer_comes_before_the_figures() -> None:
    words = " ".join(page(example()).by_id("answer").text.split())
    assert "Of the 8 paragraphs of 2003-moscow, 5 live on in invented-lake" in words
    found = [e.attributes.get("id") for e in page(example()).by_tag("section")]
    assert [i for i in found if i in ("answer", "figures", "passages")] == [
        "answer",
        "figures",
        "passages",
    ]


def test_the_figures_have_their_denominators() -> None:
    words = " ".join(page(example()).by_id("figures").text.split())
    assert "Of the 8 paragraphs of 2003-moscow, 1 persists word for word" in words
    assert "2 have no counterpart (of 1 of these a counterpart is possible)" in words
    assert "Of the 8 paragraphs of invented-lake" in words


def test_a_notice_is_a_banner_on_the_first_screen() -> None:
    (notice,) = page(example()).by_class("notice")
    assert "This text is invented" in notice.text
    quiet = replace(example(), b=replace(example().b, notice=None))
    assert page(quiet).by_class("notice") == []


def test_how_it_was_made_names_hashes_settings_and_ledger() -> None:
    comparison = example()
    made = page(comparison).by_id("made").text
    assert comparison.model is not None
    for fact in (
        comparison.model.sha256,
        comparison.a.source.sha256,
        comparison.b.source.text_sha256,
        "noise_floor",
        "may stand for the section mark",
    ):
        assert fact in made


@pytest.mark.parametrize("comparison", [example(), hostile()], ids=["example", "hostile"])
def test_nothing_is_fetched_from_anywhere(comparison: Comparison) -> None:
    tree = page(comparison)
    for element in tree.walk():
        for name in ("src", "href", "action", "srcset", "data", "poster", "xlink:href"):
            value = element.attributes.get(name)
            assert value is None or value.startswith("#") or value == "data:,"
    (style,) = tree.by_tag("style")
    assert all(u.startswith("#") for u in re.findall(r"url\(([^)]*)\)", style.text))
    assert "@import" not in style.text


@pytest.mark.parametrize("comparison", [example(), hostile()], ids=["example", "hostile"])
def test_text_never_becomes_markup(comparison: Comparison) -> None:
    tree = page(comparison)
    data, script = tree.by_tag("script")
    assert data.attributes["type"] == "application/json"
    assert json.loads(data.text)["format"] == "scodiff-report"
    assert "<" not in data.text
    (style,) = tree.by_tag("style")
    policy = next(e for e in tree.by_tag("meta") if "http-equiv" in e.attributes)
    content = policy.attributes["content"] or ""
    assert "default-src 'none'" in content
    for element, name in ((script, "script-src"), (style, "style-src")):
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in content
    assert not any(
        name.startswith("on") or name == "style" for e in tree.walk() for name in e.attributes
    )


def test_control_characters_are_shown_not_obeyed() -> None:
    raw = render(hostile(), "html").decode("utf-8")
    for character in "\u202e\u202c\u2066\u2069\u200b\ufeff\x00\x1b":
        assert character not in raw
    assert '<span class="control" title="right-to-left override">[U+202E]</span>' in raw
    assert "[U+D800]" in raw


def test_same_comparison_same_bytes() -> None:
    assert render(example(), "html") == render(example(), "html")


def test_two_texts_of_one_id_are_told_apart() -> None:
    a = document("same", (("body", "One text."),))
    b = document("same", (("body", "One text."),))
    tree = page(assemble(a, b, (link(a, b, "identical", "p1", "p1", literal=1.0),)))
    assert tree.by_id("a-p1").by_class("cite")[0].text.strip() == "same (A) ¶1"
    assert tree.by_id("b-p1").by_class("cite")[0].text.strip() == "same (B) ¶1"


def test_languages_and_directions_are_declared() -> None:
    a = document("a", (("body", "یک متن"),), language="fa")
    b = document("b", (("body", "文本"),), language="zh")
    tree = page(assemble(a, b, (link(a, b, "reformulated", "p1", "p1", literal=0.0),)))
    left, right = tree.by_id("a-p1").by_class("text")[0], tree.by_id("b-p1").by_class("text")[0]
    assert (left.attributes["lang"], left.attributes["dir"]) == ("fa", "rtl")
    assert (right.attributes["lang"], right.attributes["dir"]) == ("zh", "ltr")


def test_an_edit_may_span_a_paragraph_boundary() -> None:
    a = document("a", (("body", "One two."), ("heading", "Between"), ("body", "Three four.")))
    b = document("b", (("body", "One new four."),))
    spanning = edits(GAP.join(("One two.", "Three four.")), "One new four.")
    found = (link(a, b, "changed", "p1 p3", "p1", literal=0.5, edits=spanning),)
    tree = page(assemble(a, b, found))
    assert [shown_text(tree, i) for i in ("a-p1", "a-p2", "a-p3", "b-p1")] == [
        "One two.", "Between", "Three four.", "One new four.",
    ]  # fmt: skip


def test_a_split_and_a_merge_name_the_paragraphs_that_answer() -> None:
    tree = page(example())
    split = [
        (e.attributes["href"], e.attributes["data-to"]) for e in tree.by_id("a-p3").by_class("turn")
    ]
    assert split == [("#b-p6", "¶4"), ("#b-p7", "¶5")]
    merged = [e.attributes["href"] for e in tree.by_id("b-p9").by_class("turn")]
    assert merged == ["#a-p9", "#a-p10"]
    assert tree.by_id("b-p6").by_class("turn") == []


def test_what_is_new_is_listed_in_its_own_order() -> None:
    a = document("a", (("body", "They met in peace."), ("body", "They parted in peace.")))
    b = document("b", tuple(("body", f"{word} was said.") for word in ("This", "That", "Much")))
    found = (
        link(a, b, "new", "", "p3"),
        link(a, b, "changed", "p1", "p2"),
        link(a, b, "new", "", "p1"),
        link(a, b, "disappeared", "p2", ""),
    )
    listed = page(assemble(a, b, found)).by_id("passages")
    (row,) = (row for row in listed.by_tag("tr") if row.text.strip().startswith("new"))
    assert re.findall(r"¶\d", row.text) == ["¶1", "¶3"]
