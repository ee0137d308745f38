"""A collection on a PostgreSQL server at 100,000 paragraphs and more: times, recall and room.

    python -m benchmarks.evaluate.shared_collection [PARAGRAPHS …]

Starts a server of its own (the wheel pgserver), over a Unix socket and with fsync off; what the
network and a durable disk add is not counted. The texts are invented: a hundred paragraphs a
document, each of words of the 2003 declaration in their own order for a while, and then of others'.
Vectors are synthetic, too: each word has a random one, and a sentence their sum.

Printed are: documents added in a second, and the last hundred against the first; the seconds to
index all; the median seconds of a phrase search from opening the index to the last occurrence, for
phrases in one document, in many, and nowhere; the seconds to keep all vectors, those of a search
for the nearest, and which share of the twenty nearest sentences is in the short list that
pgvector's HNSW gives; and what the tables take on the disk.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from benchmarks.lib.postgres_server import PostgresServer, postgres_server
from scodiff.compare.phrases.collection_index import open_collection_index, update_index
from scodiff.compare.phrases.model import PhraseSettings
from scodiff.compare.phrases.search import search_phrase
from scodiff.compare.phrases.stream import sentences_of
from scodiff.compare.text.tokens import words
from scodiff.corpus.library import resolve
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.collection import Collection
from scodiff.embeddings.encoder import ModelInfo, Vectors

SIZES = (100_000,)
A_DOCUMENT, DIMENSION, REPEATS, QUERIES, NEAREST = 100, 384, 5, 50, 20
_TABLES = """
SELECT CASE WHEN relname LIKE 'passage%' THEN 'vectors and their index'
            WHEN relname LIKE 'words_run%' THEN 'full-text index'
            WHEN relname LIKE 'words%' THEN 'words and kept texts'
            ELSE 'texts, originals, records' END AS part,
       pg_size_pretty(sum(pg_total_relation_size(oid)))
FROM pg_class WHERE relnamespace = 'scodiff'::regnamespace AND relkind = 'r' GROUP BY part
ORDER BY part
"""


class SummedVectors:
    """An encoder: the vector of a text is the sum of a random vector for each of its words."""

    info = ModelInfo("synthetic", DIMENSION, "0" * 64)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), 384)``."""
        rows = np.array([sum(map(_vector, words(text))) for text in texts], dtype=np.float32)
        vectors: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return vectors


@cache
def _vector(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(DIMENSION)


def invented(number: int) -> bytes:
    """The text of a document."""
    rng = random.Random(number)
    source = [p.text.split() for p in resolve("2003-moscow").citable]
    lines = [f"DECLARATION {number}"]
    for paragraph in range(A_DOCUMENT):
        said: list[str] = []
        while len(said) < 25:
            line = rng.choice(source)
            at = rng.randrange(len(line))
            said += line[at : at + rng.randrange(2, 9)]
        lines.append(f"{' '.join(said)} item{number}x{paragraph}.")
    return "\n\n".join(lines).encode()


def median(action: Callable[[], object], repeats: int = REPEATS) -> float:
    """The median seconds that something takes."""
    taken = []
    for _ in range(repeats):
        begin = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def fill(collection: Collection, documents: int) -> None:
    """Add documents, and say how fast it went at the beginning and at the end."""
    seconds = []
    for number in range(documents):
        begin = time.perf_counter()
        add(collection, invented(number), name=f"{number}.txt", document_id=f"d{number}")
        seconds.append(time.perf_counter() - begin)
    first, last = sum(seconds[:100]), sum(seconds[-100:])
    print(f"adding (texts and originals): {documents / sum(seconds):.1f} documents a second")
    print(f"the last hundred against the first: {last / first:.2f}")
    begin = time.perf_counter()
    update_index(collection, {})
    print(f"indexing all: {time.perf_counter() - begin:.0f} s")


def search(collection: Collection, documents: int) -> None:
    """Search for phrases that are nowhere, rare and common."""
    settings = PhraseSettings(paraphrases="never")
    phrases = {
        "in one document": f"item{documents // 2}x7",
        "common": "the Member States of the SCO",
        "of common words": "of the United Nations",
        "nowhere": "the mule drivers of the lakeside",
    }
    for name, phrase in phrases.items():
        found: list[int] = []

        def once(phrase: str = phrase, found: list[int] = found) -> None:
            """Search as the command does."""
            with open_collection_index(collection) as index:
                found.append(len(search_phrase(phrase, index, settings).occurrences))

        print(f"phrase {name}: {median(once):.2f} s ({found[0]} occurrences)")


def near(collection: Collection) -> None:
    """Keep all vectors, and search for the nearest sentences."""
    encoder = SummedVectors()
    with open_collection_index(collection) as index:
        names = [document.id for document in index.documents]
        begin = time.perf_counter()
        index.nearest_sentences("the threat of terrorism", names, encoder)
        print(f"vectors of all sentences: {time.perf_counter() - begin:.0f} s")
        spans = [(name, *span) for name in names for span in sentences_of(index.stream(name))]
        texts = [index.stream(name).text[start:end] for name, start, end in spans]
        vectors = np.vstack([encoder.encode([text]) for text in texts])
        rng, shares, seconds = random.Random(1), [], []
        for _ in range(QUERIES):
            said = rng.choice(texts).split()
            text = " ".join(rng.sample(said, len(said) // 2))
            begin = time.perf_counter()
            found = set(map(tuple, index.nearest_sentences(text, names, encoder) or ()))
            seconds.append(time.perf_counter() - begin)
            best = np.argsort(-(vectors @ encoder.encode([text])[0]))[:NEAREST]
            shares.append(sum(spans[i] in found for i in best) / NEAREST)
    print(f"nearest of {len(spans)} sentences: {statistics.median(seconds):.3f} s")
    print(
        f"recall of the {NEAREST} nearest: {statistics.mean(shares):.3f} (least {min(shares):.2f})"
    )


def measure(server: PostgresServer, paragraphs: int) -> None:
    """Measure a collection of so many paragraphs."""
    print(f"\n== {paragraphs} paragraphs")
    name = server.database()
    collection = Collection.open(server.address(name))
    documents = paragraphs // A_DOCUMENT
    fill(collection, documents)
    search(collection, documents)
    near(collection)
    for part, size in server.execute(_TABLES, name):
        print(f"{part}: {size}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MiB")


def main() -> None:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paragraphs", type=int, nargs="*", default=SIZES)
    with postgres_server() as server:
        for paragraphs in parser.parse_args().paragraphs:
            measure(server, paragraphs)


if __name__ == "__main__":
    main()
