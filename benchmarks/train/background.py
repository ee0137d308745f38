"""Make the background that ``scodiff.compare`` ships: word frequencies and clause vectors.

    python -m benchmarks.train.background [--model NAME]...

Reads UN resolutions, a G20 declaration, and the SCO statements and reports that are no
declarations, from ``../shared/data``. Only numbers are written: how many passages each
stem stands in, and, per model, the vectors of a hundred clauses or so, each read in its
sentence. No text that the alignment gold trains on takes part; the report of 2018, with which
alignments are validated, does, without any label.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.lib.gold import data_folder
from scodiff.compare.scoring.prepared_text import PreparedText, prepare
from scodiff.compare.scoring.terms import stemmer
from scodiff.compare.scoring.vectors import IN_CONTEXT, encode_both
from scodiff.compare.text.clauses import split_clauses
from scodiff.compare.text.tokens import count_words, words
from scodiff.embeddings.models import open_encoder

PACKAGE = Path(__file__).resolve().parents[2] / "compare" / "scoring"
SOURCES = (
    "series/un-ga/*/*.txt",
    "series/un-draft-adopted/*.txt",
    "series/un-draft-adopted/*/*.txt",
    "series/g20/*.md",
    "sco/*statement*.txt",
    "sco/*report*.txt",
)
PASSAGE_WORDS, LEAST_PASSAGES = 60, 2
CLAUSES, SEED = 128, 2003
CLAUSE_WORDS = range(7, 61)


def texts() -> Iterator[str]:
    """The background's texts, white space evened out."""
    for pattern in SOURCES:
        for path in sorted(data_folder().glob(pattern)):
            yield re.sub(r"\s+", " ", path.read_text("utf-8", errors="replace"))


def write_words() -> None:
    """Count in how many passages of some sixty words each stem stands."""
    stem = stemmer("en")
    frequency: Counter[str] = Counter()
    passages = 0
    for text in texts():
        stems = stem(words(text))
        for start in range(0, len(stems), PASSAGE_WORDS):
            frequency.update(set(stems[start : start + PASSAGE_WORDS]))
            passages += 1
    kept = {t: c for t, c in sorted(frequency.items()) if c >= LEAST_PASSAGES and t.isalpha()}
    data = {"passages": passages, "frequency": kept}
    path = PACKAGE / "background-words.json"
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(f"{path.name}: {passages} passages, {len(kept)} stems")


def clauses() -> tuple[PreparedText, list[int]]:
    """A seeded sample of the background's clauses: their sentences, and which they are."""
    places: dict[str, tuple[str, int]] = {}
    for text in texts():
        for sentence in re.split(r"(?<=[.;])\s", text):
            for number, clause in enumerate(split_clauses([sentence]).clauses):
                places.setdefault(clause.text, (sentence, number))
    kept = sorted(clause for clause in places if count_words(clause) in CLAUSE_WORDS)
    chosen = random.Random(SEED).sample(kept, min(CLAUSES, len(kept)))
    found = prepare([places[clause][0] for clause in chosen], "en")
    return found, [int(s) + places[c][1] for s, c in zip(found.groups.starts, chosen, strict=True)]


def write_vectors(model: str | None, sentences: PreparedText, chosen: list[int]) -> None:
    """The vectors of the sample, by one model: of each clause as read, and its own."""
    encoder = open_encoder(model)
    path = PACKAGE / f"background-{encoder.info.sha256[:12]}.npy"
    vectors, _ = encode_both(sentences, sentences, encoder, IN_CONTEXT)
    both = np.stack([vectors.clauses[chosen], vectors.own()[chosen]], axis=1)
    np.save(path, both.astype(np.float16), allow_pickle=False)
    print(f"{path.name}: {encoder.info.name}, {len(chosen)} clauses")


def main() -> None:
    """Write the files into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", action="append", help="a model to make vectors for")
    arguments = parser.parse_args()
    write_words()
    sample = clauses()
    for model in arguments.model or [None]:
        write_vectors(model, *sample)


if __name__ == "__main__":
    main()
