"""How an inflected or near match differs from the phrase."""

from __future__ import annotations

from scodiff.compare.phrases.ladder import Hit
from scodiff.compare.phrases.model import Alteration
from scodiff.compare.phrases.query import Query


def alterations(query: Query, hit: Hit) -> tuple[Alteration, ...]:
    """The words left out, put in and replaced, as they are written on both sides."""
    if hit.match not in ("inflected", "near"):
        return ()
    from difflib import SequenceMatcher

    stream = hit.stream
    forms = stream.forms[hit.first : hit.last]
    matcher = SequenceMatcher(None, query.forms, forms, autojunk=False)
    return tuple(
        Alteration(
            " ".join(query.raw[a:b]),
            stream.text[stream.starts[hit.first + c] : stream.ends[hit.first + d - 1]]
            if d > c
            else "",
        )
        for operation, a, b, c, d in matcher.get_opcodes()
        if operation != "equal"
    )
