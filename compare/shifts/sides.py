"""The two sides of a link as words, and the phrases of the lexicon that its edits touch.

Phrases are looked for in the whole text of a side, so that "call [on→for]" is found though
only one of its words changed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scodiff.compare.diff.normalise import ENGLISH_MONTHS
from scodiff.compare.model import Edit
from scodiff.compare.shifts.changed_words import (
    LexiconMatch,
    SideWords,
    Word,
    WordRange,
)
from scodiff.compare.shifts.lexicon import Lexicon, LexiconEntry, Phrase, PhraseKind
from scodiff.compare.text.numbers import is_numeral
from scodiff.compare.text.tokens import tokenize, word_form

LONGEST_PHRASE = 8  # words
MONTHS = frozenset(ENGLISH_MONTHS)
_NOUN_BEFORE = frozenset(
    """the a an of each every other one any no member head third this that these their its his
    our your such in for by between from with at on under through into international joint
    mutual further and/or sovereign participating all both some""".split()  # noqa: SIM905
)
# Hedges before a number, and nothing of the kind elsewhere.
_BEFORE_FIGURES = frozenset(["about", "around", "roughly", "nearly", "almost"])
# A year with a footnote's number printed onto it or its comma: 20217, 2021,7.
_NOTED_YEAR = re.compile(r"((?:19|20)\d\d),?\d{1,2}")
_BEFORE_YEARS = frozenset(["in", "since", "until"])
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_NOTE = 2  # digits
# What bears a number of its own, and words in which nothing is counted.
_NUMBERED = frozenset(
    """item article paragraph para no resolution rule chapter section annex part goal target number
    age appendix protocol vision agenda phase stage track group tier class category type level line
    day week version figure table page volume step schedule priority action pillar principle
    objective cluster zone form area apollo decision""".split()  # noqa: SIM905
)
_UNCOUNTED = frozenset(
    """and or of as which who that in on by for with to from at towards through while including is
    are was were has have had can may will shall should must would could not also the its their
    this these""".split()  # noqa: SIM905
)
_SENTENCE_ENDS = frozenset([".", "!", "?", "。", ";", "；"])
_OPENING, _CLOSING = frozenset("“«„"), frozenset("”»")
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
    words = list(_without_notes(reader.words))
    text, matches = "".join(texts), tuple(_matches(words, lexicon))
    bare_forms = frozenset(word.bare for word in words)
    bodies = _bodies(text, words, lexicon)
    return SideWords(text, tuple(words), range_of, matches, bare_forms, bodies)


def _bodies(text: str, words: Sequence[Word], lexicon: Lexicon) -> dict[int, str]:
    """The places of the words that name a body, and the body."""
    starts = [word.start for word in words]
    return {
        place: body
        for start, end, body in lexicon.bodies.spans(text)
        for place in range(bisect_left(starts, start), bisect_left(starts, end))
    }


@dataclass(slots=True)
class _Reader:
    """Reads the words of a side token by token; ``gap`` is what stood since the last one."""

    words: list[Word]
    opens_sentence: bool = True
    gap: str = ""
    position: int = 0
    quoted: bool = False

    def read(self, token: str, edit: int, changed: bool) -> None:
        """Add a word, or what stands between two."""
        start = self.position
        self.position += len(token)
        form = word_form(token)
        if form is not None:
            mark, last = _mark(self.gap), self.words[-1] if self.words else None
            year = _NOTED_YEAR.fullmatch(form) if last and form[0].isdigit() else None
            if last and year and _bears_note(form, last, mark):
                form, token = year[1], token[: len(year[1])]
            end = start + len(token)
            word = Word(form, token, edit, changed, self.opens_sentence, mark, start, end)
            named = last is not None and mark == "-" and _names(last) and form.isdecimal()
            self.words.append(word._replace(counts=not named, quoted=self.quoted))
            self.opens_sentence, self.gap = False, ""
        elif token == "." and not self.gap and self._after_initial():
            last = self.words[-1]
            self.words[-1] = last._replace(text=f"{last.text}.", end=self.position)
        else:
            self.gap += token
            self.quoted = _is_quoted(token, self.quoted)
            self.opens_sentence |= token in _SENTENCE_ENDS or "\n\n" in token

    def _after_initial(self) -> bool:
        """Whether the last word is a capital that stands for a given name, or some (``U.S.``)."""
        letters = self.words[-1].text.split(".") if self.words else [""]
        return all(len(letter) == 1 and letter.isupper() for letter in letters)


def _bears_note(form: str, last: Word, mark: str) -> bool:
    """Whether more digits than a year has are a year and the number of a footnote."""
    return "," in form or last.form in MONTHS | _BEFORE_YEARS or mark in {"-", "–"}


def _is_quoted(token: str, quoted: bool) -> bool:
    """Whether the words after a mark stand between quotation marks."""
    if token == '"':
        return not quoted
    return token in _OPENING or (quoted and token not in _CLOSING and "\n\n" not in token)


def _names(word: Word) -> bool:
    """Whether figures joined to a word by a hyphen are part of a name (``COVID-19``)."""
    return word.text[0].isupper() and not is_numeral(word.form)


def _without_notes(words: Sequence[Word]) -> Iterator[Word]:
    """The words, those marked that are the lone numbers of footnotes.

    Such a number stands between a name and a word that nothing is counted in.
    """
    for k, word in enumerate(words):
        if not (word.form.isdecimal() and len(word.form) <= _LONGEST_NOTE and k > 0):
            yield word
            continue
        before, after = words[k - 1], words[k + 1] if k + 1 < len(words) else None
        after_name = not word.mark and before.text[0].isupper() and before.text[1:].islower()
        numbered = before.form.removesuffix("s") in _NUMBERED or before.form in MONTHS
        set_off = word.mark in {",", ";"} and (
            not is_numeral(before.form) or _YEAR.fullmatch(before.form) or before.mark == "/"
        )
        ends = after is None or _counts_nothing(after) or after.mark[:1] in {",", ";"}
        if set_off:
            ends = after is None or (not after.mark and _counts_nothing(after))
        after_year = not word.mark and _YEAR.fullmatch(before.form)
        named = (after_name and not numbered and not before.opens_sentence) or after_year
        is_note = ends and bool(named or set_off)
        yield word._replace(counts=False) if is_note else word


def _counts_nothing(word: Word) -> bool:
    """Whether a word after a number is none that can be counted, and no month of May."""
    return (word.form in _UNCOUNTED and word.text != "May") or word.form.endswith(("ed", "ing"))


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
            lengths = {len(phrase) for phrase, _ in phrases}
            longest = k + max(lengths)
            # A word for the same is one within a longer phrase for the same, too.
            free_from[kind] = 0 if kind == "same" else longest
            ends = {k + length for length in lengths} if kind == "same" else {longest}
            for end in sorted(ends):
                edit = next((w.edit for w in words[k:end] if w.changed), None)
                if edit is not None:
                    fit = [(phrase, entry) for phrase, entry in phrases if k + len(phrase) == end]
                    yield LexiconMatch(k, end, fit[0][0], tuple(e for _, e in fit), edit)


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
    if entry.kind == "cue" and word.form in {"order", "demand", "mandate"}:
        return before not in _NOUN_BEFORE
    if entry.kind in {"cue", "contrary"} and word.text[0].isupper() and not word.opens_sentence:
        return False  # of a name: the Secretary-General is nothing general
    if entry.kind == "hedge" and word.form in _BEFORE_FIGURES:
        return k + 1 < len(words) and is_numeral(words[k + 1].form)
    if entry.kind in {"verb", "commitment"} and word.form in _AMBIGUOUS_NOUNS:
        return before not in _NOUN_BEFORE
    return not (entry.kind == "verb" and word.form == "states")
