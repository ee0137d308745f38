"""What can go wrong with a model, each as one sentence a reader can act on."""

from __future__ import annotations


class EmbeddingError(Exception):
    """A model cannot be found, trusted or run; the message says why and what to do."""


class CacheWarning(UserWarning):
    """The vector cache cannot be used, or held a damaged entry; the vectors are right anyway."""


class WaitNotice(UserWarning):
    """Another process is making what this one needs; nothing is wrong."""


class FastPathError(EmbeddingError):
    """A model cannot be prepared for, or run by, ONNX Runtime; torch may still run it."""
