"""Texts in, documents out: reading, segmenting and describing declarations.

``read`` makes a document of a file, ``resolve`` of whatever a command names; both raise
``CorpusError``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scodiff.corpus.errors import CorpusError
    from scodiff.corpus.library import resolve
    from scodiff.corpus.reader import read

__all__ = ["VERSION", "CorpusError", "read", "resolve"]

# The version of scodiff, here because every other package may import this one.
VERSION = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is: a help text has no use for the segmenter."""
    from importlib import import_module

    homes = {"CorpusError": "errors", "read": "reader", "resolve": "library"}
    if name in homes:
        return getattr(import_module(f"scodiff.corpus.{homes[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
