"""``scodiff review --reader``: what is said, sent, kept and written, against a real server."""

from __future__ import annotations

import builtins
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command import assert_one_sentence, run
from patience import ENDLESS, PATIENCE, wait_until
from second_reader.chat_server import (
    ChatReply,
    ChatRequest,
    ChatServer,
    chat_server,
    first_is_same,
    verdicts,
)

from scodiff.compare.review.answer_file import read_answers

pytest.importorskip("openai", reason="the extra [reader] is not installed")

PAIR = ("2003-moscow", "illustration", "--model", "none")
KEY = "sk-a-very-secret-key-0123456789"
FEW = ("--limit", "4")


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of its own, an empty folder and no key."""
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    for name in ("SCODIFF_READER_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def reviewed(server: ChatServer, *more: object, yes: bool = True) -> Any:
    """What the command does with this server."""
    options = ("--reader", server.address, "--reader-model", "tiny", *FEW, *["--yes"] * yes)
    return run("review", *PAIR, *options, *more)


def test_answers_decisions_and_report_are_made_of_one_reading() -> None:
    with chat_server(first_is_same) as server:
        first = reviewed(server, "-o", "answers.jsonl")
        assert first.exit_code == 0, first.stderr
        sent = len(server.requests)
        assert sent == 4
        second = reviewed(server, "-o", "decisions.toml")
        assert second.exit_code == 0, second.stderr
        assert len(server.requests) == sent  # nothing is asked twice
    answers = [answer for _, answer in read_answers(Path("answers.jsonl"))]
    assert 1 <= len(answers) <= 4
    assert {(a.by.kind, a.by.name, a.by.prompt_version) for a in answers} == {
        ("model", "tiny", "1")
    }
    report = run("compare", *PAIR, "--links", "decisions.toml", "--format", "json")
    assert report.exit_code == 0, report.stderr
    assert any(link["decided_by"] for link in json.loads(report.stdout)["links"])


def first_changed(request: ChatRequest) -> ChatReply:
    """Of the first passage asked about all is different; the others are as they were."""
    a, b = (passage.split("\n\n")[0] for passage in request.passages)
    change = {"kind": "object", "direction": "different", "a": a, "b": b}
    return ChatReply(json.dumps({"changes": [change] if request.number == 1 else []}))


def test_what_changed_is_asked_and_decided_in_the_same_way() -> None:
    with chat_server(first_changed) as server:
        about = ("--about", "shifts", "--reader-parallel", "1")
        first = reviewed(server, *about, "-o", "answers.jsonl", "--questions", "left.jsonl")
        assert first.exit_code == 0, first.stderr
        assert "To be sent: 4 questions with their paragraphs" in first.stderr
        assert "4 questions of 4 answered: object 1." in first.stderr
        second = reviewed(server, *about, "-o", "decisions.toml")
        assert second.exit_code == 0, second.stderr
        assert len(server.requests) == 4  # nothing is asked twice
    lines = [json.loads(line) for line in Path("answers.jsonl").read_text("utf-8").splitlines()]
    assert {(x["by"]["name"], x["by"]["prompt_version"]) for x in lines} == {("tiny", "shifts-1")}
    assert [len(line["changes"]) for line in lines] == [1, 0, 0, 0]
    left = Path("left.jsonl").read_text("utf-8").splitlines()
    assert not {json.loads(line)["id"] for line in left} & {line["question"] for line in lines}
    report = run("compare", *PAIR, "--links", "decisions.toml", "--format", "json")
    assert report.exit_code == 0, report.stderr
    made = [d for d in json.loads(report.stdout)["decisions"] if d["action"] == "shifts"]
    assert [d["record"]["by"]["name"] for d in made] == ["tiny"] * 4


def test_what_goes_where_is_said_before_it_goes() -> None:
    with chat_server(first_is_same) as server:
        told = reviewed(server, "-o", "answers.jsonl").stderr
        sent = sum(
            len(message["content"]) for r in server.requests for message in r.body["messages"]
        )
    host = server.address.removeprefix("http://").removesuffix("/v1")
    assert f"To be sent: 4 questions with their paragraphs, {sent} characters, to {host}" in told
    assert "this machine" in told
    assert "tokens" in told


def test_without_agreement_nothing_is_sent_or_written() -> None:
    with chat_server(first_is_same) as server:
        result = reviewed(server, "-o", "answers.jsonl", yes=False)
    assert result.exit_code == 2
    assert "nothing was sent: say --yes" in result.stderr
    assert server.requests == []
    assert not Path("answers.jsonl").exists()


def test_without_the_option_nothing_is_sent() -> None:
    with chat_server(first_is_same) as server:
        for option in (("-o", "review.html"), ("--questions", "q.jsonl"), ()):
            assert run("review", *PAIR, *option).exit_code == 0
    assert server.requests == []


@pytest.mark.parametrize("name", ["SCODIFF_READER_KEY", "OPENAI_API_KEY"])
def test_the_key_of_the_environment_is_sent_and_written_nowhere(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(name, KEY)

    def script(request: ChatRequest) -> ChatReply:
        error = json.dumps({"error": {"message": f"no credit: {KEY}"}}).encode()
        return first_is_same(request) if request.number % 2 else ChatReply(status=400, raw=error)

    with chat_server(script) as server:
        result = reviewed(server, "-o", "answers.jsonl")
    assert {r.headers["authorization"] for r in server.requests} == {f"Bearer {KEY}"}
    assert KEY not in result.stdout + result.stderr
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert all(KEY.encode() not in path.read_bytes() for path in written)


def test_refusals_are_counted_and_named_and_stay_open() -> None:
    def lie(request: ChatRequest) -> ChatReply:
        others = [("nothing", "", "")] * (len(request.passages) - 2)
        return ChatReply(verdicts(("same", "no such words", "nor are these"), *others))

    with chat_server(lie) as server:
        result = reviewed(server, "-o", "answers.jsonl", "--questions", "left.jsonl")
    assert result.exit_code == 0, result.stderr
    assert "Refused, and open: 4." in result.stderr
    assert "does not stand there word for word" in result.stderr
    assert Path("answers.jsonl").read_bytes() == b""
    assert len(Path("left.jsonl").read_text().splitlines()) == 4


def test_what_a_person_decided_stands() -> None:
    questions = run("review", *PAIR, "--questions", "-", "--limit", "1").stdout
    asked = json.loads(questions)
    offered = [{"id": c["id"], "label": "matter", "quotes": None} for c in asked["candidates"]]
    answer = {
        "schema_version": 1, "question": asked["id"], "a": asked["a"]["sha256"],
        "b": asked["b"]["sha256"], "verdicts": offered, "by": {"kind": "person", "name": "Ada"},
        "paragraph": {key: asked["paragraph"][key] for key in ("side", "id")},
    }  # fmt: skip
    Path("ada.jsonl").write_text(json.dumps(answer) + "\n", encoding="utf-8")
    with chat_server(first_is_same) as server:
        result = reviewed(server, "--answers", "ada.jsonl", "-o", "all.jsonl", "--limit", "200")
    assert result.exit_code == 0, result.stderr
    answers = [answer for _, answer in read_answers(Path("all.jsonl"))]
    assert answers[0].by.name == "Ada"
    assert len(answers) > 10
    assert all(asked["paragraph"]["text"] != r.passages[0] for r in server.requests)
    pairs = {(asked["paragraph"]["id"], v["id"]) for v in offered}
    models = [a for a in answers[1:] if a.side != asked["paragraph"]["side"]]
    assert not any((v.id, a.paragraph) in pairs for a in models for v in a.verdicts)
    again = run("review", *PAIR, "--answers", "all.jsonl", "-o", "decisions.toml")
    assert again.exit_code == 0, again.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--reader", "http://localhost:1/v1", "-o", "a.jsonl"), "--reader-model NAME"),
        (("--reader-model", "tiny", "-o", "a.jsonl"), "needs --reader"),
        (("--reader", "localhost", "--reader-model", "m", "-o", "a.jsonl"), "a web address"),
        (("--reader", "http://localhost:1/v1", "--reader-model", "m"), "-o FILE"),
        (("-o", "a.jsonl"), "--answers FILE"),
    ],
)
def test_half_a_choice_is_one_sentence(options: tuple[str, ...], words: str) -> None:
    result = run("review", *PAIR, *options)
    assert_one_sentence(result)
    assert words in result.stderr


def test_nobody_there_is_one_sentence_and_nothing_is_written() -> None:
    with chat_server(first_is_same) as server:
        pass
    result = reviewed(server, "-o", "answers.jsonl", "--reader-timeout", "1", "-q")
    assert_one_sentence(result)
    assert "refused" in result.stderr
    assert not Path("answers.jsonl").exists()


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def importing(name: str, *rest: Any) -> Any:
        """As if the package were not installed."""
        if name.partition(".")[0] == "openai":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", importing)
    with chat_server(first_is_same) as server:
        result = reviewed(server, "-o", "answers.jsonl")
    assert_one_sentence(result)
    assert "pip install 'scodiff[reader]'" in result.stderr


@pytest.mark.parametrize("setting", ['reader = "{}"', "yes = true", 'reader-model = "x"'])
def test_a_settings_file_cannot_send_anything(setting: str) -> None:
    with chat_server(first_is_same) as server:
        text = f"[review]\n{setting.format(server.address)}\n"
        Path("scodiff.toml").write_text(text, encoding="utf-8")
        result = run("review", *PAIR, *FEW, "-o", "answers.jsonl")
    assert_one_sentence(result)
    assert "on the command line only" in result.stderr
    assert server.requests == []


def test_a_key_is_not_sent_unencrypted_over_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    result = run(
        "review", *PAIR, *FEW, "--reader", "http://models.invalid/v1", "--reader-model", "m",
        "-o", "answers.jsonl",
    )  # fmt: skip
    assert result.exit_code == 2
    assert "OPENAI_API_KEY is not sent" in result.stderr
    assert KEY not in result.stderr


def test_the_replies_can_be_forgotten(tmp_path: Path) -> None:
    with chat_server(first_is_same) as server:
        reviewed(server, "-o", "answers.jsonl")
        kept = list((tmp_path / "cache" / "replies").iterdir())
        assert len(kept) == len(server.requests)
        assert "replies" in run("cache", "info").stdout
        assert run("cache", "clear", "replies").exit_code == 0
        assert not any((tmp_path / "cache" / "replies").iterdir())
        reviewed(server, "-o", "answers.jsonl")
        assert len(server.requests) == 2 * len(kept)


def test_the_page_is_written_in_each_language() -> None:
    for language, word in (("en", "Save answers"), ("ru", "Сохранить"), ("zh", "保存答案")):
        result = run("review", *PAIR, "-o", "review.html", "--report-language", language)
        assert result.exit_code == 0, result.stderr
        assert word in Path("review.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("said", "sent"), [(b"y\n", 4), (b"n\n", 0), (b"\n", 0)])
def test_on_a_terminal_it_is_asked(said: bytes, sent: int) -> None:
    import pty

    ours, theirs = pty.openpty()
    with chat_server(first_is_same) as server:
        options = ["--reader", server.address, "--reader-model", "tiny", *FEW]
        running = subprocess.Popen(
            [sys.executable, "-m", "scodiff.cli", "review", *PAIR, *options, "-o", "answers.jsonl"],
            stdin=theirs,
            stderr=subprocess.PIPE,
        )
        os.write(ours, said)
        _, told = running.communicate(timeout=PATIENCE)
        os.close(ours)
        os.close(theirs)
        assert len(server.requests) == sent
    assert b"Send it?" in told
    assert running.returncode == (0 if sent else 2)
    assert Path("answers.jsonl").exists() == bool(sent)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are otherwise there")
def test_an_interrupted_run_goes_on(tmp_path: Path) -> None:
    def script(request: ChatRequest) -> ChatReply:
        return first_is_same(request) if request.number <= 2 else ChatReply(pause=ENDLESS)

    with chat_server(script) as server:
        options = ["--reader", server.address, "--reader-model", "tiny", *FEW, "--yes"]
        command = [sys.executable, "-m", "scodiff.cli", "review", *PAIR, *options]
        running = subprocess.Popen(
            [*command, "--reader-parallel", "1", "-o", "answers.jsonl"],
            stderr=subprocess.PIPE,
            env=os.environ,
        )
        wait_until(lambda: len(server.requests) >= 3)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=PATIENCE)
        assert running.returncode == 130
        assert b"the same command goes on" in said
        assert not Path("answers.jsonl").exists()
        server.script = first_is_same
        asked = len(server.requests)
        assert reviewed(server, "-o", "answers.jsonl").exit_code == 0
        assert len(server.requests) == asked + 2
