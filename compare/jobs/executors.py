"""Who does the pieces of a job, behind one interface: ``concurrent.futures.Executor``."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from typing import ParamSpec, TypeVar

from scodiff.compare.jobs.model import LostWorkerError

P = ParamSpec("P")
T = TypeVar("T")
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "SCODIFF_THREADS"), "1"
)


@dataclass(frozen=True, slots=True)
class Workers:
    """An executor, and how to use it.

    ``width`` says how many pieces are given to it at a time, ``at_once`` how many it does at
    once. ``lost`` are the errors by which it says that a worker ended before its piece was done.
    ``check`` is called where nothing has been done for a while: it raises JobError if nothing
    will be. ``apart``: the work is done in other processes.
    """

    executor: Executor
    width: Callable[[], int]
    at_once: Callable[[], int]
    apart: bool
    lost: tuple[type[BaseException], ...] = (LostWorkerError,)
    check: Callable[[], None] = lambda: None


WorkersOpener = Callable[[], AbstractContextManager[Workers]]


class HereExecutor(Executor):
    """Does what it is given at once, in this process and thread."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a function; the future that is returned is done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class SeparateProcesses(Executor):
    """Processes of which each can be killed without a loss to the others.

    The standard pool is broken altogether when one of its processes ends, and cannot say what
    that one had been given: so each here is a pool of its own, with a thread that waits for it.
    """

    def __init__(self, number: int) -> None:
        self._threads = ThreadPoolExecutor(number)
        self._mine = threading.local()
        self._pids: set[int] = set()
        self._closed = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a function in one of the processes; LostWorkerError says that it ended first."""
        return self._threads.submit(partial(self._call, partial(fn, *args, **kwargs)))

    def _call(self, work: Callable[[], T]) -> T:
        try:
            return self._pool().submit(work).result()
        except BrokenProcessPool as error:
            # It may have ended before it was known.
            self._pids.discard(self._mine.__dict__.pop("pid", 0))
            self._mine.__dict__.pop("pool", None)
            raise LostWorkerError("its process ended") from error

    def _pool(self) -> ProcessPoolExecutor:
        """The pool of this thread, with one process."""
        if not hasattr(self._mine, "pool"):
            # A fork would copy threads' locks, and the memory of models, as they stand.
            context = multiprocessing.get_context("spawn")
            pool = ProcessPoolExecutor(1, context, initializer=_begin)
            self._mine.pid = pool.submit(os.getpid).result()
            self._pids.add(self._mine.pid)
            self._mine.pool = pool
            if self._closed:
                _end(self._mine.pid)
        mine: ProcessPoolExecutor = self._mine.pool
        return mine

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, whatever they are at."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for pid in tuple(self._pids):
            _end(pid)
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)


@contextmanager
def ended_gently() -> Iterator[None]:
    """Have a request to end be an interruption, so that workers and files are left in order."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _end(pid: int) -> None:
    with suppress(OSError):
        os.kill(pid, signal.SIGTERM)


def _begin() -> None:
    """Make a process a worker: quick with others beside it, and gone when its master is."""
    os.environ.update(_ONE_THREAD)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the master's to answer
    threading.Thread(target=_end_with_master, daemon=True).start()


def _end_with_master() -> None:
    master = multiprocessing.parent_process()
    if master is not None:
        wait([master.sentinel])
        os._exit(1)


@contextmanager
def here() -> Iterator[Workers]:
    """Do the work in this process."""
    with HereExecutor() as executor:
        yield Workers(executor, lambda: 1, lambda: 1, apart=False)


def processes(number: int) -> WorkersOpener:
    """What opens that many processes."""

    @contextmanager
    def opened() -> Iterator[Workers]:
        """Open them, and end them."""
        with SeparateProcesses(number) as executor:
            # One more than are at work, so that none waits for its next piece.
            yield Workers(executor, lambda: number + 1, lambda: number, apart=True)

    return opened
