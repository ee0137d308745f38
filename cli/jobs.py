"""Long work: how many do it, where, what is kept of it, and what is told while it goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodiff.cli.console import print_message
from scodiff.cli.options import WORK, all_of, option
from scodiff.cli.progress import ProgressBar

if TYPE_CHECKING:
    from scodiff.cli.output import Output
    from scodiff.compare.jobs.executors import WorkersOpener
    from scodiff.compare.jobs.running import WayOfWorking

MUCH = 1_000_000_000  # bytes kept, of which one is told

workers_options = all_of(
    option(
        "--workers",
        group=WORK,
        type=click.IntRange(1),
        default=1,
        show_default=True,
        help="How many processes do the work.",
    ),
    option(
        "--scheduler",
        group=WORK,
        metavar="ADDRESS",
        help="Let a Dask cluster do it: tcp://127.0.0.1:PORT, or tls://HOST:PORT elsewhere.",
    ),
)


class _JobProgress:
    """Tells a person how a job goes on: a bar on a terminal, and lines that matter."""

    def __init__(self, bar: ProgressBar, output: Output) -> None:
        self._bar = bar
        self._output = output

    def begin(self, unit: str, kept: int, left: int) -> None:
        """Say what was kept from before, if anything is left to be done."""
        self._bar.unit = unit
        if kept and left:
            self._say(f"{unit.capitalize()} kept from before: {kept} of {kept + left}.")

    def expect(self, seconds: float, left: int, width: int) -> None:
        """Say how long it will take."""
        at_once = f", {width} at a time" if width > 1 else ""
        self._say(
            f"{self._bar.unit.capitalize()} left: {left}{at_once}; about {in_words(seconds)}. "
            "Stop it when you like: the same command goes on from there."
        )

    def advance(self, done: int, left: int) -> None:
        """Move the bar, where someone can see it."""
        if self._output.show_progress and sys.stderr.isatty():
            self._bar.update(done, left)

    def _say(self, sentence: str) -> None:
        if not self._output.quiet:
            print_message(sentence)


def workers_opener(workers: int, scheduler: str | None) -> WorkersOpener:
    """Who does the work: this process, several, or a cluster.

    Raises click.UsageError where two of these are asked for, and JobError for a scheduler that
    may not be used.
    """
    if scheduler is not None:
        if workers > 1:
            raise click.UsageError("--workers and --scheduler exclude each other.")
        from scodiff.compare.jobs.cluster import cluster

        return cluster(scheduler)
    from scodiff.compare.jobs.executors import here, processes

    return here if workers == 1 else processes(workers)


@contextmanager
def way_of_working(label: str, output: Output, opener: WorkersOpener) -> Iterator[WayOfWorking]:
    """How a command does its jobs: by whom, with what kept, and what is told.

    A request to end (SIGTERM) ends the work as Ctrl-C does.
    """
    from scodiff.compare.jobs.executors import ended_gently
    from scodiff.compare.jobs.kept_pieces import KeptPieces
    from scodiff.compare.jobs.running import WayOfWorking

    kept = KeptPieces(_folder())
    with ended_gently(), ProgressBar(label) as bar:
        yield WayOfWorking(kept, opener, _JobProgress(bar, output))
    if kept.size > MUCH and not output.quiet:
        print_message(
            f"What is kept of long work takes {kept.size / 1e9:.1f} GB: scodiff cache clear pieces "
            "takes it away."
        )


def _folder() -> Path | None:
    """The folder of what is kept; None where there can be no such folder."""
    from scodiff.embeddings.cache.location import cache_root, private_folder

    try:
        return private_folder(cache_root() / "pieces")
    except OSError:
        return None


def in_words(seconds: float) -> str:
    """A time that is expected, no more exact than that is."""
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= 1.5 * length:
            return f"{seconds / length:.0f} {unit}s"
    return "1 minute"
