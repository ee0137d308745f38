"""Questions as JSON Lines: one object a line (the contract is ``question.schema.json``)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from scodiff.compare.review.model import DEFINITIONS, ReviewQuestion

SCHEMA_VERSION = 1
_DECIMALS = 6


def questions_as_lines(questions: Iterable[ReviewQuestion]) -> bytes:
    """The questions as JSON Lines in UTF-8, byte for byte the same for the same questions."""
    return b"".join(as_line(question_as_dict(question)) for question in questions)


def question_as_dict(question: ReviewQuestion) -> dict[str, Any]:
    """A question as the file has it, with the labels asked for and what each means."""
    found = asdict(question)
    found["gain"] = round(question.gain, _DECIMALS)
    for candidate in found["candidates"]:
        candidate["probability"] = round(candidate["probability"], _DECIMALS)
    return {"schema_version": SCHEMA_VERSION, **found, "labels": dict(DEFINITIONS)}


def as_line(data: dict[str, Any]) -> bytes:
    """An object as one line of JSON; what UTF-8 cannot hold is escaped."""
    line = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # JSON leaves these as they are, and programs that split text into lines do not.
    for character in "\x85\u2028\u2029":
        line = line.replace(character, f"\\u{ord(character):04x}")
    return line.encode("utf-8", "backslashreplace") + b"\n"
