"""The lexicon of shifts: a commented TOML file, read when first needed."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from scodiff.compare.model import LexiconInfo
from scodiff.compare.shifts.kinds import TRAITS, ShiftKind
from scodiff.compare.text.tokens import fold, is_word, tokenize

_DEFAULT = Path(__file__).with_name("lexicon.toml")
VERSION = 1
LONGEST_STEM = 30  # letters

PhraseKind = ShiftKind | Literal["state"]


class LexiconError(Exception):
    """A lexicon that cannot be used; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase is in the lexicon: a kind, a step (0 = weakest) and its ladder.

    Of a state the ladder is the name it goes by, and the step 1 for a name, 0 for an adjective.
    """

    kind: PhraseKind
    step: int = 0
    ladder: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first word; a phrase is a tuple of folded words or ``stem*``."""

    info: LexiconInfo
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], Entry]]]
    stems: Mapping[str, Sequence[tuple[tuple[str, ...], Entry]]]
    prefixes: tuple[str, ...]
    contraries: frozenset[frozenset[str]]
    promise_nothing: frozenset[str]
    same_actors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    generic_names: frozenset[str] = frozenset()
    state_forms: Sequence[tuple[str, ...]] = ()

    def starting_with(self, word: str) -> Sequence[tuple[tuple[str, ...], Entry]]:
        """The phrases that may begin with a folded word."""
        found = self.phrases.get(word, ())
        if word.isascii() or not self.stems:
            return found
        stems = (
            self.stems.get(word[:end], ()) for end in range(2, min(len(word), LONGEST_STEM) + 1)
        )
        return [*found, *(pair for pairs in stems for pair in pairs)]


@lru_cache(maxsize=4)
def load_lexicon(path: Path | None = None) -> Lexicon:
    """The lexicon of a file, or scodiff's own.

    Raises LexiconError where the file cannot be read or is no lexicon.
    """
    path = path or _DEFAULT
    try:
        content = path.read_bytes()
        data = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise LexiconError(f"the lexicon '{path}' cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(
            f"the lexicon '{path}' is not valid TOML ({error}); see lexicon.toml for its form."
        ) from error
    if data.get("version") != VERSION:
        raise LexiconError(
            f"the lexicon '{path}' says version {data.get('version')!r}; "
            f"this scodiff reads version {VERSION}."
        )
    try:
        return _build(data, LexiconInfo(path.name, hashlib.sha256(content).hexdigest()))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LexiconError(
            f"the lexicon '{path}' lacks or misuses {error}; see lexicon.toml for its form."
        ) from error


def _build(data: Mapping[str, Any], info: LexiconInfo) -> Lexicon:
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    stems: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for phrase, entry in _entries(data):
        for form in _forms(phrase):
            head = form[0]
            if head.endswith("*"):
                stems.setdefault(head[:-1], []).append((form, entry))
            else:
                phrases.setdefault(head, []).append((form, entry))
    same = {
        word: frozenset(group)
        for nouns in data["actor"]["same"]
        for group in [[_words(noun)[0] for noun in nouns]]
        for word in group
    }
    return Lexicon(
        info=info,
        phrases=phrases,
        stems=stems,
        prefixes=tuple(data["polarity"]["prefixes"]),
        contraries=frozenset(
            frozenset("".join(_words(w)) for w in pair) for pair in data["polarity"]["contraries"]
        ),
        promise_nothing=frozenset(data["commitment"]["ladders_that_promise_nothing"]),
        same_actors=same,
        generic_names=frozenset(w for noun in data["actor"]["generic"] for w in _words(noun)),
        # A lexicon that was made before these were asked for knows no states.
        state_forms=tuple(tuple(_words(form)) for form in data["actor"].get("forms", ())),
    )


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for step, phrases in enumerate(data["modality"]["steps"]):
        yield from ((phrase, Entry("modality", step)) for phrase in phrases)
    for ladder in data["ladder"]:
        for step, phrases in enumerate(ladder["steps"]):
            yield from ((phrase, Entry("verb", step, ladder["name"])) for phrase in phrases)
    for step, phrases in enumerate(data["commitment"]["steps"], 1):
        yield from ((phrase, Entry("commitment", step)) for phrase in phrases)
    yield from ((phrase, Entry("commitment", 0, "done")) for phrase in data["commitment"]["done"])
    yield from ((phrase, Entry("polarity")) for phrase in data["polarity"]["negations"])
    yield from ((phrase, Entry("degree", 1)) for phrase in data["degree"]["strong"])
    yield from ((phrase, Entry("degree", -1)) for phrase in data["degree"]["weak"])
    for kind, traits in TRAITS.items():
        if traits.adding:
            yield from ((phrase, Entry(kind)) for phrase in data[kind]["words"])
    yield from ((phrase, Entry("scope", -1)) for phrase in data["scope"]["limits"])
    yield from ((phrase, Entry("scope", 1)) for phrase in data["scope"]["extends"])
    yield from ((phrase, Entry("actor")) for phrase in data["actor"]["nouns"])
    for state in data["actor"].get("states", ()):
        for name in state:
            bare = name.removeprefix("adj:")
            yield bare, Entry("state", int(bare == name), state[0])


def _forms(phrase: str) -> Iterator[tuple[str, ...]]:
    """The folded word forms of a phrase."""
    if not phrase.startswith("verb:"):
        yield tuple(_words(phrase))
        return
    words = phrase.removeprefix("verb:").split()
    # The verb comes first, after an adverb in -ly.
    place = 1 if words[0].endswith("ly") and len(words) > 1 else 0
    for form in _inflected(words[place]):
        yield tuple(_words(" ".join([*words[:place], form, *words[place + 1 :]])))


def _words(text: str) -> list[str]:
    """Folded words; the star of a stem stays with it."""
    found: list[str] = []
    for token in tokenize(text):
        if token == "*" and found:
            found[-1] += "*"
        elif is_word(token):
            found.append(fold(token))
    return found


_IRREGULAR = {
    "take": ("take", "takes", "took", "taken", "taking"),
    "think": ("think", "thinks", "thought", "thinking"),
    "stand": ("stand", "stands", "stood", "standing"),
    "uphold": ("uphold", "upholds", "upheld", "upholding"),
    "hold": ("hold", "holds", "held", "holding"),
    "undertake": ("undertake", "undertakes", "undertook", "undertaken", "undertaking"),
    "be": ("be", "is", "are", "was", "were", "been", "being"),
    "commit": ("commit", "commits", "committed", "committing"),
    "regret": ("regret", "regrets", "regretted", "regretting"),
    "plan": ("plan", "plans", "planned", "planning"),
}


def _inflected(verb: str) -> tuple[str, ...]:
    """The forms of an English verb: base, third person, past, participle."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    ending = "es" if verb.endswith(("s", "sh", "ch", "x")) else "s"
    return verb, verb + ending, verb + "ed", verb + "ing"
