"""The linked passages of which a reader may say what changed, as questions and as JSON Lines.

One object a line; the contract is ``shift_question.schema.json``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from scodiff.compare.model import Comparison, Link
from scodiff.compare.review.digests import reviewed_text
from scodiff.compare.review.question_file import SCHEMA_VERSION, as_line
from scodiff.compare.review.shifts.model import (
    DIRECTION_DEFINITIONS,
    KIND_DEFINITIONS,
    AskedPassage,
    ShiftAnswer,
    ShiftQuestion,
)
from scodiff.corpus.model import Document

ABOUT = "shifts"
_ASKED = ("changed", "reformulated")
_DIGITS = 16


def shift_questions(
    engine: Comparison,
    answers: Iterable[ShiftAnswer] = (),
    decided: Iterable[tuple[tuple[str, ...], tuple[str, ...]]] = (),
) -> tuple[ShiftQuestion, ...]:
    """Every link that is not open and whose words changed, as a question, in the order of A.

    Those come last of which every shift found is sure, since these are nearly always right.
    ``engine`` is the comparison that no answer on shifts had a part in. What was answered is left
    out, and the links ``decided``, by the ids of their paragraphs.
    """
    given = {*decided, *((answer.passages_a, answer.passages_b) for answer in answers)}
    asked = [
        link
        for link in engine.links
        if link.relation in _ASKED and not link.is_open and (link.a, link.b) not in given
    ]
    asked.sort(key=_is_settled)
    return tuple(_question(engine, link) for link in asked)


def _is_settled(link: Link) -> bool:
    return bool(link.shifts) and all(shift.certainty == "sure" for shift in link.shifts)


def _question(engine: Comparison, link: Link) -> ShiftQuestion:
    texts = reviewed_text(engine.a), reviewed_text(engine.b)
    passages = _passages(engine.a, link.a), _passages(engine.b, link.b)
    asked = [*(text.sha256 for text in texts), *([p.id for p in side] for side in passages)]
    digest = hashlib.sha256(json.dumps([ABOUT, *asked]).encode("ascii")).hexdigest()
    return ShiftQuestion(
        digest[:_DIGITS], *texts, *passages, link.relation, link.certainty, link.shifts
    )


def _passages(document: Document, ids: Iterable[str]) -> tuple[AskedPassage, ...]:
    found = map(document.paragraph, ids)
    return tuple(AskedPassage(p.id, p.n or 0, p.label, p.section, p.text) for p in found)


def shift_questions_as_lines(questions: Iterable[ShiftQuestion]) -> bytes:
    """The questions as JSON Lines in UTF-8, byte for byte the same for the same questions."""
    return b"".join(as_line(_as_dict(question)) for question in questions)


def _as_dict(question: ShiftQuestion) -> dict[str, Any]:
    """A question as the file has it, with the kinds and directions, and what each means."""
    return {
        "schema_version": SCHEMA_VERSION,
        "about": ABOUT,
        "id": question.id,
        "a": asdict(question.a),
        "b": asdict(question.b),
        "passages": {
            "a": [asdict(passage) for passage in question.passages_a],
            "b": [asdict(passage) for passage in question.passages_b],
        },
        "engine": {
            "relation": question.relation,
            "certainty": question.certainty,
            "shifts": [
                {
                    "kind": shift.kind,
                    "direction": shift.direction,
                    "certainty": shift.certainty,
                    "quotes": {"a": shift.a, "b": shift.b},
                }
                for shift in question.shifts
            ],
        },
        "kinds": dict(KIND_DEFINITIONS),
        "directions": dict(DIRECTION_DEFINITIONS),
    }
