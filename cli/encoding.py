"""Opening a model for a command, with a progress bar where someone can see it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scodiff.cli.console import print_message
from scodiff.cli.progress import ProgressBar

if TYPE_CHECKING:
    from scodiff.cli.output import Output
    from scodiff.compare.phrases.search import Models
    from scodiff.embeddings.encoder import Encoder
    from scodiff.embeddings.pair_reader import PairReader


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


@contextmanager
def paraphrase_models(
    model: str | None, output: Output, *, asked: bool = False
) -> Iterator[Models | None]:
    """What opens the models for paraphrases; None where none is at hand and none was asked for.

    When the model is opened, a line on stderr says so: it takes a second or more.
    """
    from scodiff.compare.phrases.search import Models
    from scodiff.embeddings.registry import is_installed, load_registry

    registry = load_registry()
    cards = registry.models
    if model == "none" or not (model or asked or is_installed(cards[registry.default])):
        yield None
        return
    reader = cards[registry.comparing].reader
    with encoder_opener(model, show_progress=output.show_progress) as opened:

        def encoder() -> Encoder:
            """The encoder, announced."""
            if not output.quiet:
                without = "--no-paraphrase leaves that out"
                print_message(f"Looking for other words of near meaning ({without}) …")
            return opened()

        def pair_reader() -> PairReader:
            """The reader of pairs that comes with scodiff."""
            from scodiff.embeddings.models import open_reader

            return open_reader(reader)

        at_hand = model is None and reader and is_installed(cards[reader])
        yield Models(encoder, pair_reader if at_hand else None)
