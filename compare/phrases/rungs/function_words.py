"""The same words but for grammar: articles, prepositions, the order of co-ordinated items."""

from __future__ import annotations

from collections.abc import Sequence

from scodiff.compare.phrases.indexes.asked import SearchIndex
from scodiff.compare.phrases.query import Query
from scodiff.compare.phrases.rungs.grammar import CO_ORDINATORS, is_grammar
from scodiff.compare.phrases.rungs.hits import Hit, Taken, fewest_words
from scodiff.compare.phrases.rungs.name_lists import Wording
from scodiff.compare.phrases.rungs.slots import FilledRun, Slot, SlotSearch
from scodiff.compare.phrases.stream import Stream
from scodiff.compare.phrases.words import script

_LIST_MARKS = ",、，"
# Words of meaning: of a single one the words of grammar are half the phrase, and a phrase of more
# than thirty is a passage, which other translators put in other words.
_LEAST_WORDS, _MOST_WORDS = 2, 30


def other_grammar(query: Query, index: SearchIndex, taken: Taken) -> list[Hit]:
    """Where all words of meaning stand, inflected perhaps, and none beside them.

    They stand in the phrase's order, or in another where that is what co-ordination ("peace and
    security") or a genitive ("role of the Council", "Council's role") allows.
    """
    meaning = [i for i, form in enumerate(query.forms) if not is_grammar(form)]
    if not _LEAST_WORDS <= len(meaning) <= _MOST_WORDS:
        return []
    slots = [Slot(query.raw[i], (Wording((query.forms[i],)),)) for i in meaning]
    search = SlotSearch(slots, 2 * len(meaning) + 4)
    hits = []
    for stream, first, last in search.regions(index, len(slots), taken):
        for window in search.windows(stream, first, last):
            whole = len(window.fillings) == len(slots) and not window.extra
            same = all(filling.quality == 1 for filling in window.fillings)
            free = taken.is_free(stream, window.first, window.last)
            if whole and same and free and _is_order_allowed(query, stream, window):
                hit = Hit("function-words", stream, window.first, window.last)
                hits.append(hit._replace(reordered=_is_reordered(window)))
    return fewest_words(hits)


def _is_order_allowed(query: Query, stream: Stream, window: FilledRun) -> bool:
    if not _is_reordered(window):
        return True
    if script(query.text) == "han":
        return False
    text = stream.text[stream.starts[window.first] : stream.ends[window.last - 1]]
    forms = stream.forms[window.first : window.last]
    if _is_list(query.core, query.forms) or _is_list(text, forms):
        return _is_list(query.core, query.forms) and _is_list(text, forms)
    return _has_joint(query.forms) != _has_joint(forms)


def _is_reordered(window: FilledRun) -> bool:
    order = [f.slot for f in sorted(window.fillings, key=lambda f: f.first)]
    return order != sorted(order)


def _is_list(text: str, forms: Sequence[str]) -> bool:
    """Whether a text co-ordinates items."""
    return any(mark in text for mark in _LIST_MARKS) or not CO_ORDINATORS.isdisjoint(forms)


def _has_joint(forms: Sequence[str]) -> bool:
    """Whether a word of grammar stands inside, as in a genitive with "of"."""
    return any(is_grammar(form) and form not in ("a", "an", "the") for form in forms)
