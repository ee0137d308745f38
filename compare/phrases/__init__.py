"""A phrase and documents in, every place where it stands and its history out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scodiff.compare.phrases.index import PhraseIndex
    from scodiff.compare.phrases.model import PhraseSettings
    from scodiff.compare.phrases.pattern import search_pattern
    from scodiff.compare.phrases.search import search_phrase

__all__ = ["PhraseIndex", "PhraseSettings", "search_pattern", "search_phrase"]
_MODULES = {
    "PhraseIndex": "index",
    "PhraseSettings": "model",
    "search_pattern": "pattern",
    "search_phrase": "search",
}


def __getattr__(name: str) -> Any:
    """Import a part when it is asked for: a report of phrases has no use for their index."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
