"""Words of grammar and irregular plurals: what may differ where the words are the same."""

from __future__ import annotations

from functools import lru_cache

from scodiff.compare.phrases.words import inflected, stem

# Articles, prepositions that only join, conjunctions, possessives; Russian and Chinese ones. What
# turns a statement (without, against, except, no, not) is not among them.
_FUNCTION_WORDS = frozenset(
    """
    a an the of in on at to for by with from into within upon under as and or its their his her our
    your this that these those which among between through towards toward regarding concerning
    в во на по с со к ко о об от из у для при и а или их его её ее свой своей своего своих между
    的 和 与 及 在 之 以 等
    """.split()  # noqa: SIM905 - a word list reads better without quotation marks
)
#: What joins the items of a list, as forms; commas do too.
CO_ORDINATORS = frozenset(["and", "or", "и", "или", "和", "与", "及"])
_PLURALS = dict(
    pair.split("/")
    for pair in """
    women/woman men/man children/child people/person analyses/analysis crises/crisis bases/basis
    criteria/criterion phenomena/phenomenon memoranda/memorandum addenda/addendum lives/life
    leaves/leaf halves/half wives/wife knives/knife shelves/shelf thieves/thief feet/foot
    indices/index appendices/appendix media/medium fora/forum hypotheses/hypothesis theses/thesis
    syntheses/synthesis axes/axis matrices/matrix curricula/curriculum formulae/formula
    teeth/tooth mice/mouse oxen/ox stimuli/stimulus nuclei/nucleus bacteria/bacterium data/datum
    люди/человек дети/ребенок
    """.split()  # noqa: SIM905 - a word list reads better without quotation marks
)
_SINGULARS = {singular: plural for plural, singular in _PLURALS.items()}
_OTHER_INITIALS = {
    a[0]: b[0] for pair in _PLURALS.items() for a, b in (pair, pair[::-1]) if a[0] != b[0]
}
# Stems under which the stemmer joins words that have nothing to do with each other.
_FALSE_KIN = frozenset("intern organ univers import new gener commun execut posit ration".split())  # noqa: SIM905
_LEAST_KIN = 4  # letters of a stem that two derived words share


def is_grammar(form: str) -> bool:
    """Whether a form tells nothing of the matter."""
    return form in _FUNCTION_WORDS or form == "'s"


def other_number(form: str) -> str | None:
    """The plural or the singular of a noun whose plural is irregular."""
    return _PLURALS.get(form) or _SINGULARS.get(form)


def initials(form: str) -> set[str]:
    """The letters with which the forms begin that may be the same word, or one of its family."""
    return {form[0], _OTHER_INITIALS.get(form[0], form[0])}


@lru_cache(maxsize=1 << 16)
def same_word(a: str, b: str) -> bool:
    """Whether two forms are inflections of one word, irregular plurals too."""
    return inflected(a, b) or inflected(other_number(a) or a, b)


@lru_cache(maxsize=1 << 16)
def derived(a: str, b: str) -> bool:
    """Whether two forms are words of one family: coordinating, coordination."""
    shared = stem(a)
    return shared == stem(b) and len(shared) >= _LEAST_KIN and shared not in _FALSE_KIN
