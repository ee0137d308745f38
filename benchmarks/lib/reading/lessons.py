"""What the reader of pairs learns from: two passages, and which verdicts on them are right."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.lib.gold import GoldPair, data_folder
from benchmarks.lib.reading.texts import fold_of, rewrites
from scodiff.compare.reading.second_reading import passages_of
from scodiff.compare.reading.short_list import short_list
from scodiff.compare.scoring.classifier import score
from scodiff.compare.scoring.prepared_text import prepare
from scodiff.embeddings.encoder import Encoder

# Which verdicts are right, of: the same statement, one contained, the same matter, nothing.
Allowed = tuple[bool, bool, bool, bool]
SAME: Allowed = (True, False, False, False)
CONTAINED: Allowed = (False, True, False, False)
MATTER: Allowed = (False, False, True, False)
NOTHING: Allowed = (False, False, False, True)
STATEMENT: Allowed = (True, True, False, False)
NO_STATEMENT: Allowed = (False, False, True, True)

OTHER_TASKS, LEAST_WORDS = 500, 8


class Lesson(NamedTuple):
    """Two passages, the right verdicts, its weight, and the folds of the texts they are from.

    ``label`` is the reader's (S, P, T, N), or the make of a rewrite.
    """

    a: str
    b: str
    allowed: Allowed
    weight: float
    folds: tuple[int, ...]
    label: str


def lessons_of_readers(pairs: Sequence[GoldPair], encoder: Encoder) -> list[Lesson]:
    """What readers labelled, and of pairs read in full what they did not link of the short list.

    What is shown of two paragraphs is what will be read of them. Of a passage cut out of a
    longer paragraph it is not known whether it is all of the statement: there a verdict counts as
    right if it only says that there is one, or that there is none.
    """
    return [lesson for pair in pairs for lesson in _of_pair(pair, encoder)]


def _of_pair(pair: GoldPair, encoder: Encoder) -> Iterator[Lesson]:
    a, b = pair.a.citable, pair.b.citable
    side_a, side_b = (prepare([p.text for p in side], "en") for side in (a, b))
    scores = score(side_a, side_b, encoder)
    listed = set(short_list(scores.pairs, scores.link, (scores.logits, scores.candidates)).tolist())
    whole = "" if pair.sampled else "N"
    labels = {
        place: pair.labels.get((a[i].id, b[j].id), whole if place in listed else "")
        for place, (i, j) in enumerate(zip(scores.pairs.rows, scores.pairs.columns, strict=True))
    }
    places = np.array([place for place, label in labels.items() if label], dtype=np.intp)
    folds = fold_of(pair.a.id), fold_of(pair.b.id)
    for place, (one, other) in zip(places, passages_of(scores, places), strict=True):
        i, j = scores.pairs.rows[place], scores.pairs.columns[place]
        cut = (one, other) != (scores.a.texts[i], scores.b.texts[j])
        label = labels[place]
        yield Lesson(one, other, _right(label, cut), 1.0, folds, label)


def _right(label: str, cut: bool) -> Allowed:
    if label == "N":
        return NOTHING
    if label == "T":
        return NO_STATEMENT if cut else MATTER
    return STATEMENT if cut else SAME if label == "S" else CONTAINED


# Of each sentence its rewrites with it and with each other: the two, what is right, the weight.
# Those of few and of many shared words stand on both sides, lest the words alone be learned.
_REWRITES: tuple[tuple[str, str, Allowed, float], ...] = (
    ("text", "r1", SAME, 1.0),
    ("text", "r2", CONTAINED, 1.0),
    ("r1", "r2", CONTAINED, 0.7),
    ("text", "c1", SAME, 1.0),
    ("r1", "c1", STATEMENT, 0.5),
    ("r2", "c1", STATEMENT, 0.4),
    ("text", "t1", MATTER, 1.0),
    ("text", "t2", MATTER, 1.0),
    ("r1", "t1", MATTER, 1.0),
    ("r1", "t2", MATTER, 1.0),
    ("r2", "t1", NO_STATEMENT, 0.7),
    ("r2", "t2", NO_STATEMENT, 0.7),
    ("c1", "t1", MATTER, 0.7),
    ("c1", "t2", MATTER, 0.7),
    ("t1", "t2", MATTER, 0.3),
)
# What a rewrite is to its sentence where it stands in a longer passage, after or before another.
_IN_PASSAGE = (("r1", CONTAINED), ("c1", CONTAINED), ("t1", NO_STATEMENT), ("t2", NO_STATEMENT))


def lessons_of_rewrites(seed: int) -> list[Lesson]:
    """The rewrites of each sentence, alone and within passages, and what has nothing in common."""
    draw = random.Random(seed)
    of_file: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rewrites():
        of_file[row["file"]].append(row)
    found: list[Lesson] = []
    for row in rewrites():
        folds = (row["fold"],)
        found += [
            Lesson(row[one], row[other], allowed, weight, folds, other)
            for one, other, allowed, weight in _REWRITES
        ]
        found.append(Lesson(row["text"], _edited(row["text"], draw), SAME, 0.5, folds, "edited"))
        found += _in_passages(row, [x for x in of_file[row["file"]] if x is not row], draw)
        far = draw.choice(rewrites())
        if far["file"] != row["file"]:
            both = row["fold"], far["fold"]
            found.append(Lesson(row["text"], far["text"], NOTHING, 0.5, both, "far"))
    return found


def _in_passages(
    row: dict[str, Any], others: Sequence[dict[str, Any]], draw: random.Random
) -> Iterator[Lesson]:
    if len(others) < 2:
        return
    folds = (row["fold"],)
    near, beside = draw.sample(others, 2)
    yield Lesson(row["text"], near["text"], NO_STATEMENT, 0.5, folds, "near")
    for kind, allowed in _IN_PASSAGE:
        if draw.random() < 0.5:
            passage = [beside["r1"], row[kind]]
            draw.shuffle(passage)
            yield Lesson(row["text"], " ".join(passage), allowed, 0.7, folds, kind)


def _edited(text: str, draw: random.Random) -> str:
    """A light edit: a word or two left out, or a capital made small, and no point at the end."""
    words = text.split()
    at = draw.randrange(len(words))
    if len(words) > 12 and draw.random() < 0.5:
        del words[at : at + draw.randrange(1, 3)]
    else:
        words[at] = words[at].lower()
    return " ".join(words).rstrip(".;")


def lessons_of_others(seed: int) -> list[Lesson]:
    """Sentences alike or not, by other people: STS, translations of the Bible, revised essays."""
    draw = random.Random(seed)
    found: list[Lesson] = []
    for task in (_sts(), _bible(draw), _essays()):
        lessons = list(task)
        draw.shuffle(lessons)
        found += lessons[:OTHER_TASKS]
    return found


def _other(a: str, b: str, *, alike: bool) -> Lesson:
    return Lesson(a, b, STATEMENT if alike else NO_STATEMENT, 0.4, (), "other")


def _sts() -> Iterator[Lesson]:
    path = data_folder() / "gold" / "stsb" / "stsb-en-dev.csv"
    for a, b, similarity in csv.reader(path.read_text("utf-8").splitlines()):
        if not 2.5 < float(similarity) < 4.2:
            yield _other(a, b, alike=float(similarity) >= 4.2)


def _bible(draw: random.Random) -> Iterator[Lesson]:
    for a, b, rows in _aligned("bible", "aligned"):
        for i, j in draw.sample(rows, min(60, len(rows))):
            if len(a[i].split()) >= LEAST_WORDS:
                yield from _and_next(a[i], b, j)


def _essays() -> Iterator[Lesson]:
    for a, b, rows in _aligned("argrewrite", "changed"):
        for i, j in rows:
            yield from _and_next(a[i], b, j)


def _and_next(sentence: str, others: Sequence[str], j: int) -> Iterator[Lesson]:
    """A sentence with what answers to it, and with what follows that."""
    yield _other(sentence, others[j], alike=True)
    if j + 1 < len(others):
        yield _other(sentence, others[j + 1], alike=False)


def _aligned(
    folder: str, label: str
) -> Iterator[tuple[list[str], list[str], list[tuple[int, int]]]]:
    """The lines of two texts, and which answer to which one to one with this label."""
    for path in sorted((data_folder() / "gold" / folder).glob("*.align.tsv")):
        stem = str(path).removesuffix(".align.tsv")
        texts = [Path(f"{stem}.{side}.txt").read_text("utf-8").splitlines() for side in "ab"]
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
        single = [(i, j) for i, j, found in rows if found == label and i.isdigit() and j.isdigit()]
        yield texts[0], texts[1], [(int(i), int(j)) for i, j in single]
