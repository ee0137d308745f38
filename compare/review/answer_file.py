"""Answers as JSON Lines: one object a line (the contract is ``answer.schema.json``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, cast

from scodiff.compare.decisions.model import DECIDER_KINDS, TEXT_SIDES, Decider, SharedQuotation
from scodiff.compare.review.model import REVIEW_LABELS, ReviewAnswer, ReviewError, Verdict
from scodiff.compare.review.question_file import SCHEMA_VERSION, as_line
from scodiff.corpus.files import read_file

_LARGEST = 64 * 2**20  # bytes of a file
_LONGEST = 2**20  # characters of a line
_MOST_VERDICTS = 1000
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REQUIRED = ("schema_version", "question", "a", "b", "paragraph", "verdicts", "by")
_OPTIONAL = ("when", "note", "again")
_SURROGATE = re.compile("[\ud800-\udfff]")


def answers_as_lines(answers: Iterable[ReviewAnswer]) -> bytes:
    """The answers as JSON Lines in UTF-8."""
    return b"".join(as_line(answer_as_dict(answer)) for answer in answers)


def answer_as_dict(answer: ReviewAnswer) -> dict[str, Any]:
    """An answer as the file has it."""
    return {
        "schema_version": SCHEMA_VERSION,
        "question": answer.question,
        "a": answer.a,
        "b": answer.b,
        "paragraph": {"side": answer.side, "id": answer.paragraph},
        "verdicts": [
            {
                "id": verdict.id,
                "label": verdict.label,
                "quotes": verdict.quotes and {"a": verdict.quotes.a, "b": verdict.quotes.b},
            }
            for verdict in answer.verdicts
        ],
        "by": {
            "kind": answer.by.kind,
            "name": answer.by.name,
            "prompt_version": answer.by.prompt_version,
        },
        "when": answer.when,
        "note": answer.note,
        "again": answer.again,
    }


def read_answers(path: Path) -> tuple[tuple[int, ReviewAnswer], ...]:
    """Read a file of answers: each with the number of its line. Empty lines are passed over.

    Raises:
        ReviewError: the file cannot be read, or a line is no answer.
    """
    try:
        text = read_file(path, _LARGEST).decode("utf-8-sig")
    except OSError as error:
        raise ReviewError(f"cannot read the answers {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ReviewError(f"the answers {path} are not text in UTF-8: {error.reason}.") from error
    lines = enumerate(text.replace("\r\n", "\n").split("\n"), 1)
    return tuple((n, answer_of(line, f"line {n} of {path.name}")) for n, line in lines if line)


def answer_of(line: str, where: str) -> ReviewAnswer:
    """The answer that a line is; ``where`` is what a complaint calls it.

    Raises:
        ReviewError: it is none.
    """
    if len(line) > _LONGEST:
        raise ReviewError(f"{where} is too long for an answer: {len(line)} characters.")
    try:
        data = json.loads(line, object_pairs_hook=_unique, parse_constant=_no_number)
    except RecursionError as error:
        raise ReviewError(f"{where} is no answer: it is nested too deeply.") from error
    except ValueError as error:
        reason = str(error).partition(":")[0]
        raise ReviewError(f"{where} is not JSON: {reason}.") from error
    return _AnswerLine(where).answer(data)


class _AnswerLine:
    """Reads the object of one line; every complaint names ``where`` it stands."""

    def __init__(self, where: str) -> None:
        self.where = where

    def wrong(self, reason: str) -> NoReturn:
        """Raise the complaint that the answer ``reason``."""
        raise ReviewError(f"{self.where} is no answer: {reason}.")

    def answer(self, data: object) -> ReviewAnswer:
        """The answer that an object is."""
        item = self.table(data, "it", _REQUIRED, _OPTIONAL)
        version = item["schema_version"]
        if type(version) is not int or version != SCHEMA_VERSION:
            self.wrong(f"its schema_version is {_shown(version)}, and {SCHEMA_VERSION} is read")
        for side in TEXT_SIDES:
            if not _SHA256.fullmatch(self.text(item[side], side)):
                self.wrong(f"'{side}' must be the SHA-256 of a text, 64 digits of 0-9a-f")
        paragraph = self.table(item["paragraph"], "'paragraph'", ("side", "id"))
        return ReviewAnswer(
            question=self.filled(item["question"], "question"),
            a=item["a"],
            b=item["b"],
            side=self.one_of(paragraph["side"], "the side of its paragraph", TEXT_SIDES),
            paragraph=self.filled(paragraph["id"], "the id of its paragraph"),
            verdicts=self.verdicts(item["verdicts"]),
            by=self.decider(item["by"]),
            when=self.day(item.get("when")),
            note=self.text(item.get("note", ""), "note"),
            again=self.flag(item.get("again", False)),
        )

    def verdicts(self, data: object) -> tuple[Verdict, ...]:
        """What the answer says of each paragraph that it names."""
        if not isinstance(data, list):
            self.wrong("'verdicts' must be a list")
        if len(data) > _MOST_VERDICTS:
            self.wrong(f"it has {len(data)} verdicts, and no more than {_MOST_VERDICTS} are read")
        found = tuple(self.verdict(entry) for entry in data)
        seen: set[str] = set()
        for verdict in found:
            if verdict.id in seen:
                self.wrong(f"it has two verdicts on {_shown(verdict.id)}")
            seen.add(verdict.id)
        return found

    def verdict(self, data: object) -> Verdict:
        """What is said of one paragraph."""
        item = self.table(data, "a verdict", ("id", "label"), ("quotes",))
        label = self.one_of(item["label"], "the label of a verdict", REVIEW_LABELS)
        quotes = item.get("quotes")
        if quotes is not None:
            pair = self.table(quotes, "'quotes'", TEXT_SIDES)
            quotes = SharedQuotation(
                *(self.filled(pair[side], f"the quotation from {side.upper()}") for side in "ab")
            )
        return Verdict(self.filled(item["id"], "the id of a verdict"), label, quotes)

    def decider(self, data: object) -> Decider:
        """Who answered."""
        item = self.table(data, "'by'", ("kind", "name"), ("prompt_version",))
        version = item.get("prompt_version")
        return Decider(
            self.one_of(item["kind"], "the kind of who answered", DECIDER_KINDS),
            self.filled(item["name"], "the name of who answered"),
            None if version is None else self.filled(version, "prompt_version"),
        )

    def day(self, value: object) -> str | None:
        """A date in ISO 8601, or None."""
        if value is None:
            return None
        text = self.text(value, "when")
        try:
            if len(text) != len("2026-01-31"):
                raise ValueError
            date.fromisoformat(text)
        except ValueError:
            self.wrong(f"'when' is {_shown(text)}, and must be a date as in 2026-01-31, or null")
        return text

    def flag(self, value: object) -> bool:
        """Whether it is a second look."""
        if not isinstance(value, bool):
            self.wrong("'again' must be true or false")
        return value

    def table(
        self, data: object, name: str, required: Sequence[str], optional: Sequence[str] = ()
    ) -> dict[str, Any]:
        """An object with these keys and no others."""
        if not isinstance(data, dict):
            self.wrong(f"{name} must be an object with {', '.join(required)}")
        if missing := [key for key in required if key not in data]:
            self.wrong(f"{name} lacks '{missing[0]}'")
        if unknown := [key for key in data if key not in (*required, *optional)]:
            self.wrong(f"{name} has {_shown(unknown[0])}, which means nothing")
        return cast(dict[str, Any], data)

    def text(self, value: object, name: str) -> str:
        """A text that UTF-8 can hold."""
        if not isinstance(value, str):
            self.wrong(f"{name} must be text")
        if _SURROGATE.search(value):
            self.wrong(f"{name} holds half a character (a surrogate)")
        return value

    def filled(self, value: object, name: str) -> str:
        """A text that says something."""
        text = self.text(value, name)
        if not text.strip():
            self.wrong(f"{name} is empty")
        return text

    def one_of(self, value: object, name: str, allowed: Sequence[Any]) -> Any:
        """One of the values allowed."""
        if not isinstance(value, str) or value not in allowed:
            self.wrong(f"{name} is {_shown(value)}, and must be one of {', '.join(allowed)}")
        return value


def _shown(value: object) -> str:
    """A value as a complaint can show it: short, and ASCII only."""
    text = ascii(value)
    return text if len(text) <= 60 else text[:60] + "…"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
