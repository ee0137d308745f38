"""Answers as JSON Lines: one object a line (the contract is ``answer.schema.json``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scodiff.compare.decisions.model import TEXT_SIDES, SharedQuotation
from scodiff.compare.review.answer_line import AnswerLine, numbered_lines, parsed, shown
from scodiff.compare.review.model import REVIEW_LABELS, ReviewAnswer, Verdict
from scodiff.compare.review.question_file import SCHEMA_VERSION, as_line

_MOST_VERDICTS = 1000
_REQUIRED = ("schema_version", "question", "a", "b", "paragraph", "verdicts", "by")
_OPTIONAL = ("when", "note", "again")


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
        "by": asdict(answer.by),
        "when": answer.when,
        "note": answer.note,
        "again": answer.again,
    }


def read_answers(path: Path) -> tuple[tuple[int, ReviewAnswer], ...]:
    """Read a file of answers: each with the number of its line. Empty lines are passed over.

    Raises:
        ReviewError: the file cannot be read, or a line is no answer.
    """
    return tuple((n, answer_of(line, where)) for n, line, where in numbered_lines(path))


def answer_of(line: str, where: str) -> ReviewAnswer:
    """The answer that a line is; ``where`` is what a complaint calls it.

    Raises:
        ReviewError: it is none.
    """
    return _LinkAnswerLine(where).answer(parsed(line, where))


class _LinkAnswerLine(AnswerLine):
    """Reads an answer to the question what answers to a paragraph."""

    def answer(self, data: object) -> ReviewAnswer:
        """The answer that an object is."""
        if isinstance(data, dict) and "about" in data:
            self.wrong("it is one to a question about shifts, which --about shifts takes")
        item = self.table(data, "it", _REQUIRED, _OPTIONAL)
        self.check_head(item)
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
        entries = self.entries(data, "verdicts", _MOST_VERDICTS)
        found = tuple(self.verdict(entry) for entry in entries)
        seen: set[str] = set()
        for verdict in found:
            if verdict.id in seen:
                self.wrong(f"it has two verdicts on {shown(verdict.id)}")
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

    def flag(self, value: object) -> bool:
        """Whether it is a second look."""
        if not isinstance(value, bool):
            self.wrong("'again' must be true or false")
        return value
