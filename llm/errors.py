"""What can go wrong with a language model as reader."""

from __future__ import annotations


class ReaderError(Exception):
    """Nothing can be had of the model; the message says why and what to do."""


class UnansweredError(Exception):
    """One question got no answer; the message says why. Others may get theirs."""


class RefusedReplyError(Exception):
    """A reply that is not accepted; the message says why, in words for the model too.

    ``well_formed`` where it has the form asked for, and only what it says is refused.
    """

    def __init__(self, reason: str, *, well_formed: bool = False) -> None:
        super().__init__(reason)
        self.well_formed = well_formed
