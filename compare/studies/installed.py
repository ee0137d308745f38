"""What a machine needs to find the same as another: the same scodiff, libraries and model."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import scodiff.compare
import scodiff.corpus
import scodiff.embeddings
from scodiff.corpus.model import Document, as_data
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.models import engine_of, open_encoder
from scodiff.embeddings.pair_reader import ComparingEncoder

_LIBRARIES = (
    "diff-match-patch", "numpy", "onnxruntime", "pystemmer", "rapidfuzz", "regex", "scipy", "torch",
)  # fmt: skip
_OURS = (scodiff.compare, scodiff.corpus, scodiff.embeddings)
_CODE = frozenset({".py", ".toml", ".json", ".npy", ".npz"})


@cache
def installed(model: str) -> Mapping[str, str]:
    """All that a comparison with a model ('none': without one) depends on beside the texts."""
    found = {
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "scodiff": f"{scodiff.corpus.VERSION} {_code()}",
    }
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "missing"
    encoder = opened(model)
    if encoder is not None:
        found["model"] = f"{encoder.info.name} {encoder.info.sha256[:16]}"
        found["engine"] = engine_of(model)
    if isinstance(encoder, ComparingEncoder):
        reader = encoder.reader.info
        found["reader of pairs"] = f"{reader.name} {reader.sha256[:16]}"
    return found


@cache
def opened(model: str) -> Encoder | None:
    """The encoder of that name, once in a process; None for 'none'."""
    return None if model == "none" else open_encoder(model)


def look_again() -> None:
    """Forget what was installed and opened: in a process that lives on, it may be otherwise."""
    installed.cache_clear()
    opened.cache_clear()


@cache
def _code() -> str:
    """The beginning of a digest of what finds it: the modules, word lists and weights."""
    digest = hashlib.sha256()
    for package in _OURS:
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.rglob("*")):
            if path.suffix in _CODE:
                digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def digest_of(document: Document) -> str:
    """The SHA-256 of a document: of its text, and of all that was read from it."""
    data = json.dumps(as_data(document), sort_keys=True)
    text = document.source_text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data.encode("ascii") + b"\0" + text).hexdigest()


def key_of(*parts: object) -> str:
    """The SHA-256 of some values that JSON can hold."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("ascii")).hexdigest()
