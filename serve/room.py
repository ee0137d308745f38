"""The room itself: what all its pages share from its opening to its closing."""

from __future__ import annotations

import os
import secrets
import shutil
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from scodiff.compare.jobs.executors import cores
from scodiff.compare.phrases.stream import StreamText
from scodiff.corpus.store.collection import Collection
from scodiff.embeddings.cache.location import cache_root, private_folder
from scodiff.embeddings.cache.locks import exclusive
from scodiff.serve.desk import Desk
from scodiff.serve.recent import RecentInquiries
from scodiff.serve.work import WorkQueue

_LOCK = "lock"
_OPENING = "opening.lock"
_TEXTS = 64


@dataclass(frozen=True, slots=True)
class Room:
    """What the pages share. ``folder`` is the room's own and goes with it."""

    collection: Collection
    folder: Path
    desk: Desk
    work: WorkQueue
    recent: RecentInquiries
    texts: KeptTexts
    # Searches take turns: Python runs one thread at a time, and twenty that hand it to each other
    # at every word that they ask the database for take several times as long.
    searching: threading.Lock


class KeptTexts(OrderedDict[str, StreamText]):
    """The texts of so many documents, those used last, from one search to the next."""

    def __init__(self) -> None:
        super().__init__()
        self._changing = threading.Lock()

    def __setitem__(self, digest: str, text: StreamText) -> None:
        with self._changing:
            super().__setitem__(digest, text)
            while len(self) > _TEXTS:
                self.popitem(last=False)


@contextmanager
def opened_room(collection: Collection) -> Iterator[Room]:
    """A room on a collection; when it closes, what is made is stopped and what was laid is gone.

    Raises OSError where the user's cache cannot hold its folder.
    """
    kept = private_folder(private_folder(cache_root()) / "serve")
    with ExitStack() as held:
        # One room opens at a time: a folder of which the lock is not taken yet looks forsaken.
        with exclusive(kept / _OPENING, "opening a reading room"):
            _sweep(kept)
            folder = private_folder(kept / secrets.token_hex(8))
            held.enter_context(exclusive(folder / _LOCK))
        work = WorkQueue(cores())
        desk = Desk(folder, collection, cores())
        try:
            yield Room(
                collection,
                folder,
                desk,
                work,
                RecentInquiries(kept),
                KeptTexts(),
                threading.Lock(),
            )
        finally:
            work.close()
            shutil.rmtree(folder, ignore_errors=True)


def _sweep(kept: Path) -> None:
    """Remove the folders of rooms that were ended by force: nobody holds their lock."""
    for folder in kept.iterdir():
        if not folder.is_dir() or folder.is_symlink():
            continue
        with suppress(OSError):
            if _is_free(folder / _LOCK):
                shutil.rmtree(folder, ignore_errors=True)


def _is_free(lock: Path) -> bool:
    """Whether no process holds a lock, without waiting for one that does."""
    from scodiff.embeddings.cache.locks import try_lock

    if not lock.exists():
        return False
    descriptor = os.open(lock, os.O_RDWR)
    try:
        return try_lock(descriptor)
    finally:
        os.close(descriptor)
