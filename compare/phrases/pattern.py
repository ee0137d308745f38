"""Regular expressions over the same texts, with a bound on their time."""

from __future__ import annotations

import time

from scodiff.compare.phrases.indexes.asked import SearchIndex
from scodiff.compare.phrases.model import Occurrence, PhraseError, PhraseHistory, PhraseSettings
from scodiff.compare.phrases.occurrences import occurrence_at
from scodiff.compare.phrases.search import history_of

MOST_MATCHES = 10_000


def search_pattern(
    pattern: str, index: SearchIndex, settings: PhraseSettings | None = None
) -> PhraseHistory:
    """Every place that a regular expression matches, and the history they make.

    The syntax is that of the ``regex`` package; letters match in either case, and the text
    searched has its line wrapping undone and an empty line between paragraphs.

    Raises PhraseError where the pattern is none, or matches nothing but empty text, takes
    longer than ``settings.seconds``, or matches more than ten thousand times.
    """
    settings = settings or PhraseSettings()
    deadline = time.monotonic() + settings.seconds
    occurrences: list[Occurrence] = []
    for document in index.documents:
        left = deadline - time.monotonic()
        occurrences += _matches(pattern, index, document.id, max(left, 0.001), settings)
        if len(occurrences) > MOST_MATCHES:
            raise PhraseError(
                f"the pattern matches more than {MOST_MATCHES} times: make it more specific."
            )
    return history_of(pattern, index.documents, occurrences, settings, pattern=True)


def _matches(
    pattern: str, index: SearchIndex, document: str, seconds: float, settings: PhraseSettings
) -> list[Occurrence]:
    import regex

    stream = index.stream(document)
    try:
        compiled = regex.compile(pattern, regex.IGNORECASE | regex.VERSION1)
        found = [
            occurrence_at(stream, *match.span(), "pattern", settings.context)
            for match in compiled.finditer(stream.text, timeout=seconds)
            if match.group().strip()
        ]
    except regex.error as error:
        raise PhraseError(
            f"{pattern!r} is no regular expression ({error}): mend it, or leave out --regex."
        ) from None
    except TimeoutError:
        raise PhraseError(
            f"the pattern takes longer than {settings.seconds:g} seconds: make it simpler."
        ) from None
    return found
