"""The ``corpus`` command: what it prints, where, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Result, run
from corpus_files import pdf

from scodiff.corpus.library import resolve

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


def corpus(*arguments: str, stdin: str = "") -> Result:
    return run("corpus", *arguments, stdin=stdin)


def rows(printed: str) -> dict[str, list[str]]:
    return {line.split("\t")[0]: line.split("\t") for line in printed.splitlines()[1:]}


def test_five_commands_make_a_collection() -> None:
    said = corpus("list")
    assert said.exit_code == 0
    listed = rows(said.stdout)
    assert len(listed) == 25
    assert listed["2003-moscow"][3] == "shipped"
    assert listed["2004-tashkent"][3] == "missing"
    said = corpus("add", "2031-lakeside.txt", "--edition", "The drivers' own")
    assert said.exit_code == 0
    assert said.stdout == ""
    assert said.stderr == (
        "Added 2031-lakeside from 2031-lakeside.txt: 2031-07-04, Lakeside; 2 paragraphs.\n"
    )
    said = corpus("show", "2031-lakeside")
    assert said.exit_code == 0
    shown = said.stdout
    assert "The drivers' own" in shown
    said = corpus("list", "--held")
    assert said.exit_code == 0
    assert list(rows(said.stdout)) == ["2003-moscow", "2031-lakeside"]
    said = corpus("check")
    assert said.exit_code == 0
    assert "All is whole: 1 added text" in said.stdout


def test_adding_twice_is_told() -> None:
    assert corpus("add", "-q", "2031-lakeside.txt") == Result(0, "", "")
    said = corpus("add", "2031-lakeside.txt")
    assert said.exit_code == 0
    assert "is held already, as 2031-lakeside; nothing was changed" in said.stderr
    Path("copy.txt").write_text(TEXT.replace("\n\n", "\n\n\n"), encoding="utf-8")
    said = corpus("add", "copy.txt")
    assert said.exit_code == 0
    assert "--duplicate" in said.stderr


def test_a_contradiction_is_a_warning() -> None:
    body = "\n\n".join(f"The SCO member states agree on globe {n}." for n in range(5))
    text = f"TASHKENT DECLARATION\n\n{body}\n\nTashkent, 7 June 2004\n"
    Path("a.txt").write_text(text, encoding="utf-8")
    said = corpus("add", "a.txt", "--id", "2004-tashkent")
    assert said.exit_code == 0
    warning = said.stderr.splitlines()[1]
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
def test_troubles_are_one_sentence(folder: Path, arguments: list[str], says: str) -> None:
    said = corpus(*arguments)
    assert said.exit_code == 2
    assert said.stdout == ""
    assert says in said.stderr
    assert said.stderr.startswith("scodiff: ")
    assert said.stderr.count("\n") == 1
    assert not folder.exists(), "nothing is half made"


def test_one_bad_file_does_not_stop_the_others() -> None:
    said = corpus("add", "absent.txt", "2031-lakeside.txt")
    assert said.exit_code == 2
    assert "absent.txt does not exist" in said.stderr
    assert "Added 2031-lakeside" in said.stderr


def test_show_in_all_its_forms() -> None:
    said = corpus("show", "2003-moscow", "--text")
    assert said.exit_code == 0
    assert "[¶35] " in said.stdout
    said = corpus("show", "2003-moscow", "--ledger")
    assert said.exit_code == 0
    assert "suspect\t" in said.stdout
    said = corpus("show", "2003-moscow", "--json")
    assert said.exit_code == 0
    data = json.loads(said.stdout)
    assert (data["id"], data["date"], len(data["paragraphs"])) == ("2003-moscow", "2003-05-29", 39)
    said = corpus("show", "2004-tashkent")
    assert said.exit_code == 0
    assert "machine translation" in said.stdout


def test_check_answers_with_one(folder: Path) -> None:
    corpus("add", "2031-lakeside.txt")
    (original,) = (folder / "originals").iterdir()
    original.write_bytes(b"changed")
    said = corpus("check")
    assert said.exit_code == 1
    assert said.stdout.startswith("damaged original: 2031-lakeside: ")
    assert corpus("check", "--mend").exit_code == 1


def test_the_collection_may_be_named(folder: Path, tmp_path: Path) -> None:
    assert corpus("--collection", "here", "add", "2031-lakeside.txt").exit_code == 0
    said = corpus("list", "--held", "--collection", "here")
    assert said.exit_code == 0
    assert "2031-lakeside" in said.stdout
    said = corpus("list", "--held")
    assert said.exit_code == 0
    assert "2031-lakeside" not in said.stdout
    assert not folder.exists()


def test_standard_input_can_be_added(tmp_path: Path) -> None:
    done = corpus("add", "-", "--id", "piped", stdin=TEXT)
    assert done.exit_code == 0, done.stderr
    assert "Added piped" in done.stderr


def test_a_pdf_is_compared_like_any_text(tmp_path: Path) -> None:
    """The whole way: a PDF of the shipped text is the shipped text."""
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
    done = run("compare", "2003-moscow", "downloaded.pdf", "--model", "none", "--format", "json")
    assert done.exit_code == 0, done.stderr
    relations = [link["relation"] for link in json.loads(done.stdout)["links"]]
    assert len(relations) == 35
    assert set(relations) <= {"identical", "editorial"}


def test_an_encoding_that_the_user_names_is_no_guess() -> None:
    Path("old.txt").write_bytes(TEXT.replace("drivers", "émigrés’ guides").encode("cp1252"))
    assert corpus("add", "-q", "old.txt", "--id", "guessed").exit_code == 0
    said = corpus("show", "guessed", "--ledger")
    assert said.exit_code == 0
    assert "a guess" in said.stdout
    assert corpus("remove", "-q", "guessed").exit_code == 0
    assert corpus("add", "-q", "old.txt", "--id", "told", "--encoding", "cp1252").exit_code == 0
    said = corpus("show", "told", "--ledger", "--text")
    assert said.exit_code == 0
    shown = said.stdout
    assert "a guess" not in shown
    assert "émigrés’ guides" in shown
    # What is derived again from the original is read in the same way.
    assert corpus("check").exit_code == 0
