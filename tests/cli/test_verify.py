"""``scodiff verify``: a sound report is identical, and whatever was touched is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command import assert_one_sentence, run
from report_example import example

from scodiff.corpus.library import resolve
from scodiff.reports.errors import ReportError
from scodiff.reports.formats.formats import render
from scodiff.reports.html.html_report import digest
from scodiff.reports.manifest import segmentation
from scodiff.reports.verification import differences, recorded

TEXT = (
    "Declaration of the invented council\n\n"
    "They reaffirm the need to respect the principles of the UN Charter.\n\n"
    "It is important to promote equitable development of the world economy.\n\n"
    "A common observatory of glaciers will be built.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two texts, which is the current one."""
    (tmp_path / "first.txt").write_text(TEXT)
    (tmp_path / "second.txt").write_text(TEXT.replace("important", "necessary"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compare(output: str, *options: str) -> None:
    arguments = ["compare", "./first.txt", "./second.txt", "-o", output, "-q", "--model", "none"]
    assert run(*arguments, *options).exit_code == 0


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("r.html", ()),
        ("r.json", ()),
        ("r.html", ("--report-language", "zh")),
        ("r.html", ("--paragraphs", "lines", "--language", "en")),
    ],
)
def test_a_sound_report_is_identical(folder: Path, name: str, options: tuple[str, ...]) -> None:
    compare(name, *options)
    said = run("verify", name)
    assert said.exit_code == 0
    assert said.stdout.startswith(f"identical: {name}")


def test_texts_beside_the_report_are_found_from_elsewhere(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare("r.html")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert run("verify", str(folder / "r.html")).exit_code == 0


def test_texts_may_be_named(folder: Path) -> None:
    compare("r.html")
    (folder / "first.txt").rename(folder / "renamed.txt")
    assert run("verify", "r.html").exit_code == 2
    assert run("verify", "r.html", "./renamed.txt", "./second.txt").exit_code == 0
    assert run("verify", "r.html", "./renamed.txt").exit_code == 2


def test_a_touched_report_says_where(folder: Path) -> None:
    compare("r.html")
    page = Path("r.html").read_text()
    place = page.index('id="a-p2"')
    Path("r.html").write_text(page[:place] + page[place:].replace("reaffirm", "deny", 1))
    said = run("verify", "r.html")
    assert said.exit_code == 1
    assert "it differs at #a-p2." in said.stdout
    said = run("verify", "-q", "r.html")
    assert said.exit_code == 1
    assert said.stdout == ""


def test_a_touched_record_is_no_way_around(folder: Path) -> None:
    compare("r.json")
    report = json.loads(Path("r.json").read_text())
    report["settings"]["reformulated_below"] = 1.0
    Path("r.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    said = run("verify", "r.json")
    assert said.exit_code == 1
    assert "links[" in said.stdout


def test_decisions_are_asked_for_and_followed(folder: Path) -> None:
    first, second = (resolve(f"./{name}.txt").citable[2] for name in ("first", "second"))
    Path("mine.toml").write_text(
        '[[decision]]\naction = "pin"\n'
        f'a = ["3 {digest(first)}"]\nb = ["3 {digest(second)}"]\nrelation = "reformulated"\n'
    )
    for name in ("r.html", "r.json"):
        compare(name, "--links", "mine.toml")
        refused = run("verify", name)
        assert refused.exit_code == 1
        assert "name the file of decisions with --links" in refused.stdout
        assert run("verify", name, "--links", "mine.toml").exit_code == 0


def test_another_text_is_told(folder: Path) -> None:
    compare("r.html")
    (folder / "second.txt").write_text(TEXT)
    said = run("verify", "r.html")
    assert said.exit_code == 1
    assert "second.txt is another file" in said.stdout


def test_another_version_is_told(folder: Path) -> None:
    compare("r.html")
    page = re.sub(
        r'"tool":{[^}]*}', '"tool":{"name":"scodiff","version":"0.0.1"}', Path("r.html").read_text()
    )
    Path("r.html").write_text(page)
    said = run("verify", "r.html")
    assert said.exit_code == 1
    assert "made by scodiff 0.0.1" in said.stdout


@pytest.mark.parametrize(
    "content",
    [
        "",
        "plain text",
        "{}",
        "[1]",
        '{"a": 1}',
        '<script type="application/json" id="manifest">{"format":</script>',
        '<script type="application/json" id="manifest">[]</script>',
        '<script type="application/json" id="manifest">{"format":"other"}</script>',
    ],
)
def test_what_is_no_report_is_refused(folder: Path, content: str) -> None:
    Path("r.html").write_text(content)
    said = run("verify", "r.html")
    assert_one_sentence(said)
    assert "cannot verify r.html" in said.stderr


@pytest.mark.parametrize("format_", ["html", "json"])
def test_both_formats_record_the_same(format_: str) -> None:
    comparison = example()
    found, record = recorded(render(comparison, format_))
    assert found == format_
    assert record["a"]["text_sha256"] == comparison.a.source.text_sha256
    assert record["b"]["paragraphs_sha256"] == segmentation(comparison.b)
    assert record["model"]["sha256"] == comparison.model.sha256  # type: ignore[union-attr]


def test_other_formats_are_not_taken_for_reports() -> None:
    with pytest.raises(ReportError, match="HTML and JSON"):
        recorded(render(example(), "markdown"))


@pytest.mark.parametrize("ending", ["html", "json"])
@pytest.mark.parametrize("command", ["synopsis", "phrase"])
def test_what_else_scodiff_writes_is_refused_for_what_it_is(
    folder: Path, command: str, ending: str
) -> None:
    asked = ["phrase", "UN Charter"] if command == "phrase" else [command, "--model", "none"]
    made = run(*asked, "./first.txt", "./second.txt", "-q", "-o", f"other.{ending}")
    assert made.exit_code == 0, made.stderr
    said = run("verify", f"other.{ending}")
    assert_one_sentence(said)
    assert "it is no comparison of two texts, but something else that scodiff" in said.stderr
    assert "schema_version" not in said.stderr


def test_many_differences_are_counted() -> None:
    page = render(example(), "html")
    places = differences("html", page, page.replace(b"the", b"tHe"))
    assert len(places) == 9
    assert places[-1].startswith("and at ")
    assert differences("json", b'{"a": 1}', b'{"a":1}') == ["the layout of the file"]


def test_a_report_that_was_told_another_language_is_refused_in_a_sentence(folder: Path) -> None:
    compare("r.json")
    record = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    record["b"]["language"] = "ru"
    (folder / "r.json").write_text(json.dumps(record), encoding="utf-8")
    assert_one_sentence(run("verify", "r.json"))


def test_json_of_another_schema_is_refused_with_the_version_that_made_it() -> None:
    report = json.loads(render(example(), "json"))
    old = json.dumps(report | {"schema_version": 1}).encode()
    with pytest.raises(ReportError, match=r"schema_version 1 .* verify it with scodiff 0\.1\.0"):
        recorded(old)
    assert recorded(json.dumps(report).encode())[0] == "json"
