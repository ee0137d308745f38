"""The command ``compare``: its answers to wrong input, its options, files and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import assert_one_sentence, run, run_process


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with one text of each bad kind, and a good one."""
    (tmp_path / "good.txt").write_text("The states will work together.\n\nThey met today.\n")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_text(" \n\n \n")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "latin.txt").write_bytes("Déclaration des États membres réunis".encode("latin-1"))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.txt", "does not exist"),
        ("empty.txt", "empty"),
        ("blank.txt", "no text"),
        ("binary.txt", "binary"),
        (".", "folder"),
    ],
)
def test_a_text_that_cannot_be_read_is_one_sentence(texts: Path, name: str, said: str) -> None:
    result = run("compare", "2003-moscow", texts / name, "-o", texts / "r.html")
    assert_one_sentence(result)
    assert said in result.stderr
    assert not (texts / "r.html").exists()


def test_an_encoding_is_taken_from_the_user_and_not_guessed(texts: Path) -> None:
    arguments = ("compare", "2003-moscow", texts / "latin.txt", "--model", "none")
    refused = run(*arguments)
    assert_one_sentence(refused)
    assert "is not UTF-8; it looks like cp1252: say --encoding cp1252" in refused.stderr
    accepted = run(*arguments, "--encoding", "cp1252", "--format", "json")
    assert accepted.exit_code == 0, accepted.stderr
    assert "Déclaration" in accepted.stdout


def test_an_unknown_id_is_answered_with_the_nearest(texts: Path) -> None:
    result = run("compare", "2003-mosow", "illustration")
    assert_one_sentence(result)
    assert "2003-moscow" in result.stderr


@pytest.mark.parametrize("target", ["no-such-folder/r.html", "r.nothing", "folder.html"])
def test_an_output_that_cannot_be_written_is_one_sentence(texts: Path, target: str) -> None:
    (texts / "folder.html").mkdir()
    result = run("compare", "2003-moscow", "illustration", "--model", "none", "-o", texts / target)
    assert_one_sentence(result)


def test_a_failed_run_leaves_the_old_report_alone(texts: Path) -> None:
    report = texts / "r.html"
    report.write_text("the old report")
    assert_one_sentence(run("compare", "2003-moscow", texts / "binary.txt", "-o", report))
    assert report.read_text() == "the old report"
    assert sorted(p.name for p in texts.iterdir() if "tmp" in p.name) == []


def test_a_text_is_never_overwritten_by_its_own_report(texts: Path) -> None:
    text = texts / "good.html"
    text.write_text("<p>The states will work together.</p>")
    before = text.read_bytes()
    assert_one_sentence(run("compare", "2003-moscow", text, "-o", text, "--model", "none"))
    assert text.read_bytes() == before


def test_the_same_text_twice_is_identical() -> None:
    result = run("compare", "2003-moscow", "2003-moscow", "--format", "json", "--model", "none")
    assert result.exit_code == 0
    links = json.loads(result.stdout)["links"]
    assert {link["relation"] for link in links} == {"identical"}
    again = run("compare", "2003-moscow", "2003-moscow", "--exit-code", "--model", "none")
    assert again.exit_code == 0


def test_exit_code_says_whether_the_texts_differ(texts: Path) -> None:
    report = texts / "r.json"
    for _ in range(2):  # the second time, the report is one that was made before
        result = run(
            "compare", "2003-moscow", "illustration", "--exit-code", "--model", "none", "-o", report
        )
        assert result.exit_code == 1


def test_two_runs_give_the_same_bytes_whatever_was_kept(texts: Path) -> None:
    made = []
    for number in range(2):
        report = texts / f"r{number}.html"
        result = run_process(
            "compare",
            "2003-moscow",
            "illustration",
            "--model",
            "none",
            "-o",
            report,
            SCODIFF_CACHE=str(texts / f"cache{number}"),
            PYTHONHASHSEED=str(number),
        )
        assert result.exit_code == 0, result.stderr
        made.append(report.read_bytes())
    assert made[0] == made[1]


def test_standard_input_is_a_text() -> None:
    text = "The states will work together in peace.\n\nThey met in the capital today.\n"
    result = run("compare", "2003-moscow", "-", "--format", "json", "--model", "none", stdin=text)
    assert result.exit_code == 0, result.stderr
    assert len(json.loads(result.stdout)["b"]["paragraphs"]) == 2
    assert_one_sentence(run("compare", "-", "-", stdin=text))


def test_lines_are_paragraphs_when_asked(texts: Path) -> None:
    text = texts / "lines.txt"
    text.write_text("one\ntwo\n\nthree\n")
    result = run(
        "compare", text, text, "--paragraphs", "lines", "--format", "json", "--model", "none"
    )
    paragraphs = json.loads(result.stdout)["a"]["paragraphs"]
    assert [p["text"] for p in paragraphs] == ["one", "two", "three"]


def test_a_wrong_links_file_is_one_sentence(texts: Path) -> None:
    (texts / "links.toml").write_text(
        '[[decision]]\naction = "pin"\na = ["1 00000000"]\nb = ["1 00"]'
    )
    result = run(
        "compare", "2003-moscow", "illustration", "--model", "none", "--links", texts / "links.toml"
    )
    assert_one_sentence(result)
    missing = run("compare", "2003-moscow", "illustration", "--links", texts / "no.toml")
    assert_one_sentence(missing)
