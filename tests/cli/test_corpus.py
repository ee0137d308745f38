"""The ``corpus`` command: what it prints, where, and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scodiff.cli.main import execute

TEXT = (
    "LAKESIDE DECLARATION\n\nThe parties welcome the opening of the library.\n\n"
    "The parties thank the mule drivers.\n\nLakeside, 4 July 2031\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection of the test's own, and a file to add."""
    monkeypatch.setenv("SCODIFF_COLLECTION", str(tmp_path / "collection"))
    (tmp_path / "2031-lakeside.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "collection"


def corpus(*arguments: str) -> int:
    return execute(["corpus", *arguments])


def rows(printed: str) -> dict[str, list[str]]:
    return {line.split("\t")[0]: line.split("\t") for line in printed.splitlines()[1:]}


def test_five_commands_make_a_collection(capsys: pytest.CaptureFixture[str]) -> None:
    assert corpus("list") == 0
    listed = rows(capsys.readouterr().out)
    assert len(listed) == 25
    assert listed["2003-moscow"][3] == "shipped"
    assert listed["2004-tashkent"][3] == "missing"
    assert corpus("add", "2031-lakeside.txt", "--edition", "The drivers' own") == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "Added 2031-lakeside from 2031-lakeside.txt: 2031-07-04, Lakeside; 2 paragraphs.\n"
    )
    assert corpus("show", "2031-lakeside") == 0
    shown = capsys.readouterr().out
    assert "The drivers' own" in shown
    assert corpus("list", "--held") == 0
    assert list(rows(capsys.readouterr().out)) == ["2003-moscow", "2031-lakeside"]
    assert corpus("check") == 0
    assert "All is whole: 1 added text" in capsys.readouterr().out


def test_adding_twice_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    corpus("add", "-q", "2031-lakeside.txt")
    assert capsys.readouterr() == ("", "")
    assert corpus("add", "2031-lakeside.txt") == 0
    assert "is held already, as 2031-lakeside; nothing was changed" in capsys.readouterr().err
    Path("copy.txt").write_text(TEXT.replace("\n\n", "\n\n\n"), encoding="utf-8")
    assert corpus("add", "copy.txt") == 0
    assert "--duplicate" in capsys.readouterr().err


def test_a_contradiction_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    body = "\n\n".join(f"The SCO member states agree on globe {n}." for n in range(5))
    text = f"TASHKENT DECLARATION\n\n{body}\n\nTashkent, 7 June 2004\n"
    Path("a.txt").write_text(text, encoding="utf-8")
    assert corpus("add", "a.txt", "--id", "2004-tashkent") == 0
    warning = capsys.readouterr().err.splitlines()[1]
    assert warning.startswith("warning: 2004-tashkent: ")
    assert "2004-06-07" in warning
    assert "2004-06-17" in warning


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["add", "absent.txt"], "absent.txt does not exist"),
        (["add", "2031-lakeside.txt", "--id", "a/b"], "cannot be an id"),
        (["add", "2031-lakeside.txt", "--date", "yesterday"], "no day of the calendar"),
        (["add", "2031-lakeside.txt", "2031-lakeside.txt", "--id", "a"], "one by one"),
        (["show", "absent"], "No text of the collection is called 'absent'"),
        (["remove", "2003-moscow"], "shipped with scodiff"),
        (["remove", "absent"], "absent"),
        (["fetch"], "--missing"),
        (["fetch", "1999-nowhere"], "no summit is called"),
        (["fetch", "2015-ufa"], "scodiff corpus add FILE --id 2015-ufa"),
        (["export", "2031-lakeside.txt"], "exists already"),
    ],
)
def test_troubles_are_one_sentence(
    capsys: pytest.CaptureFixture[str], folder: Path, arguments: list[str], says: str
) -> None:
    assert corpus(*arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert said.err.startswith("scodiff: ")
    assert said.err.count("\n") == 1
    assert not folder.exists(), "nothing is half made"


def test_one_bad_file_does_not_stop_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    assert corpus("add", "absent.txt", "2031-lakeside.txt") == 2
    said = capsys.readouterr().err
    assert "absent.txt does not exist" in said
    assert "Added 2031-lakeside" in said


def test_show_in_all_its_forms(capsys: pytest.CaptureFixture[str]) -> None:
    assert corpus("show", "2003-moscow", "--text") == 0
    assert "[¶35] " in capsys.readouterr().out
    assert corpus("show", "2003-moscow", "--ledger") == 0
    assert "suspect\t" in capsys.readouterr().out
    assert corpus("show", "2003-moscow", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["id"], data["date"], len(data["paragraphs"])) == ("2003-moscow", "2003-05-29", 39)
    assert corpus("show", "2004-tashkent") == 0
    assert "machine translation" in capsys.readouterr().out


def test_check_answers_with_one(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    corpus("add", "2031-lakeside.txt")
    (original,) = (folder / "originals").iterdir()
    original.write_bytes(b"changed")
    capsys.readouterr()
    assert corpus("check") == 1
    said = capsys.readouterr()
    assert said.out.startswith("damaged original: 2031-lakeside: ")
    assert corpus("check", "--mend") == 1


def test_the_collection_may_be_named(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    assert corpus("--collection", "here", "add", "2031-lakeside.txt") == 0
    assert corpus("list", "--held", "--collection", "here") == 0
    assert "2031-lakeside" in capsys.readouterr().out
    assert corpus("list", "--held") == 0
    assert "2031-lakeside" not in capsys.readouterr().out
    assert not folder.exists()


def test_standard_input_can_be_added(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scodiff.cli", "corpus", "add", "-", "--id", "piped"]
    done = subprocess.run(command, input=TEXT.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"Added piped" in done.stderr


def test_a_pdf_is_compared_like_any_text(tmp_path: Path) -> None:
    """The whole way: a PDF of the shipped text is the shipped text."""
    from corpus_files import pdf

    from scodiff.corpus.library import resolve

    lines: list[str] = []
    for paragraph in resolve("2003-moscow").paragraphs:
        words, line = paragraph.text.replace("—", "-").split(), ""
        for word in words:
            if len(line) + len(word) > 88:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines += [line, ""]
    pages = [
        [(60.0, 790.0 - 14 * n, 11.0, line) for n, line in enumerate(lines[at : at + 52]) if line]
        for at in range(0, len(lines), 52)
    ]
    Path("downloaded.pdf").write_bytes(pdf(pages))
    command = [sys.executable, "-m", "scodiff.cli", "compare", "2003-moscow", "downloaded.pdf"]
    command += ["--model", "none", "--format", "json"]
    done = subprocess.run(command, env=os.environ, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    relations = [link["relation"] for link in json.loads(done.stdout)["links"]]
    assert len(relations) == 35
    assert set(relations) <= {"identical", "editorial"}


def test_an_encoding_that_the_user_names_is_no_guess(capsys: pytest.CaptureFixture[str]) -> None:
    Path("old.txt").write_bytes(TEXT.replace("drivers", "émigrés’ guides").encode("cp1252"))
    assert corpus("add", "-q", "old.txt", "--id", "guessed") == 0
    assert corpus("show", "guessed", "--ledger") == 0
    assert "a guess" in capsys.readouterr().out
    assert corpus("remove", "-q", "guessed") == 0
    capsys.readouterr()
    assert corpus("add", "-q", "old.txt", "--id", "told", "--encoding", "cp1252") == 0
    assert corpus("show", "told", "--ledger", "--text") == 0
    shown = capsys.readouterr().out
    assert "a guess" not in shown
    assert "émigrés’ guides" in shown
    # What is derived again from the original is read in the same way.
    assert corpus("check") == 0
