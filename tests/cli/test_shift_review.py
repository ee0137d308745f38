"""``scodiff review --about shifts``: questions out, answers in, and reports that follow them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import assert_one_sentence, run

PAIR = ("2003-moscow", "illustration", "--model", "none")
SHIFTS = ("review", *PAIR, "--about", "shifts")


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    """The questions of two texts that are shipped."""
    result = run(*SHIFTS, "--questions", "-")
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def answer(question: dict[str, Any], *changes: dict[str, Any]) -> dict[str, Any]:
    """An answer that names these changes."""
    return {
        "schema_version": 1,
        "about": "shifts",
        "question": question["id"],
        "a": question["a"]["sha256"],
        "b": question["b"]["sha256"],
        "passages": {side: [p["id"] for p in question["passages"][side]] for side in "ab"},
        "changes": list(changes),
        "by": {"kind": "person", "name": "Ada"},
    }


def quoting(question: dict[str, Any], side: str = "a") -> dict[str, Any]:
    """A change that quotes the first four words of one side."""
    words = " ".join(question["passages"][side][0]["text"].split()[:4])
    quotes = {"a": "", "b": "", side: words}
    return {"kind": "scope", "direction": "narrowed", "quotes": quotes}


def write(path: Path, *answers: dict[str, Any]) -> Path:
    """A file of answers."""
    path.write_text("".join(json.dumps(a) + "\n" for a in answers), "utf-8")
    return path


def test_answers_take_the_place_of_what_was_found_and_reports_tell_it(
    tmp_path: Path, questions: list[dict[str, Any]]
) -> None:
    first = next(q for q in questions if q["engine"]["shifts"])
    second = next(q for q in questions if q is not first)
    answers = write(tmp_path / "a.jsonl", answer(first), answer(second, quoting(second)))
    target, left = tmp_path / "d.toml", tmp_path / "left.jsonl"
    made = run(*SHIFTS, "--answers", answers, "-o", target, "--questions", left)
    assert made.exit_code == 0, made.stderr
    assert "2 decisions" in made.stderr
    assert len(left.read_bytes().splitlines()) == len(questions) - 2
    report = run("compare", *PAIR, "--links", target, "--format", "json")
    assert report.exit_code == 0, report.stderr
    data = json.loads(report.stdout)
    links = {tuple(link["a"]): link for link in data["links"]}
    none, named = (links[tuple(p["id"] for p in q["passages"]["a"])] for q in (first, second))
    assert none["shifts"] == []
    assert none["differences"] == named["differences"] == []
    (shift,) = named["shifts"]
    assert (shift["kind"], shift["decided_by"]) == ("scope", "reader")
    assert [d["action"] for d in data["decisions"]] == ["shifts", "shifts"]
    shown = run("compare", *PAIR, "--links", target)
    assert "Decided by Ada: 2 lists of shifts." in shown.stdout


def test_decisions_on_links_are_kept_and_heeded(
    tmp_path: Path, questions: list[dict[str, Any]]
) -> None:
    asked = next(q for q in questions if len(q["passages"]["a"]) == 1)
    answers = write(tmp_path / "a.jsonl", answer(asked))
    before = tmp_path / "links.toml"
    made = run(*SHIFTS, "--answers", answers, "-o", before)
    assert made.exit_code == 0, made.stderr
    entry = before.read_text("utf-8")
    head = entry[entry.index("[[") : entry.index("shifts = ")]
    before.write_text(head.replace('"shifts"', '"forbid"'), "utf-8")
    result = run(*SHIFTS, "--links", before, "--questions", "-")
    assert asked["id"] not in {json.loads(line)["id"] for line in result.stdout.splitlines()}
    before.write_text(head.replace('"shifts"', '"pin"'), "utf-8")
    both = tmp_path / "both.toml"
    made = run(*SHIFTS, "--links", before, "--answers", answers, "-o", both)
    assert made.exit_code == 0, made.stderr
    assert both.read_text("utf-8").count("[[decision]]") == 2
    assert run("compare", *PAIR, "--links", both).exit_code == 0


def test_what_was_decided_before_is_not_asked_again(
    tmp_path: Path, questions: list[dict[str, Any]]
) -> None:
    first = questions[0]
    before = tmp_path / "ada.toml"
    answers = write(tmp_path / "a.jsonl", answer(first, quoting(first)))
    assert run(*SHIFTS, "--answers", answers, "-o", before).exit_code == 0
    left = run(*SHIFTS, "--links", before, "--questions", "-").stdout.splitlines()
    assert [json.loads(line)["id"] for line in left] == [q["id"] for q in questions[1:]]
    other = write(tmp_path / "b.jsonl", answer(first))
    result = run(*SHIFTS, "--links", before, "--answers", other, "-o", tmp_path / "d.toml")
    assert_one_sentence(result)
    assert "b.jsonl says of A ¶1 otherwise than ada.toml" in result.stderr


def test_the_terminal_shows_the_first_questions(questions: list[dict[str, Any]]) -> None:
    result = run(*SHIFTS)
    assert f"{len(questions)} questions left to ask." in result.stdout
    assert questions[0]["passages"]["a"][0]["text"][:60] in result.stdout
    limited = run(*SHIFTS, "--limit", "2", "--questions", "-")
    assert len(limited.stdout.splitlines()) == 2


def test_a_quotation_that_does_not_stand_there_is_refused_and_nothing_is_written(
    tmp_path: Path, questions: list[dict[str, Any]]
) -> None:
    wrong = quoting(questions[1]) | {"quotes": {"a": "words never said", "b": ""}}
    answers = write(tmp_path / "a.jsonl", answer(questions[0]), answer(questions[1], wrong))
    before = sorted(tmp_path.iterdir())
    result = run(*SHIFTS, "--answers", answers, "-o", tmp_path / "d.toml")
    assert_one_sentence(result)
    assert "line 2 of a.jsonl names a change of scope and quotes from A" in result.stderr
    assert sorted(tmp_path.iterdir()) == before
    kept = answers.read_bytes()
    assert_one_sentence(run(*SHIFTS, "--answers", answers, "--questions", answers))
    assert answers.read_bytes() == kept


@pytest.mark.parametrize("target", ["d.toml", "answers.jsonl"])
def test_there_must_be_answers_to_write(target: str) -> None:
    result = run(*SHIFTS, "-o", target)
    assert_one_sentence(result)
    assert "--answers" in result.stderr


def test_answers_to_the_other_question_are_refused_by_name(
    tmp_path: Path, questions: list[dict[str, Any]]
) -> None:
    answers = write(tmp_path / "a.jsonl", answer(questions[0]))
    result = run("review", *PAIR, "--answers", answers)
    assert_one_sentence(result)
    assert "--about shifts" in result.stderr
    line = {"verdicts": [], "schema_version": 1}
    result = run(*SHIFTS, "--answers", write(tmp_path / "b.jsonl", line))
    assert_one_sentence(result)
    assert "about links" in result.stderr


def test_a_file_without_answers_is_said_to_be_one(tmp_path: Path) -> None:
    empty, target = write(tmp_path / "empty.jsonl"), tmp_path / "d.toml"
    for about in ("links", "shifts"):
        options = ("review", *PAIR, "--about", about, "--answers", empty)
        shown = run(*options)
        assert shown.exit_code == 0
        assert "empty.jsonl holds no answers" in shown.stderr
        refused = run(*options, "-q", "-o", target)
        assert_one_sentence(refused)
        assert not target.exists()


def test_how_many_are_left_is_said_where_not_all_are_asked(
    questions: list[dict[str, Any]], tmp_path: Path
) -> None:
    assert f"2 of {len(questions)} questions left to ask." in run(*SHIFTS, "--limit", "2").stdout
    path = tmp_path / "q.jsonl"
    told = run(*SHIFTS, "--limit", "2", "--questions", path).stderr
    assert told == f"Wrote {path}: 2 of {len(questions)} questions\n"
    links = run("review", *PAIR).stdout.splitlines()[0]
    assert run("review", *PAIR, "--limit", "1").stdout.splitlines()[0] == links


def test_two_files_of_answers_are_held_against_each_other(
    tmp_path: Path, questions: list[dict[str, Any]]
) -> None:
    first, second = questions[:2]
    ada = write(tmp_path / "ada.jsonl", answer(first, quoting(first)), answer(second))
    change = quoting(first) | {"direction": "widened"}
    ben = write(tmp_path / "ben.jsonl", answer(first, change), answer(second, quoting(second)))
    result = run("review", "--agree", ada, ben)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[:2] == ["2 questions answered by both", "F1 on the kinds of change named: 0.67"]
    assert "of 1 kinds that both named: 0.00" in lines[3]
    assert [line.rpartition(", ")[2] for line in lines[-2:]] == [
        "scope: not named – narrowed",
        "scope: narrowed – widened",
    ]
    empty = write(tmp_path / "empty.jsonl")
    refused = run("review", "--agree", ada, empty)
    assert_one_sentence(refused)
    assert "empty.jsonl holds no answers" in refused.stderr
    links = tmp_path / "links.jsonl"
    links.write_text('{"verdicts": []}\n', encoding="utf-8")
    refused = run("review", "--agree", links, ada)
    assert_one_sentence(refused)
    assert "answers about links, and ada.jsonl about shifts" in refused.stderr


def test_links_are_given_to_a_review_of_shifts_only(tmp_path: Path) -> None:
    result = run("review", *PAIR, "--links", tmp_path / "d.toml")
    assert_one_sentence(result)
    assert "--about shifts" in result.stderr
