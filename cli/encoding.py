"""Opening a model for a command, with a progress bar where someone can see it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scodiff.cli.progress import ProgressBar

if TYPE_CHECKING:
    from scodiff.embeddings.encoder import Encoder


@contextmanager
def encoder_opener(model: str | None, *, show_progress: bool) -> Iterator[Callable[[], Encoder]]:
    """A function that opens the model when it turns out to be needed."""
    with ProgressBar("Encoding") as bar:
        seen = show_progress and sys.stderr.isatty()

        def opened() -> Encoder:
            """The encoder, with the bar told of its progress."""
            from scodiff.embeddings.models import open_encoder

            return open_encoder(model, progress=bar.update if seen else None)

        yield opened


@contextmanager
def comparing_encoder(model: str | None, *, show_progress: bool) -> Iterator[Encoder | None]:
    """The encoder that documents are compared with; None for the model 'none'."""
    from scodiff.embeddings.registry import for_comparing

    chosen = for_comparing(model)
    with encoder_opener(chosen, show_progress=show_progress) as opened:
        yield None if chosen == "none" else opened()
