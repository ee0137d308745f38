"""The lexicon of shifts: a commented TOML file, read when first needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from scodiff.compare.model import LexiconInfo
from scodiff.compare.shifts.kinds import TRAITS, ShiftKind
from scodiff.compare.text.abbreviations import Names
from scodiff.compare.text.names import Thesaurus, load_names
from scodiff.compare.text.tokens import fold, is_word, tokenize
from scodiff.compare.text.word_file import read_word_file

_DEFAULT = Path(__file__).with_name("lexicon.toml")
VERSION = 1
LONGEST_STEM = 30  # letters

PhraseKind = ShiftKind | Literal["state", "cue", "same", "contrary", "plain", "collective", "venue"]
Phrase = tuple[str, ...]  # folded words, or stems with a star (``обязан*``)


class LexiconError(Exception):
    """A lexicon that cannot be used; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """What a phrase is in the lexicon: a kind, a step (0 = weakest) and its ladder.

    Of a state the ladder is the name it goes by, and the step 1 for a name, 0 for an adjective.
    Of a cue it is what the cue says, of a synonym its group; of a contrary its group and, after
    a colon, the kind of shift where that is given, and the step tells the two lists apart.
    """

    kind: PhraseKind
    step: int = 0
    ladder: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first word, or by the first letters of a stem.

    ``names`` is the file of names that the states and the ``bodies`` are from; of ``bodies`` each
    name stands for the first of the same body.
    """

    info: LexiconInfo
    names: Thesaurus
    bodies: Names
    phrases: Mapping[str, Sequence[tuple[Phrase, LexiconEntry]]]
    stems: Mapping[str, Sequence[tuple[Phrase, LexiconEntry]]]
    prefixes: tuple[str, ...]
    contraries: frozenset[frozenset[str]]
    promise_nothing: frozenset[str]
    same_actors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    generic_names: frozenset[str] = frozenset()
    state_forms: Sequence[Phrase] = ()
    verbs: frozenset[str] = frozenset()
    acting: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()

    def starting_with(self, word: str) -> Sequence[tuple[Phrase, LexiconEntry]]:
        """The phrases that may begin with a folded word."""
        found = self.phrases.get(word, ())
        if word.isascii() or not self.stems:
            return found
        stems = (
            self.stems.get(word[:end], ()) for end in range(2, min(len(word), LONGEST_STEM) + 1)
        )
        return [*found, *(pair for pairs in stems for pair in pairs)]


@lru_cache(maxsize=4)
def load_lexicon(path: Path | None = None, names: Thesaurus | None = None) -> Lexicon:
    """The lexicon of a file with the states and bodies of ``names``; of either scodiff's own.

    Raises LexiconError where the file cannot be read or is no lexicon.
    """
    path, known = path or _DEFAULT, names or load_names()

    def build(data: Mapping[str, Any], sha256: str) -> Lexicon:
        """What the file says."""
        if "states" in data["actor"]:
            raise ValueError("[actor] states, which are in the file of names (names.toml) now")
        return _build(data, LexiconInfo(path.name, sha256), known)

    return read_word_file(path, "lexicon", _DEFAULT.name, VERSION, build, LexiconError)


def _build(data: Mapping[str, Any], info: LexiconInfo, names: Thesaurus) -> Lexicon:
    phrases: dict[str, list[tuple[Phrase, LexiconEntry]]] = {}
    stems: dict[str, list[tuple[Phrase, LexiconEntry]]] = {}
    verbs: set[str] = set()
    of_states = (entry for state in names.states for entry in _state(state))
    for phrase, entry in (*_entries(data), *of_states):
        forms = _forms(phrase)
        if phrase.startswith("verb:"):
            verbs.update(form[0] for form in forms)
        for form in forms:
            head = form[0]
            index, key = (stems, head[:-1]) if head.endswith("*") else (phrases, head)
            index.setdefault(key, []).append((form, entry))
    actor, polarity = data["actor"], data["polarity"]
    return Lexicon(
        info=info,
        names=names,
        bodies=Names(tuple((name, body[0]) for body in names.bodies for name in body)),
        phrases=phrases,
        stems=stems,
        prefixes=tuple(polarity["prefixes"]),
        contraries=frozenset(
            frozenset("".join(_words(word)) for word in pair) for pair in polarity["contraries"]
        ),
        promise_nothing=frozenset(data["commitment"]["ladders_that_promise_nothing"]),
        same_actors=_same_actors(actor["same"]),
        generic_names=_single_words(actor["generic"]),
        state_forms=tuple(tuple(_words(form)) for form in names.state_forms),
        verbs=frozenset(verbs),
        acting=_single_words(actor.get("acting", ())),
        agents=_single_words((*actor.get("acting", ()), *actor.get("agents", ()))),
    )


def _single_words(nouns: Iterable[str]) -> frozenset[str]:
    return frozenset(word for noun in nouns for word in _words(noun))


def _same_actors(groups: Iterable[Iterable[str]]) -> dict[str, frozenset[str]]:
    """Each noun with all of those that may stand for it."""
    folded = [frozenset(_words(noun)[0] for noun in group) for group in groups]
    return {word: group for group in folded for word in group}


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, LexiconEntry]]:
    """Every phrase as the file has it, and what it is."""
    yield from _steps("modality", data["modality"]["steps"])
    for ladder in data["ladder"]:
        yield from _steps("verb", ladder["steps"], ladder["name"])
    yield from _steps("commitment", data["commitment"]["steps"], start=1)
    yield from _all(data["commitment"]["done"], LexiconEntry("commitment", 0, "done"))
    yield from _all(data["polarity"]["negations"], LexiconEntry("polarity"))
    yield from _all(data["degree"]["strong"], LexiconEntry("degree", 1))
    yield from _all(data["degree"]["weak"], LexiconEntry("degree", -1))
    for kind in (kind for kind, traits in TRAITS.items() if traits.adding):
        yield from _all(data[kind]["words"], LexiconEntry(kind))
    yield from _all(data["scope"]["limits"], LexiconEntry("scope", -1))
    yield from _all(data["scope"]["extends"], LexiconEntry("scope", 1))
    yield from _all(data["actor"]["nouns"], LexiconEntry("actor"))
    yield from _groups(data)


def _groups(data: Mapping[str, Any]) -> Iterator[tuple[str, LexiconEntry]]:
    """Other verbs, cues, synonyms, contraries; a lexicon made before there were any has none."""
    yield from _all(data["actor"].get("collective", ()), LexiconEntry("collective"))
    yield from _all(data["actor"].get("venues", ()), LexiconEntry("venue"))
    yield from _all(data.get("verbs", {}).get("plain", ()), LexiconEntry("plain"))
    for name, phrases in data.get("cue", {}).items():
        yield from _all(phrases, LexiconEntry("cue", 0, name))
    for number, phrases in enumerate(data.get("same", {}).get("words", ())):
        yield from _all(_with_plurals(phrases), LexiconEntry("same", 0, str(number)))
    for number, group in enumerate(data.get("contrary", ())):
        name = f"{number}:{group.get('kind', '')}"
        yield from _all(_with_plurals(group["a"]), LexiconEntry("contrary", 0, name))
        yield from _all(_with_plurals(group["b"]), LexiconEntry("contrary", 1, name))


def _with_plurals(phrases: Iterable[str]) -> Iterator[str]:
    """Each phrase, and of single English words the plural that they would have as nouns."""
    given = set(phrases)
    for phrase in phrases:
        yield phrase
        if phrase.isascii() and phrase.isalpha() and not phrase.endswith("s"):
            plural = f"{phrase[:-1]}ies" if phrase.endswith("y") else f"{phrase}s"
            if plural not in given:
                yield plural


def _steps(
    kind: PhraseKind, steps: Iterable[Iterable[str]], ladder: str = "", start: int = 0
) -> Iterator[tuple[str, LexiconEntry]]:
    for step, phrases in enumerate(steps, start):
        yield from _all(phrases, LexiconEntry(kind, step, ladder))


def _all(phrases: Iterable[str], entry: LexiconEntry) -> Iterator[tuple[str, LexiconEntry]]:
    return ((phrase, entry) for phrase in phrases)


def _state(names: Sequence[str]) -> Iterator[tuple[str, LexiconEntry]]:
    for name in names:
        bare = name.removeprefix("adj:")
        yield bare, LexiconEntry("state", int(bare == name), names[0])


def _forms(phrase: str) -> list[Phrase]:
    """The folded word forms of a phrase."""
    if not phrase.startswith("verb:"):
        return [tuple(_words(phrase))]
    words = phrase.removeprefix("verb:").split()
    # The verb comes first, after an adverb in -ly.
    place = 1 if words[0].endswith("ly") and len(words) > 1 else 0
    before, after = _words(" ".join(words[:place])), _words(" ".join(words[place + 1 :]))
    return [(*before, *_words(form), *after) for form in _inflected(words[place])]


def _words(text: str) -> list[str]:
    """Folded words; the star of a stem stays with it."""
    if text.isascii() and text.replace(" ", "").isalpha():
        return [fold(word) for word in text.split()]
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
    "begin": ("begin", "begins", "began", "begun", "beginning"),
    "rise": ("rise", "rises", "rose", "risen", "rising"),
    "grow": ("grow", "grows", "grew", "grown", "growing"),
    "fall": ("fall", "falls", "fell", "fallen", "falling"),
    "keep": ("keep", "keeps", "kept", "keeping"),
    "build": ("build", "builds", "built", "building"),
    "break": ("break", "breaks", "broke", "broken", "breaking"),
    "leave": ("leave", "leaves", "left", "leaving"),
    "find": ("find", "finds", "found", "finding"),
    "shrink": ("shrink", "shrinks", "shrank", "shrunk", "shrinking"),
    "withdraw": ("withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"),
    "bind": ("bind", "binds", "bound", "binding"),
    "forbid": ("forbid", "forbids", "forbade", "forbidden", "forbidding"),
    "say": ("say", "says", "said", "saying"),
    "see": ("see", "sees", "saw", "seen", "seeing"),
    "wind": ("wind", "winds", "wound", "winding"),
    "meet": ("meet", "meets", "met", "meeting"),
    "seek": ("seek", "seeks", "sought", "seeking"),
    "withhold": ("withhold", "withholds", "withheld", "withholding"),
    "give": ("give", "gives", "gave", "given", "giving"),
    "make": ("make", "makes", "made", "making"),
    "set": ("set", "sets", "setting"),
    "cut": ("cut", "cuts", "cutting"),
    "split": ("split", "splits", "splitting"),
    "sell": ("sell", "sells", "sold", "selling"),
    "tell": ("tell", "tells", "told", "telling"),
    "lose": ("lose", "loses", "lost", "losing"),
    "lend": ("lend", "lends", "lent", "lending"),
    "spend": ("spend", "spends", "spent", "spending"),
    "win": ("win", "wins", "won", "winning"),
    "understand": ("understand", "understands", "understood", "understanding"),
    "undergo": ("undergo", "undergoes", "underwent", "undergone", "undergoing"),
    "rebuild": ("rebuild", "rebuilds", "rebuilt", "rebuilding"),
    "deny": ("deny", "denies", "denied", "denying"),
}
# Short verbs that end in a consonant after a stressed vowel double it.
_DOUBLED = frozenset(
    """plan stop drop ban bar admit commit regret defer refer fulfil control cancel
    submit permit step transfer occur omit equip spur stem incur concur deter confer compel expel
    propel recur""".split()  # noqa: SIM905
)


def _inflected(verb: str) -> tuple[str, ...]:
    """The forms of an English verb: base, third person, past, participle."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb in _DOUBLED:
        return verb, verb + "s", verb + verb[-1] + "ed", verb + verb[-1] + "ing"
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    ending = "es" if verb.endswith(("s", "sh", "ch", "x")) else "s"
    return verb, verb + ending, verb + "ed", verb + "ing"
