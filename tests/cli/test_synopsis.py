"""``scodiff synopsis`` from the command line."""

from __future__ import annotations

import csv
import hashlib
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


@pytest.mark.parametrize("ending", ["html", "json", "csv", "docx", "xml", "txt"])
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
        (["2003-moscow", "2003-moscow"], "name two or more different ones"),
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


def decision(action: str, *paragraphs: tuple[int, str]) -> str:
    """An entry of a file of decisions on a paragraph of A and one of B."""
    named = [f'["{n} {hashlib.sha256(text.encode()).hexdigest()[:8]}"]' for n, text in paragraphs]
    return f'[[decision]]\naction = "{action}"\na = {named[0]}\nb = {named[1]}\n'


def test_decisions_on_two_of_the_texts_are_obeyed(folder: Path) -> None:
    pinned = folder.parent / "pinned.toml"
    first, last = "The lakes are open to all ships.", "No ship is searched."
    pinned.write_text(decision("pin", (1, first), (2, last)))
    said = run("synopsis", *files(folder), "--model", "none", "--links", pinned, "--format", "json")
    found = json.loads(said.stdout)
    Draft202012Validator(schema()).validate(found)
    row = next(r for r in found["rows"] if r["standings"][0]["paragraphs"] == ["p1"])
    assert row["standings"][2]["paragraphs"] == ["p2"]
    decided = {(c["a"], c["b"]): len(c["decisions"]) for c in found["comparisons"]}
    assert decided == {("2005-a", "2007-b"): 0, ("2005-a", "2009-c"): 1, ("2007-b", "2009-c"): 0}
    page = run("synopsis", *files(folder), "--model", "none", "--links", pinned, "--format", "html")
    assert "2005-a ¶1 → 2009-c ¶2: pinned" in page.stdout


def test_decisions_that_fit_no_two_texts_are_refused(folder: Path) -> None:
    astray = folder.parent / "astray.toml"
    astray.write_text(decision("pin", (1, "Other."), (1, "Words.")))
    said = run("synopsis", *files(folder), "--model", "none", "--links", astray)
    assert said.exit_code == 2
    assert "fit no pair of these texts" in said.stderr


def test_without_a_model_none_is_imported() -> None:
    code = (
        "import sys\n"
        "from scodiff.cli.main import execute\n"
        "execute(['synopsis', '2003-moscow', 'illustration', '--model', 'none', '-q'])\n"
        "assert not {'torch', 'transformers', 'jinja2'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
