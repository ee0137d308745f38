"""Doing a job: each piece that is not kept is given to a worker, and kept when it is done."""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field
from statistics import median
from time import monotonic
from typing import Any

from scodiff.compare.jobs.executors import Workers, WorkersOpener, here
from scodiff.compare.jobs.kept_pieces import KeptPieces
from scodiff.compare.jobs.model import (
    JobError,
    JobPiece,
    Keeper,
    LongJob,
    PieceDone,
    Unwatched,
    Watcher,
)
from scodiff.compare.jobs.worker import do_piece

MOST_FAILED = 10  # pieces, after which no other is tried
LONG = 60.0  # seconds; of a job that takes longer it is said how long
_PROBE = 3  # pieces by which it is measured, none of them the first of a process
_PROBE_SECONDS = 45.0  # after which fewer must do
_PATIENCE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class WayOfWorking:
    """How jobs are done: where results are kept, who does the pieces, who is told."""

    kept: Keeper = field(default_factory=lambda: KeptPieces(None))
    workers: WorkersOpener = here
    watcher: Watcher = field(default_factory=Unwatched)


def run_job(job: LongJob, way: WayOfWorking | None = None) -> list[Any]:
    """The results of all pieces, in the order of the pieces.

    Each is what the keeper makes of it, and so the same whether it was kept or not. A piece that
    fails costs itself alone: the others are done, and kept. Raises JobError that names those
    that failed, and why.
    """
    way = way or WayOfWorking()
    with way.kept.opened():
        found = way.kept.load(piece.key for piece in job.pieces)
        missing = [piece for piece in job.pieces if piece.key not in found]
        way.watcher.begin(job.unit, len(job.pieces) - len(missing), len(missing))
        if missing:
            with way.workers() as workers:
                found |= _Run(job, missing, workers, way).results()
    return [found[piece.key] for piece in job.pieces]


class _Run:
    """One attempt at the pieces that are missing."""

    def __init__(
        self, job: LongJob, missing: list[JobPiece], workers: Workers, way: WayOfWorking
    ) -> None:
        self._job = job
        self._workers = workers
        self._way = way
        self._queue = deque(missing)
        self._total = len(missing)
        self._lost_by: tuple[type[BaseException], ...] = (*workers.lost, CancelledError)
        self._expected: Mapping[str, str] = job.installed() if workers.apart else {}
        self._given: dict[Future[PieceDone], JobPiece] = {}
        self._found: dict[str, Any] = {}
        # Pieces whose worker ended: by their doing, by another's on the same worker, or because
        # together they took all memory. Each is given out once more, when it is alone.
        self._suspects: deque[JobPiece] = deque()
        self._alone: JobPiece | None = None
        self._failed: dict[str, str] = {}
        # A process that begins opens the model, and may have to prepare it: that tells nothing of
        # how long its next piece takes.
        self._begun: set[str] = set()
        self._rates: list[float] = []
        self._since = monotonic()
        self._told = False

    def results(self) -> dict[str, Any]:
        """The results by key; raises JobError if not all can be had."""
        try:
            while self._can_go_on() or self._given:
                self._give_out()
                done, _ = wait(self._given, _PATIENCE_SECONDS, FIRST_COMPLETED)
                if not done:
                    self._workers.check()
                for future in done:
                    self._take(self._given.pop(future), future)
        finally:
            for future in self._given:
                future.cancel()
        if self._failed:
            raise JobError(self._failure())
        return self._found

    def _can_go_on(self) -> bool:
        return bool(self._queue or self._suspects) and len(self._failed) < MOST_FAILED

    def _give_out(self) -> None:
        room = self._workers.width() - len(self._given)
        while room > 0 and self._queue and self._can_go_on():
            room -= 1
            piece = self._queue.popleft()
            self._given[self._submit(piece)] = piece
        if not self._given and self._can_go_on():
            self._alone = self._suspects.popleft()
            self._given[self._submit(self._alone)] = self._alone

    def _submit(self, piece: JobPiece) -> Future[PieceDone]:
        job, executor = self._job, self._workers.executor
        arguments = job.handed(*piece.arguments) if job.handed else piece.arguments
        if not self._workers.apart:
            return executor.submit(_do_here, job.work, arguments)
        return executor.submit(do_piece, job.work, arguments, job.installed, self._expected)

    def _take(self, piece: JobPiece, future: Future[PieceDone]) -> None:
        try:
            done = future.result()
        except self._lost_by:
            if piece is self._alone:
                self._failed[piece.name] = "each worker that was at it ended before it was done"
            else:
                self._suspects.append(piece)
            return
        except JobError:  # What is installed differs: no piece is to be done so.
            raise
        except Exception as error:
            self._failed[piece.name] = _reason(error)
            return
        for warning in done.warned:
            warnings.warn(warning, stacklevel=2)
        self._found[piece.key] = self._way.kept.keep(piece.key, done.result)
        if done.worker in self._begun:
            self._rates.append(done.seconds / piece.size)
        self._begun.add(done.worker)
        self._tell_progress()

    def _tell_progress(self) -> None:
        self._way.watcher.advance(len(self._found), self._total)
        enough = len(self._rates) >= _PROBE or monotonic() - self._since > _PROBE_SECONDS
        if self._told or not self._rates or not enough:
            return
        self._told = True
        left = [*self._queue, *self._suspects, *self._given.values()]
        at_once = max(1, min(self._workers.at_once(), len(left)))
        seconds = median(self._rates) * sum(piece.size for piece in left) / at_once
        if seconds > LONG:
            self._way.watcher.expect(seconds, len(left), at_once)

    def _failure(self) -> str:
        names = [f"{name} ({reason})" for name, reason in self._failed.items()]
        shown = "; ".join(names[:3]) + f"; and {len(names) - 3} more" * (len(names) > 3)
        left = len(self._queue) + len(self._suspects)
        untried = f" {left} were not tried." if left else ""
        number, unit = self._total, self._job.unit
        kept = (
            f" The {len(self._found)} that were done are kept: the same command goes on from there."
        )
        said = f"{len(names)} of {number} {unit} failed: {shown}.{untried}"
        return said + kept * self._way.kept.is_open


def _do_here(work: Callable[..., Any], arguments: tuple[Any, ...]) -> PieceDone:
    """Do a piece in this process: warnings go their way, and what is installed is what it is."""
    since = monotonic()
    result = work(*arguments)
    return PieceDone(result, monotonic() - since, worker="this process")


def _reason(error: Exception) -> str:
    """What went wrong, without a full stop, as it stands in brackets."""
    said = str(error).strip() or type(error).__name__
    foreseen = type(error).__module__.startswith("scodiff.")
    return (said if foreseen else f"{type(error).__name__}: {said}").removesuffix(".")
