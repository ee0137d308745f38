"""The two sides of a link as words, and the phrases of the lexicon that its edits touch.

Phrases are looked for in the whole text of a side, so that "call [on→for]" is found though
only one of its words changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scodiff.compare.model import Edit
from scodiff.compare.shifts.changed_words import LexiconMatch, SideWords, Word, WordRange
from scodiff.compare.shifts.lexicon import Lexicon, LexiconEntry, Phrase, PhraseKind
from scodiff.compare.text.tokens import tokenize, word_form

LONGEST_PHRASE = 8  # words
_NOUN_BEFORE = frozenset(
    """the a an of each every other one any no member head third this that these their its his
    our your such in for by between from with at on under through into international joint
    mutual further and/or sovereign participating all both some""".split()  # noqa: SIM905
)
_SENTENCE_ENDS = frozenset([".", "!", "?", "。", ";", "；"])
_HYPHENS = frozenset(["-", "‐", "‑"])
_AMBIGUOUS_NOUNS = frozenset(
    """note notes support supports request requests demand demands call calls stress appeal
    appeals regret welcome hope hopes state plan plans study consider favor back praise
    concern ask condemn invite""".split()  # noqa: SIM905
)


def sides(edits: Sequence[Edit], lexicon: Lexicon) -> tuple[SideWords, SideWords]:
    """Both sides of a link's edits."""
    return (
        _side([edit.a for edit in edits], edits, lexicon),
        _side([edit.b for edit in edits], edits, lexicon),
    )


def _side(texts: Sequence[str], edits: Sequence[Edit], lexicon: Lexicon) -> SideWords:
    reader = _Reader([])
    range_of: dict[int, WordRange] = {}
    for index, (text, edit) in enumerate(zip(texts, edits, strict=True)):
        start = len(reader.words)
        changed = edit.op != "equal" and not edit.editorial and not edit.moved
        for token in tokenize(text):
            reader.read(token, index, changed)
        range_of[index] = (start, len(reader.words))
    words = reader.words
    bare_forms = frozenset(word.bare for word in words)
    return SideWords(
        "".join(texts), tuple(words), range_of, tuple(_matches(words, lexicon)), bare_forms
    )


@dataclass(slots=True)
class _Reader:
    """Reads the words of a side token by token; ``gap`` is what stood since the last one."""

    words: list[Word]
    opens_sentence: bool = True
    gap: str = ""
    position: int = 0

    def read(self, token: str, edit: int, changed: bool) -> None:
        """Add a word, or what stands between two."""
        start = self.position
        self.position += len(token)
        form = word_form(token)
        if form is not None:
            mark = _mark(self.gap)
            opens = self.opens_sentence
            self.words.append(Word(form, token, edit, changed, opens, mark, start, self.position))
            self.opens_sentence, self.gap = False, ""
        elif token == "." and not self.gap and self._after_initial():
            last = self.words[-1]
            self.words[-1] = last._replace(text=f"{last.text}.", end=self.position)
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
    if entry.kind in {"modality", "cue"} and word.form in {"may", "will", "can", "might"}:
        return word.text.islower() and before not in _NOUN_BEFORE | {"political", "free", "good"}
    if entry.kind in {"verb", "commitment"} and word.form in _AMBIGUOUS_NOUNS:
        return before not in _NOUN_BEFORE
    return not (entry.kind == "verb" and word.form == "states")
