"""How long tests wait for what must come: on a slow or busy machine it comes late."""

from __future__ import annotations

import time
from collections.abc import Callable

# Seconds; only a failure ever takes so long.
PATIENCE = 300.0
# Seconds that something takes which is to be broken off; nobody ever waits for them.
ENDLESS = 3600.0
_PAUSE = 0.02


def wait_until(met: Callable[[], object]) -> None:
    """Wait until something is so; it must come to be."""
    until = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < until, "what was waited for did not come"
        time.sleep(_PAUSE)
