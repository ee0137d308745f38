"""A real Dask cluster on this machine: a scheduler and workers, as a user would start them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from distributed import Client
from patience import PATIENCE, wait_until

_HELPERS = Path(__file__).parents[1]


@contextmanager
def running_cluster(
    folder: Path,
    workers: int = 2,
    options: Sequence[str] = (),
    protocol: str = "tcp",
    modules: Path = _HELPERS,
) -> Iterator[str]:
    """The address of a scheduler that has some workers; all are ended afterwards.

    ``folder`` takes what they write: their logs, caches and files. ``modules`` is a folder of
    what they can import beside what is installed.
    """
    said = folder / "scheduler.json"
    host = ["--host", f"{protocol}://127.0.0.1"]
    end = ["--no-dashboard", *options]
    processes: list[subprocess.Popen[bytes]] = []
    try:
        given = ["--port", "0", "--scheduler-file", str(said), "--no-jupyter"]
        processes.append(_started(folder, modules, "scheduler", *host, *given, *end))
        _wait_for_file(said, processes)
        address = str(json.loads(said.read_text())["address"])
        for number in range(workers):
            name = f"worker{number}"
            given = ["--nthreads", "1", "--memory-limit", "0", "--name", name]
            place = folder / name
            place.mkdir()
            processes.append(_started(place, modules, "worker", address, *host, *given, *end))
        with Client(address, set_as_default=False, timeout=PATIENCE) as client:
            client.wait_for_workers(workers, timeout=PATIENCE)
        yield address
    finally:
        # Each with the processes that it has started itself.
        for process in processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _started(folder: Path, modules: Path, what: str, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(modules),
        "SCODIFF_CACHE": str(folder / "cache"),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    }
    with (folder / f"{what}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", what, *arguments],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _wait_for_file(path: Path, processes: Sequence[subprocess.Popen[bytes]]) -> None:
    def is_there() -> bool:
        if any(process.poll() is not None for process in processes):
            raise RuntimeError((path.parent / "scheduler.log").read_text())
        return path.exists() and bool(path.read_text().strip())

    wait_until(is_there)
