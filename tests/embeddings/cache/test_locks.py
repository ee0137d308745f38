"""Locks between processes: waited for, let go of by the dead, and never for ever."""

from __future__ import annotations

import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from command import run
from patience import wait_until

from scodiff.corpus.library import resolve
from scodiff.corpus.model import Document
from scodiff.embeddings.cache import locks
from scodiff.embeddings.cache.locks import exclusive
from scodiff.embeddings.errors import WaitNotice

HOLDER = """
import sys, time
from pathlib import Path
from scodiff.embeddings.cache.locks import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(3600)
"""


@contextmanager
def held(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds a lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def ended_when(met: Callable[[], bool], process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Another process is killed as soon as something is so."""

    def end() -> None:
        wait_until(met)
        process.kill()

    thread = threading.Thread(target=end)
    thread.start()
    yield
    thread.join()


def test_a_killed_holder_blocks_nobody(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with held(path) as process:
        process.kill()
        process.wait()
        # Whoever is blocked gives up, with an error.
        with exclusive(path):
            pass


def test_who_waits_for_a_model_waits_longer_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(locks, "_SILENT_SECONDS", 0.2)
    path = tmp_path / "a.lock"
    with held(path) as process:
        with pytest.raises(TimeoutError, match="another process holds"), exclusive(path):
            pass
        with (
            pytest.warns(WaitNotice, match="another process, which is making it") as notices,
            ended_when(lambda: len(notices) > 0, process),
            exclusive(path, "making it"),
        ):
            assert len(notices) == 1


def test_even_for_a_model_nobody_waits_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_LONG_PATIENCE_SECONDS", 0.2)
    path = tmp_path / "a.lock"
    with held(path), pytest.raises(TimeoutError), exclusive(path, "making it"):
        pass


@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_a_command_that_is_to_be_quiet_does_not_say_that_it_waits(
    quiet: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*arguments: Any, **options: Any) -> Document:
        warnings.warn("waiting", WaitNotice, stacklevel=2)
        return resolve(*arguments, **options)

    monkeypatch.setattr("scodiff.corpus.library.resolve", slow)
    result = run("compare", "2003-moscow", "illustration", "--model", "none", *quiet)
    assert result.exit_code == 0
    assert ("scodiff: waiting.\n" in result.stderr) is not bool(quiet)
