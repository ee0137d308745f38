"""Paraphrases: recall and precision on rated sentence pairs and on verses in two translations."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scodiff.compare.phrases.paraphrase import THRESHOLDS, all_sentences, nearest
from scodiff.compare.phrases.stream import stream_of
from scodiff.corpus.reader import read
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.models import open_encoder

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


def paraphrases(gold: Path, seed: int) -> bool:
    """Print recall and precision on both halves; whether the threshold used is the calibrated."""
    encoder = open_encoder()
    name = encoder.info.name
    rated = _rated(gold, encoder)
    development, held_out = rated[::2], rated[1::2]
    verses = {
        book: [
            _retrieve(gold / "bible", book, version, whole, encoder, seed)
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
    print(f"  recall at 1 on sentence pairs rated 4 or more: {_sentence_recall(gold, encoder)}")
    for book, results in verses.items():
        for (version, whole), r in zip(
            [(v, w) for v in _VERSIONS for w in ("verse", "half a verse")], results, strict=True
        ):
            _print_retrieval(book, version, whole, r, threshold)
    return used is not None and abs(used - threshold) < 0.005


def _rated(gold: Path, encoder: Encoder) -> list[tuple[float, float]]:
    """Cosine and readers' rating of each pair of the STS benchmark."""
    rows = _pairs(gold)
    a, b = encoder.encode([r[0] for r in rows]), encoder.encode([r[1] for r in rows])
    cosines = (a * b).sum(axis=1)
    return [(float(c), float(r[2])) for c, r in zip(cosines, rows, strict=True)]


def _pairs(gold: Path) -> list[list[str]]:
    with (gold / "stsb" / "stsb-en-dev.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _sentence_recall(gold: Path, encoder: Encoder) -> str:
    rows = _pairs(gold)
    wanted = [i for i, row in enumerate(rows) if float(row[2]) >= 4]
    b = encoder.encode([row[1] for row in rows])
    a = encoder.encode([rows[i][0] for i in wanted])
    best = (a @ b.T).argmax(axis=1)
    right = sum(rows[j][1] == rows[i][1] for i, j in zip(wanted, best, strict=True))
    return f"{right} of {len(wanted)} among {len(rows)}"


def _equivalent(rated: Sequence[tuple[float, float]], threshold: float) -> str:
    above = [rating for cosine, rating in rated if cosine >= threshold]
    return f"{sum(r >= 3 for r in above)} of {len(above)}"


def _retrieve(
    folder: Path, book: str, version: str, whole: bool, encoder: Encoder, seed: int
) -> Retrieval:
    """Look verses (or their longer halves) of one translation up in the other."""
    a = (folder / f"{book}.{version}.a.txt").read_text("utf-8").splitlines()
    b = (folder / f"{book}.{version}.b.txt").read_bytes()
    stream = stream_of(read(b, name=f"{book}.txt", paragraphs="lines"))
    numbers = random.Random(seed).sample(range(len(a)), min(_QUERIES, len(a)))
    right, scores, wrong = [], [], []
    for number in numbers:
        ranked = nearest(a[number] if whole else _half(a[number]), all_sentences([stream]), encoder)
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
