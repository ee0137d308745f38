"""An order for the queue of the room, where the process that carries it out can import it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from patience import wait_until

from scodiff.corpus.errors import CorpusError
from scodiff.serve.orders import Teller


@dataclass(frozen=True)
class Trial:
    """An order that does what its test wants: writes when it began and ended in a folder.

    It takes so many seconds, and begins only when the file ``until`` is there, if one is named.
    """

    folder: Path
    name: str
    seconds: float = 0.0
    ends: str = "well"
    until: Path | None = None

    def carry_out(self, tell: Teller) -> str:
        """What the order makes: its name."""
        begin = time.monotonic()
        tell.progress("comparing", 1, 2)
        tell.doubt(f"{self.name} is doubtful")
        if self.until:
            wait_until(self.until.exists)
        time.sleep(self.seconds)
        if self.ends == "badly":
            raise CorpusError(f"{self.name} cannot be read.")
        if self.ends == "oddly":
            raise ZeroDivisionError(f"in {Path.home()}")
        if self.ends == "dead":
            os._exit(9)
        (self.folder / self.name).write_text(f"{begin} {time.monotonic()} {os.getpid()}")
        return self.name
