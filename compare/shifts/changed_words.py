"""What shifts are found in: the words of both sides of a link, edit by edit.

Of the phrases of the lexicon that an edit touches those count that the other side of the
same edit does not have as well.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from scodiff.compare.model import Certainty, Edit
from scodiff.compare.shifts.kinds import Direction, ShiftKind
from scodiff.compare.shifts.lexicon import LexiconEntry, Phrase, PhraseKind

NEAR = 15  # words on either side that tell how much of a passage stays
LEAST_QUOTED = 6  # words before the end of a sentence at which a quotation may end
LONGEST_WHOLE = 60  # words of a clause that is quoted whole
LONGEST_QUOTED = 40  # of a longer one, less what does not go on to a mark
STEM = 6  # letters that two forms of a word have in common
LEAST_STEM = 3
_ENDINGS = tuple(
    """ations ation ments ment ities ingly ings ing ions ion edly ed ies ity ive al ly es er s e y
    d""".split()  # noqa: SIM905
)
# From this share of its words on that stand, in some form, among what changed on the other side,
# a clause may have been put in other words and not dropped or added.
ANSWERED = 0.4
SHOWN = 12  # words of an edit that a shift quotes where it has no shorter words
# At these no quotation ends that is cut short.
_LEADING_ON = frozenset(
    "the a an of to in on at by for from with and or as well which that its their s".split()  # noqa: SIM905
)
WordRange = tuple[int, int]  # words [start, end) of a side
NOTHING: WordRange = (0, 0)
FUNCTION_WORDS = frozenset(
    """the a an of to in on at by for from with and or as is are was were be been being has have had
    that this these those it its their they which who such also there here will would shall should
    may can could must not no so than then into over under up down out about between among held
    other own well framework order course field area regard basis means
    way context part more most very both each all any some recent recently today now currently
    including continue continues continued""".split()  # noqa: SIM905
)


class Word(NamedTuple):
    """A word of one side: folded and as printed, and the edit that it belongs to.

    ``mark`` is the punctuation between it and the word before: ``"\\n"`` for an empty line,
    ``"-"`` for a hyphen that joins them. ``[start, end)`` is its place in the side's text.
    ``counts`` is false of figures that number nothing: a footnote's, or those of a name
    (``COVID-19``). ``quoted`` is true between quotation marks, as of the title of a meeting.
    """

    form: str
    text: str
    edit: int
    changed: bool
    opens_sentence: bool
    mark: str = ""
    start: int = 0
    end: int = 0
    counts: bool = True
    quoted: bool = False

    @property
    def bare(self) -> str:
        """The folded word without the ending of a possessive."""
        return self.form.removesuffix("'s").removesuffix("'")


class FoundShift(NamedTuple):
    """A shift before its words are quoted: the words of either side that show it.

    ``needs_copy``: two translators might differ so; it is a shift only in a copied sentence.
    ``in_any_wording``: it is one however little of the sentence stays.
    """

    kind: ShiftKind
    direction: Direction
    a: WordRange
    b: WordRange
    certainty: Certainty = "likely"
    needs_copy: bool = False
    in_any_wording: bool = False


@dataclass(frozen=True, slots=True)
class LexiconMatch:
    """A phrase of the lexicon in a side: its words ``[start, end)`` and what it is."""

    start: int
    end: int
    phrase: Phrase
    entries: tuple[LexiconEntry, ...]
    edit: int

    def of(self, kind: PhraseKind) -> list[LexiconEntry]:
        """What it is as a phrase of that kind."""
        return [entry for entry in self.entries if entry.kind == kind]


@dataclass(frozen=True, slots=True)
class SideWords:
    """One side of a link: its words, where each edit's words are, and what it says.

    ``bodies`` has the places of the words that name a body, and the body.
    """

    text: str
    words: tuple[Word, ...]
    range_of: dict[int, WordRange]
    matches: tuple[LexiconMatch, ...]
    bare_forms: frozenset[str]
    bodies: Mapping[int, str]

    def words_of(self, edit: int) -> tuple[Word, ...]:
        """The words of one edit on this side."""
        start, end = self.range_of.get(edit, (0, 0))
        return self.words[start:end]

    def after_label(self, edit: int) -> WordRange:
        """The words of one edit but for the number before the first word of a paragraph."""
        start, end = self.range_of.get(edit, NOTHING)
        label = self.words[start : start + 2]
        if start < end and label[0].form.isdecimal() and _is_first(label):
            return start + 1, end
        return start, end

    def matches_in(self, edit: int, kind: PhraseKind) -> list[LexiconMatch]:
        """The phrases of a kind that an edit touches on this side."""
        return [match for match in self.matches if match.edit == edit and match.of(kind)]

    def around(self, place: WordRange) -> tuple[Word, ...]:
        """The words before and after a passage, some on either side."""
        start, end = place
        return self.words[max(0, start - NEAR) : start] + self.words[end : end + NEAR]

    def count_of(self, form: str) -> int:
        """How often a folded word stands on this side, changed or not."""
        return sum(1 for word in self.words if word.form == form)


@dataclass(frozen=True, slots=True)
class ChangedEdit:
    """One edit as the rules see it: its place in a link's edits, and both sides of the link."""

    index: int
    edits: Sequence[Edit]
    a: SideWords
    b: SideWords

    @property
    def edit(self) -> Edit:
        """The edit itself."""
        return self.edits[self.index]

    @property
    def words_a(self) -> tuple[Word, ...]:
        """The words that the edit takes from A."""
        return self.a.words[slice(*self.range_a)]

    @property
    def words_b(self) -> tuple[Word, ...]:
        """The words that the edit gives B."""
        return self.b.words[slice(*self.range_b)]

    @property
    def range_a(self) -> WordRange:
        """Where those words stand in A, less a number that the paragraph bears."""
        return self.a.after_label(self.index)

    @property
    def range_b(self) -> WordRange:
        """Where those words stand in B, less a number that the paragraph bears."""
        return self.b.after_label(self.index)

    @property
    def one_side(self) -> tuple[SideWords, WordRange]:
        """Of an edit that adds or drops, the side that has the words, and where they stand."""
        return (self.b, self.range_b) if self.words_b else (self.a, self.range_a)

    @property
    def replaces(self) -> bool:
        """Whether the edit has text on both sides."""
        return bool(self.edit.a.strip() and self.edit.b.strip())

    @property
    def closeness(self) -> float:
        """The share of words that stay around the edit, and in it if it replaces, in [0, 1]."""
        near = (*self.a.around(self.range_a), *self.b.around(self.range_b))
        kept = sum(not word.changed for word in near)
        own = len(self.words_a) + len(self.words_b) if self.replaces else min(self.size, SHOWN)
        return kept / max(1, len(near) + own)

    @property
    def size(self) -> int:
        """The number of words of the longer side."""
        return max(len(self.words_a), len(self.words_b))

    def own_matches(self, kind: PhraseKind) -> tuple[list[LexiconMatch], list[LexiconMatch]]:
        """The phrases of a kind that only A's side of the edit has, and only B's."""
        in_a, in_b = self.a.matches_in(self.index, kind), self.b.matches_in(self.index, kind)
        return _without(in_a, in_b), _without(in_b, in_a)


def _is_first(label: Sequence[Word]) -> bool:
    """Whether a number opens a sentence and a point parts it from the next word."""
    return label[0].opens_sentence and (len(label) == 1 or label[1].mark[:1] in {".", ")"})


def _without(mine: list[LexiconMatch], others: list[LexiconMatch]) -> list[LexiconMatch]:
    """Those phrases that the others are not, each of which stands for one only."""
    there = Counter(match.phrase for match in others)
    found = []
    for match in mine:
        if there[match.phrase]:
            there[match.phrase] -= 1
        else:
            found.append(match)
    return found


def around(matches: Sequence[LexiconMatch]) -> WordRange:
    """The passage from the first to the last of several phrases."""
    if not matches:
        return NOTHING
    return min(m.start for m in matches), max(m.end for m in matches)


def characters_kept(edits: Sequence[Edit]) -> float:
    """The share of characters on both sides that edits keep or change but editorially."""
    total = sum(len(edit.a) + len(edit.b) for edit in edits)
    kept = sum(len(e.a) + len(e.b) for e in edits if e.op == "equal" or e.editorial)
    return kept / total if total else 1.0


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its ending, as long as its first letters tell it from others."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM:
            return word[: -len(ending)][:STEM]
    return word[:STEM]


def shortened(side: SideWords, place: WordRange) -> WordRange:
    """A passage within one paragraph, without a beginning of a sentence at its end.

    Of one too long to be quoted it is the sentences, or the clauses, that are not.
    """
    start, end = _longest_in_paragraph(side, place)
    limit = end if end - start <= LONGEST_WHOLE else start + LONGEST_QUOTED
    sentences = [k for k in range(start + LEAST_QUOTED, limit) if side.words[k].opens_sentence]
    open_end = end < len(side.words) and not side.words[end].opens_sentence
    if sentences and (end > limit or open_end):
        return start, sentences[-1]
    if end == limit:
        return start, end
    marks = [k for k in range(start + SHOWN, limit + 1) if _parts(side, start, k)]
    stop = marks[-1] if marks else limit
    while stop > start + 1 and side.words[stop - 1].form in _LEADING_ON:
        stop -= 1
    return start, stop


def _parts(side: SideWords, start: int, k: int) -> bool:
    """Whether a mark that parts clauses stands before a word, and not within brackets."""
    before = side.text[side.words[start].start : side.words[k].start]
    return side.words[k].mark[:1] in {",", ";"} and before.count("(") <= before.count(")")


def _longest_in_paragraph(side: SideWords, place: WordRange) -> WordRange:
    """The piece of a passage that most of its words stand in, between two empty lines."""
    start, end = place
    breaks = [
        k
        for k in range(start + 1, end)
        if "\n\n" in side.text[side.words[k - 1].end : side.words[k].start]
    ]
    edges = [start, *breaks, end]
    return max(itertools.pairwise(edges), key=lambda piece: piece[1] - piece[0])
