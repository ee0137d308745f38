"""A reader's decisions are marked as the reader's own in every report."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree
from report_docx import W, body, converted, resolved
from report_example import example
from report_page import parse
from report_tei import N, tei_all

from scodiff.cli.main import execute
from scodiff.compare.decisions.anchors import digest
from scodiff.compare.decisions.model import (
    Decider,
    DeciderKind,
    DecisionRecord,
    EngineOpinion,
    NamedShift,
    ReaderDecision,
    SharedQuotation,
)
from scodiff.compare.model import Candidate, Comparison
from scodiff.corpus.library import resolve
from scodiff.reports.formats.formats import OUTPUT_FORMATS, render
from scodiff.reports.formats.json_report import schema
from scodiff.reports.messages.languages import available
from scodiff.reports.visible import visible

FORBID = ReaderDecision("forbid", ("p6",), ("p10",), None, "glaciers are <b>no</b>\nbudget \x07")
PIN = ReaderDecision("pin", ("p9", "p10"), ("p9",), "changed", "one call")
RELABEL = ReaderDecision("relabel", ("p7",), ("p8",), "reformulated")


def decided(*decisions: ReaderDecision) -> Comparison:
    """The example as it is where a reader made these decisions."""
    comparison = example()
    made = {(d.a, d.b) for d in decisions if d.action != "forbid"}
    links = tuple(
        replace(x, decided_by="reader", certainty="sure") if (x.a, x.b) in made else x
        for x in comparison.links
    )
    return replace(comparison, links=links, decisions=decisions)


COMPARISON = decided(FORBID, PIN, RELABEL)
ONLY_FORBIDDEN = decided(FORBID)


def everything(data: bytes) -> str:
    """What a report says, the parts of an archive one after the other."""
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.mark.parametrize("format_", OUTPUT_FORMATS)
@pytest.mark.parametrize("decision", [FORBID, PIN, RELABEL])
def test_no_decision_goes_unseen_in_any_report(format_: str, decision: ReaderDecision) -> None:
    """Each changes the report, links being as they are; its note is there to read."""
    with_it = render(decided(decision), format_)
    without = render(replace(decided(decision), decisions=()), format_)
    assert with_it != without
    note = decision.note.split()[0] if decision.note else ""
    assert note in everything(with_it)


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize("format_", OUTPUT_FORMATS)
def test_reports_with_decisions_are_the_same_bytes_again(format_: str, language: str) -> None:
    assert render(COMPARISON, format_, language) == render(COMPARISON, format_, language)


def test_json_holds_every_decision_and_counts_them() -> None:
    data = json.loads(render(COMPARISON, "json"))
    jsonschema.validate(data, schema(), cls=jsonschema.Draft202012Validator)
    assert data["decisions"][0] == {
        "action": "forbid",
        "a": ["p6"],
        "b": ["p10"],
        "relation": None,
        "shifts": [],
        "note": FORBID.note,
        "record": None,
        "disagreement": False,
    }
    assert [d["action"] for d in data["decisions"]] == ["forbid", "pin", "relabel"]
    counts = data["summary"]["decisions"]
    assert {action: n for action, n in counts.items() if n} == {"pin": 1, "forbid": 1, "relabel": 1}
    assert data["summary"]["deciders"] == []
    none = json.loads(render(example(), "json"))
    assert none["decisions"] == []
    assert set(none["summary"]["decisions"].values()) == {0}


def test_html_lists_decisions_and_marks_the_passages() -> None:
    tree = parse(render(COMPARISON, "html"))
    told = " ".join(tree.by_id("made").text.split())
    assert "The reader's own decisions: 1 pin, 1 forbid and 1 relabel." in told
    assert (
        "2003-moscow ¶4 → invented-lake ¶8: forbidden (note: glaciers are <b>no</b> budget" in told
    )
    assert (
        "2003-moscow ¶7, 2003-moscow ¶8 → invented-lake ¶7: pinned as edited (note: one call)"
        in told
    )
    targets = {a.attributes["href"] for a in tree.by_id("made").by_tag("a")}
    assert {"#a-p6", "#b-p10", "#a-p9", "#b-p9"} <= targets
    assert "The reader's own decisions" in tree.by_id("figures").text
    for row in ("link-5", "link-9"):  # the two ends of what was forbidden
        said = " ".join(tree.by_id(row).text.split())
        assert "a counterpart was forbidden by the reader" in said
        assert "decided by the reader" not in said
    assert "decided by the reader" in tree.by_id("link-8").text


def test_without_decisions_nothing_is_said_of_them() -> None:
    page = parse(render(example(), "html"))
    assert "every link was computed" in page.by_id("made").text
    assert "decisions" not in page.by_id("answer").text
    for format_ in ("text", "markdown", "docx"):
        assert "decision" not in everything(render(example(), format_)).lower(), format_


def test_text_says_in_one_line_what_was_decided() -> None:
    lines = render(COMPARISON, "text").decode().splitlines()
    assert "The reader's own decisions: 1 pin, 1 forbid and 1 relabel." in lines
    assert any("¶4 → invented-lake ¶8: forbidden (note:" in line for line in lines)
    many = decided(*(replace(FORBID, note=str(n)) for n in range(9)))
    shown = render(many, "text").decode()
    assert "The reader's own decisions: 9 forbids." in shown
    assert shown.count(": forbidden (note:") == 5


def test_csv_says_what_a_reader_decided_of_a_row() -> None:
    text = render(COMPARISON, "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text, newline="")))
    said = {row["link"]: (row["decided_by"], row["decisions"]) for row in rows}
    assert said["5"][0] == ""
    assert said["5"][1].startswith("forbid 2003-moscow ¶4 → invented-lake ¶8 (glaciers")
    assert said["9"] == said["5"]
    assert said["8"] == (
        "reader",
        "pin 2003-moscow ¶7, 2003-moscow ¶8 → invented-lake ¶7 as changed (one call)",
    )
    assert said["1"] == ("", "")


def test_tei_points_to_the_paragraphs_of_each_decision() -> None:
    root = etree.fromstring(render(COMPARISON, "tei"))
    found = root.findall(".//t:fs[@type='decision']", N)
    assert [e.get("corresp") for e in found] == [
        "#a-p6 #b-p10",
        "#a-p9 #a-p10 #b-p9",
        "#a-p7 #b-p8",
    ]
    notes = [e.findtext("t:f[@name='note']/t:string", namespaces=N) for e in found]
    assert notes == [visible(FORBID.note), "one call", None]
    declared = root.findtext(".//t:editorialDecl/t:interpretation/t:p", namespaces=N)
    assert declared == "The reader's own decisions: 1 pin, 1 forbid and 1 relabel."
    if (valid := tei_all()) is not None:
        assert valid.validate(root), valid.error_log.filter_from_errors()


def comments(data: bytes) -> list[str]:
    """The comments of a Word file as text."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/comments.xml"))
    return ["".join(c.itertext(f"{W}t")) for c in root.iter(f"{W}comment")]


@pytest.mark.parametrize("comparison", [COMPARISON, ONLY_FORBIDDEN])
def test_word_comments_stay_whatever_becomes_of_the_changes(comparison: Comparison) -> None:
    data = render(comparison, "docx")
    expected = len(comparison.decisions) + sum(link.is_open for link in comparison.links)
    assert len(comments(data)) == expected
    assert "¶4 → invented-lake ¶8: forbidden (note: glaciers are <b>no</b>" in comments(data)[0]
    inside = body(data)
    tracked = {f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")}
    for kind in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        marks = list(inside.iter(f"{W}{kind}"))
        numbers = sorted(m.get(f"{W}id", "") for m in marks)
        assert numbers == [str(n) for n in range(expected)]
        assert not [m for m in marks if tracked & {e.tag for e in m.iterancestors()}]
    assert resolved(data, "accept") == [visible(p.text) for p in comparison.b.paragraphs]
    assert resolved(data, "reject") == [visible(p.text) for p in comparison.a.paragraphs]


@pytest.mark.slow
@pytest.mark.parametrize("choice", ["AcceptAllTrackedChanges", "RejectAllTrackedChanges"])
def test_libreoffice_reads_the_same_texts_beside_comments(choice: str, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-writer-nogui)")
    (tmp_path / "r.docx").write_bytes(render(ONLY_FORBIDDEN, "docx"))
    text = ONLY_FORBIDDEN.b if choice.startswith("Accept") else ONLY_FORBIDDEN.a
    assert converted(office, tmp_path, choice) == [visible(p.text) for p in text.paragraphs]


def test_a_comment_stands_at_the_paragraph_it_speaks_of() -> None:
    inside = body(render(ONLY_FORBIDDEN, "docx"))
    start = next(m for m in inside.iter(f"{W}commentRangeStart") if m.get(f"{W}id") == "0")
    text = "".join(start.getparent().itertext(f"{W}t", f"{W}delText"))
    assert ONLY_FORBIDDEN.a.paragraph("p6").text in text


def test_every_paragraph_of_a_can_bear_a_comment() -> None:
    comparison = example()
    all_of_them = tuple(ReaderDecision("forbid", (p.id,), ("p2",)) for p in comparison.a.citable)
    inside = body(render(replace(comparison, decisions=all_of_them), "docx"))
    remarks = len(all_of_them) + sum(link.is_open for link in comparison.links)
    assert len(list(inside.iter(f"{W}commentReference"))) == remarks


def test_what_is_open_is_a_comment_at_its_paragraph_with_its_candidates() -> None:
    comparison = example()
    new = replace(comparison.links[-1], certainty="open", candidates=(Candidate("p6", 0.4),))
    data = render(replace(comparison, links=(*comparison.links[:-1], new)), "docx")
    told = comments(data)
    assert told[0] == "open: these may not answer to each other"
    assert "Possible counterparts: invented-lake ¶6 (31%): “Every standing organ" in told[1]
    assert "2003-moscow ¶4 (40%)" in told[2]
    start = next(m for m in body(data).iter(f"{W}commentRangeStart") if m.get(f"{W}id") == "2")
    assert comparison.b.paragraph("p10").text in "".join(start.getparent().itertext(f"{W}t"))


def test_comments_have_no_clock_and_the_reader_for_author() -> None:
    with zipfile.ZipFile(BytesIO(render(COMPARISON, "docx"))) as archive:
        root = etree.fromstring(archive.read("word/comments.xml"))
    for comment in root.iter(f"{W}comment"):
        number = int(comment.get(f"{W}id", ""))
        assert comment.get(f"{W}author") == ("reader" if number < 3 else "scodiff")
        assert comment.get(f"{W}date") is None


def test_equal_names_are_told_apart_in_decisions() -> None:
    comparison = example()
    twin = replace(COMPARISON, b=replace(comparison.b, id=comparison.a.id))
    assert "2003-moscow (A) ¶4 → 2003-moscow (B) ¶8: forbidden" in render(twin, "text").decode()


@pytest.mark.parametrize("name", ["r.html", "r.json"])
def test_verify_asks_for_a_file_that_only_forbids(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    a, b = resolve("2003-moscow").citable, resolve("illustration").citable
    Path("mine.toml").write_text(
        '[[decision]]\naction = "forbid"\n'
        f'a = ["5 {digest(a[4])}"]\nb = ["26 {digest(b[25])}"]\nnote = "another matter"\n'
    )
    arguments = ["compare", "2003-moscow", "illustration", "--model", "none", "-q"]
    assert execute([*arguments, "-o", name, "--links", "mine.toml"]) == 0
    assert "another matter" in Path(name).read_text()
    capsys.readouterr()
    assert execute(["verify", name]) == 1
    said = capsys.readouterr().out
    assert "made with a reader's decisions (1 forbid); name the file of decisions" in said
    assert execute(["verify", name, "--links", "mine.toml"]) == 0


def answered(kind: DeciderKind, name: str, **changes: Any) -> ReaderDecision:
    """A decision that came of an answer about ¶4 of A."""
    record = DecisionRecord(
        Decider(kind, name, "7" if kind == "model" else None),
        "a",
        EngineOpinion("disappeared", "likely"),
        "2026-01-31",
        (SharedQuotation("the quick", "the quicker"),),
    )
    return replace(ReaderDecision("pin", ("p6",), ("p10",), record=record), **changes)


PERSON = answered("person", "Ada <b>\x07")
MODEL = answered("model", "m-7b", action="alone", b=())


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize("format_", OUTPUT_FORMATS)
def test_every_report_names_who_decided(format_: str, language: str) -> None:
    said = everything(render(decided(PERSON, MODEL), format_, language))
    assert "Ada" in said
    assert "m-7b" in said
    assert "<b>\x07" not in said


def test_no_name_of_a_reader_becomes_markdown() -> None:
    name = "[press](http://example.org) <img src=x> *me*"
    found = decided(answered("person", name), answered("model", name, action="alone", b=()))
    said = render(found, "markdown").decode()
    assert "\\[press\\]" in said
    assert not any(markup in said for markup in ("[press]", "://example", "<img", "*me*"))


def with_shifts(*named: NamedShift, kind: DeciderKind = "person") -> Comparison:
    """The example where a reader named the shifts of the first link that has some."""
    comparison = example()
    link = next(link for link in comparison.links if link.shifts)
    first = link.shifts[0]
    record = DecisionRecord(
        Decider(kind, "Ada"),
        None,
        EngineOpinion(link.relation, link.certainty),
        shifts=(NamedShift(first.kind, first.direction, first.a, first.b),),
    )
    decision = ReaderDecision("shifts", link.a, link.b, record=record, shifts=named)
    by = "model" if kind == "model" else "reader"
    shifts = (replace(first, decided_by=by),) if named else ()
    links = tuple(replace(x, shifts=shifts) if x is link else x for x in comparison.links)
    return replace(comparison, links=links, decisions=(decision,))


NAMED = NamedShift("degree", "weakened", "very <b>cold</b>", "cold\x07")


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize("format_", OUTPUT_FORMATS)
def test_every_report_tells_whose_the_shifts_are(format_: str, language: str) -> None:
    decided_shifts = with_shifts(NAMED)
    said = everything(render(decided_shifts, format_, language))
    assert "Ada" in said
    assert "cold\x07" not in said
    by_another = with_shifts(NAMED, kind="model")
    assert everything(render(by_another, format_, language)) != said


def test_shifts_of_a_reader_are_marked_and_told_with_what_scodiff_had_found() -> None:
    text = " ".join(render(with_shifts(NAMED), "text").decode().split())
    assert "Decided by Ada: 1 list of shifts. In 1 of these scodiff had found otherwise." in text
    assert "the shifts are degree, weakened: “very <b>cold</b>” → “cold" in text
    assert "(named by a reader)" in text
    by_model = " ".join(render(with_shifts(NAMED, kind="model"), "text").decode().split())
    assert "(named by a language model)" in by_model
    found = example().links
    first = next(link for link in found if link.shifts).shifts[0]
    none = " ".join(render(with_shifts(), "text").decode().split())
    assert f": no shift — decided by Ada; scodiff had found: {first.kind}" in none
    page = parse(render(with_shifts(), "html"))
    assert "no shift — decided by Ada" in " ".join(page.by_id("made").text.split())


def test_json_has_the_shifts_of_a_reader_and_those_that_were_found() -> None:
    data = json.loads(render(with_shifts(NAMED), "json"))
    jsonschema.validate(data, schema(), cls=jsonschema.Draft202012Validator)
    (decision,) = data["decisions"]
    assert decision["shifts"] == [
        {"kind": "degree", "direction": "weakened", "a": NAMED.a, "b": NAMED.b}
    ]
    assert decision["record"]["asked"] is None
    assert len(decision["record"]["engine"]["shifts"]) == 1
    assert data["summary"]["decisions"]["shifts"] == 1
    marks = {shift["decided_by"] for link in data["links"] for shift in link["shifts"]}
    assert "reader" in marks


def test_readers_are_counted_apart_and_disagreements_listed() -> None:
    comparison = decided(FORBID, PERSON, PERSON, MODEL)
    text = " ".join(render(comparison, "text").decode().split())
    assert "The reader's own decisions: 1 forbid." in text
    assert "2 pins." in text
    assert "Decided by the model m-7b: 1 paragraph without a counterpart." in text
    # scodiff called the paragraph gone: so does the model, and Ada does not.
    assert "In 2 of these scodiff had found otherwise." in text
    assert "Where the reader and scodiff disagree" in text
    assert "“the quick” — “the quicker”" in text
    assert "scodiff had found: gone, likely" in text
    page = parse(render(comparison, "html"))
    assert "Where the reader and scodiff disagree" in page.by_id("made").text
    assert "Where the reader and scodiff disagree" in render(comparison, "markdown").decode()


def test_json_counts_each_reader_apart() -> None:
    data = json.loads(render(decided(FORBID, PERSON, MODEL), "json"))
    jsonschema.validate(data, schema(), cls=jsonschema.Draft202012Validator)
    person, model = data["summary"]["deciders"]
    assert (person["kind"], person["name"]) == ("person", PERSON.record and PERSON.record.by.name)
    assert (person["decisions"]["pin"], person["disagreements"]) == (1, 1)
    assert (model["decisions"]["alone"], model["prompt_version"]) == (1, "7")
    assert model["disagreements"] == 0
    assert [d["disagreement"] for d in data["decisions"]] == [False, True, False]
    assert data["decisions"][1]["record"]["engine"] == {
        "relation": "disappeared",
        "certainty": "likely",
        "links": [],
        "parts": [],
        "shifts": [],
    }
