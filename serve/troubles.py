"""What went wrong as a sentence that may stand on a page: no path of this machine is in it."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path

from scodiff.corpus.store.location import Address, Location
from scodiff.reports.messages.messages import Messages
from scodiff.serve.errors import RoomError

_HIDDEN = "…"


def is_foreseen(error: Exception) -> bool:
    """Whether an error is one whose message is a sentence for users."""
    from scodiff.compare.decisions.anchors import DecisionError
    from scodiff.compare.phrases.model import PhraseError
    from scodiff.compare.shifts.lexicon import LexiconError
    from scodiff.corpus.errors import CorpusError
    from scodiff.embeddings.errors import EmbeddingError
    from scodiff.reports.errors import ReportError

    ours = CorpusError | EmbeddingError | ReportError | RoomError
    return isinstance(error, ours | DecisionError | LexiconError | PhraseError)


def sentence(error: Exception) -> str:
    """The sentence of a trouble that was foreseen; of another its kind, and more on stderr."""
    if is_foreseen(error):
        return without_paths(str(error))
    if isinstance(error, OSError):
        return f"{error.strerror or type(error).__name__}."
    print(f"scodiff: {type(error).__name__}: {error}", file=sys.stderr)
    if os.environ.get("SCODIFF_DEBUG"):
        traceback.print_exception(error)
    return f"{type(error).__name__}."


def told(error: Exception, t: Messages, *places: Location) -> str:
    """The sentence of a trouble in the reader's language, as far as it is the room's own."""
    if isinstance(error, RoomError):
        return t(f"trouble.{error.key}", count=None, **error.values_told)
    return without_paths(sentence(error), *places)


def without_paths(text: str, *places: Location) -> str:
    """A sentence without the folders of this machine that it may name, ``places`` among them."""
    places = (*places, *_places())
    known = {str(p) for p in places if isinstance(p, Address) or len(p.parts) > 1}
    for folder in sorted(known, key=len, reverse=True):
        text = text.replace(folder, _HIDDEN)
    return text


def _places() -> Iterable[Location]:
    """Where scodiff keeps things, and where its user does."""
    from scodiff.corpus.store.location import default_place
    from scodiff.embeddings.cache.location import cache_root

    for place in (default_place(), cache_root(), Path.cwd(), Path(__file__).parents[1]):
        yield place
        if isinstance(place, Path):
            yield place.absolute()
    try:
        yield Path.home()
    except RuntimeError:
        return
