"""``scodiff review``: questions out, answers in, decisions and agreement."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import assert_one_sentence, run

PAIR = ("2003-moscow", "illustration", "--model", "none")


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    """The questions of two texts that are shipped."""
    result = run("review", *PAIR, "--questions", "-")
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def answer(question: dict[str, Any], label: str = "same", **changes: Any) -> dict[str, Any]:
    """An answer that gives the first candidate a label and all others none."""
    labels = [label] + ["nothing"] * 4
    return {
        "schema_version": 1,
        "question": question["id"],
        "a": question["a"]["sha256"],
        "b": question["b"]["sha256"],
        "paragraph": {key: question["paragraph"][key] for key in ("side", "id")},
        "verdicts": [
            {"id": candidate["id"], "label": given, "quotes": None}
            for candidate, given in zip(question["candidates"], labels, strict=False)
        ],
        "by": {"kind": "person", "name": "Ada", "prompt_version": None},
        **changes,
    }


def write(path: Path, *answers: dict[str, Any]) -> Path:
    """A file of answers."""
    path.write_text("".join(json.dumps(a) + "\n" for a in answers), "utf-8")
    return path


def test_answers_become_decisions_that_a_report_tells(
    tmp_path: Path, questions: list[dict[str, Any]]
) -> None:
    asked = [q for q in questions if q["paragraph"]["side"] == "a"][:2]
    answers = write(tmp_path / "a.jsonl", answer(asked[0]), answer(asked[1], "nothing"))
    target = tmp_path / "decisions.toml"
    made = run("review", *PAIR, "--answers", answers, "-o", target)
    assert made.exit_code == 0, made.stderr
    assert 'name = "Ada"' in target.read_text("utf-8")
    report = run("compare", *PAIR, "--links", target, "--format", "json")
    assert report.exit_code == 0, report.stderr
    data = json.loads(report.stdout)
    decided = {x["a"][0]: x for x in data["links"] if x["decided_by"] and x["a"]}
    assert decided[asked[0]["paragraph"]["id"]]["b"] == [asked[0]["candidates"][0]["id"]]
    lone = decided[asked[1]["paragraph"]["id"]]
    assert (lone["relation"], lone["certainty"]) == ("disappeared", "sure")
    (reader,) = data["summary"]["deciders"]
    assert (reader["kind"], reader["name"]) == ("person", "Ada")
    assert (reader["decisions"]["pin"], reader["decisions"]["alone"]) == (1, 1)
    shown = run("compare", *PAIR, "--links", target)
    assert "Decided by Ada: 1 pin and 1 paragraph without a counterpart." in shown.stdout


def test_what_was_answered_is_left_out(tmp_path: Path, questions: list[dict[str, Any]]) -> None:
    likely = max(questions, key=lambda q: q["candidates"][0]["probability"])
    answers = write(tmp_path / "a.jsonl", answer(likely))
    left = run("review", *PAIR, "--answers", answers, "--questions", "-")
    found = [json.loads(line)["id"] for line in left.stdout.splitlines()]
    assert likely["id"] not in found
    assert len(found) == len(questions) - 1


def test_the_queue_may_be_cut_short(questions: list[dict[str, Any]]) -> None:
    result = run("review", *PAIR, "--questions", "-", "--limit", "3")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [
        q["id"] for q in questions[:3]
    ]


def test_the_terminal_shows_the_first_questions(questions: list[dict[str, Any]]) -> None:
    result = run("review", *PAIR)
    assert f"{len(questions)} questions are left." in result.stdout
    assert questions[0]["paragraph"]["text"][:60] in result.stdout


def test_one_is_counted_as_one(tmp_path: Path, questions: list[dict[str, Any]]) -> None:
    path = write(tmp_path / "a.jsonl", answer(questions[0]))
    said = run("review", *PAIR, "--limit", "1", "--answers", str(path))
    lines = said.stdout.splitlines()
    assert lines[0] == "1 answer fits the two texts."
    assert lines[1].startswith(f"{len(questions) - 1} questions are left")  # of which one is asked
    said = run("review", *PAIR, "--answers", str(path), "-o", str(tmp_path / "d.toml"))
    assert said.stderr.endswith(": 1 decision\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2 of a.jsonl is not JSON"),
        ({"a": "0" * 64}, "line 2 of a.jsonl was given for another text than 2003-moscow"),
        ({"paragraph": {"side": "a", "id": "p999"}}, "line 2 of a.jsonl names a paragraph 'p999'"),
        ({"by": {"kind": "model", "name": "m"}}, "line 2 of a.jsonl says that"),
        (
            {"note": "\x1b]0;title\x07", "shout": 1},
            "line 2 of a.jsonl is no answer: it has 'shout'",
        ),
        ("nothing", "line 2 of a.jsonl calls"),
    ],
)
def test_answers_that_do_not_fit_are_refused_and_nothing_is_written(
    tmp_path: Path, questions: list[dict[str, Any]], line: str | dict[str, Any], said: str
) -> None:
    good = answer(questions[0])
    wrong = json.dumps(good | line) if isinstance(line, dict) else line
    if line == "nothing":
        wrong = json.dumps(answer(questions[0], "nothing"))
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(good) + "\n" + wrong + "\n", "utf-8")
    before = sorted(tmp_path.iterdir())
    result = run(
        "review", *PAIR, "--answers", path, "-o", tmp_path / "d.toml",
        "--questions", tmp_path / "q.jsonl",
    )  # fmt: skip
    assert_one_sentence(result)
    assert said in result.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_answers_are_never_overwritten(tmp_path: Path, questions: list[dict[str, Any]]) -> None:
    path = write(tmp_path / "a.jsonl", answer(questions[0]))
    before = path.read_bytes()
    assert_one_sentence(run("review", *PAIR, "--answers", path, "--questions", path))
    assert path.read_bytes() == before


def test_two_readers_are_held_against_each_other(
    tmp_path: Path, questions: list[dict[str, Any]]
) -> None:
    one = write(tmp_path / "one.jsonl", *(answer(q) for q in questions[:3]))
    other = write(tmp_path / "two.jsonl", answer(questions[0]), answer(questions[1], "matter"))
    result = run("review", "--agree", one, other)
    assert result.exit_code == 0, result.stderr
    assert "2 questions answered by both, 10 pairs of paragraphs" in result.stdout
    assert "F1 on links: 0.67" in result.stdout
    first = questions[1]["candidates"][0]["id"]
    assert any(first in line and "same – matter" in line for line in result.stdout.splitlines())
    assert_one_sentence(run("review", "--agree", one, tmp_path / "none.jsonl"))
    assert_one_sentence(run("review", "--agree", one, other, "--limit", "3"))


def test_decisions_need_answers(tmp_path: Path) -> None:
    result = run("review", *PAIR, "-o", tmp_path / "d.toml")
    assert_one_sentence(result)
    assert "--answers" in result.stderr
