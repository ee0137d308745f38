"""A reply on what changed, held against the form asked for and against both passages.

What is accepted depends on these checks alone: no kind and no direction but those there are, and
for each change a quotation that stands, word for word, in the passage that it is taken from. One
of the two may be empty, where that side has nothing.
"""

from __future__ import annotations

from scodiff.compare.decisions.model import NamedShift
from scodiff.compare.review.shifts.model import ShiftQuestion
from scodiff.compare.review.shifts.proof import fault_of_change
from scodiff.compare.shifts.kinds import DIRECTIONS, SHIFT_KINDS
from scodiff.llm.errors import RefusedReplyError
from scodiff.llm.prompt import CheckedReply
from scodiff.llm.reply_json import check_texts, reply_object

MOST_CHANGES = 100
_FIELDS = ("kind", "direction", "a", "b")


def checked_changes(question: ShiftQuestion, reply: str) -> CheckedReply[NamedShift]:
    """What of a reply is accepted; no claim at all says that the position is the same.

    Raises:
        RefusedReplyError: it has not the form asked for; or changes of it are refused and none
            stands, so that nothing is left but that nothing changed, which it did not say.
    """
    data = reply_object(reply)
    entries = data.get("changes")
    if set(data) != {"changes"} or not isinstance(entries, list):
        raise RefusedReplyError("the object must have the key changes, a list, and no others")
    if len(entries) > MOST_CHANGES:
        raise RefusedReplyError(f"it names more than {MOST_CHANGES} changes")
    claims: dict[NamedShift, None] = {}
    refused: list[str] = []
    for number, entry in enumerate(entries, 1):
        change = _change(entry, f"change {number}")
        why = fault_of_change(change, question.passages_a, question.passages_b, by_model=True)
        if why:
            refused.append(f"change {number}, {change.kind}: {why}")
        else:
            claims[change] = None
    if refused and not claims:
        raise RefusedReplyError("; ".join(refused), well_formed=True)
    return CheckedReply(tuple(claims), tuple(refused))


def _change(entry: object, name: str) -> NamedShift:
    fields = check_texts(entry, name, _FIELDS)
    for field, allowed in (("kind", SHIFT_KINDS), ("direction", DIRECTIONS)):
        if fields[field] not in allowed:
            raise RefusedReplyError(f"the {field} of {name} must be one of {', '.join(allowed)}")
    quotes = (" ".join(fields[side].split()) for side in "ab")
    return NamedShift(fields["kind"], fields["direction"], *quotes)
