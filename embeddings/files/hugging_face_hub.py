"""Models from the Hugging Face hub, for a user who names one; nothing else reaches out."""

from __future__ import annotations

import os
from pathlib import Path

from scodiff.embeddings.cache.location import user_path
from scodiff.embeddings.errors import EmbeddingError

# Weights for other engines than PyTorch would multiply the download.
_NEEDED = ["*.json", "*.txt", "*.model", "*.safetensors"]


def snapshot_folder(name: str) -> Path:
    """The folder of the hub model ``name`` (``owner/name``), downloaded unless it is here.

    Raises :class:`EmbeddingError` if it is neither here nor to be had.
    """
    return local_snapshot(name) or _download(name)


def _hub_cache() -> Path:
    """Where the hub's own library keeps its downloads, found without importing it."""
    if chosen := os.environ.get("HF_HUB_CACHE"):
        return user_path(chosen)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "huggingface"
    return user_path(os.environ.get("HF_HOME") or os.fspath(cache)) / "hub"


def local_snapshot(name: str) -> Path | None:
    """The folder of a hub's model that has been downloaded before, found without the hub."""
    store = _hub_cache() / f"models--{name.replace('/', '--')}"
    try:
        revision = (store / "refs" / "main").read_text(encoding="utf-8").strip()
    except OSError:
        return None
    folder = store / "snapshots" / revision
    return folder if (folder / "modules.json").is_file() else None


def _download(name: str) -> Path:
    if os.environ.get("HF_HUB_OFFLINE", "0") not in {"", "0"}:
        raise EmbeddingError(
            f"the model {name} is not on this machine, and HF_HUB_OFFLINE forbids to download it"
        )
    try:
        from huggingface_hub import snapshot_download
    except ImportError as error:
        raise EmbeddingError(
            f"the model {name} cannot be downloaded; install: pip install sentence-transformers"
        ) from error
    try:
        return Path(snapshot_download(name, allow_patterns=_NEEDED))
    except Exception as error:  # the hub's library, its transport and the disk all have their own
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise EmbeddingError(
            f"the model {name} is not on this machine and cannot be downloaded ({reason}); "
            "check the name, or give the folder of a model"
        ) from error
