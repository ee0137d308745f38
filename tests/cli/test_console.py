"""What reaches a terminal is harmless, whatever files and texts are called."""

from __future__ import annotations

import ast
import json
import os
import re
from pathlib import Path

import pytest
from command import Result, run
from sources import modules

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.fetching.download import Download
from scodiff.corpus.fetching.fetch import Fetched, chosen
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.collection import Collection
from scodiff.reports.visible import visible_line

TEXT = (
    "Declaration of the Heads of State\n\nMoscow, 29 May 2003\n\n"
    "The States reaffirm the Shanghai Spirit and the central role of the United Nations.\n\n"
    "The States condemn terrorism in all its forms and manifestations."
)
NAMES = {
    "an escape sequence": b"a\x1b[31mred.txt",
    "a control of one character": "a\x9b31m.txt".encode(),
    "text that runs backwards": "a\u202egnp.txt".encode(),
    "a character that is not seen": "a\u200bb.txt".encode(),
    "no UTF-8": b"a\xff\xfe.txt",
    "half a character": b"a\xed\xa0\x80.txt",
    "a line of its own": b"a\nscodiff: all is well.txt",
    "a return": b"a\rscodiff: all is well.txt",
    "a tab": b"a\tb.txt",
    "an option": b"-x.txt",
    "markup of HTML": b"<b>a.txt",
    "markup of a console": b"[red]a[bold].txt",
    "a format": b"%s%n{}.txt",
    "great length": b"m" * 240 + b".txt",
}
# What a terminal obeys, or what hides; a tab or a line break is so only within a name.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
STUDIES = {
    "phrase": ("phrase", "Shanghai Spirit"),
    "lineage": ("lineage", "central role of the United Nations"),
    "matrix": ("matrix",),
}
FORBIDDEN = {"print", "echo", "secho", "style", "progressbar", "confirm", "prompt"}


@pytest.fixture(params=NAMES.values(), ids=NAMES)
def hostile(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + request.param))
    path.write_text(TEXT, encoding="utf-8")
    return path


def harmless(result: Result, *codes: int) -> Result:
    """The result, if it is one of those expected and nothing in it moves a cursor."""
    for written in (result.stdout, result.stderr):
        assert not CONTROL.search(written), ascii(written)
        assert "foresee" not in written
        assert "\nscodiff: all is well" not in written
    assert result.exit_code in codes, result.stderr
    return result


def test_nothing_of_the_command_line_prints_but_the_console() -> None:
    """Else a name could reach the terminal as it is."""
    found = []
    for module in modules("cli"):
        if module.name == "cli.console":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called.rpartition(".")[2] in FORBIDDEN or re.search(
                    r"std(out|err)(\.buffer)?\.write", called
                ):
                    found.append((module.name, called))
    assert found == []


def test_a_line_stays_one_line() -> None:
    assert visible_line("a\tb\r\nc\x1b[2J\u202e") == (
        "a[U+0009]b[U+000D][U+000A]c[U+001B][2J[U+202E]"
    )


def test_a_comparison_names_its_texts(hostile: Path) -> None:
    out = hostile.with_name("report.html")
    for format_ in ("text", "markdown"):
        harmless(run("compare", "2003-moscow", hostile, "--model", "none", "--format", format_), 0)
    harmless(run("compare", "2003-moscow", hostile, "--model", "none", "-o", out), 0)
    harmless(run("verify", out, "2003-moscow", hostile), 0)
    page = out.read_text(encoding="utf-8")
    assert "<b>a" not in page
    result = run("compare", "2003-moscow", hostile, "--model", "none", "--format", "json")
    source = json.loads(result.stdout)["b"]["source"]["name"]
    assert source == os.fsencode(hostile.name).decode("utf-8", "backslashreplace")


def test_a_report_is_written_under_any_name(hostile: Path) -> None:
    out = hostile.with_name(f"{hostile.stem[:100]}.html")
    written = harmless(run("compare", "2003-moscow", hostile, "--model", "none", "-o", out), 0)
    assert written.stderr.startswith("Wrote ")
    assert out.exists()
    harmless(run("compare", "2003-moscow", hostile, "-o", hostile), 2)


@pytest.mark.parametrize("arguments", STUDIES.values(), ids=STUDIES)
def test_a_study_names_its_texts(hostile: Path, arguments: tuple[str, ...]) -> None:
    for format_ in ("text", "markdown"):
        options = ("--model", "none", "--format", format_)
        harmless(run(*arguments, hostile, "2003-moscow", *options), 0)


def test_the_collection_holds_and_lists_it(hostile: Path, tmp_path: Path) -> None:
    ours = ("--collection", tmp_path / "held")
    added = harmless(run("corpus", "add", hostile, "--id", "odd", *ours), 0)
    assert added.stderr.startswith("Added odd")
    for option in ((), ("--text",), ("--ledger",)):
        harmless(run("corpus", "show", "odd", *option, *ours), 0)
    table = harmless(run("corpus", "list", *ours), 0).stdout.splitlines()
    assert {line.count("\t") for line in table} == {8}
    assert json.loads(run("corpus", "show", "odd", "--json", *ours).stdout)["id"] == "odd"
    harmless(run("phrase", "Shanghai Spirit", "--model", "none", *ours), 0)
    harmless(run("compare", "2003-moscow", "odd", "--model", "none", *ours), 0)
    harmless(run("corpus", "export", tmp_path / "out" / hostile.stem, *ours), 0, 2)
    harmless(run("corpus", "remove", "odd", *ours), 0)


@pytest.mark.parametrize("option", ["--title", "--edition", "--language"])
def test_a_collection_is_told_odd_things(hostile: Path, tmp_path: Path, option: str) -> None:
    ours = ("--collection", tmp_path / "held")
    harmless(run("corpus", "add", hostile, "--id", "odd", option, hostile.name, *ours), 0, 2)
    harmless(run("corpus", "list", *ours), 0)
    harmless(run("corpus", "show", "odd", *ours), 0, 2)


def test_whatever_is_refused_is_refused_harmlessly(hostile: Path, tmp_path: Path) -> None:
    name, absent = hostile.name, f"{hostile}.absent"
    commands: list[tuple[str | Path, ...]] = [
        ("compare", "2003-moscow", absent),
        ("compare", "2003-moscow", hostile, "--format", name),
        ("compare", "2003-moscow", hostile, "--model", name),
        ("compare", "2003-moscow", hostile, "--report-language", name),
        ("compare", "2003-moscow", hostile, "--links", hostile),
        ("compare", "2003-moscow", hostile, "--lexicon", absent),
        ("compare", "2003-moscow", hostile, f"--no{name}"),
        ("phrase", "Spirit", absent),
        ("phrase", "--regex", f"({name}", "2003-moscow"),
        ("lineage", f"{hostile}:99"),
        ("matrix", "--base", name, hostile),
        ("verify", hostile),
        ("verify", absent),
        ("corpus", "add", absent),
        ("corpus", "add", hostile, "--id", f"{name}/"),
        ("corpus", "add", hostile, "--date", name),
        ("corpus", "remove", "--", name),
        ("corpus", "show", "--", name),
        ("corpus", "fetch", "--", name),
        ("models", "check", "--", name),
        ("models", "add", "--", absent),
        ("cache", "clear", "--", name),
        (f"no{name}",),
    ]
    for command in commands:
        harmless(run(*command, SCODIFF_COLLECTION=str(tmp_path / "held")), 2)


def test_settings_of_the_environment_are_shown_harmlessly(hostile: Path) -> None:
    for variable in ("SCODIFF_CACHE", "SCODIFF_COLLECTION", "SCODIFF_MODEL", "SCODIFF_THREADS"):
        harmless(run("doctor", **{variable: f"{hostile}d"}), 0, 1, 2)


def test_a_report_is_opened_by_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name might else be an option of the program that opens it, or an address."""
    opened: list[str] = []
    monkeypatch.setattr("click.launch", lambda path: opened.append(path) or len(opened) - 1)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "http:").mkdir()
    for name in ("-a.html", "http:/a\x1b.html"):
        result = run(
            "compare", "2003-moscow", "illustration", "--model", "none", f"-o{name}", "--open"
        )
        harmless(result, 0)
    assert opened == [str(tmp_path / "-a.html"), str(tmp_path / "http:" / "a\x1b.html")]
    assert "no program was found to open" in result.stderr


def test_what_a_server_says_is_shown_harmlessly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "text/html\x1b[2J\u202e\nscodiff: all is well"
    ours = Collection.open(tmp_path / "held")
    added = add(
        ours, TEXT.encode(), name=said, origin=f"http://a/{said}", headers={said: said}, title=said
    )
    (summit, editions) = chosen("2004-tashkent")

    def answer(*_: object) -> Fetched:
        """A download whose server says what it likes."""
        got = Download(f"http://a/{said}", TEXT.encode(), {"content-type": said})
        return Fetched(summit, editions[0], got, added)

    def refuse(*_: object) -> Fetched:
        """A failure that tells what the server said."""
        raise CorpusError(f"http://a/{said} answers {said}.")

    monkeypatch.setattr("scodiff.cli.corpus_fetch.fetch", answer)
    held = ("--collection", tmp_path / "held")
    harmless(run("corpus", "fetch", summit.id, *held), 0)
    monkeypatch.setattr("scodiff.cli.corpus_fetch.fetch", refuse)
    result = harmless(run("corpus", "fetch", summit.id, *held), 2)
    assert result.stderr.count("\n") == 1
    for options in ((), ("--text",), ("--ledger",)):
        harmless(run("corpus", "show", added.document.id, *options, *held), 0)
