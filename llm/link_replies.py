"""A reply of the model, held against the form asked for and against both texts.

What is accepted depends on these checks alone, not on anything that a document or the model
says: no key but the candidates' numbers, no label but the four, and for "same" and "part" a
quotation from each of the two paragraphs that stands there word for word.
"""

from __future__ import annotations

from typing import Any

from scodiff.compare.decisions.model import SharedQuotation
from scodiff.compare.review.model import REVIEW_LABELS, OfferedParagraph, ReviewQuestion, Verdict
from scodiff.compare.text.quotations import LEAST_WORDS, says_enough, stands_in
from scodiff.llm.errors import RefusedReplyError
from scodiff.llm.prompt import CheckedReply
from scodiff.llm.reply_json import check_texts, reply_object

# The labels that claim a shared statement, and must prove it.
LINKING = ("same", "part")
_FIELDS = ("paragraph", "candidate", "label")


def candidate_keys(question: ReviewQuestion) -> tuple[str, ...]:
    """What the candidates are called in question and reply: 1, 2, 3 …"""
    return tuple(str(number) for number in range(1, len(question.candidates) + 1))


def checked(question: ReviewQuestion, reply: str) -> CheckedReply[Verdict]:
    """What of a reply is accepted.

    Raises:
        RefusedReplyError: it has not the form asked for; or claims of it are refused and none
            stands, so that nothing is left but that nothing answers, which it did not say.
    """
    data = reply_object(reply)
    keys = candidate_keys(question)
    if set(data) != set(keys):
        raise RefusedReplyError(f"the object must have the keys {', '.join(keys)} and no others")
    for key in keys:
        _check_form(key, data[key])
    verdicts, refused = [], []
    for key, candidate in zip(keys, question.candidates, strict=True):
        label = data[key]["label"]
        quoted = label in LINKING
        if quoted and (reason := _lacks_proof(question, candidate, key, data[key])):
            refused.append(f'"{label}" for candidate {key}: {reason}')
            continue
        quotes = _quotes(question, data[key]) if quoted else None
        verdicts.append(Verdict(candidate.id, label, quotes))
    if refused and not any(verdict.label in LINKING for verdict in verdicts):
        raise RefusedReplyError("; ".join(refused), well_formed=True)
    return CheckedReply(tuple(verdicts), tuple(refused))


def _check_form(key: str, entry: object) -> None:
    fields = check_texts(entry, f"candidate {key}", _FIELDS)
    if fields["label"] not in REVIEW_LABELS:
        raise RefusedReplyError(
            f"the label of candidate {key} must be one of {', '.join(REVIEW_LABELS)}"
        )


def _lacks_proof(
    question: ReviewQuestion, candidate: OfferedParagraph, key: str, entry: dict[str, Any]
) -> str:
    """What is wrong with the quotations of a claim; empty where they prove it."""
    places = (
        ("paragraph", "the paragraph", question.paragraph.text),
        ("candidate", f"candidate {key}", candidate.text),
    )
    for name, where, text in places:
        if not stands_in(entry[name], text):
            return f"its quotation from {where} does not stand there word for word"
        if not says_enough(entry[name], text):
            return f"its quotation from {where} has fewer than {LEAST_WORDS} words"
    return ""


def _quotes(question: ReviewQuestion, entry: dict[str, Any]) -> SharedQuotation:
    quotes = entry["paragraph"], entry["candidate"]
    return SharedQuotation(*(quotes if question.paragraph.side == "a" else quotes[::-1]))
