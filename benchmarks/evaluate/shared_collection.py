"""A collection on a PostgreSQL server at 100,000 paragraphs and more: times, recall and room.

    python -m benchmarks.evaluate.shared_collection [PARAGRAPHS …] [--store ADDRESS] [--phrases]

Starts a server of its own (the wheel pgserver), over a Unix socket and with fsync off; what the
network and a durable disk add is not counted. ``--store`` takes a database of another server, and
what is in it already. The texts are invented: a hundred paragraphs a document, each of words of the
2003 declaration in their own order for a while, and then of others'. Vectors are synthetic, too:
each word has a random one, and a sentence their sum.

The first and the last hundred documents are added as ``scodiff corpus add`` adds them; those
between are written as it writes them, without being read, since reading is the same wherever a
collection is. Printed are: the documents added in a second by either, and the last hundred against
the first; the seconds to index all; the median seconds of a phrase search from opening the index to
the last occurrence, for phrases in one document, in many, and nowhere; the seconds to keep all
vectors and to make pgvector's HNSW index; those of a search for the nearest sentences, and which
share of the twenty nearest, found by comparing all, is in the short list that HNSW gives; and what
the tables take on the disk. Beside the seconds of a phrase stand those of the processor, of this
process alone. ``--phrases`` leaves the vectors out.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache

import numpy as np

from benchmarks.lib.postgres_server import postgres_server
from scodiff.compare.phrases.collection_index import open_collection_index, update_index
from scodiff.compare.phrases.indexes.on_server import ServerIndex
from scodiff.compare.phrases.model import PhraseSettings
from scodiff.compare.phrases.search import search_phrase
from scodiff.compare.phrases.stream import sentences_of
from scodiff.compare.text.tokens import words
from scodiff.corpus.library import resolve
from scodiff.corpus.model import Document, Paragraph, ParagraphKind, Source, Span
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.originals import original_name
from scodiff.corpus.store.records import record_of
from scodiff.corpus.store.rows import Provenance, insert
from scodiff.embeddings.encoder import ModelInfo, Vectors

SIZES = (100_000,)
A_DOCUMENT, DIMENSION, REPEATS, QUERIES, NEAREST = 100, 384, 5, 50, 20
READ, AT_A_TIME = 100, 100
# What a server of 8 GB would be given.
SERVER = {"shared_buffers": "1GB", "maintenance_work_mem": "4GB", "max_wal_size": "8GB"}
_TABLES = """
SELECT CASE WHEN relname LIKE 'passage%near' THEN 'index of vectors (HNSW)'
            WHEN relname LIKE 'passage%' THEN 'vectors'
            WHEN relname LIKE 'words_run%lexemes%' THEN 'full-text index'
            WHEN relname LIKE 'words%' THEN 'words and kept texts'
            ELSE 'texts, originals, records' END AS part,
       pg_size_pretty(sum(pg_relation_size(oid) + coalesce(pg_total_relation_size(
           nullif(reltoastrelid, 0)), 0)))
FROM pg_class WHERE relnamespace = 'scodiff'::regnamespace AND relkind IN ('r', 'i')
GROUP BY part ORDER BY part
"""


class SummedVectors:
    """An encoder: the vector of a text is the sum of a random vector for each of its words."""

    info = ModelInfo("synthetic", DIMENSION, "0" * 64)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), 384)``."""
        rows = np.array([sum(map(_vector, words(text))) for text in texts], dtype=np.float32)
        vectors: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return vectors


@lru_cache(maxsize=20_000)
def _vector(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(DIMENSION, dtype=np.float32)


@cache
def _source() -> list[list[str]]:
    return [p.text.split() for p in resolve("2003-moscow").citable]


def paragraphs(number: int) -> list[str]:
    """The paragraphs of a document, its title first."""
    rng = random.Random(number)
    source = _source()
    lines = [f"DECLARATION {number}"]
    for paragraph in range(A_DOCUMENT):
        said: list[str] = []
        while len(said) < 25:
            line = rng.choice(source)
            at = rng.randrange(len(line))
            said += line[at : at + rng.randrange(2, 9)]
        lines.append(f"{' '.join(said)} item{number}x{paragraph}.")
    return lines


def invented(number: int) -> bytes:
    """The text of a document."""
    return "\n\n".join(paragraphs(number)).encode()


def as_read(number: int) -> tuple[Document, Provenance, bytes]:
    """A document as reading it would give it, with what is kept of its addition."""
    lines, data = paragraphs(number), invented(number)
    digest, at, blocks = hashlib.sha256(data).hexdigest(), 0, []
    for n, line in enumerate(lines):
        kind: ParagraphKind = "body" if n else "title"
        spans = (Span(at, at + len(line)),)
        blocks.append(Paragraph(f"p{n + 1}", n or None, None, None, kind, line, spans))
        at += len(line) + 2
    name, reader = f"d{number}", "text 1"
    source = Source(f"{number}.txt", digest, digest, reader)
    document = Document(name, lines[0], None, None, "en", source, data.decode(), tuple(blocks))
    original = original_name(digest, source.name)
    added = "2026-01-01T00:00:00+00:00"
    about = Provenance(
        name, "text", source.name, original, len(data), added, digest, reader, {}, None
    )
    return document, about, data


@contextmanager
def timed(said: str, documents: int = 0) -> Iterator[None]:
    """Print how many seconds something took, and how many documents a second that is."""
    begin = time.perf_counter()
    yield
    seconds = time.perf_counter() - begin
    rate = f" ({documents / seconds:.1f} documents a second)" if documents else ""
    print(f"{said}: {seconds:.0f} s{rate}", flush=True)


def median(action: Callable[[], object], repeats: int = REPEATS) -> tuple[float, float]:
    """The median seconds that something takes, by the clock and of the processor."""
    clock, processor = [], []
    for _ in range(repeats):
        begin = time.perf_counter(), time.process_time()
        action()
        clock.append(time.perf_counter() - begin[0])
        processor.append(time.process_time() - begin[1])
    return statistics.median(clock), statistics.median(processor)


def fill(collection: Collection, documents: int) -> None:
    """Add documents, and say how fast it went at the beginning and at the end."""
    seconds = []
    last = max(READ, documents - READ)
    for number in range(min(READ, documents)):
        seconds.append(_add(collection, number))
    with timed("written without being read", max(0, last - READ)):
        for first in range(READ, last, AT_A_TIME):
            _write(collection, range(first, min(first + AT_A_TIME, last)))
    for number in range(last, documents):
        seconds.append(_add(collection, number))
    early, late = sum(seconds[:READ]), sum(seconds[-READ:])
    print(f"added: {len(seconds) / sum(seconds):.1f} documents a second", flush=True)
    print(f"the last hundred against the first: {late / early:.2f}", flush=True)
    with timed("indexing all", documents):
        update_index(collection, {})


def _add(collection: Collection, number: int) -> float:
    data = invented(number)
    begin = time.perf_counter()
    add(collection, data, name=f"{number}.txt", document_id=f"d{number}")
    return time.perf_counter() - begin


def _write(collection: Collection, numbers: Sequence[int]) -> None:
    with collection.store.writing() as session:
        for number in numbers:
            document, about, data = as_read(number)
            session.kept.keep(data, about.original)
            session.kept.write_record(record_of(document, about))
            insert(session.rows, document, about)


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
                history = search_phrase(phrase, index, settings, while_open=True)
            found.append(len(history.occurrences))

        clock, processor = median(once)
        print(
            f"phrase {name}: {clock:.2f} s, {processor:.2f} of the processor ({found[0]} places)",
            flush=True,
        )


def near(collection: Collection) -> None:
    """Keep all vectors, and search for the nearest sentences."""
    encoder = SummedVectors()
    with open_collection_index(collection) as index:
        assert isinstance(index, ServerIndex)
        names = [document.id for document in index.documents]
        with timed("keeping the vectors of all sentences", len(names)):
            index.vectors.keep(encoder)
        with timed("making the HNSW index"):
            index.vectors.index(encoder)
        rng, shares, seconds = random.Random(1), [], []
        for _ in range(QUERIES):
            stream = index.stream(rng.choice(names))
            start, end = rng.choice(list(sentences_of(stream)))
            said = stream.text[start:end].split()
            text = " ".join(rng.sample(said, -(-len(said) // 2)))
            begin = time.perf_counter()
            found = set(index.vectors.near(text, names, encoder))
            seconds.append(time.perf_counter() - begin)
            best = index.vectors.exact(text, names, encoder)[:NEAREST]
            shares.append(len(found.intersection(best)) / NEAREST)
    print(f"nearest sentences: {statistics.median(seconds):.3f} s")
    print(
        f"recall of the {NEAREST} nearest: {statistics.mean(shares):.3f} (least {min(shares):.2f})"
    )


def measure(address: str, size: int, phrases_alone: bool) -> None:
    """Measure a collection of so many paragraphs."""
    print(f"\n== {size} paragraphs", flush=True)
    collection = Collection.open(address)
    documents = size // A_DOCUMENT
    if not collection.exists():
        fill(collection, documents)
    search(collection, documents)
    if not phrases_alone:
        near(collection)
    with collection.store.reading() as session:
        for part, room in session.rows.execute(_TABLES).fetchall():
            print(f"{part}: {room}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MiB", flush=True)


def main() -> None:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paragraphs", type=int, nargs="*", default=SIZES)
    parser.add_argument("--store", metavar="ADDRESS", help="of a database")
    parser.add_argument("--phrases", action="store_true", help="without the vectors")
    arguments = parser.parse_args()
    if arguments.store:
        for size in arguments.paragraphs:
            measure(arguments.store, size, arguments.phrases)
        return
    with postgres_server(**SERVER) as server:
        for size in arguments.paragraphs:
            measure(server.address(server.database()), size, arguments.phrases)


if __name__ == "__main__":
    main()
