"""What shifts are found in: the words of both sides of a link, edit by edit.

Phrases of the lexicon are looked for in the whole text of a side, so that "call [on→for]"
is found though only one of its words changed; kept are those that an edit touches, less
those that the other side of the same edit has as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from scodiff.compare.model import Edit
from scodiff.compare.shifts.lexicon import Entry, Lexicon, PhraseKind
from scodiff.compare.text.tokens import tokenize, word_form

_NOUN_BEFORE = frozenset(
    """the a an of each every other one any no member head third this that these their its his
    our your such in for by between from with at on under through into international joint
    mutual further and/or sovereign participating all both some""".split()  # noqa: SIM905
)
LONGEST_PHRASE = 8  # words

_HYPHENS = frozenset(["-", "‐", "‑"])
_HAN = re.compile(r"[\u3400-\u9fff]")
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
class Match:
    """A phrase of the lexicon in a side: its words ``[start, end)`` and what it is."""

    start: int
    end: int
    phrase: tuple[str, ...]
    entries: tuple[Entry, ...]
    edit: int

    def of(self, kind: PhraseKind) -> list[Entry]:
        """What it is as a phrase of that kind."""
        return [entry for entry in self.entries if entry.kind == kind]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a link: its words, where each edit's words are, and what it says."""

    words: tuple[Word, ...]
    range_of: dict[int, tuple[int, int]]
    matches: tuple[Match, ...]
    bare_forms: frozenset[str]

    def words_of(self, edit: int) -> tuple[Word, ...]:
        """The words of one edit on this side."""
        start, end = self.range_of.get(edit, (0, 0))
        return self.words[start:end]

    def text(self, match: Match) -> str:
        """A match as it is printed, its words parted by a space."""
        return join_words(self.words[match.start : match.end])


def join_words(words: Sequence[Word]) -> str:
    """Words as they are printed, parted by a space where their script parts them."""
    text = ""
    for word in words:
        spaced = text and not (_HAN.match(text[-1]) and _HAN.match(word.text[0]))
        text += f"{word.mark if word.mark == '-' else ' '}{word.text}" if spaced else word.text
    return text


def sides(edits: Sequence[Edit], lexicon: Lexicon) -> tuple[Side, Side]:
    """Both sides of a link's edits."""
    return _side(edits, 0, lexicon), _side(edits, 1, lexicon)


def _side(edits: Sequence[Edit], which: int, lexicon: Lexicon) -> Side:
    words: list[Word] = []
    range_of: dict[int, tuple[int, int]] = {}
    opens = True
    mark = ""
    for index, edit in enumerate(edits):
        start = len(words)
        changed = edit.op != "equal" and not edit.editorial and not edit.moved
        for token in tokenize(edit.b if which else edit.a):
            form = word_form(token)
            if form is not None:
                words.append(Word(form, token, index, changed, opens, _mark(mark)))
                opens = False
                mark = ""
                continue
            if token == "." and words and not mark and _is_initial(words[-1].text):
                words[-1] = words[-1]._replace(text=f"{words[-1].text}.")
                continue
            mark += token
            if token in {".", "!", "?", "。", ";", "；"} or "\n\n" in token:
                opens = True
        range_of[index] = (start, len(words))
    bare_forms = frozenset(word.bare for word in words)
    return Side(tuple(words), range_of, tuple(_matches(words, lexicon)), bare_forms)


def _is_initial(text: str) -> bool:
    """Whether a word is the one capital that stands for a given name."""
    return len(text) == 1 and text.isupper()


def _mark(gap: str) -> str:
    """What stands between two words, white space left out; a dash is no hyphen."""
    if gap in _HYPHENS:
        return "-"
    return (gap.strip() or "\n" * ("\n\n" in gap)).replace("-", "–")


def _matches(words: Sequence[Word], lexicon: Lexicon) -> list[Match]:
    """Of each kind the longest phrases from left to right that an edit touches."""
    found = []
    free_from: dict[PhraseKind, int] = {}
    for k in _near_changes(words):
        best: dict[PhraseKind, list[tuple[int, tuple[str, ...], Entry]]] = {}
        for phrase, entry in lexicon.starting_with(words[k].form):
            free = k >= free_from.get(entry.kind, 0)
            if free and _fits(words, k, phrase) and _is_meant(words, k, entry):
                best.setdefault(entry.kind, []).append((k + len(phrase), phrase, entry))
        for kind, candidates in best.items():
            end = max(end for end, _, _ in candidates)
            free_from[kind] = end
            edit = next((w.edit for w in words[k:end] if w.changed), None)
            if edit is not None:
                longest = [(phrase, entry) for e, phrase, entry in candidates if e == end]
                entries = tuple(entry for _, entry in longest)
                found.append(Match(k, end, longest[0][0], entries, edit))
    return found


def _near_changes(words: Sequence[Word]) -> list[int]:
    """The places from which a phrase may reach a changed word."""
    near: dict[int, None] = {}
    for k, word in enumerate(words):
        if word.changed:
            near |= dict.fromkeys(range(max(0, k - LONGEST_PHRASE + 1), k + 1))
    return list(near)


def _fits(words: Sequence[Word], start: int, phrase: tuple[str, ...]) -> bool:
    if len(phrase) == 1 and phrase[0][-1] != "*":
        return True  # found by its first word
    if start + len(phrase) > len(words):
        return False
    return all(
        form == word.form or (form[-1] == "*" and word.form.startswith(form[:-1]))
        for form, word in zip(phrase, words[start : start + len(phrase)], strict=True)
    )


def _is_meant(words: Sequence[Word], k: int, entry: Entry) -> bool:
    """Whether a word is the verb that it could be, and not a month or a noun."""
    word = words[k]
    before = words[k - 1].form if k else ""
    if entry.kind == "modality" and word.form in {"may", "will", "can", "might"}:
        return word.text.islower() and before not in _NOUN_BEFORE | {"political", "free", "good"}
    if entry.kind in {"verb", "commitment"} and word.form in _AMBIGUOUS_NOUNS:
        return before not in _NOUN_BEFORE
    return not (entry.kind == "verb" and word.form == "states")


def own_matches(side: Side, other: Side, edit: int, kind: PhraseKind) -> list[Match]:
    """The matches of a kind in an edit that the other side of the edit lacks."""
    mine = [m for m in side.matches if m.edit == edit and m.of(kind)]
    if not mine:
        return mine
    there = Counter(m.phrase for m in other.matches if m.edit == edit and m.of(kind))
    found = []
    for match in mine:
        if there[match.phrase]:
            there[match.phrase] -= 1
        else:
            found.append(match)
    return found


def count_of(side: Side, phrase: tuple[str, ...]) -> int:
    """How often a phrase stands on a side, changed or not."""
    forms = [word.form for word in side.words]
    if len(phrase) == 1:
        return forms.count(phrase[0])
    if len(phrase) == 2:
        return sum(1 for pair in pairwise(forms) if pair == phrase)
    size = len(phrase)
    return sum(1 for k in range(len(forms) - size + 1) if tuple(forms[k : k + size]) == phrase)
