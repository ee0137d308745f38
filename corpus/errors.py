"""What can go wrong with a text, each as one sentence a reader can act on."""

from __future__ import annotations


class CorpusError(Exception):
    """A text cannot be read or found; the message says why and what to do."""


class ExhaustedError(CorpusError):
    """A text could not be read in the time and memory allowed; another time it may be."""
