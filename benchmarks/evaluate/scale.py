"""Time, memory and recall of a comparison from 100 to 10,000 paragraphs a side.

    python -m benchmarks.evaluate.scale [SIZE …] [--literal | --model NAME] [--profile]

Texts are invented: each paragraph of A is made of sentences of the 2003 declaration and of
the illustration, with every fourth word replaced by another of theirs, so that paragraphs
are alike as those of a genre are, and yet differ. Of them B keeps six in ten, with every
third word changed and one in ten moved far away, among paragraphs made afresh. An encoder
that adds up one random vector a word stands for vectors that are there already: what it
takes is not counted, neither as time nor in the links.

Each size runs in a process of its own, with one thread. Printed are the processor's seconds
for the whole comparison, the growth since the size before (1 is linear, 2 quadratic), the
peak memory of the process and how much of it the comparison added to Python, its libraries
and the texts, and the share of the true links found, and of the links found that are true
(some paragraphs made afresh have a sentence in common, and are rightly linked). Last comes
what decides from where on candidates are scored: the cost of the evidence both ways.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import cache

import numpy as np

from benchmarks.lib.gold import document
from scodiff.compare import compare
from scodiff.compare.scoring.classifier import features
from scodiff.compare.scoring.prepared_text import prepare
from scodiff.compare.scoring.vectors import IN_CONTEXT
from scodiff.compare.text.sentences import sentence_spans
from scodiff.compare.text.tokens import words
from scodiff.corpus.library import resolve
from scodiff.corpus.model import Document
from scodiff.embeddings.encoder import ModelInfo, Offsets, SpanVectors, Vectors
from scodiff.embeddings.registry import ModelCard, load_registry

SIZES = (100, 300, 1_000, 3_000, 10_000)
KEPT, MOVED, REPLACED, REWORDED = 0.6, 0.1, 0.25, 0.3


class WordVectors:
    """An encoder by word vectors drawn at random; it keeps the time that it took.

    It has the length of a known model's vectors and goes by its identity, so that its
    weights are used and clauses are read in context: that takes the most memory.
    """

    def __init__(self, card: ModelCard) -> None:
        self.info = ModelInfo("random words", card.dimension, card.sha256[card.weights])
        self.seconds = 0.0

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Offsets]]) -> SpanVectors:
        """A passage has the vector of its own words and, half as heavy, its text's."""
        whole = self.encode(texts)
        inside = [
            text[slice(*span)]
            for text, of_text in zip(texts, spans, strict=True)
            for span in of_text
        ]
        rows = self.encode(inside)
        start = time.process_time()
        rows += np.repeat(whole, [len(of_text) for of_text in spans], axis=0) / 2
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        self.seconds += time.process_time() - start
        return SpanVectors(whole, rows, rows.copy())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), dimension)``."""
        start = time.process_time()
        size = self.info.dimension
        vectors = np.empty((len(texts), size), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            row[:] = np.sum([_vector(word, size) for word in words(text) or [""]], axis=0)
            row /= np.linalg.norm(row)
        self.seconds += time.process_time() - start
        return vectors


@cache
def _vector(word: str, size: int) -> np.ndarray:
    seed = int.from_bytes(word.encode("utf-8"), "little")
    return np.random.default_rng(seed).standard_normal(size).astype(np.float32)


def texts(size: int, seed: int = 0) -> tuple[Document, Document, set[tuple[str, str]]]:
    """Two texts of that many paragraphs each, and the pairs of ids that are true links."""
    draw = random.Random(f"{size} {seed}")
    sources = [p.text for name in ("2003-moscow", "illustration") for p in resolve(name).citable]
    sentences = [text[slice(*span)] for text in sources for span in sentence_spans(text)]
    pool = sorted({word for sentence in sentences for word in sentence.split(" ") if len(word) > 4})

    def reworded(text: str, share: float) -> str:
        return " ".join(
            draw.choice(pool) if draw.random() < share else word for word in text.split(" ")
        )

    def fresh() -> str:
        chosen = draw.sample(sentences, draw.choice((1, 2, 2, 3)))
        return reworded(" ".join(chosen), REPLACED)

    a = [fresh() for _ in range(size)]
    order = [float(i) if draw.random() >= MOVED else draw.random() * size for i in range(size)]
    kept = [(order[i], reworded(a[i], REWORDED), i) for i in range(size) if draw.random() < KEPT]
    added = [(draw.random() * size, fresh(), -1) for _ in range(size - len(kept))]
    b = sorted(kept + added)
    true = {(f"p{i + 1}", f"p{n}") for n, (_, _, i) in enumerate(b, 1) if i >= 0}
    return _made("a", a), _made("b", [text for _, text, _ in b]), true


def _made(name: str, paragraphs: Sequence[str]) -> Document:
    return document(name, [(str(n), "body", text) for n, text in enumerate(paragraphs, 1)])


def measure(size: int, model: str | None) -> dict[str, float]:
    """The figures of one size, in this process, by a model's name or without vectors."""
    a, b, true = texts(size)
    encoder = WordVectors(load_registry().models[model]) if model else None
    before = _peak()
    start = time.process_time()
    result = compare(a, b, encoder)
    seconds = time.process_time() - start - (encoder.seconds if encoder else 0)
    found = {(pair.a, pair.b) for link in result.links for pair in link.pairs}
    return {
        "seconds": seconds,
        "peak": _peak(),
        "added": _peak() - before,
        "recall": len(found & true) / len(true),
        "precision": len(found & true) / max(1, len(found)),
    }


def _peak() -> float:
    """The most memory that this process has held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1024)


def in_child(size: int, model: str | None) -> dict[str, float]:
    """The figures of one size, from a process of its own."""
    evidence = ["--model", model] if model else ["--literal"]
    command = [sys.executable, __file__, str(size), "--child", *evidence]
    one_thread = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run(command, env=one_thread, stdout=subprocess.PIPE, check=True)
    figures: dict[str, float] = json.loads(run.stdout)
    return figures


def show(sizes: Sequence[int], model: str | None) -> None:
    """Print the curve."""
    print(f"vectors as long as those of {model}" if model else "without vectors")
    print("paragraphs   seconds  growth   peak MB  added MB   recall  precision")
    before: tuple[int, float] | None = None
    for size in sizes:
        row = in_child(size, model)
        growth = ""
        if before:
            growth = f"{math.log(row['seconds'] / before[1]) / math.log(size / before[0]):.2f}"
        before = size, row["seconds"]
        print(
            f"{size:10,} {row['seconds']:9.2f} {growth:>7} {row['peak']:9.0f} {row['added']:9.0f}"
            f" {row['recall']:8.3f} {row['precision']:10.3f}",
            flush=True,
        )


def show_crossing(model: str) -> None:
    """Print what the evidence costs with matrices of all pairs, and with candidates."""
    print("\nseconds for the evidence alone\nparagraphs  all pairs  candidates")
    encoder = WordVectors(load_registry().models[model])
    for size in (100, 200, 500, 1_000):
        a, b, _ = texts(size)
        side_a, side_b = (prepare([p.text for p in text.citable], text.language) for text in (a, b))
        cells = []
        for most_pairs in (size * size, 0):
            start, encoder.seconds = time.process_time(), 0.0
            features(side_a, side_b, encoder, reading=IN_CONTEXT, most_pairs=most_pairs)
            cells.append(time.process_time() - start - encoder.seconds)
        print(f"{size:10,} {cells[0]:10.2f} {cells[1]:11.2f}", flush=True)


def main() -> None:
    """Measure each size and print the curve."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    registry = load_registry()
    parser.add_argument(
        "--model",
        choices=registry.models,
        default=registry.comparing,
        help="the known model whose vectors' length, and weights, are used",
    )
    parser.add_argument("--literal", action="store_true", help="without vectors")
    parser.add_argument("--profile", action="store_true", help="where the time goes, last size")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    model = None if arguments.literal else arguments.model
    if arguments.child:
        print(json.dumps(measure(arguments.sizes[0], model)))
    elif arguments.profile:
        import cProfile

        cProfile.runctx(
            "measure(size, model)",
            globals(),
            {"size": arguments.sizes[-1], "model": model},
            sort="tottime",
        )
    else:
        show(arguments.sizes, model)
        if model:
            show_crossing(model)


if __name__ == "__main__":
    main()
