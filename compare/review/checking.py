"""Answers held against the two texts: what does not belong to them is refused by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from scodiff.compare.decisions.model import TEXT_SIDES, TextSide
from scodiff.compare.review.digests import text_digest
from scodiff.compare.review.model import ReviewAnswer, ReviewError, Verdict
from scodiff.compare.text.quotations import LEAST_WORDS, says_enough, stands_in
from scodiff.corpus.model import Document, Paragraph

Found = tuple[int, ReviewAnswer]


def check_answers(
    found: Iterable[Found], a: Document, b: Document, name: str = "the answers"
) -> tuple[ReviewAnswer, ...]:
    """The answers of the file ``name``, by the numbers of their lines, after a check of each.

    Raises:
        ReviewError: one was made for other texts, names a paragraph that is not there, quotes
            what does not stand there, or says of a pair what another does not.
    """
    checker = _Checker(a, b, name)
    return tuple(checker.checked(number, answer) for number, answer in found)


class _Checker:
    """Checks answers one by one, and remembers what was said of each pair."""

    def __init__(self, a: Document, b: Document, name: str) -> None:
        self.documents = {"a": a, "b": b}
        self.digests = {"a": text_digest(a), "b": text_digest(b)}
        self.name, self.line = name, 0
        self.paragraphs = {side: {p.id: p for p in d.citable} for side, d in self.documents.items()}
        self.said: dict[tuple[str, str], tuple[int, str]] = {}

    def wrong(self, reason: str) -> NoReturn:
        """Raise the complaint that the answer ``reason``."""
        raise ReviewError(f"line {self.line} of {self.name} {reason}.")

    def checked(self, line: int, answer: ReviewAnswer) -> ReviewAnswer:
        """The answer, where nothing is wrong with it."""
        self.line = line
        for side, digest in zip(TEXT_SIDES, (answer.a, answer.b), strict=True):
            if digest != self.digests[side]:
                self.wrong(
                    f"was given for another text than {self.documents[side].id} as "
                    f"{side.upper()}, or for other paragraphs of it: put the questions anew"
                )
        asked = self.paragraph(answer.side, answer.paragraph)
        for verdict in answer.verdicts:
            self.check_verdict(answer, asked, verdict)
        return answer

    def check_verdict(self, answer: ReviewAnswer, asked: Paragraph, verdict: Verdict) -> None:
        """Refuse a verdict that does not fit the texts, or the other answers."""
        other = self.paragraph(_other(answer.side), verdict.id)
        pair = (asked, other) if answer.side == "a" else (other, asked)
        self.check_quotes(answer, pair, verdict)
        before = self.said.setdefault((pair[0].id, pair[1].id), (self.line, verdict.label))
        if before[1] != verdict.label:
            self.wrong(
                f"calls A ¶{pair[0].n} and B ¶{pair[1].n} '{verdict.label}' and line {before[0]} "
                f"'{before[1]}'; keep one of the two"
            )

    def check_quotes(
        self, answer: ReviewAnswer, pair: tuple[Paragraph, Paragraph], verdict: Verdict
    ) -> None:
        """Refuse a quotation that does not stand in its paragraph, and a model's lack of one."""
        named = f"A ¶{pair[0].n} and B ¶{pair[1].n}"
        by_model = answer.by.kind == "model"
        if verdict.quotes is None:
            if by_model and verdict.label in ("same", "part"):
                self.wrong(f"says that {named} share a statement, and a model must quote it")
            return
        quotes = (verdict.quotes.a, verdict.quotes.b)
        for side, paragraph, quote in zip("AB", pair, quotes, strict=True):
            if not stands_in(quote, paragraph.text):
                self.wrong(f"quotes from {side} ¶{paragraph.n} what does not stand there")
            if by_model and not says_enough(quote, paragraph.text):
                self.wrong(
                    f"quotes less than {LEAST_WORDS} words from {side} ¶{paragraph.n}, "
                    "which proves nothing"
                )

    def paragraph(self, side: TextSide, paragraph_id: str) -> Paragraph:
        """The paragraph that an answer names."""
        found = self.paragraphs[side].get(paragraph_id)
        if found is None:
            shown = ascii(paragraph_id)[:40]
            self.wrong(
                f"names a paragraph {shown}, which {self.documents[side].id} ({side.upper()}) "
                "does not have"
            )
        return found


def _other(side: TextSide) -> TextSide:
    return "b" if side == "a" else "a"
