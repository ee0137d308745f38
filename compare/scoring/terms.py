"""The terms of a text: its words as stems, and what each of them weighs.

A term weighs its inverse document frequency in a background of the genre, less where it
stands in many paragraphs of the two texts themselves: what every paragraph says tells no
paragraph from another.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scodiff.compare.scoring.background_words import document_frequencies
from scodiff.compare.text.tokens import words

# A term in so large a share of the paragraphs has only COMMON_FLOOR of its weight left.
COMMON_SHARE, COMMON_FLOOR = 0.6, 0.1

_FUNCTION_WORDS = frozenset(
    """
    the of and to in a for on that by with as is are be at an its their it this from which have
    has was were or not will they these those such also between within under into other all more
    than been being our we us
    """.split()  # noqa: SIM905 - a word list reads better without quotation marks
)


def stemmer(language: str) -> Callable[[list[str]], list[str]]:
    """The Snowball stemmer of a language; where there is none, words stay as they are."""
    import Stemmer

    name = {"en": "english", "ru": "russian"}.get(language.split("-")[0])
    if name is None:
        return lambda words: words
    stem: Callable[[list[str]], list[str]] = Stemmer.Stemmer(name).stemWords
    return stem


def is_function_word(term: str) -> bool:
    """Whether a term tells nothing of any matter."""
    return term in _FUNCTION_WORDS


@dataclass(frozen=True, slots=True)
class Terms:
    """The stems of a document's paragraphs and of its clauses, in order."""

    paragraphs: tuple[tuple[str, ...], ...]
    clauses: tuple[tuple[str, ...], ...]


def terms_of(paragraphs: Sequence[str], clauses: Sequence[str], language: str) -> Terms:
    """Stems of all texts; ``language`` is a BCP 47 tag."""
    worded = [words(text) for text in (*paragraphs, *clauses)]
    known = list({word for text in worded for word in text})
    stems = stemmer(language)([word.removesuffix("'s") for word in known])
    stem_of = dict(zip(known, stems, strict=True)).__getitem__
    terms = [tuple(map(stem_of, text)) for text in worded]
    return Terms(tuple(terms[: len(paragraphs)]), tuple(terms[len(paragraphs) :]))


def term_weights(a: Terms, b: Terms) -> dict[str, float]:
    """IDF in the genre, discounted for words common in the two texts; 0 for function words."""
    total, frequencies = document_frequencies()
    unseen = 0.85 * math.log(total + 1)
    here: Counter[str] = Counter(t for p in a.paragraphs + b.paragraphs for t in set(p))
    size = len(a.paragraphs) + len(b.paragraphs)
    weights = {}
    for term, count in here.items():
        if term in _FUNCTION_WORDS:
            continue
        seen = frequencies.get(term)
        idf = unseen if seen is None else math.log((total + 1) / (seen + 1))
        weights[term] = idf * max(COMMON_FLOOR, 1 - count / (COMMON_SHARE * size))
    return weights


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The weighted terms by number: first the ``shared`` ones that both texts have.

    ``weights`` has the weight of each number.
    """

    numbers: Mapping[str, int]
    weights: npt.NDArray[np.float64]
    shared: int


def vocabulary(a: Terms, b: Terms, weights: Mapping[str, float]) -> Vocabulary:
    """Number the terms of two texts."""
    terms_a, terms_b = ({t for p in terms.paragraphs for t in p} for terms in (a, b))
    both = terms_a & terms_b
    ordered = sorted(weights, key=lambda term: (term not in both, term))
    return Vocabulary(
        {term: number for number, term in enumerate(ordered)},
        np.array([weights[term] for term in ordered], dtype=np.float64),
        len(both & weights.keys()),
    )
