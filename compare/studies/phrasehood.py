"""What of the repeats in some texts a scholar would call a formula.

A formula is a whole phrase: it begins and ends with a word of meaning, where a clause or a noun
phrase can begin and end. It is no name of a state, of a body or of an office, and no list of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from scodiff.compare.phrases.rungs.grammar import is_grammar
from scodiff.compare.phrases.words import word_form, word_tokens
from scodiff.compare.text.names import load_names

# Of its places so many must begin, and so many end, where a phrase can.
WHOLE = 0.6
# After these a noun phrase goes on: "the importance of" is none.
_GOING_ON = frozenset(["of", "to", "for", "on", "с", "о", "的", "之"])
# Words that no phrase begins or ends with, beside those of grammar.
_OUTSIDE = frozenset(
    """
    about accordance well against without before after during until over above below also not only
    is are was were be been has have had will shall would should may can must that
    which who it they we he she while where when
    если что который которые не также является являются 是 将
    """.split()  # noqa: SIM905 - a word list reads better without quotation marks
)
_MONTHS = frozenset(
    """
    january february march april june july august september october november december
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    """.split()  # noqa: SIM905 - a word list reads better without quotation marks
)
_OFFICES = frozenset(
    """
    president prime minister ministers premier secretary secretaries general head heads chairman
    chairperson director member members state states government republic federation islamic kingdom
    people's union organization organisations council meeting meetings session summit committee
    sco президент министр премьер глава главы республика федерация совет заседание государств
    leaders delegations delegation
    """.split()  # noqa: SIM905 - a word list reads better without quotation marks
)


def meaning(forms: Iterable[str]) -> list[str]:
    """The words of meaning among some words."""
    return [form for form in forms if not is_grammar(form)]


def is_name(forms: Sequence[str]) -> bool:
    """Whether words name or list states, bodies, offices and dates for the most part."""
    words = meaning(forms)
    others = _words_of_names()
    named = sum(word in others or word[0].isdigit() for word in words)
    return 2 * named >= len(words) or tuple(forms) in _body_names()


def is_outside(form: str) -> bool:
    """Whether no phrase begins or ends with a word."""
    return form in _OUTSIDE or is_grammar(form)


def may_end(following: str) -> bool:
    """Whether a phrase can end before a word, with nothing between them."""
    return is_outside(following) and following not in _GOING_ON


@lru_cache(maxsize=1)
def _words_of_names() -> frozenset[str]:
    """The words of which the names of states, bodies, offices and dates are made."""
    from scodiff.compare.shifts.lexicon import load_lexicon

    found = load_lexicon().phrases.values()
    names = (phrase for some in found for phrase, entry in some if entry.kind == "state")
    states = {word for phrase in names for word in phrase if not is_grammar(word)}
    return _OFFICES | _MONTHS | states


@lru_cache(maxsize=1)
def _body_names() -> frozenset[tuple[str, ...]]:
    names = (name for body in load_names().bodies for name in body)
    return frozenset(tuple(filter(None, map(word_form, word_tokens(name)))) for name in names)
