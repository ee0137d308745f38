"""What can go wrong in the room alone; the pages say it in their reader's language."""

from __future__ import annotations


class RoomError(Exception):
    """Something asked of a page cannot be done; ``key`` names the sentence that says why.

    The sentence is ``trouble.KEY`` of the messages, filled with ``values``.
    """

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.values_told = values


class ServeError(Exception):
    """The room cannot be opened; the message is a sentence that says why and what to do."""
