"""Answers on what changed, as JSON Lines (the contract is ``shift_answer.schema.json``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scodiff.compare.decisions.model import TEXT_SIDES, NamedShift
from scodiff.compare.review.answer_line import AnswerLine, numbered_lines, parsed, shown
from scodiff.compare.review.question_file import SCHEMA_VERSION, as_line
from scodiff.compare.review.shifts.model import ShiftAnswer
from scodiff.compare.review.shifts.questions import ABOUT
from scodiff.compare.shifts.kinds import DIRECTIONS, SHIFT_KINDS

_MOST = 1000  # paragraphs of a side, and changes
_REQUIRED = ("schema_version", "about", "question", "a", "b", "passages", "changes", "by")


def shift_answers_as_lines(answers: Iterable[ShiftAnswer]) -> bytes:
    """The answers as JSON Lines in UTF-8."""
    return b"".join(as_line(_as_dict(answer)) for answer in answers)


def _as_dict(answer: ShiftAnswer) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "about": ABOUT,
        "question": answer.question,
        "a": answer.a,
        "b": answer.b,
        "passages": {"a": list(answer.passages_a), "b": list(answer.passages_b)},
        "changes": [
            {"kind": c.kind, "direction": c.direction, "quotes": {"a": c.a, "b": c.b}}
            for c in answer.changes
        ],
        "by": asdict(answer.by),
        "when": answer.when,
        "note": answer.note,
    }


def read_shift_answers(path: Path) -> tuple[tuple[int, ShiftAnswer], ...]:
    """Read a file of answers: each with the number of its line. Empty lines are passed over.

    Raises:
        ReviewError: the file cannot be read, or a line is no answer.
    """
    return tuple((n, shift_answer_of(line, where)) for n, line, where in numbered_lines(path))


def shift_answer_of(line: str, where: str) -> ShiftAnswer:
    """The answer that a line is; ``where`` is what a complaint calls it.

    Raises:
        ReviewError: it is none.
    """
    return _ShiftAnswerLine(where).answer(parsed(line, where))


class _ShiftAnswerLine(AnswerLine):
    """Reads an answer to the question what changed between linked passages."""

    def answer(self, data: object) -> ShiftAnswer:
        """The answer that an object is."""
        if isinstance(data, dict) and "verdicts" in data:
            self.wrong("it is one to a question about links, not about shifts")
        item = self.table(data, "it", _REQUIRED, ("when", "note"))
        self.check_head(item)
        self.one_of(item["about"], "what it is about", (ABOUT,))
        passages = self.table(item["passages"], "'passages'", TEXT_SIDES)
        return ShiftAnswer(
            question=self.filled(item["question"], "question"),
            a=item["a"],
            b=item["b"],
            passages_a=self.ids(passages["a"], "A"),
            passages_b=self.ids(passages["b"], "B"),
            changes=self.changes(item["changes"]),
            by=self.decider(item["by"]),
            when=self.day(item.get("when")),
            note=self.text(item.get("note", ""), "note"),
        )

    def ids(self, data: object, side: str) -> tuple[str, ...]:
        """The ids of the paragraphs of one side, each once."""
        entries = self.entries(data, "passages", _MOST)
        found = tuple(self.filled(entry, f"the id of a paragraph of {side}") for entry in entries)
        if not found or len({*found}) < len(found):
            self.wrong(f"it must name each paragraph of {side} in its link, once")
        return found

    def changes(self, data: object) -> tuple[NamedShift, ...]:
        """What the answer says that changed."""
        found = tuple(self.change(entry) for entry in self.entries(data, "changes", _MOST))
        if len({*found}) < len(found):
            self.wrong("it names one change twice")
        return found

    def change(self, data: object) -> NamedShift:
        """One change."""
        item = self.table(data, "a change", ("kind", "direction", "quotes"))
        quotes = self.table(item["quotes"], "'quotes'", TEXT_SIDES)
        a, b = (self.text(quotes[side], f"the quotation from {side.upper()}") for side in "ab")
        if not a.strip() and not b.strip():
            self.wrong(f"its change of {shown(item['kind'])} quotes neither text")
        return NamedShift(
            self.one_of(item["kind"], "the kind of a change", SHIFT_KINDS),
            self.one_of(item["direction"], "the direction of a change", DIRECTIONS),
            a,
            b,
        )
