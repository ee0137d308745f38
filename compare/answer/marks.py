"""The words of a paragraph, what each is worth, and which of them make or mar a quotation."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, pairwise

from scodiff.compare.answer.vocabulary import ADDING, GROUPS, WordGroup
from scodiff.compare.scoring.background_words import document_frequencies
from scodiff.compare.scoring.terms import is_function_word, stemmer
from scodiff.compare.text.names import load_names
from scodiff.compare.text.tokens import tokenize, word_form, words
from scodiff.corpus.model import Document

# The most that one word is worth, however rare, and the share that is left of a word which
# the other text has as well, and of a number.
MOST_WORTH = 4.5
KNOWN_ELSEWHERE = 0.5
OF_A_NUMBER = 0.5
OF_AN_ORDINAL = 0.1  # sessions and meetings are counted
# What stands in so great a part of a document's paragraphs, and in so many, is worth this share.
EVERYWHERE, LEAST_EVERYWHERE = 0.25, 8
EVERYWHERE_LEAVES = 0.5
# What more a name is worth that the other text has nowhere.
NEW_NAME = 1.5
# What is left of a word's worth in a passage whose counterpart has it as well.
IN_BOTH = 0.08
_UNGRADED_LETTERS = 4  # where the genre's frequencies are not known, shorter words are worth none


@dataclass(frozen=True, slots=True)
class MarkedWord:
    """A word of a paragraph: where it stands, its stem, and what it is worth."""

    start: int
    end: int
    stem: str
    worth: float


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A paragraph's words in order, and where those of each group stand (by number)."""

    text: str
    words: tuple[MarkedWord, ...]
    groups: dict[WordGroup, list[int]]


class Marker:
    """Marks the paragraphs of one document; ``elsewhere`` are the stems of the other one.

    ``everywhere`` are those that tell little because much of the document has them.
    """

    def __init__(
        self, language: str, elsewhere: Collection[str], everywhere: Collection[str] = ()
    ) -> None:
        self._language = language
        self._elsewhere = elsewhere
        self._everywhere = everywhere
        self._worths: dict[str, float] = {}
        self._english = language.split("-")[0] == "en"

    def __call__(self, text: str) -> MarkedText:
        """The paragraph with its words marked."""
        found = [
            MarkedWord(start, end, stem, self._worth_at(text, start, stem))
            for (start, end, _), stem in zip(
                word_places(text), stems_of(text, self._language), strict=True
            )
        ]
        groups = groups_of(text)
        if self._elsewhere:
            foreign = [k for k in groups["state"] if found[k].stem not in self._elsewhere]
            groups = {**groups, "new_state": foreign}
        return MarkedText(text, tuple(found), groups)

    def _worth_at(self, text: str, start: int, stem: str) -> float:
        worth = self._worths.get(stem) or self._worth(stem)
        new = self._elsewhere and stem not in self._elsewhere
        return worth * NEW_NAME if new and worth and _is_name(text, start) else worth

    def _worth(self, stem: str) -> float:
        worth = specificity(stem) if self._english else _length_alone(stem)
        worth *= KNOWN_ELSEWHERE if stem in self._elsewhere else 1.0
        worth *= EVERYWHERE_LEAVES if stem in self._everywhere else 1.0
        worth *= OF_A_NUMBER if stem[:1].isdigit() else 1.0
        worth *= OF_AN_ORDINAL if stem in ordinals() else 1.0
        self._worths[stem] = worth
        return worth


def everywhere(document: Document) -> frozenset[str]:
    """The stems that a great part of a document's paragraphs has."""
    paragraphs = document.citable
    found = Counter(stem for p in paragraphs for stem in set(stems_of(p.text, document.language)))
    least = max(EVERYWHERE * len(paragraphs), LEAST_EVERYWHERE)
    return frozenset(stem for stem, count in found.items() if count >= least)


@lru_cache(maxsize=1)
def ordinals() -> frozenset[str]:
    """The stems of English ordinals, and of the tens that stand before them."""
    ones = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ]
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    return frozenset(stemmer("en")([*ones, *tens, *(f"{word[:-1]}ieth" for word in tens)]))


def said_in(own: Sequence[str], other: Sequence[str]) -> frozenset[str]:
    """The stems that another passage has, and those that only one of the two writes as one word.

    ``own`` and ``other`` are the stems of both in order: "road map" is said in "roadmap".
    """
    there = {*other, *(x + y for x, y in pairwise(other))}
    apart = (pair for pair in pairwise(own) if "".join(pair) in there)
    return frozenset(there.union(*apart))


def weighed(marked: MarkedText, elsewhere: Collection[str]) -> MarkedText:
    """The same words, worth little where the other passage has them too.

    What adds to a stretch adds only in words that the other passage lacks.
    """
    words = tuple(
        MarkedWord(w.start, w.end, w.stem, w.worth * IN_BOTH) if w.stem in elsewhere else w
        for w in marked.words
    )
    groups = {
        group: [k for k in found if group not in ADDING or words[k].stem not in elsewhere]
        for group, found in marked.groups.items()
    }
    return MarkedText(marked.text, words, groups)


def _is_name(text: str, start: int) -> bool:
    """Whether a word has a capital that no beginning of a sentence gives it."""
    before = text[max(start - 2, 0) : start].strip()
    return text[start].isupper() and bool(start) and before not in (".", "!", "?", ":", "“", '"')


@lru_cache(maxsize=65536)
def specificity(stem: str) -> float:
    """How much an English stem tells in this genre: its inverse document frequency, capped."""
    if is_function_word(stem):
        return 0.0
    total, frequency = document_frequencies()
    return min(math.log((total + 1) / (frequency.get(stem, 0) + 1)), MOST_WORTH)


def _length_alone(stem: str) -> float:
    """What a word is worth where nothing is known of its frequency; a Han character half."""
    if len(stem) == 1:
        return 0.0 if stem.isascii() else MOST_WORTH / 4
    return MOST_WORTH / 2 if len(stem) >= _UNGRADED_LETTERS else 0.0


@lru_cache(maxsize=4096)
def word_places(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where the words of a text begin and end, and their folded forms."""
    tokens = tokenize(text)
    starts = accumulate(map(len, tokens), initial=0)
    return tuple(
        (start, start + len(token), form)
        for start, token in zip(starts, tokens, strict=False)
        if (form := word_form(token)) is not None
    )


@lru_cache(maxsize=4096)
def stems_of(text: str, language: str) -> tuple[str, ...]:
    """The stems of the words of a text, in order."""
    return tuple(stemmer(language)([form.removesuffix("'s") for _, _, form in word_places(text)]))


@lru_cache(maxsize=4096)
def groups_of(text: str) -> dict[WordGroup, list[int]]:
    """The numbers of a text's words at which a phrase of each group begins."""
    return grouped([form.removesuffix("'s") for _, _, form in word_places(text)])


def grouped(forms: Sequence[str]) -> dict[WordGroup, list[int]]:
    """The numbers of the words at which a phrase of each group begins."""
    found: dict[WordGroup, list[int]] = {name: [] for name in (*GROUPS, "state", "new_state")}
    for number, form in enumerate(forms):
        for phrase, group in _phrases_from(form):
            here = found[group]
            if here[-1:] != [number] and (len(phrase) == 1 or _continues(forms, number, phrase)):
                here.append(number)
    return found


@lru_cache(maxsize=65536)
def _phrases_from(form: str) -> tuple[tuple[tuple[str, ...], WordGroup], ...]:
    """The phrases that may begin with a word."""
    table = _table()
    keys = (form, *(form[:n] + "*" for n in table.prefix_lengths if n <= len(form)))
    return tuple(found for key in keys for found in table.phrases.get(key, ()))


def _continues(forms: Sequence[str], number: int, phrase: Sequence[str]) -> bool:
    here = forms[number + 1 : number + len(phrase)]
    return len(here) == len(phrase) - 1 and all(
        form.startswith(word[:-1]) if word.endswith("*") else form == word
        for form, word in zip(here, phrase[1:], strict=True)
    )


def _folded(name: str) -> Iterator[str]:
    """The folded words of a name, each with its star where it has one."""
    for part in name.split():
        folded = words(part)
        if part.endswith("*"):
            folded[-1] += "*"
        yield from folded


@dataclass(frozen=True, slots=True)
class _PhraseTable:
    """Phrases by their first word (``oppos*`` for a beginning), each with its group."""

    phrases: dict[str, list[tuple[tuple[str, ...], WordGroup]]]
    prefix_lengths: tuple[int, ...]


@lru_cache(maxsize=1)
def _table() -> _PhraseTable:
    phrases: dict[str, list[tuple[tuple[str, ...], WordGroup]]] = {}
    for group, listed in GROUPS.items():
        for entry in listed.replace("\n", ";").split(";"):
            folded = words(entry)
            if not folded:
                continue
            if entry.rstrip().endswith("*"):
                folded[-1] += "*"
            phrases.setdefault(folded[0], []).append((tuple(folded), group))
    for name in chain.from_iterable(load_names().states):
        state = tuple(_folded(name.removeprefix("adj:")))
        phrases.setdefault(state[0], []).append((state, "state"))
    lengths = {len(key) - 1 for key in phrases if key.endswith("*")}
    return _PhraseTable(phrases, tuple(sorted(lengths)))
