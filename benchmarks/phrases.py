"""Is every phrase found, how fast, and are the known histories and paraphrases found?

    python benchmarks/phrases.py [--phrases N] [--no-model]

1. Phrases drawn by seed from the texts of ``series`` and ``sco``, some rewritten (case,
   quotes, dashes, punctuation, line breaks), are looked up in the index and by a scan with
   regular expressions that shares no code with it but the table of spellings. The places
   found must be the same, and so the first appearance.
2. Time for each phrase, for building the index, and both for 10, 100 and 1,000 documents.
   ``scan`` is the median of the scan that knows all spellings beforehand, ``from nothing``
   the same with learning them; ``words alone`` finds verbatim and normalised places,
   ``ladder`` adds the inflected and near ones and the history of all documents. The index
   must be 100 times faster than the first, and built in less than five of the second.
3. Histories that can be checked against the public record.
4. Paraphrases: recall and precision on sentence pairs rated by readers (STS benchmark) and on
   Bible verses in two translations, the threshold chosen on one half of each.

Leaves with 1 where an answer is wrong or a bound is missed.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scodiff.compare.phrases.dates import chronological, date_of
from scodiff.compare.phrases.events import first_of_all
from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.model import PhraseHistory
from scodiff.compare.phrases.query import parse
from scodiff.compare.phrases.search import occurrences, search
from scodiff.compare.phrases.settings import PhraseSettings
from scodiff.compare.phrases.stream import stream_of
from scodiff.compare.spelling import common_form
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read

if TYPE_CHECKING:
    from scodiff.compare.phrases.model import Occurrence
    from scodiff.embeddings.encoder import Encoder

_ROOT = Path(__file__).resolve().parent.parent
_DATA = Path(os.environ.get("SCODIFF_DATA", _ROOT / ".." / "shared" / "data"))
_SEED = 20030529
_EXACT = PhraseSettings(rungs="same-words", paraphrases="never")
_LITERAL = PhraseSettings(paraphrases="never")
_FASTER, _BUILD = 100, 5

Place = tuple[str, int, int]


# --- the texts ---


def texts(folder: Path) -> Iterator[Document]:
    """All texts below a folder, their ids made of the path so that none clash."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".txt", ".md"):
            try:
                document = read(path)
            except CorpusError:
                continue
            name = "-".join((*path.relative_to(folder).parts[:-1], document.id))
            yield replace(document, id=name, date=date_of(document))


def joined(document: Document) -> str:
    """The text that is searched: all but page numbers and running heads."""
    return "\n\n".join(p.text for p in document.paragraphs if p.kind != "furniture")


# --- the scan, independent of the index ---

_QUOTE, _DASH = "['’‘‚‛ʼ`´]", "[-‐‑‒–—―−\xad]"
_WORD = re.compile(
    rf"[^\W_]+(?:(?:(?<=[^\W\d_]){_QUOTE}|(?<=[^\W\d_])[.:](?=[^\W\d_])|(?<=\d)[.,;](?=\d))[^\W_]+)*"
)
_COMPOUND = re.compile(rf"(?<![^\W_])[^\W\d_]+{_DASH}[^\W\d_]+(?![^\W_])")


def plain(word: str) -> str:
    """A word in small letters, straight quotes and the common spelling."""
    small = re.sub(_QUOTE, "'", word).casefold().replace("ё", "е")
    return common_form(small) if small.isascii() and small.isalpha() else small


class Scan:
    """Looks through all texts, for each phrase anew."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.texts = {d.id: joined(d) for d in documents}
        self.words: defaultdict[str, set[str]] = defaultdict(set)
        for text in self.texts.values():
            for word in set(_WORD.findall(text)):
                self.words[plain(word)].add(word.casefold())
            for compound in set(_COMPOUND.findall(text)):
                self.words[plain(re.sub(_DASH, "", compound))].add(compound.casefold())

    def __call__(self, phrase: str) -> dict[Place, str]:
        """Every place of the phrase and whether it is verbatim or normalised."""
        words = list(_WORD.finditer(phrase))
        core = phrase[words[0].start() : words[-1].end()]
        head, tail = phrase[: words[0].start()], phrase[words[-1].end() :]
        pattern = self._pattern(words, phrase)
        found = {}
        for name, text in self.texts.items():
            for match in pattern.finditer(text):
                start, end = match.span(1)
                same = text[start:end] == core
                if same and text[:start].endswith(head) and text[end:].startswith(tail):
                    found[name, start - len(head), end + len(tail)] = "verbatim"
                else:
                    found[name, start, end] = "normalised"
        return found

    def _pattern(self, words: Sequence[re.Match[str]], phrase: str) -> re.Pattern[str]:
        parts: list[str] = []
        for i, word in enumerate(words):
            if i:
                between = phrase[words[i - 1].end() : word.start()]
                solid = re.fullmatch(_DASH, between) and self._both_letters(words[i - 1], word)
                parts.append(r"[\W_]*" if solid else r"[\W_]+")
            variants = self.words.get(plain(word.group())) or {word.group()}
            parts.append("(?:" + "|".join(map(self._literal, sorted(variants))) + ")")
        first, last = words[0].group()[0], words[-1].group()[-1]
        before = r"(?<!\d[.,;])" if first.isdigit() else r"(?<![^\W\d_][’'‘.:])"
        after = r"(?![.,;'’‘]\d)" if last.isdigit() else rf"(?!(?:{_QUOTE}|[.:])[^\W\d_])"
        body = "".join(parts)
        # A lookahead, so that places which overlap are all found.
        return re.compile(rf"(?<![^\W_]){before}(?=({body})(?![^\W_]){after})", re.IGNORECASE)

    @staticmethod
    def _both_letters(a: re.Match[str], b: re.Match[str]) -> bool:
        return a.group().isalpha() and b.group().isalpha()

    @staticmethod
    def _literal(word: str) -> str:
        spelled = re.escape(word.replace("е", "ЕЁ"))
        spelled = spelled.replace("ЕЁ", "[её]")
        spelled = re.sub("['’‘‚‛ʼ`´]", lambda _: _QUOTE, spelled)
        dashed = re.sub(r"\\?[-‐‑‒–—―−\xad]", lambda _: _DASH, spelled)
        # A compound of three is not one of two: "to-day" is not in "day-to-day".
        return dashed if dashed == spelled else rf"(?<!\w{_DASH}){dashed}(?!{_DASH}\w)"


# --- 1 and 2: equality and time ---


def draw(documents: Sequence[Document], number: int, rng: random.Random) -> list[str]:
    """Phrases of one to twelve words from anywhere, half of them rewritten."""
    pool = [(d, list(_WORD.finditer(joined(d)))) for d in documents]
    pool = [(d, words) for d, words in pool if len(words) > 20]
    phrases = []
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
    ladder: float
    ladder_worst: float


def compare_with_scan(
    documents: Sequence[Document], phrases: Sequence[str]
) -> tuple[int, int, int, Timing]:
    """Phrases with the same places, with the same first appearance, all places; and times."""
    started = time.perf_counter()
    scan = Scan(documents)
    prepared = time.perf_counter() - started
    started = time.perf_counter()
    index = PhraseIndex.of(documents)
    build = time.perf_counter() - started
    order = {d.id: chronological(d.date, d.id) for d in documents}
    same = firsts = places = 0
    times: dict[str, list[float]] = defaultdict(list)
    for phrase in phrases:
        query = re.sub(r"\s*\n\s*", " ", phrase)
        started = time.perf_counter()
        expected = scan(query)
        times["scan"].append(time.perf_counter() - started)
        started = time.perf_counter()
        found = occurrences(parse(phrase), index, _EXACT)
        earliest = first_of_all(found)
        times["exact"].append(time.perf_counter() - started)
        started = time.perf_counter()
        search(phrase, index, _LITERAL)
        times["ladder"].append(time.perf_counter() - started)
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
        middle["ladder"],
        max(times["ladder"]),
    )
    return same, firsts, places, timing


def _offsets(occurrence: Occurrence, index: PhraseIndex) -> tuple[int, int]:
    """The place of an occurrence in the joined text."""
    stream = index.stream(occurrence.document)
    for paragraph, offset in zip(stream.paragraphs, stream.offsets, strict=True):
        if paragraph.id == occurrence.paragraph:
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
        f"{'ladder':>10} {'worst':>9} {'faster':>7} {'build/scan':>10}"
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
        f"{nothing * 1e3:>10.1f}ms {t.exact * 1e3:>10.3f}ms {t.ladder * 1e3:>8.3f}ms "
        f"{t.ladder_worst * 1e3:>7.1f}ms {t.scan / t.exact:>6.0f}x {t.build / nothing:>9.1f}x"
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
        _print_history(phrase, search(phrase, index, _LITERAL))
    statements = PhraseIndex.of(list(texts(_DATA / "series" / "fomc")))
    print(f"\n{len(statements.shelf.entries)} statements of the FOMC")
    right = True
    for phrase, first, last in _FOMC_PHRASES:
        found = search(phrase, statements, _LITERAL)
        same = [o.date for o in found.occurrences if o.match in ("verbatim", "normalised")]
        as_known = bool(same) and (same[0], same[-1]) == (first, last)
        right = right and as_known
        print(
            f"  {phrase!r}: {same[0]} to {same[-1]}, {len(set(same))} statements; "
            f"{'as' if as_known else 'NOT as'} the public record ({first} to {last})"
        )
    return right


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


# --- 4: paraphrases ---

_DEVELOPMENT, _HELD_OUT = ("Ruth", "Jonah"), ("Philippians", "Ecclesiastes")
_VERSIONS = ("KJV-WEB", "ASV-BBE")
_QUERIES = 40
_LEAST_EQUIVALENT, _FALSE_ALARMS = 0.9, 0.05


@dataclass(frozen=True)
class Retrieval:
    """For each query: whether the best passage is right, its score, and the best wrong one's."""

    right: tuple[bool, ...]
    score: tuple[float, ...]
    wrong: tuple[float, ...]


def paraphrases() -> bool:
    """Print recall and precision on both halves; whether the threshold used is the calibrated."""
    from scodiff.compare.phrases.paraphrase import THRESHOLDS
    from scodiff.embeddings.models import open_encoder

    encoder = open_encoder()
    name = encoder.info.name
    rated = _rated(encoder)
    development, held_out = rated[::2], rated[1::2]
    verses = {
        book: [
            _retrieve(book, version, whole, encoder)
            for version in _VERSIONS
            for whole in (True, False)
        ]
        for book in (*_DEVELOPMENT, *_HELD_OUT)
    }
    threshold = _calibrate(development, [r for b in _DEVELOPMENT for r in verses[b]])
    used = THRESHOLDS.get(name)
    print(f"\nparaphrases by {name}: threshold calibrated {threshold:.2f}, in use {used}")
    print(
        f"  sentence pairs above it that readers rate 3 or more of 5: development "
        f"{_equivalent(development, threshold)}, held out {_equivalent(held_out, threshold)}"
    )
    print(f"  recall at 1 on sentence pairs rated 4 or more: {_sentence_recall(encoder)}")
    for book, results in verses.items():
        for (version, whole), r in zip(
            [(v, w) for v in _VERSIONS for w in ("verse", "half a verse")], results, strict=True
        ):
            _print_retrieval(book, version, whole, r, threshold)
    return used is not None and abs(used - threshold) < 0.005


def _rated(encoder: Encoder) -> list[tuple[float, float]]:
    """Cosine and readers' rating of each pair of the STS benchmark."""
    rows = _pairs()
    a, b = encoder.encode([r[0] for r in rows]), encoder.encode([r[1] for r in rows])
    cosines = (a * b).sum(axis=1)
    return [(float(c), float(r[2])) for c, r in zip(cosines, rows, strict=True)]


def _pairs() -> list[list[str]]:
    with (_DATA / "gold" / "stsb" / "stsb-en-dev.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _sentence_recall(encoder: Encoder) -> str:
    rows = _pairs()
    wanted = [i for i, row in enumerate(rows) if float(row[2]) >= 4]
    b = encoder.encode([row[1] for row in rows])
    a = encoder.encode([rows[i][0] for i in wanted])
    best = (a @ b.T).argmax(axis=1)
    right = sum(rows[j][1] == rows[i][1] for i, j in zip(wanted, best, strict=True))
    return f"{right} of {len(wanted)} among {len(rows)}"


def _equivalent(rated: Sequence[tuple[float, float]], threshold: float) -> str:
    above = [rating for cosine, rating in rated if cosine >= threshold]
    return f"{sum(r >= 3 for r in above)} of {len(above)}"


def _retrieve(book: str, version: str, whole: bool, encoder: Encoder) -> Retrieval:
    """Look verses (or their longer halves) of one translation up in the other."""
    from scodiff.compare.phrases.paraphrase import nearest

    folder = _DATA / "gold" / "bible"
    a = (folder / f"{book}.{version}.a.txt").read_text("utf-8").splitlines()
    b = (folder / f"{book}.{version}.b.txt").read_bytes()
    stream = stream_of(read(b, name=f"{book}.txt", paragraphs="lines"))
    numbers = random.Random(_SEED).sample(range(len(a)), min(_QUERIES, len(a)))
    right, scores, wrong = [], [], []
    for number in numbers:
        ranked = nearest(a[number] if whole else _half(a[number]), [stream], encoder)
        at = [stream.paragraph_at(passage.start) == number for _, passage in ranked]
        right.append(at[0])
        scores.append(ranked[0][0])
        wrong.append(next(score for (score, _), own in zip(ranked, at, strict=True) if not own))
    return Retrieval(tuple(right), tuple(scores), tuple(wrong))


def _half(verse: str) -> str:
    """The longer of the two parts that the middlemost stop makes."""
    stops = [m.end() for m in re.finditer(r"[,;:.?!] ", verse)]
    if not stops:
        return verse
    middle = min(stops, key=lambda at: abs(at - len(verse) / 2))
    return max(verse[:middle], verse[middle:], key=len).strip()


def _calibrate(rated: Sequence[tuple[float, float]], results: Sequence[Retrieval]) -> float:
    """The least threshold, in hundredths, that keeps both bounds on the development parts."""
    wrong = [score for r in results for score in r.wrong]
    for hundredth in range(50, 100):
        threshold = hundredth / 100
        above = [rating for cosine, rating in rated if cosine >= threshold]
        alarms = sum(score >= threshold for score in wrong) / len(wrong)
        if alarms <= _FALSE_ALARMS and sum(r >= 3 for r in above) >= _LEAST_EQUIVALENT * len(above):
            return threshold
    return 1.0


def _print_retrieval(book: str, version: str, what: str, r: Retrieval, threshold: float) -> None:
    answered = [ok for ok, score in zip(r.right, r.score, strict=True) if score >= threshold]
    alarms = sum(score >= threshold for score in r.wrong)
    part = "development" if book in _DEVELOPMENT else "held out"
    print(
        f"  {book} {version} ({part}), {what}: recall at 1 {sum(r.right)} of {len(r.right)}; "
        f"above the threshold {sum(answered)} right of {len(answered)}; without its "
        f"counterpart {alarms} of {len(r.wrong)} are given one"
    )


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
    if not options.no_model:
        good = paraphrases() and good
    print("\nall bounds met" if good else "\nA BOUND IS MISSED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
