"""What can go wrong with a search, each as one sentence a reader can act on."""

from __future__ import annotations


class PhraseError(Exception):
    """A phrase cannot be looked for; the message says why and what to do."""
