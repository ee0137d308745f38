"""``scodiff synopsis`` from the command line."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from command import run
from jsonschema import Draft202012Validator

from scodiff.compare import compare
from scodiff.corpus.library import resolve
from scodiff.reports.synopsis.json_report import schema

EARLY = "The lakes are open to all ships.\n\nThe council meets every year by the lake.\n"
LATER = "The lakes shall be open to all ships.\n\nThe council meets every year by the lake.\n"
LAST = "The council meets every year by the great lake.\n\nNo ship is searched.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, text in (("2005-a", EARLY), ("2007-b", LATER), ("2009-c", LAST)):
        (texts / f"{name}.txt").write_text(text)
    return texts


def files(folder: Path) -> list[str]:
    return [str(path) for path in sorted(folder.iterdir())]


def test_the_terminal_shows_life_lines(folder: Path) -> None:
    said = run("synopsis", *files(folder), "--model", "none")
    assert said.exit_code == 0
    assert "2007-b" in said.stdout
    assert "◆●?" in said.stdout  # what is open is told as open


@pytest.mark.parametrize("ending", ["json", "csv", "txt"])
def test_every_format_is_written(folder: Path, ending: str) -> None:
    target = folder.parent / f"synopsis.{ending}"
    said = run("synopsis", folder, "--model", "none", "-o", target)
    assert said.exit_code == 0
    assert said.stdout == ""
    assert f"Wrote {target}" in said.stderr
    assert target.stat().st_size > 200


def test_the_json_is_that_of_the_schema_and_of_compare(folder: Path) -> None:
    said = run("synopsis", folder, "--model", "none", "--format", "json", "--base", "2009-c")
    found = json.loads(said.stdout)
    Draft202012Validator(schema()).validate(found)
    assert found["base"] == "2009-c"
    a, b = (resolve(name) for name in files(folder)[:2])
    known = [link for link in compare(a, b).links if link.pairs and not link.is_open]
    assert known
    for link in known:
        row = next(
            r
            for r in found["rows"]
            for s in r["standings"]
            if s["document"] == a.id and set(link.a) & set(s["paragraphs"])
        )
        change = next(c for c in row["changes"] if (c["a"], c["b"]) == (a.id, b.id))
        assert change["relation"] == link.relation
        assert [e["b"] for e in change["edits"]] == [e.b for e in link.edits]


def test_the_order_of_the_arguments_does_not_matter(folder: Path) -> None:
    one, other = (
        run("synopsis", *order, "--model", "none", "--format", "csv").stdout
        for order in (files(folder), files(folder)[::-1])
    )
    assert one == other
    names = [row["document"] for row in csv.DictReader(StringIO(one.removeprefix("\ufeff")))]
    assert names[:3] == ["2005-a", "2007-b", "2009-c"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2003-moscow"], "two or more"),
        (["2003-moscow", "2003-moscow"], "two or more"),
        (["2003-moscow", "no-such-text"], "no-such-text"),
        (["2003-moscow", "illustration", "--base", "2019"], "'2019' is not among the texts"),
        (["2003-moscow", "illustration", "--format", "markdown"], "no format"),
        (["-", "-"], "standard input can be read once only"),
        ([], "Missing argument"),
    ],
)
def test_what_is_wrong_is_one_sentence(arguments: list[str], words: str) -> None:
    said = run("synopsis", *arguments, "--model", "none")
    assert said.exit_code == 2
    assert words in said.stderr
    assert said.stdout == ""
    assert "Traceback" not in said.stderr


def test_options_on_reading_are_not_for_folders(folder: Path) -> None:
    said = run("synopsis", folder, "--paragraphs", "lines", "--model", "none")
    assert said.exit_code == 2
    assert "is a folder: name its files" in said.stderr


def test_a_text_is_never_overwritten(folder: Path) -> None:
    text = folder / "2005-a.txt"
    said = run("synopsis", folder, "-o", text)
    assert said.exit_code == 2
    assert text.read_text() == EARLY


def test_texts_in_two_languages_take_a_model_that_knows_both(folder: Path) -> None:
    (folder / "2011-d.ru.txt").write_text("Совет собирается каждый год у большого озера.\n")
    said = run("synopsis", folder, "--model", "none")
    assert said.exit_code == 2
    assert "cannot compare across languages" in said.stderr


def test_without_a_model_none_is_imported() -> None:
    code = (
        "import sys\n"
        "from scodiff.cli.main import execute\n"
        "execute(['synopsis', '2003-moscow', 'illustration', '--model', 'none', '-q'])\n"
        "assert not {'torch', 'transformers', 'jinja2'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
