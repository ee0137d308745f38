"""Opening a model by its name: the one door into this package."""

from __future__ import annotations

from collections.abc import Callable

from scodiff.embeddings.cache import VectorCache
from scodiff.embeddings.cached import CachedEncoder
from scodiff.embeddings.digests import DigestMemory
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.places import cache_root
from scodiff.embeddings.sources import find_model
from scodiff.embeddings.transformer import TransformerEncoder
from scodiff.embeddings.windows import SCHEME


def open_encoder(
    model: str | None = None, *, progress: Callable[[int, int], None] | None = None
) -> Encoder:
    """The encoder named ``model``, with a cache before it; cheap, nothing heavy is loaded.

    ``model`` is a name of the registry (``None``: its default), the folder of a
    sentence-transformers model, or a hub's ``owner/name``, which alone may reach a hub.
    ``progress(done, total)``, in texts, is called as they are computed, and never when all
    were cached. Raises :class:`~scodiff.embeddings.errors.EmbeddingError` if there is no such
    model; its ``encode`` does if the model's files cannot be trusted or run.
    """
    folder = cache_root() / "embeddings"
    source = find_model(model, DigestMemory(folder / "digests.json"))
    digests = source.fingerprint()
    identity = f"{digests.weights}\n{digests.settings}\n{SCHEME}"
    store = VectorCache(folder, identity, source.dimension)
    return CachedEncoder(TransformerEncoder(source, progress), store)
