"""Small invented declarations for the tests of the search for phrases."""

from __future__ import annotations

from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.model import PhraseHistory, PhraseSettings
from scodiff.compare.phrases.search import search_phrase
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read

WORDS_ONLY = PhraseSettings(paraphrases="never")


def declaration(
    name: str, text: str, date: str | None = None, language: str | None = "en"
) -> Document:
    """A document of that id; ``text`` has its paragraphs separated by blank lines."""
    return read(text.encode(), name=f"{name}.txt", date=date, language=language, paragraphs="blank")


def history(phrase: str, *documents: Document) -> PhraseHistory:
    """The matches that need no model."""
    return search_phrase(phrase, PhraseIndex.of(documents), WORDS_ONLY)


def places(found: PhraseHistory) -> list[tuple[str, str, str]]:
    """The document, match and text of each occurrence."""
    return [(o.document, o.match, o.text) for o in found.occurrences]


HARBOUR = (
    declaration(
        "2005-north",
        "The parties met in the northern harbour.\n\n"
        "They will protect the lighthouse keepers and\nthe open sea lanes for all vessels.",
        "2005-06-01",
    ),
    declaration(
        "2007-south",
        "The parties met in the southern harbour.\n\n"
        "Open Sea Lanes remain the parties’ concern; they protected the lighthouse keeper.",
        "2007-06-01",
    ),
    declaration(
        "2009-east",
        "The parties met in the eastern harbour.\n\nNothing was said of lanes.",
        "2009-06-01",
    ),
    declaration(
        "2011-west",
        "The parties met in the western harbour.\n\nThe open sea lanes are kept open again.",
        "2011-06-01",
    ),
)
