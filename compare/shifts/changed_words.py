"""What shifts are found in: the words of both sides of a link, edit by edit.

Phrases of the lexicon are looked for in the whole text of a side, so that "call [on→for]"
is found though only one of its words changed; kept are those that an edit touches, less
those that the other side of the same edit has as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scodiff.compare.model import Edit
from scodiff.compare.shifts.kinds import ShiftKind
from scodiff.compare.shifts.lexicon import Lexicon, LexiconEntry, Phrase, PhraseKind
from scodiff.compare.text.tokens import tokenize, word_form

_NOUN_BEFORE = frozenset(
    """the a an of each every other one any no member head third this that these their its his
    our your such in for by between from with at on under through into international joint
    mutual further and/or sovereign participating all both some""".split()  # noqa: SIM905
)
LONGEST_PHRASE = 8  # words
SHOWN = 12  # words of an edit that a shift quotes where it has no shorter words
FUNCTION_WORDS = frozenset(
    """the a an of to in on at by for from with and or as is are was were be been being has have had
    that this these those it its their they which who such also there here will would shall should
    may can could must not no so than then into over under up down out about between among held
    other own well framework order course field area regard basis means
    way context part more most very both each all any some recent recently today now currently
    including continue continues continued""".split()  # noqa: SIM905
)

_SENTENCE_ENDS = frozenset([".", "!", "?", "。", ";", "；"])
_HYPHENS = frozenset(["-", "‐", "‑"])
_HAN = "\u3400", "\u9fff"
_AMBIGUOUS_NOUNS = frozenset(
    """note notes support supports request requests demand demands call calls stress appeal
    appeals regret welcome hope hopes state plan plans study consider favor back praise
    concern ask condemn invite""".split()  # noqa: SIM905
)


class Word(NamedTuple):
    """A word of one side: folded and as printed, and the edit that it belongs to.

    ``mark`` is the punctuation between it and the word before: ``"\\n"`` for an empty line,
    ``"-"`` for a hyphen that joins them.
    """

    form: str
    text: str
    edit: int
    changed: bool
    opens_sentence: bool
    mark: str = ""

    @property
    def bare(self) -> str:
        """The folded word without the ending of a possessive."""
        return self.form.removesuffix("'s").removesuffix("'")


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
    """One side of a link: its words, where each edit's words are, and what it says."""

    words: tuple[Word, ...]
    range_of: dict[int, tuple[int, int]]
    matches: tuple[LexiconMatch, ...]
    bare_forms: frozenset[str]

    def words_of(self, edit: int) -> tuple[Word, ...]:
        """The words of one edit on this side."""
        start, end = self.range_of.get(edit, (0, 0))
        return self.words[start:end]

    def matches_in(self, edit: int, kind: PhraseKind) -> list[LexiconMatch]:
        """The phrases of a kind that an edit touches on this side."""
        return [match for match in self.matches if match.edit == edit and match.of(kind)]

    def text(self, match: LexiconMatch) -> str:
        """A match as it is printed, its words parted by a space."""
        return join_words(self.words[match.start : match.end])

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
        return self.a.words_of(self.index)

    @property
    def words_b(self) -> tuple[Word, ...]:
        """The words that the edit gives B."""
        return self.b.words_of(self.index)

    @property
    def replaces(self) -> bool:
        """Whether the edit has text on both sides."""
        return bool(self.edit.a.strip() and self.edit.b.strip())

    @property
    def size(self) -> int:
        """The number of words of the longer side."""
        return max(len(self.words_a), len(self.words_b))

    def own_matches(self, kind: ShiftKind) -> tuple[list[LexiconMatch], list[LexiconMatch]]:
        """The phrases of a kind that only A's side of the edit has, and only B's."""
        in_a, in_b = self.a.matches_in(self.index, kind), self.b.matches_in(self.index, kind)
        return _without(in_a, in_b), _without(in_b, in_a)


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


def join_words(words: Sequence[Word]) -> str:
    """Words as they are printed, parted by a space where their script parts them."""
    text = ""
    for word in words:
        spaced = text and not (_is_han(text[-1]) and _is_han(word.text[0]))
        text += f"{word.mark if word.mark == '-' else ' '}{word.text}" if spaced else word.text
    return text


def shortened(text: str) -> str:
    """The first words of a text, ``…`` for what is left out."""
    words = text.split()
    return " ".join(words) if len(words) <= SHOWN else " ".join(words[:SHOWN]) + " …"


def characters_kept(edits: Sequence[Edit]) -> float:
    """The share of characters on both sides that edits keep or change but editorially."""
    total = sum(len(edit.a) + len(edit.b) for edit in edits)
    kept = sum(len(e.a) + len(e.b) for e in edits if e.op == "equal" or e.editorial)
    return kept / total if total else 1.0


def sides(edits: Sequence[Edit], lexicon: Lexicon) -> tuple[SideWords, SideWords]:
    """Both sides of a link's edits."""
    return (
        _side([edit.a for edit in edits], edits, lexicon),
        _side([edit.b for edit in edits], edits, lexicon),
    )


def _is_han(character: str) -> bool:
    first, last = _HAN
    return first <= character <= last


def _side(texts: Sequence[str], edits: Sequence[Edit], lexicon: Lexicon) -> SideWords:
    reader = _Reader([])
    range_of: dict[int, tuple[int, int]] = {}
    for index, (text, edit) in enumerate(zip(texts, edits, strict=True)):
        start = len(reader.words)
        changed = edit.op != "equal" and not edit.editorial and not edit.moved
        for token in tokenize(text):
            reader.read(token, index, changed)
        range_of[index] = (start, len(reader.words))
    words = reader.words
    bare_forms = frozenset(word.bare for word in words)
    return SideWords(tuple(words), range_of, tuple(_matches(words, lexicon)), bare_forms)


@dataclass(slots=True)
class _Reader:
    """Reads the words of a side token by token; ``gap`` is what stood since the last one."""

    words: list[Word]
    opens_sentence: bool = True
    gap: str = ""

    def read(self, token: str, edit: int, changed: bool) -> None:
        """Add a word, or what stands between two."""
        form = word_form(token)
        if form is not None:
            mark = _mark(self.gap)
            self.words.append(Word(form, token, edit, changed, self.opens_sentence, mark))
            self.opens_sentence, self.gap = False, ""
        elif token == "." and not self.gap and self._after_initial():
            last = self.words[-1]
            self.words[-1] = last._replace(text=f"{last.text}.")
        else:
            self.gap += token
            self.opens_sentence |= token in _SENTENCE_ENDS or "\n\n" in token

    def _after_initial(self) -> bool:
        """Whether the last word is the one capital that stands for a given name."""
        last = self.words[-1].text if self.words else ""
        return len(last) == 1 and last.isupper()


def _mark(gap: str) -> str:
    """What stands between two words, white space left out; a dash is no hyphen."""
    if gap in _HYPHENS:
        return "-"
    return (gap.strip() or "\n" * ("\n\n" in gap)).replace("-", "–")


def _matches(words: Sequence[Word], lexicon: Lexicon) -> Iterator[LexiconMatch]:
    """Of each kind the longest phrases from left to right that an edit touches."""
    free_from: dict[PhraseKind, int] = {}
    for k in _near_changes(words):
        for kind, phrases in _phrases_at(words, k, lexicon, free_from).items():
            end = k + max(len(phrase) for phrase, _ in phrases)
            free_from[kind] = end
            edit = next((w.edit for w in words[k:end] if w.changed), None)
            if edit is not None:
                longest = [(phrase, entry) for phrase, entry in phrases if k + len(phrase) == end]
                yield LexiconMatch(k, end, longest[0][0], tuple(e for _, e in longest), edit)


def _near_changes(words: Sequence[Word]) -> list[int]:
    """The places from which a phrase may reach a changed word."""
    near: dict[int, None] = {}
    for k, word in enumerate(words):
        if word.changed:
            near |= dict.fromkeys(range(max(0, k - LONGEST_PHRASE + 1), k + 1))
    return list(near)


def _phrases_at(
    words: Sequence[Word], k: int, lexicon: Lexicon, free_from: Mapping[PhraseKind, int]
) -> dict[PhraseKind, list[tuple[Phrase, LexiconEntry]]]:
    """The phrases that begin with a word, by kind, less those that overlap with one before."""
    found: dict[PhraseKind, list[tuple[Phrase, LexiconEntry]]] = {}
    for phrase, entry in lexicon.starting_with(words[k].form):
        free = k >= free_from.get(entry.kind, 0)
        if free and _fits(words, k, phrase) and _is_meant(words, k, entry):
            found.setdefault(entry.kind, []).append((phrase, entry))
    return found


def _fits(words: Sequence[Word], start: int, phrase: Phrase) -> bool:
    if len(phrase) == 1 and phrase[0][-1] != "*":
        return True  # found by its first word
    if start + len(phrase) > len(words):
        return False
    return all(
        form == word.form or (form[-1] == "*" and word.form.startswith(form[:-1]))
        for form, word in zip(phrase, words[start : start + len(phrase)], strict=True)
    )


def _is_meant(words: Sequence[Word], k: int, entry: LexiconEntry) -> bool:
    """Whether a word is the verb that it could be, and not a month or a noun."""
    word = words[k]
    before = words[k - 1].form if k else ""
    if entry.kind == "modality" and word.form in {"may", "will", "can", "might"}:
        return word.text.islower() and before not in _NOUN_BEFORE | {"political", "free", "good"}
    if entry.kind in {"verb", "commitment"} and word.form in _AMBIGUOUS_NOUNS:
        return before not in _NOUN_BEFORE
    return not (entry.kind == "verb" and word.form == "states")
