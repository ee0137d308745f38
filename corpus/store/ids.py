"""What documents are called: ids that can be typed, cited and used as file names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.readers.formats import ENDINGS

_ID = re.compile(r"[^\W_](?:[\w.-]{0,98}\w)?")
_NOT_IN_ID = re.compile(r"[^\w.]+|_+")


def slug(text: str) -> str:
    """A text as (a part of) an id: small letters and digits of any alphabet, and hyphens."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return _NOT_IN_ID.sub("-", folded).strip("-.")[:80].strip("-.")


def check_id(document_id: str) -> str:
    """The id itself; raises CorpusError where it is none."""
    wrong = not _ID.fullmatch(document_id) or document_id.casefold().endswith(ENDINGS)
    if wrong or ".." in document_id:
        ending = next(filter(document_id.casefold().endswith, ENDINGS), "")
        example = slug(document_id).removesuffix(ending) or "2003-moscow"
        raise CorpusError(
            f"{document_id!r} cannot be an id: use letters, digits, hyphens and full stops, and "
            f"no file ending, for example {example!r}."
        )
    return document_id


def free_id(document: Document, wanted: str | None, taken: Container[str]) -> str:
    """The id that a document gets; raises CorpusError where it is another text's.

    One that is wanted is obeyed. Else it is the document's own, with its language unless
    that is English (``2003-moscow.ru``), and with its edition where the id is taken.
    """
    if wanted is not None:
        if check_id(wanted) in taken:
            raise CorpusError(f"another text is called {wanted} already: choose another --id.")
        return wanted
    name = slug(document.id) or "text"
    language = document.language.partition("-")[0].lower()
    if language != "en" and language not in name.split("."):
        name = f"{name}.{language}"
    edition = slug(document.source.edition or "")[:30].strip("-.")
    if name in taken and edition:
        name = f"{name}.{edition}"
    if name in taken:
        raise CorpusError(
            f"another text is called {name} already: name this one with --id, for example "
            f"--id {name}.2, or say with --edition whose text it is."
        )
    return check_id(name)
