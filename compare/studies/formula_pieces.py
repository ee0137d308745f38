"""The search for formulas as two jobs: what each document has, and what begins with some words.

A worker is given the words of a document, and says where its sentences are and where a phrase can
begin and end. Then a worker is given all places at which certain words stand, with what follows,
and finds the phrases that begin with these words: none of them needs another worker's.

A formula is a whole phrase: it begins and ends with a word of meaning, where a clause or a noun
phrase can begin and end. It is no name of a state, of a body or of an office, and no list of them.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np

from scodiff.compare.jobs.model import JobPiece, LongJob
from scodiff.compare.jobs.running import WayOfWorking, run_job
from scodiff.compare.phrases.rungs.grammar import is_grammar
from scodiff.compare.phrases.stream import FormsOfText, Stream
from scodiff.compare.phrases.words import stem, word_form, word_tokens
from scodiff.compare.studies.installed import installed, key_of, look_again
from scodiff.compare.studies.model import FormulaSettings
from scodiff.compare.studies.repeats import (
    BEGINS,
    ENDS,
    OUTSIDE,
    AllWords,
    PhraseStarts,
    WordMarks,
    repeated,
)
from scodiff.compare.text.names import load_names
from scodiff.compare.text.sentences import sentence_spans

_MODEL = "none"
_STARTS = 40_000  # that a piece has; more where one word has more by itself

# Of its places so many must begin, and so many end, where a phrase can.
WHOLE = 0.6
# After these a noun phrase goes on: "the importance of" is none.
_GOING_ON = frozenset(["of", "to", "for", "on", "с", "о", "的", "之"])
# Words that no phrase begins or ends with, beside those of grammar.
_OUTSIDE = frozenset(
    """
    about accordance well against without before after during until over above below also not only
    is are was were be been has have had will shall would should may can must that
    which who it they we he she while where when
    если что который которые не также является являются 是 将
    """.split()  # noqa: SIM905 - a word list reads better without quotation marks
)
_MONTHS = frozenset(
    """
    january february march april june july august september october november december
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    """.split()  # noqa: SIM905 - a word list reads better without quotation marks
)
_OFFICES = frozenset(
    """
    president prime minister ministers premier secretary secretaries general head heads chairman
    chairperson director member members state states government republic federation islamic kingdom
    people's union organization organisations council meeting meetings session summit committee
    sco президент министр премьер глава главы республика федерация совет заседание государств
    leaders delegations delegation
    """.split()  # noqa: SIM905 - a word list reads better without quotation marks
)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A phrase of ``length`` words that stands again, in ``spread`` declarations.

    ``places`` are pairs of a document's number and a word's.
    """

    length: int
    spread: int
    places: tuple[tuple[int, int], ...]


# What each document has


def marks_of(streams: Sequence[Stream], way: WayOfWorking) -> list[WordMarks]:
    """What the words of each document are to a phrase; raises JobError where one fails."""
    look_again()
    identity = dict(installed(_MODEL))
    pieces = [_document_piece(stream, identity) for stream in streams]
    job = LongJob("documents", marked, pieces, partial(installed, _MODEL))
    return [WordMarks(**data) for data in run_job(job, way)]


def _document_piece(stream: Stream, identity: dict[str, str]) -> JobPiece:
    layout = stream.layout
    cited = [place.n is not None for place in layout.places]
    ranges = [stream.paragraph_range(number) for number in range(len(cited))]
    digest = hashlib.sha256(stream.text.encode("utf-8", "surrogatepass"))
    digest.update(stream.starts.tobytes() + stream.ends.tobytes())
    return JobPiece(
        stream.name,
        key_of("words of a document", identity, digest.hexdigest(), ranges, cited),
        (stream.text, stream.starts, stream.ends, ranges, cited),
        float(len(stream.text) or 1),
    )


def marked(
    text: str,
    starts: array[int],
    ends: array[int],
    ranges: Sequence[tuple[int, int]],
    cited: Sequence[bool],
) -> dict[str, Any]:
    """The marks of a text, its words and its paragraphs being at these ranges of it."""
    forms = FormsOfText(text, starts, ends)[:]
    # What stands between two words parts phrases if it is more than white space.
    between = (bool(text[end:start].strip()) for end, start in zip(ends, starts[1:], strict=False))
    parted = [True, *between, True]
    outside = [is_outside(form) for form in forms]
    can_end = [may_end(form) for form in forms[1:]] + [True]
    marks = [
        BEGINS * (parted[n] or outside[n - 1])
        + ENDS * (parted[n + 1] or can_end[n])
        + OUTSIDE * outside[n]
        for n in range(len(forms))
    ]
    sentences: list[tuple[int, int]] = []
    stems: Counter[str] = Counter()
    paragraphs = 0
    for (begin, end), counts in zip(ranges, cited, strict=True):
        own = forms[bisect_left(starts, begin) : bisect_left(starts, end)]
        stems.update({stem(form) for form in own})
        paragraphs += bool(own)
        for spans in sentence_spans(text[begin:end]) if counts else ():
            first, last = (bisect_left(starts, begin + at) for at in spans)
            sentences.append((first, last))
    return {
        "sentences": sentences,
        "marks": "".join(map(str, marks)),
        "stems": dict(sorted(stems.items())),
        "paragraphs": paragraphs,
    }


# What begins with some words


def repeats_of(
    streams: Sequence[Stream],
    marks: Sequence[WordMarks],
    declarations: Sequence[int],
    settings: FormulaSettings,
    way: WayOfWorking,
) -> list[Repeat]:
    """The phrases that stand in enough declarations, in no order.

    ``declarations`` has a number for each document, the same for editions of one. Raises JobError
    where a piece fails.
    """
    words = AllWords(streams, marks, declarations, settings)
    identity = key_of(dict(installed(_MODEL)), words.digest(), asdict(settings))
    pieces = [
        JobPiece(
            f"'{words.words[first]}' to '{words.words[last - 1]}'",
            key_of("phrases by first word", identity, first, last),
            (words, first, last, settings.least_words, settings.least_documents),
            float(words.starts(first, last)),
        )
        for first, last in words.parts(_STARTS)
    ]
    job = LongJob(
        "parts of the vocabulary", phrases_of, pieces, partial(installed, _MODEL), _handed
    )
    found = []
    for piece, phrases in zip(pieces, run_job(job, way), strict=True):
        chosen = words.chosen(*piece.arguments[1:3])
        for length, rows in phrases:
            places = words.places(chosen[rows])
            spread = len({declarations[document] for document, _ in places})
            found.append(Repeat(length, spread, places))
    return found


def _handed(
    words: AllWords, first: int, last: int, least_words: int, least_declarations: int
) -> tuple[PhraseStarts, int, int]:
    """What a worker is given of a piece."""
    return words.starting_with(first, last), least_words, least_declarations


def phrases_of(
    starts: PhraseStarts, least_words: int, least_declarations: int
) -> list[tuple[int, list[int]]]:
    """The phrases among what stands again and again: the length of each, and its starts."""
    outside = np.array([is_outside(word) for word in starts.words], dtype=np.bool_)
    found = []
    for length, rows in repeated(starts, outside, least_words, least_declarations):
        at = starts.at[rows]
        sides = int(starts.begins[rows].sum()), int(starts.ends[at + length - 1].sum())
        forms = [starts.words[word] for word in starts.symbols[at[0] : at[0] + length]]
        if min(sides) >= WHOLE * len(rows) and not is_name(forms):
            found.append((length, rows.tolist()))
    return found


# What a phrase is


def meaning(forms: Iterable[str]) -> list[str]:
    """The words of meaning among some words."""
    return [form for form in forms if not is_grammar(form)]


def is_name(forms: Sequence[str]) -> bool:
    """Whether words name or list states, bodies, offices and dates for the most part."""
    words = meaning(forms)
    others = _words_of_names()
    named = sum(word in others or word[0].isdigit() for word in words)
    return 2 * named >= len(words) or tuple(forms) in _body_names()


def is_outside(form: str) -> bool:
    """Whether no phrase begins or ends with a word."""
    return form in _OUTSIDE or is_grammar(form)


def may_end(following: str) -> bool:
    """Whether a phrase can end before a word, with nothing between them."""
    return is_outside(following) and following not in _GOING_ON


@lru_cache(maxsize=1)
def _words_of_names() -> frozenset[str]:
    """The words of which the names of states, bodies, offices and dates are made."""
    from scodiff.compare.shifts.lexicon import load_lexicon

    found = load_lexicon().phrases.values()
    names = (phrase for some in found for phrase, entry in some if entry.kind == "state")
    states = {word for phrase in names for word in phrase if not is_grammar(word)}
    return _OFFICES | _MONTHS | states


@lru_cache(maxsize=1)
def _body_names() -> frozenset[tuple[str, ...]]:
    names = (name for body in load_names().bodies for name in body)
    return frozenset(tuple(filter(None, map(word_form, word_tokens(name)))) for name in names)
