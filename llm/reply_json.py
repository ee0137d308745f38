"""A reply of the model as an object of JSON: one, and nothing that stands twice in it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from scodiff.llm.errors import RefusedReplyError

_LONGEST = 100_000  # characters of a reply
# Models that think aloud end with this; many put JSON into a fence even when asked not to.
_END_OF_THOUGHT = "</think>"
_FENCED = re.compile(r"\s*```(?:json)?[ \t]*\n(.*)\n[ \t]*```\s*", re.DOTALL)


def reply_object(reply: str) -> dict[str, Any]:
    """The object that a reply is.

    Raises:
        RefusedReplyError: it is none.
    """
    text = reply.rpartition(_END_OF_THOUGHT)[2]
    if len(text) > _LONGEST:
        raise RefusedReplyError("the reply is far too long")
    if fenced := _FENCED.fullmatch(text):
        text = fenced[1]
    try:
        data = json.loads(text, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        raise RefusedReplyError("the reply is not one JSON object") from None
    if not isinstance(data, dict):
        raise RefusedReplyError("the reply is not one JSON object")
    return data


def check_texts(entry: object, name: str, fields: Sequence[str]) -> dict[str, str]:
    """An entry that has these fields and no others, all of them texts.

    Raises:
        RefusedReplyError: it has not; ``name`` is what the complaint calls it.
    """
    if not isinstance(entry, dict) or set(entry) != set(fields):
        named = f"{', '.join(fields[:-1])} and {fields[-1]}"
        raise RefusedReplyError(f"{name} needs {named}, no more")
    if not all(isinstance(value, str) for value in entry.values()):
        raise RefusedReplyError(f"{name} has a value that is not text")
    return entry


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found
