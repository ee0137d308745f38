"""What lies in the cache, and taking it away: only what scodiff itself has put there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scodiff.embeddings.cache.location import cache_root
from scodiff.embeddings.cache.vector_cache import VectorCache
from scodiff.embeddings.files.digests import DigestMemory, fingerprint
from scodiff.embeddings.files.exported import INT8, exported_folder
from scodiff.embeddings.files.model_source import KnownModel
from scodiff.embeddings.models import ENGINES, vector_cache, vector_folder
from scodiff.embeddings.registry import load_registry, made_folder

# The kinds of things in the cache, the folder of each, and the names that scodiff gives them.
# Locks stay: another process may hold one, and would be alone with it.
_OURS = {
    "vectors": (
        "embeddings",
        re.compile(r"[0-9a-f]{24}(\.[0-9a-f]{8})?\.(vec|keys|tmp)|digests.*"),
    ),
    "models": (
        "models",
        re.compile(
            r"(onnx-[0-9a-f]{24}|[a-z0-9._-]+-[0-9a-f]{12})"
            r"(\.[0-9a-f]{8}\.tmp|\.refused)?"
        ),
    ),
    # Readings of texts and indexes of them, which others make; here they are but files.
    "readings": ("readings", re.compile(r"[0-9a-f]{64}\.(reading|index|seen|table)|tmp\w{8}\.tmp")),
    # What language models replied to questions of a review, which `llm` keeps.
    "replies": ("replies", re.compile(r"[0-9a-f]{64}\.reply|tmp\w{8}\.tmp")),
    # What long jobs have done, which `compare.jobs` keeps.
    "pieces": ("pieces", re.compile(r"(damaged-)?pieces\.sqlite(-journal)?")),
    # Vectors of the passages of whole documents, which `compare.studies` keeps for each model.
    "passages": ("passages", re.compile(r"[0-9a-f]{16}")),
    # Finished reports, which earlier releases kept.
    "reports": ("reports", re.compile(r"[0-9a-f]{64}.*")),
}
KINDS = tuple(_OURS)


@dataclass(frozen=True, slots=True)
class CacheItem:
    """Something kept in the cache: its kind, what it is, its size in bytes, and where it is."""

    kind: str
    what: str
    size: int
    path: Path


def cache_items(kinds: tuple[str, ...] = KINDS) -> list[CacheItem]:
    """All that scodiff keeps in the cache of these kinds, by kind and path."""
    names = _names()
    return [
        CacheItem(kind, names.get(path, _otherwise(path)), _size(path), path)
        for kind in kinds
        for path in _ours(kind)
    ]


def clear(kinds: tuple[str, ...] = KINDS) -> int:
    """Takes away all that scodiff keeps of these kinds; how many bytes that were.

    What another process adds meanwhile may stay. Raises ``OSError``.
    """
    freed = 0
    for item in cache_items(kinds):
        if item.path.is_dir() and not item.path.is_symlink():
            shutil.rmtree(item.path)
        else:
            item.path.unlink(missing_ok=True)
        freed += item.size
    return freed


def _ours(kind: str) -> Iterator[Path]:
    folder, name = _OURS[kind]
    place = cache_root() / folder
    if place.is_dir():
        yield from sorted(path for path in place.iterdir() if name.fullmatch(path.name))


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(inner.lstat().st_size for inner in path.rglob("*") if not inner.is_dir())
    return path.lstat().st_size


def _otherwise(path: Path) -> str:
    if path.suffix == ".vec":
        return "vectors of a folder's model or for an earlier release"
    if path.parent.name == "reports":
        return "report kept by an earlier release"
    if path.suffix == ".keys":
        return "list of the vectors beside it"
    return "digests of model files" if path.name.startswith("digests") else "earlier release"


def _names() -> dict[Path, str]:
    """What the files of known models in the cache are, by path."""
    memory = DigestMemory(vector_folder() / "digests.json")
    names: dict[Path, str] = {}
    for card in load_registry().models.values():
        source = KnownModel(card, memory)
        of = fingerprint(card.sha256)
        for engine in ENGINES:
            cache = vector_cache(source, engine)
            names[cache.path] = f"{_count(cache)} vectors of {card.name} by {engine}"
        names[exported_folder(of)] = f"{card.name} prepared for ONNX Runtime"
        names[exported_folder(of, INT8)] = f"{card.name} prepared for ONNX Runtime, int8"
        if card.adapter:
            names[made_folder(card)] = f"{card.name}, the files of the model"
    return names


def _count(cache: VectorCache) -> int:
    try:
        return cache.count()
    except OSError:
        return 0
