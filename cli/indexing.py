"""The index of phrases, kept up to date while texts are added."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scodiff.corpus.model import Document
    from scodiff.corpus.store.adding import Addition
    from scodiff.corpus.store.collection import Collection

_AT_A_TIME = 128  # documents that wait to be indexed, at most


@contextmanager
def index_kept(collection: Collection) -> Iterator[Callable[[Addition], Addition]]:
    """Index what is noted, now and then and at the end, so that no search has to wait for it.

    An addition that is broken off leaves an index that lacks some texts; the next search, or
    addition, indexes these.
    """
    waiting: dict[str, Document] = {}

    def note(addition: Addition) -> Addition:
        """Take note of a text that was added, and hand it back."""
        waiting[addition.document.id] = addition.document
        if len(waiting) >= _AT_A_TIME:
            index()
        return addition

    def index() -> None:
        """Index what waits."""
        from scodiff.compare.phrases.collection_index import update_index

        update_index(collection, waiting)
        waiting.clear()

    yield note
    if waiting:
        index()
