"""The work that takes time: a queue of orders, one process for each, one for each core at once.

A comparison keeps one core busy and takes memory that Python does not give back; in a process of
its own it delays no page, leaves nothing behind, and can be stopped.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Literal

from scodiff.serve.orders import Order, Stage

JobState = Literal["waiting", "running", "done", "failed"]
# Results that are held in memory; an older one is made again when it is asked for.
_RESULTS = 6
_JOBS = 200
_TELL_SECONDS = 0.1
_CRASHED = "crashed"


@dataclass(slots=True)
class Job:
    """An order that waits, is carried out or is done; ``trouble`` says what went wrong.

    ``result`` is what was made, pickled: most of it is text, and smaller so. ``stopped`` says
    that nobody waits for it any more.
    """

    key: str
    order: Order = field(repr=False)
    state: JobState = "waiting"
    stage: Stage | None = None
    done: int = 0
    total: int = 0
    trouble: str = ""
    stopped: bool = False
    doubts: list[str] = field(default_factory=list)
    result: bytes | None = field(default=None, repr=False)
    future: Future[None] | None = field(default=None, repr=False)
    process: BaseProcess | None = field(default=None, repr=False)

    def found(self) -> Any:
        """What was made."""
        if self.result is None:
            raise RuntimeError(f"the job is {self.state}")
        return pickle.loads(self.result)


class WorkQueue:
    """Carries out orders in the order in which they came, as many at once as said."""

    def __init__(self, at_once: int) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="work")
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._changing = threading.Lock()
        self._closed = False

    def job(self, key: str) -> Job | None:
        """The job of that key, if it is here and what it made is still held."""
        return self._jobs.get(key)

    def submit(self, key: str, order: Order) -> Job:
        """Have an order carried out; one of that key that is here already is not made twice."""
        with self._changing:
            known = self._jobs.get(key)
            if known is not None and known.state != "failed":
                return known
            job = self._jobs[key] = Job(key, order)
            self._jobs.move_to_end(key)
            self._forget()
            job.future = self._threads.submit(self._carry_out, job)
        return job

    def place(self, job: Job) -> int:
        """How many orders are before one that waits."""
        before = 0
        for other in list(self._jobs.values()):
            if other is job:
                break
            before += other.state in ("waiting", "running")
        return before

    def drop(self, key: str) -> None:
        """Forget a job; one that is not done is stopped."""
        with self._changing:
            job = self._jobs.pop(key, None)
        if job is not None:
            _stop(job)

    def close(self) -> None:
        """Stop all that is not done."""
        self._closed = True
        for job in list(self._jobs.values()):
            _stop(job)
        self._threads.shutdown(cancel_futures=True)

    def _forget(self) -> None:
        """Leave out the oldest results, and the oldest failures."""
        finished = [k for k, job in self._jobs.items() if job.state == "done"]
        failed = [k for k, job in self._jobs.items() if job.state == "failed"]
        for key in finished[: -_RESULTS or None] + failed[:-_JOBS]:
            del self._jobs[key]

    def _carry_out(self, job: Job) -> None:
        if self._closed:
            return
        job.state = "running"
        mine, theirs = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("spawn").Process(
            target=_in_child, args=(theirs, job.order), daemon=True
        )
        try:
            with _undisturbed():
                process.start()
            job.process = process
            if job.stopped:  # while the process was being started, and could not be reached
                process.kill()
            theirs.close()
            self._listen(job, mine)
        except Exception as error:
            job.trouble, job.state = f"{type(error).__name__}: {error}", "failed"
        finally:
            process.join(5)
            if process.is_alive():
                process.kill()
            mine.close()
            job.process = None
            with self._changing:
                self._forget()

    def _listen(self, job: Job, pipe: Connection) -> None:
        """Follow a process until it has said how it ended."""
        while True:
            try:
                said, *rest = pipe.recv()
            except (EOFError, OSError):
                job.trouble, job.state = _CRASHED, "failed"
                return
            if said == "progress":
                job.stage, job.done, job.total = rest
            elif said == "doubt":
                job.doubts.append(rest[0])
            elif said == "done":
                job.result, job.state = rest[0], "done"
                return
            else:
                job.trouble, job.state = rest[0], "failed"
                return


def _stop(job: Job) -> None:
    job.stopped = True
    if job.future is not None:
        job.future.cancel()
    if job.process is not None:
        with suppress(OSError, ValueError):
            job.process.kill()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """What is started here is not reached by Ctrl-C: this process stops it in its own way."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _PipeTeller:
    """Tells the room through a pipe; how far it is only now and then."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._last = 0.0

    def progress(self, stage: Stage, done: int = 0, total: int = 0) -> None:
        """How far it is."""
        now = time.monotonic()
        if now - self._last >= _TELL_SECONDS or done == total:
            self._last = now
            self._pipe.send(("progress", stage, done, total))

    def doubt(self, sentence: str) -> None:
        """What must be known of the result."""
        self._pipe.send(("doubt", sentence))


def _in_child(pipe: Connection, order: Order) -> None:
    """The child's own work: carry out an order, and say how far it is and how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)  # Pages go before.
    with suppress(BrokenPipeError):  # The room has closed.
        try:
            found = order.carry_out(_PipeTeller(pipe))
        except Exception as error:
            from scodiff.serve.troubles import sentence

            pipe.send(("failed", sentence(error)))
        else:
            pipe.send(("done", pickle.dumps(found)))
