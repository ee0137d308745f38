"""Rooms that open at the same time leave each other's folders alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from patience import PATIENCE

from scodiff.corpus.store.collection import Collection
from scodiff.embeddings.cache import locks
from scodiff.serve import room as room_module
from scodiff.serve.room import Room, opened_room


def test_a_room_that_opens_while_another_sweeps_keeps_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    collection = Collection.open(tmp_path / "collection")
    seconds, met = ExitStack(), threading.Event()
    other: list[Room] = []
    second = threading.Thread(target=lambda: other.append(open_second()), daemon=True)
    sweep, exclusive, try_lock = room_module._sweep, room_module.exclusive, locks.try_lock

    def open_second() -> Room:
        return seconds.enter_context(opened_room(collection))

    def swept(kept: Path) -> None:
        sweep(kept)
        if threading.current_thread() is second:
            met.set()

    def tried(descriptor: int) -> bool:
        taken = try_lock(descriptor)
        if threading.current_thread() is second and not taken:
            met.set()  # It waits for the first, or has left it alone.
        return taken

    @contextmanager
    def at_the_instant(path: Path, making: str = "") -> Iterator[None]:
        """Before the first room takes the lock of its folder the second sweeps, if it may."""
        if path.name == "lock" and not second.ident:
            path.touch()
            second.start()
            assert met.wait(PATIENCE)
        with exclusive(path, making):
            yield

    monkeypatch.setattr(locks, "try_lock", tried)
    monkeypatch.setattr(room_module, "exclusive", at_the_instant)
    monkeypatch.setattr(room_module, "_sweep", swept)
    with seconds, opened_room(collection) as first:
        second.join(PATIENCE)
        assert first.folder.is_dir()
        assert other[0].folder.is_dir()
        assert first.folder != other[0].folder
    assert not first.folder.exists()
    assert not other[0].folder.exists()


def test_the_folder_of_a_room_that_was_ended_by_force_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    collection = Collection.open(tmp_path / "collection")
    with opened_room(collection) as first:
        left = first.folder.with_name("left")
        left.mkdir()
        (left / "lock").touch()
        (left / "text.txt").write_text("a text\n")
        with opened_room(collection):
            assert first.folder.is_dir()
        assert not left.exists()
