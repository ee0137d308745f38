"""Having a model read many documents, so that comparing them finds the vectors there.

A piece is a document. What is kept of it are its vectors, where encoders keep them: a worker with
the same cache keeps them itself, and what another one has computed is brought back.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from scodiff.compare.jobs.model import JobPiece, LongJob
from scodiff.compare.jobs.running import WayOfWorking, run_job
from scodiff.compare.phrases.indexes.vector_table import OpenedRows
from scodiff.compare.scoring.arrays import FloatArray, RowGroups
from scodiff.compare.scoring.classifier import profile_for
from scodiff.compare.scoring.prepared_text import prepare
from scodiff.compare.scoring.vectors import IN_CONTEXT
from scodiff.compare.studies.installed import digest_of, installed, look_again, opened
from scodiff.compare.studies.kept_passages import passages_kept
from scodiff.corpus.model import Document, Paragraph
from scodiff.embeddings.cache.cached_encoder import Store
from scodiff.embeddings.cache.location import cache_root
from scodiff.embeddings.cache.vector_cache import span_key, text_key
from scodiff.embeddings.encoder import Encoder, Offsets, SpanEncoder
from scodiff.embeddings.models import store_of

_AT_ONCE = 100  # documents whose vectors are looked up together


class KeptVectors:
    """The vectors of documents as results that are kept: there is one for all that are there."""

    is_open = True

    def __init__(self, store: Store, wanted: Mapping[str, Sequence[bytes]]) -> None:
        self._store = store
        self._wanted = wanted

    @contextmanager
    def opened(self) -> Iterator[KeptVectors]:
        """Nothing is to be opened."""
        yield self

    def load(self, keys: Iterable[str]) -> dict[str, Any]:
        """The number of vectors of each document that has all of them."""
        found: dict[str, Any] = {}
        left = list(keys)
        for start in range(0, len(left), _AT_ONCE):
            some = left[start : start + _AT_ONCE]
            known = self._store.load([key for name in some for key in self._wanted[name]])
            found |= {
                name: len(self._wanted[name])
                for name in some
                if known.keys() >= set(self._wanted[name])
            }
        return found

    def keep(self, key: str, result: Any) -> Any:
        """Keep vectors, a row each, if they were computed elsewhere."""
        if result is not None:
            self._store.store(dict(zip(self._wanted[key], np.asarray(result), strict=True)))
        return len(self._wanted[key])


def encode_documents(
    documents: Sequence[Document],
    model: str,
    way: WayOfWorking,
    known_by: Mapping[str, str] | None = None,
    shared: OpenedRows | None = None,
) -> int:
    """Have the documents read that were not; the number of vectors that all of them have.

    What those say that a collection has is kept for its short lists (``passages_kept``):
    ``known_by`` gives what it knows them by, ``shared`` opens the server that it is on. Raises
    JobError where not all of them could be read, CorpusError where they cannot be kept.
    """
    look_again()
    encoder = opened(model)
    if encoder is None:
        raise ValueError("without a model there are no vectors")
    pieces = [
        JobPiece(d.id, digest_of(d), (d, model, _home()), float(len(d.source_text) or 1))
        for d in documents
    ]
    wanted = {
        piece.key: _keys(*_passages(document, encoder))
        for piece, document in zip(pieces, documents, strict=True)
    }
    job = LongJob("documents", read_document, pieces, partial(installed, model))
    count: int = sum(run_job(job, replace(way, kept=KeptVectors(store_of(model), wanted))))
    keep_passages(documents, encoder, known_by or {}, shared)
    return count


def keep_passages(
    documents: Sequence[Document],
    encoder: Encoder,
    known_by: Mapping[str, str],
    shared: OpenedRows | None = None,
) -> None:
    """Keep what those documents say that are known by something, where it is not kept yet.

    Raises CorpusError where it cannot be kept on the ``shared`` server of the collection.
    """
    by_id = {d.id: d for d in documents if d.citable}

    def made(name: str) -> FloatArray | None:
        """The vectors of a document that is at hand."""
        return _read_passages(by_id[name], encoder)[0] if name in by_id else None

    if known_by:
        passages_kept(encoder.info, shared).add(known_by, made)


def passages_near(
    document: Document,
    paragraph: Paragraph,
    model: str,
    known_by: Mapping[str, str],
    shared: OpenedRows | None = None,
) -> list[str]:
    """The ids of the documents whose passages were kept, those first that come nearest to one.

    None are kept, and none are near, before the documents were encoded.
    """
    encoder = opened(model)
    if encoder is None:
        return []
    kept = passages_kept(encoder.info, shared)
    if not kept.any_of(known_by):
        return []
    vectors, groups = _read_passages(document, encoder)
    wanted = vectors[groups.members(document.citable.index(paragraph))]
    return kept.nearest(known_by, wanted)


def _read_passages(document: Document, encoder: Encoder) -> tuple[FloatArray, RowGroups]:
    """The vectors of the passages that a document is compared by, by paragraphs."""
    prepared = prepare([p.text for p in document.citable], document.language)
    if profile_for(encoder).reading is IN_CONTEXT and isinstance(encoder, SpanEncoder):
        return encoder.encode_spans(prepared.texts, prepared.spans).last, prepared.groups
    return encoder.encode([clause.text for clause in prepared.clauses]), prepared.groups


def read_document(document: Document, model: str, home: str) -> Any:
    """The vectors of a document, a row each; None where ``home`` has them from now on."""
    encoder = opened(model)
    assert encoder is not None
    texts, spans = _passages(document, encoder)
    if isinstance(encoder, SpanEncoder):
        encoder.encode_spans(texts, spans)
    else:
        encoder.encode(texts)
    if home == _home():
        return None
    keys = _keys(texts, spans)
    known = store_of(model).load(keys)
    return np.stack([known[key] for key in keys])


def _home() -> str:
    """What tells one cache from all others."""
    return f"{platform.node()} {cache_root().absolute()}"


def _passages(document: Document, encoder: Encoder) -> tuple[list[str], list[tuple[Offsets, ...]]]:
    """The texts that a comparison has read, and the passages of each that are read in it."""
    prepared = prepare([p.text for p in document.citable], document.language)
    whole = list(prepared.whole.values())
    if profile_for(encoder).reading is IN_CONTEXT:
        return [*prepared.texts, *whole], [*prepared.spans, *[()] * len(whole)]
    texts = [*prepared.texts, *(clause.text for clause in prepared.clauses), *whole]
    return texts, [()] * len(texts)


def _keys(texts: Sequence[str], spans: Sequence[Sequence[Offsets]]) -> list[bytes]:
    """The keys of all vectors, each once."""
    found: list[bytes] = []
    for text, inside in zip(texts, spans, strict=True):
        own = text_key(text)
        found.append(own)
        found += [span_key(own, span, part) for span in inside for part in ("last", "layers")]
    return list(dict.fromkeys(found))
