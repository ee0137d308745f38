"""One line of a file of answers: an object, read part by part, with complaints that name it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, NoReturn, cast

from scodiff.compare.decisions.model import DECIDER_KINDS, TEXT_SIDES, Decider
from scodiff.compare.review.model import ReviewError
from scodiff.compare.review.question_file import SCHEMA_VERSION
from scodiff.corpus.files import read_file

_LARGEST = 64 * 2**20  # bytes of a file
_LONGEST = 2**20  # characters of a line
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def numbered_lines(path: Path) -> Iterator[tuple[int, str, str]]:
    """The lines of a file of answers: number, text, and what a complaint calls it.

    Empty lines are passed over. Raises ReviewError where the file cannot be read.
    """
    try:
        text = read_file(path, _LARGEST).decode("utf-8-sig")
    except OSError as error:
        raise ReviewError(f"cannot read the answers {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ReviewError(f"the answers {path} are not text in UTF-8: {error.reason}.") from error
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line.strip():
            yield number, line, f"line {number} of {path.name}"


def answers_question_about(path: Path) -> Literal["links", "shifts"] | None:
    """What the first answer of a file is about; None where the file holds none.

    Raises:
        ReviewError: the file cannot be read, or its first line is no JSON.
    """
    for _, line, where in numbered_lines(path):
        data = parsed(line, where)
        return "shifts" if isinstance(data, dict) and "about" in data else "links"
    return None


def parsed(line: str, where: str) -> object:
    """What the JSON of a line holds; ``where`` is what a complaint calls it.

    Raises:
        ReviewError: it is no JSON, or too much.
    """
    if len(line) > _LONGEST:
        raise ReviewError(f"{where} is too long for an answer: {len(line)} characters.")
    try:
        return cast(object, json.loads(line, object_pairs_hook=_unique, parse_constant=_no_number))
    except RecursionError as error:
        raise ReviewError(f"{where} is no answer: it is nested too deeply.") from error
    except ValueError as error:
        reason = str(error).partition(":")[0]
        raise ReviewError(f"{where} is not JSON: {reason}.") from error


class AnswerLine:
    """Reads the object of one line; every complaint names ``where`` it stands."""

    def __init__(self, where: str) -> None:
        """Take what complaints call the line."""
        self.where = where

    def wrong(self, reason: str) -> NoReturn:
        """Raise the complaint that the answer ``reason``."""
        raise ReviewError(f"{self.where} is no answer: {reason}.")

    def check_head(self, item: dict[str, Any]) -> None:
        """Refuse another version, and what is no digest of the two texts."""
        version = item["schema_version"]
        if type(version) is not int or version != SCHEMA_VERSION:
            self.wrong(f"its schema_version is {shown(version)}, and {SCHEMA_VERSION} is read")
        for side in TEXT_SIDES:
            if not _SHA256.fullmatch(self.text(item[side], side)):
                self.wrong(f"'{side}' must be the SHA-256 of a text, 64 digits of 0-9a-f")

    def entries(self, data: object, name: str, most: int) -> list[object]:
        """A list of so many entries at most."""
        if not isinstance(data, list):
            self.wrong(f"'{name}' must be a list")
        if len(data) > most:
            self.wrong(f"it has {len(data)} {name}, and no more than {most} are read")
        return data

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
            self.wrong(f"'when' is {shown(text)}, and must be a date as in 2026-01-31, or null")
        return text

    def table(
        self, data: object, name: str, required: Sequence[str], optional: Sequence[str] = ()
    ) -> dict[str, Any]:
        """An object with these keys and no others."""
        if not isinstance(data, dict):
            self.wrong(f"{name} must be an object with {', '.join(required)}")
        if missing := [key for key in required if key not in data]:
            self.wrong(f"{name} lacks '{missing[0]}'")
        if unknown := [key for key in data if key not in (*required, *optional)]:
            self.wrong(f"{name} has {shown(unknown[0])}, which means nothing")
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
            self.wrong(f"{name} is {shown(value)}, and must be one of {', '.join(allowed)}")
        return value


def shown(value: object) -> str:
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
