"""The matches that need no model, from verbatim to variant: where two overlap, the stronger one."""

from __future__ import annotations

from collections.abc import Callable

from scodiff.compare.phrases.indexes.asked import SearchIndex
from scodiff.compare.phrases.model import Alteration, PhraseSettings
from scodiff.compare.phrases.query import Query
from scodiff.compare.phrases.rungs.function_words import other_grammar
from scodiff.compare.phrases.rungs.hits import Hit, Taken
from scodiff.compare.phrases.rungs.inflections import inflections
from scodiff.compare.phrases.rungs.near import near
from scodiff.compare.phrases.rungs.same_words import same_words, with_symbols
from scodiff.compare.phrases.rungs.variants import keeps_names, variants
from scodiff.compare.text.names import Thesaurus, load_names


def matches(
    query: Query, index: SearchIndex, settings: PhraseSettings, names: Thesaurus | None = None
) -> list[Hit]:
    """Every match of these six types; where two overlap, the stronger one."""
    found = with_symbols(query, same_words(query, index))
    if settings.rungs == "same-words":
        return found
    names = names or load_names()
    taken = Taken(found)
    rungs: tuple[Callable[[], list[Hit]], ...] = (
        lambda: inflections(query, index, settings.words_between, taken),
        lambda: other_grammar(query, index, taken),
        lambda: [
            hit
            for hit in near(query, index, settings.words_per_edit, taken)
            if keeps_names(query, hit, names)
        ],
        lambda: variants(query, index, names, taken),
    )
    for rung in rungs:
        weaker = with_symbols(query, rung())
        found += weaker
        for hit in weaker:
            taken.take(hit)
    return found


def alterations(query: Query, hit: Hit) -> tuple[Alteration, ...]:
    """The words left out, put in and replaced, as they are written on both sides."""
    if hit.match not in ("inflected", "function-words", "near"):
        return hit.alterations
    from difflib import SequenceMatcher

    stream = hit.stream
    forms = stream.forms[hit.first : hit.last]
    if hit.reordered:
        return (Alteration(query.core, stream.text[hit.start : hit.end]),)
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
