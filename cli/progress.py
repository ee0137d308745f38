"""A progress bar on stderr, which exists only while there is something to wait for."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class ProgressBar:
    """Shows how much of a job is done; nothing appears before the first update."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: object | None = None

    def __enter__(self) -> Self:
        return self

    def update(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` are done."""
        from rich.console import Console
        from rich.progress import Progress

        if not isinstance(self._bar, Progress):
            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(self._label, total=total)
            self._bar.start()
        self._bar.update(self._task, completed=done, total=total)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        stop = getattr(self._bar, "stop", None)
        if stop:
            stop()
