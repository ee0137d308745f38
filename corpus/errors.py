"""What can go wrong with a text, each as one sentence a reader can act on."""

from __future__ import annotations


class CorpusError(Exception):
    """A text cannot be read or found; the message says why and what to do."""
