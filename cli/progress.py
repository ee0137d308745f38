"""A progress bar on stderr, which exists only while there is something to wait for."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class ProgressBar:
    """Shows how much is done, how fast and for how long yet; nothing before the first update."""

    def __init__(self, label: str, unit: str = "texts") -> None:
        self._label = label
        self.unit = unit
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def update(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` are done; a new round begins where they are fewer."""
        if self._bar is None or self._task is None:
            self._bar = _bar()
            self._task = self._bar.add_task(self._label, total=total, rate="")
            self._bar.start()
        task = self._bar.tasks[0]
        if done < task.completed or total != task.total:
            self._bar.reset(self._task, total=total)
        rate = self._rate(done / task.elapsed) if done and task.elapsed else ""
        self._bar.update(self._task, completed=done, rate=rate)

    def _rate(self, a_second: float) -> str:
        if a_second < 1:
            return f"{60 * a_second:.0f} {self.unit}/min"
        return f"{a_second:.0f} {self.unit}/s"

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("left:"),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True),
        transient=True,
    )
