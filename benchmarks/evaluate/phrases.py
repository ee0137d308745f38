"""Is every phrase found, how fast, and are the known histories and paraphrases found?

    python -m benchmarks.evaluate.phrases [--phrases N] [--no-model]

1. Phrases drawn by seed from the texts of ``series`` and ``sco``, some rewritten (case,
   quotes, dashes, punctuation, line breaks), are looked up in the index and by a scan with
   regular expressions that shares no code with it but the table of spellings. The places
   found must be the same, and so the first appearance.
2. Time for each phrase, for building the index, and both for 10, 100 and 1,000 documents.
   ``scan`` is the median of the scan that knows all spellings beforehand, ``from nothing``
   the same with learning them; ``words alone`` finds verbatim and normalised places,
   ``full`` adds the inflected and near ones and the history of all documents. The index
   must be 100 times faster than the first, and built in less than five of the second.
3. Histories that can be checked against the public record.
4. Formulas by documents as a reader found them: the words, a variant, absent.
5. Paraphrases: recall and precision on sentence pairs rated by readers (STS benchmark) and on
   Bible verses in two translations, the threshold chosen on one half of each.

Leaves with 1 where an answer is wrong or a bound is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from benchmarks.lib.phrases.formula_cells import print_formula_cells
from benchmarks.lib.phrases.scan import WORD, Scan, joined, texts
from scodiff.compare.phrases.documents import chronological
from scodiff.compare.phrases.history import first_of_all
from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.model import Occurrence, PhraseHistory, PhraseSettings
from scodiff.compare.phrases.search import search_phrase
from scodiff.compare.text.names import Thesaurus
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read

Found = TypeVar("Found")
_ROOT = Path(__file__).resolve().parents[2]
_DATA = Path(os.environ.get("SCODIFF_DATA", _ROOT / ".." / "shared" / "data"))
_SEED = 20030529
_EXACT = PhraseSettings(rungs="same-words", paraphrases="never")
_LITERAL = PhraseSettings(paraphrases="never")
_FASTER, _BUILD = 100, 5


# --- 1 and 2: equality and time ---


def draw(documents: Sequence[Document], number: int, rng: random.Random) -> list[str]:
    """Phrases of one to twelve words from anywhere, half of them rewritten."""
    pool = [(d, list(WORD.finditer(joined(d)))) for d in documents]
    pool = [(d, words) for d, words in pool if len(words) > 20]
    phrases: list[str] = []
    while len(phrases) < number:
        document, words = rng.choice(pool)
        length = rng.randint(1, 12)
        at = rng.randrange(len(words) - length)
        text = joined(document)[words[at].start() : words[at + length - 1].end()]
        if "\n\n" not in text:
            phrases.append(rewritten(text, rng) if rng.random() < 0.5 else text)
    return phrases


def rewritten(text: str, rng: random.Random) -> str:
    """The same words as somebody else would write them."""
    ways: list[Callable[[str], str]] = [
        str.upper,
        str.lower,
        lambda t: t.replace("'", "’").replace('"', "“"),
        lambda t: t.replace("’", "'").replace("“", '"').replace("”", '"'),
        lambda t: re.sub(r"(?<=\w)-(?=\w)", "‑", t),
        lambda t: t.replace(" ", "\n", 1),
        lambda t: re.sub(r" ", "  ", t),
        lambda t: re.sub(r"(?<=[^\W\d_]), ", " ", t),
    ]
    return rng.choice(ways)(text)


@dataclass(frozen=True)
class Timing:
    """Seconds for building, and medians for the three ways of asking."""

    documents: int
    words: int
    build: float
    prepared: float
    scan: float
    exact: float
    full: float
    full_worst: float


def timed(work: Callable[..., Found], *given: object) -> tuple[Found, float]:
    """What some work gives, and its seconds."""
    started = time.perf_counter()
    found = work(*given)
    return found, time.perf_counter() - started


def _exactly(phrase: str, index: PhraseIndex) -> tuple[Sequence[Occurrence], Occurrence | None]:
    found = search_phrase(phrase, index, _EXACT).occurrences
    return found, first_of_all(found)


def compare_with_scan(
    documents: Sequence[Document], phrases: Sequence[str]
) -> tuple[int, int, int, Timing]:
    """Phrases with the same places, with the same first appearance, all places; and times."""
    scan, prepared = timed(Scan, documents)
    index, build = timed(PhraseIndex.of, documents)
    order = {d.id: chronological(d.date, d.id) for d in documents}
    same = firsts = places = 0
    times: dict[str, list[float]] = defaultdict(list)
    for phrase in phrases:
        query = re.sub(r"\s*\n\s*", " ", phrase)
        expected, scanned = timed(scan, query)
        (found, earliest), exact = timed(_exactly, phrase, index)
        _, full = timed(search_phrase, phrase, index, _LITERAL)
        for way, seconds in (("scan", scanned), ("exact", exact), ("full", full)):
            times[way].append(seconds)
        got = {(o.document, *_offsets(o, index)): o.match for o in found}
        first = min(expected, key=lambda p: (order[p[0]], p[1]), default=None)
        mine = earliest and (earliest.document, *_offsets(earliest, index))
        same += got == expected
        firsts += first == mine
        places += len(expected)
        if got != expected or first != mine:
            print(
                f"  DIFFERS {phrase!r}: only scan {set(expected.items()) - set(got.items())}, "
                f"only index {set(got.items()) - set(expected.items())}"[:600]
            )
    middle = {way: statistics.median(values) for way, values in times.items()}
    words = sum(index.stream(d.id).words for d in documents)
    timing = Timing(
        len(documents),
        words,
        build,
        prepared,
        middle["scan"],
        middle["exact"],
        middle["full"],
        max(times["full"]),
    )
    return same, firsts, places, timing


def _offsets(occurrence: Occurrence, index: PhraseIndex) -> tuple[int, int]:
    """The place of an occurrence in the joined text."""
    stream = index.stream(occurrence.document)
    for place, offset in zip(stream.layout.places, stream.layout.offsets, strict=True):
        if place.id == occurrence.paragraph:
            return offset + occurrence.start, offset + occurrence.end
    raise KeyError(occurrence)


def equality(documents: Sequence[Document], number: int) -> bool:
    """Print the comparison with the scan and the times; whether all bounds are met."""
    rng = random.Random(_SEED)
    phrases = draw(documents, number, rng)
    same, firsts, places, timing = compare_with_scan(documents, phrases)
    print(
        f"equal to the scan: {same} of {number} phrases in every place and match "
        f"({places} places); first appearance {firsts} of {number}"
    )
    print(
        f"{'documents':>10} {'words':>9} {'build':>9} {'scan':>10} {'from nothing':>12} "
        f"{'words alone':>12} "
        f"{'full':>10} {'worst':>9} {'faster':>7} {'build/scan':>10}"
    )
    _row(timing)
    for size in (10, 100, 1000):
        few = grown(documents, size)
        _row(compare_with_scan(few, draw(few, 60, random.Random(size)))[3])
    met = timing.scan / timing.exact >= _FASTER
    met = met and timing.build / (timing.prepared + timing.scan) < _BUILD
    return same == firsts == number and met


def _row(t: Timing) -> None:
    nothing = t.prepared + t.scan
    print(
        f"{t.documents:>10} {t.words:>9,} {t.build:>8.2f}s {t.scan * 1e3:>8.1f}ms "
        f"{nothing * 1e3:>10.1f}ms {t.exact * 1e3:>10.3f}ms {t.full * 1e3:>8.3f}ms "
        f"{t.full_worst * 1e3:>7.1f}ms {t.scan / t.exact:>6.0f}x {t.build / nothing:>9.1f}x"
    )


def grown(documents: Sequence[Document], size: int) -> list[Document]:
    """Some of the documents, or all and copies of them under other names."""
    rng = random.Random(size)
    if size <= len(documents):
        return rng.sample(list(documents), size)
    copies = [
        replace(d, id=f"{d.id}-copy{i}")
        for i in range(1, 1 + size // len(documents))
        for d in documents
    ]
    return [*documents, *copies][:size]


# --- 3: histories that can be checked ---

_SCO = (
    "2003-moscow",
    "2018-qingdao-information-report",
    "2019-bishkek",
    "2022-samarkand",
    "2023-new-delhi",
)
_SCO_PHRASES = (
    "pre-emptive measures",
    "mutual trust, mutual benefit, equality",
    "Shanghai Spirit",
    "community with a shared future for humankind",
    "central coordinating role",
    "without politicization and double standards",
)
# Guidance of the US Federal Reserve, with the statements that brought and last had it
# (press releases of those days; its minutes and the press tell of each change). On
# 9 August 2011 only the sentence on three dissenting votes still had the first one.
_FOMC_PHRASES = (
    ("for an extended period", "2009-03-18", "2011-08-09"),
    ("at least through mid-2013", "2011-08-09", "2011-12-13"),
    ("at least through late 2014", "2012-01-25", "2012-08-01"),
    ("can be patient", "2014-12-17", "2015-01-28"),
)


def histories() -> bool:
    """Print the histories of some phrases; whether those of public record are right."""
    print("\nfive texts of the SCO (· absent, other states by their first letter)")
    index = PhraseIndex.of([read(_DATA / "sco" / f"{name}.en.txt") for name in _SCO])
    for phrase in _SCO_PHRASES:
        _print_history(phrase, search_phrase(phrase, index, _LITERAL))
    statements = PhraseIndex.of(list(texts(_DATA / "series" / "fomc")))
    print(f"\n{len(list(statements.documents))} statements of the FOMC")
    right = True
    for phrase, first, last in _FOMC_PHRASES:
        found = search_phrase(phrase, statements, _LITERAL)
        same = [o.date for o in found.occurrences if o.match in ("verbatim", "normalised")]
        as_known = bool(same) and (same[0], same[-1]) == (first, last)
        right = right and as_known
        print(
            f"  {phrase!r}: {same[0]} to {same[-1]}, {len(set(same))} statements; "
            f"{'as' if as_known else 'NOT as'} the public record ({first} to {last})"
        )
    return right


def _words_only(formula: str, index: PhraseIndex, names: Thesaurus) -> PhraseHistory:
    return search_phrase(formula, index, _LITERAL, names=names)


def _print_history(phrase: str, found: PhraseHistory) -> None:
    line = "".join("·" if e.state == "absent" else e.state[0] for e in found.history)
    told = [
        f"{e.document} {e.state}"
        + (f" {e.count}x" if e.count else "")
        + "".join(f" ({a.old} → {a.new})" for a in e.how)
        for e in found.history
        if e.state != "absent"
    ]
    print(f"  {line}  {phrase!r}: {'; '.join(told)}")


def main() -> int:
    """Run all parts and print the figures; 0 if all bounds are met."""
    parser = argparse.ArgumentParser(description="Benchmark the search for phrases.")
    parser.add_argument("--phrases", type=int, default=500)
    parser.add_argument("--no-model", action="store_true")
    options = parser.parse_args()
    if not (_DATA / "series").is_dir():
        print(f"no texts in {_DATA.name}/series: set SCODIFF_DATA to the folder of real texts")
        return 0
    documents = [*texts(_DATA / "series"), *texts(_DATA / "sco")]
    good = equality(documents, options.phrases)
    good = histories() and good
    good = print_formula_cells(_DATA, _words_only) and good
    if not options.no_model:
        from benchmarks.lib.phrases.paraphrases import paraphrases

        good = paraphrases(_DATA / "gold", _SEED) and good
    print("\nall bounds met" if good else "\nA BOUND IS MISSED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
