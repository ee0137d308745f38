"""Gold pairs read by readers of pairs that learned from none of their texts."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.lib.gold import GoldPair, document
from benchmarks.lib.learning import Example, Model, docs_out, examples, fit, reading_of
from benchmarks.lib.reading.texts import FILES, FOLDS, MOSCOW, fold_of, rewrites
from scodiff.compare.reading.second_reading import read, reading_features
from scodiff.compare.reading.short_list import short_list
from scodiff.compare.scoring import classifier
from scodiff.compare.scoring.arrays import FloatArray, IndexArray
from scodiff.compare.scoring.prepared_text import prepare
from scodiff.embeddings.cache.cached_encoder import CachedEncoder
from scodiff.embeddings.cache.vector_cache import VectorCache
from scodiff.embeddings.encoder import Encoder, Offsets, SpanVectors, Vectors
from scodiff.embeddings.engines.engine import run_engine
from scodiff.embeddings.engines.late_chunking import run_span_engine
from scodiff.embeddings.engines.torch_engine import TorchEngine, load_model
from scodiff.embeddings.files.adapters import adapted_weights, read_changes
from scodiff.embeddings.files.model_source import source_info
from scodiff.embeddings.models import open_source, vector_folder
from scodiff.embeddings.pair_reader import PairReader, verdict_weights

PROFILE = "minilm-declarations"
# Sentences of a text made of rewrites.
SENTENCES = 40
REWRITTEN = "rewritten"
_LABELS = {"r1": "S", "c1": "S", "r2": "P", "t1": "T", "t2": "T"}


@dataclass(frozen=True)
class ReadPair:
    """Two texts, the scorer's opinion of them, and the reader's; both saw neither text.

    ``labels`` are those of the pairs that were read, at ``places``: 3 for S, 2 for P, 1 for T,
    0 for nothing, and -1 where no one looked. ``links`` counts all that readers linked.
    """

    pair: GoldPair
    folds: frozenset[int]
    model: Model
    scores: classifier.Scores
    places: IndexArray
    values: dict[str, FloatArray]
    labels: np.ndarray
    links: int

    @property
    def trains(self) -> bool:
        """Whether weights may be fitted on the pair.

        Not on one for validation, nor on one of texts of two folds: who left out both has
        learned from so little that the answers are not those of the reader that is shipped.
        """
        return self.pair.trains and len(self.folds - {MOSCOW}) == 1

    def may_train(self, other: ReadPair) -> bool:
        """Whether what judges the ``other`` may learn from this pair."""
        if REWRITTEN in (self.pair.group, other.pair.group):
            return not self.folds & other.folds
        texts = {self.pair.a.id, self.pair.b.id}
        return not texts & {other.pair.a.id, other.pair.b.id}


class Tuned:
    """A model that is not recorded, as an encoder."""

    def __init__(self, model: Any) -> None:
        self.info = source_info(open_source("minilm")[0])
        self._engine = TorchEngine(model)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As ``Encoder.encode``."""
        return run_engine(self._engine, texts)

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Offsets]]) -> SpanVectors:
        """As ``SpanEncoder.encode_spans``."""
        return run_span_engine(self._engine, texts, spans)


class FoldReaders:
    """The readers in a folder, each of which left out some folds (``train/statements.py``)."""

    def __init__(self, folder: Path) -> None:
        paths = sorted(folder.glob("statements-*.npz"), key=lambda p: len(p.stem))
        self._paths = {frozenset(map(int, p.stem.split("-")[1])): p for p in paths}

    def without(self, folds: Collection[int]) -> PairReader | None:
        """The reader that left out these folds, and the fewest others; None if there is none.

        All have left out the declaration of 2003.
        """
        for left_out, path in self._paths.items():
            if {*folds} <= {*left_out, MOSCOW}:
                return _reader(path)
        return None


@cache
def _reader(path: Path) -> PairReader:
    source, _ = open_source("minilm")
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "model"
        shutil.copytree(source.verified_folder(), folder)
        weights = folder / "model.safetensors"
        weights.write_bytes(adapted_weights(weights.read_bytes(), read_changes(path)))
        encoder = Tuned(load_model(folder, source.dimension))
    # What was read once is kept, under the digest of what the reader learned.
    identity = hashlib.sha256(path.read_bytes()).hexdigest()
    cached = CachedEncoder(encoder, VectorCache(vector_folder(), identity, source.dimension))
    return PairReader(cached, partial(verdict_weights, path))


def read_pairs_by(
    readers: FoldReaders, pairs: Sequence[GoldPair], encoder: Encoder
) -> Iterator[ReadPair]:
    """Each of the pairs that one of the readers may judge, scored and read docs-out."""
    gold = [pair for pair in pairs if not (pair.sampled or pair.group == REWRITTEN)]
    every = examples(gold, encoder, reading_of(PROFILE))
    models = {example.pair.name: model for example, model in docs_out(every, PROFILE)}
    training = [example for example in every if example.pair.trains]
    fitted: dict[frozenset[str], Model] = {}
    for pair in pairs:
        folds = folds_of(pair)
        reader = readers.without(folds)
        if reader is not None:
            model = models.get(pair.name) or _model_without(_texts(pair, folds), training, fitted)
            yield _read(pair, folds, model, reader, encoder)


def folds_of(pair: GoldPair) -> frozenset[int]:
    """The folds of both texts."""
    if pair.group == REWRITTEN:
        return frozenset((int(pair.a.id.split("-")[1]),))
    return frozenset((fold_of(pair.a.id), fold_of(pair.b.id)))


def _texts(pair: GoldPair, folds: Collection[int]) -> frozenset[str]:
    if pair.group == REWRITTEN:
        return frozenset(name for name in FILES if fold_of(name) in folds)
    return frozenset((pair.a.id, pair.b.id))


def _model_without(
    texts: frozenset[str], training: Sequence[Example], fitted: dict[frozenset[str], Model]
) -> Model:
    if texts not in fitted:
        fitted[texts] = fit([e for e in training if not e.documents & texts], PROFILE)
    return fitted[texts]


def _read(
    pair: GoldPair, folds: frozenset[int], model: Model, reader: PairReader, encoder: Encoder
) -> ReadPair:
    with patch.object(classifier, "profile_for", lambda *_, **__: profile_of(model)):
        a, b = (prepare([p.text for p in d.citable], "en") for d in (pair.a, pair.b))
        scores = classifier.score(a, b, encoder)
    places = short_list(scores.pairs, scores.link, (scores.logits, scores.candidates))
    values = reading_features(scores, places, read(scores, places, reader))
    unread = -1 if pair.sampled else 0
    codes = {"S": 3, "P": 2, "T": 1, "N": 0}
    ids_a, ids_b = ([p.id for p in document.citable] for document in (pair.a, pair.b))
    labels = [
        codes.get(pair.labels.get((ids_a[i], ids_b[j]), ""), unread)
        for i, j in zip(scores.pairs.rows[places], scores.pairs.columns[places], strict=True)
    ]
    return ReadPair(pair, folds, model, scores, places, values, np.array(labels), len(pair.links))


def profile_of(model: Model) -> classifier.Profile:
    """The shipped profile with the weights of a model."""
    return replace(
        classifier.profile(PROFILE),
        link=model.link,
        counterpart=model.counterpart,
        candidates=model.candidates,
    )


def rewritten_texts(seeds: Sequence[int] = (0, 1)) -> list[GoldPair]:
    """Texts of ``SENTENCES`` sentences, each rewritten by turns as r1, t1, t2, c1.

    Every text is of one fold; what is left of a fold is one more text if it is half as long.
    """
    found = []
    for seed in seeds:
        draw = random.Random(seed)
        for fold in range(FOLDS):
            rows = [row for row in rewrites() if row["fold"] == fold]
            draw.shuffle(rows)
            for start in range(0, len(rows) - SENTENCES // 2, SENTENCES):
                name = f"rewritten-{fold}-{seed}-{start}"
                found.append(_rewritten(name, rows[start : start + SENTENCES], draw.randrange(4)))
    return found


def _rewritten(name: str, rows: Sequence[dict[str, str]], shift: int) -> GoldPair:
    kinds = [("r1", "t1", "t2", "c1")[(k + shift) % 4] for k in range(len(rows))]
    texts = [row["text"] for row in rows], [row[k] for row, k in zip(rows, kinds, strict=True)]
    a, b = (
        document(f"{name}{side}", [(str(n), "body", text) for n, text in enumerate(sentences, 1)])
        for side, sentences in zip(("", "-" + ".".join(kinds)), texts, strict=True)
    )
    labels = {(f"p{n}", f"p{n}"): _LABELS[kind] for n, kind in enumerate(kinds, 1)}
    return GoldPair(REWRITTEN, a, b, labels)
