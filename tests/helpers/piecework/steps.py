"""Pieces of work for the tests of jobs, as functions of a module that any process finds."""

from __future__ import annotations

import os
import signal
import time
import warnings
from collections.abc import Mapping
from pathlib import Path

from patience import ENDLESS, wait_until

from scodiff.compare.jobs.kept_pieces import PieceWarning


def nothing_installed() -> Mapping[str, str]:
    """Every machine is as good as another."""
    return {}


def other_everywhere(model: str = "") -> Mapping[str, str]:
    """No process is like another, whatever the model."""
    return {"model": f"that of {os.getpid()}"}


def doubled(number: int) -> tuple[int, int]:
    """A number, and twice that."""
    return number, 2 * number


def inverse(number: int) -> float:
    """One divided by a number; not by nought."""
    return 1 / number


def never(number: int) -> None:
    """Fail."""
    raise ValueError(f"never {number}")


def a_moment(number: int) -> int:
    """Take some time."""
    time.sleep(0.001)
    return number


def traced(trace: str, number: int) -> int:
    """Leave a trace."""
    with Path(trace).open("a") as file:
        file.write(str(number))
    return number


def kills_itself_once(spared: str, trace: str, number: int) -> int:
    """The square of a number; with 2 the process is killed the first time, with 3 it warns."""
    traced(trace, number)
    if number == 2 and not Path(spared).exists():
        Path(spared).touch()
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    if number == 3:
        warnings.warn("a word of 3", PieceWarning, stacklevel=1)
    return number * number


def hangs_at_2(folder: str, number: int) -> int:
    """A number; with 2 it never comes, and the process says who it is."""
    if number == 2:
        (Path(folder) / "pid").write_text(str(os.getpid()))
        time.sleep(ENDLESS)
    return number


def kills_another_at_1(pid: int, may: str, number: int) -> int:
    """A number; with 1 another process is killed, when there is a file that allows it."""
    if number == 1:
        wait_until(Path(may).exists)
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    return number


def ends() -> None:
    """End this process."""
    os._exit(3)


def kills_itself_at_1(number: int) -> int:
    """A number; with 1 the process ends."""
    if number == 1:
        os._exit(3)
    return number
