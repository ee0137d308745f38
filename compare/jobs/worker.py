"""What a worker does, in a process of its own or on another machine: one piece at a time."""

from __future__ import annotations

import os
import platform
import time
import warnings
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from scodiff.compare.jobs.model import JobError, PieceDone

# A worker of a cluster may have several threads; models and warnings are for one at a time.
_ALONE = Lock()


def do_piece(
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    installed: Callable[[], Mapping[str, str]],
    expected: Mapping[str, str],
) -> PieceDone:
    """Call the work, if this machine gives the same results as the one that asks.

    What scodiff warns of is brought back. Raises JobError where something else is installed here.
    """
    with _ALONE, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        if different := difference(installed(), expected):
            raise JobError(
                f"a worker could give other results: {different}. Install the same there."
            )
        since = time.perf_counter()
        result = work(*arguments)
        seconds = time.perf_counter() - since
    ours = (w.message for w in caught if w.category.__module__.startswith("scodiff."))
    worker = f"{platform.node()} {os.getpid()}"
    return PieceDone(result, seconds, worker, tuple(w for w in ours if isinstance(w, Warning)))


def differs(installed: Callable[[], Mapping[str, str]], expected: Mapping[str, str]) -> str:
    """What is installed on this machine otherwise than on the one that asks; empty if nothing."""
    return difference(installed(), expected)


def difference(here: Mapping[str, str], expected: Mapping[str, str]) -> str:
    """What is installed on a machine otherwise than on another, in words; empty where nothing."""
    return "; ".join(
        f"its {name} is {here.get(name, 'missing')} and not {expected.get(name, 'missing')}"
        for name in sorted({*here, *expected})
        if here.get(name) != expected.get(name)
    )
