"""An index of texts in files, kept as it was made: whole, under the digests of its texts.

The file begins with the length of a head (8 bytes) and the head, JSON; then follow the texts and
the addresses of their words, whose sizes the head has.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from scodiff.compare.phrases.documents import IndexedDocument
from scodiff.compare.phrases.index import PhraseIndex, WordLists, indexed_document, words_of
from scodiff.compare.phrases.indexes.kept_text import KeptTextRow, kept_text, text_row
from scodiff.compare.phrases.stream import Stream, StreamText, stream_of
from scodiff.corpus.readings import keep_sealed, load_sealed

if TYPE_CHECKING:
    from scodiff.corpus.model import Document

_FORMAT = "4"
_LENGTH = 8  # bytes


class KeptIndex(NamedTuple):
    """An index of phrases, and what has to be told whenever it is used."""

    phrases: PhraseIndex
    told: tuple[str, ...]


def state_of(keys: Iterable[str]) -> str:
    """The digest of all that an index of texts is made of: their readings, and its form."""
    return hashlib.sha256("\n".join([_FORMAT, *keys]).encode("utf-8")).hexdigest()


def load_index(place: Path, state: str) -> KeptIndex | None:
    """The index that was kept in a file, if it is of that state and not a bit of it is changed."""
    body = load_sealed(place)
    if body is None:
        return None
    begin = _LENGTH + int.from_bytes(body[:_LENGTH], "little")
    head = json.loads(bytes(body[_LENGTH:begin]))
    if head["state"] != state:
        return None
    ends = accumulate(head["sizes"], initial=begin)
    parts = [body[start:end] for start, end in pairwise(ends)]
    return KeptIndex(_index(head, parts), tuple(head["told"]))


def _index(head: Mapping[str, Any], parts: Sequence[memoryview]) -> PhraseIndex:
    """The index that a head and the parts after it are of."""
    *texts, numbers = parts
    addresses = memoryview(array("I", bytes(numbers)))
    ranges = pairwise(accumulate(head["counts"], initial=0))
    by_stem = {
        key: addresses[start:end] for key, (start, end) in zip(head["stems"], ranges, strict=True)
    }
    indexed = [IndexedDocument(*row) for row in head["documents"]]
    of_one = len(KeptTextRow._fields) + 1
    first = {document.id: of_one * n for n, document in enumerate(indexed)}
    about = {document.id: document for document in indexed}

    def load(name: str) -> Stream:
        """The words of a document as they were when it was indexed."""
        known = about[name]
        return Stream(name, known.date, known.words, partial(read, name), _no_document)

    def read(name: str) -> StreamText:
        """The text of a document as it was when it was indexed."""
        line, *row = map(bytes, texts[first[name] : first[name] + of_one])
        forms = line.decode("utf-8", "surrogatepass").split()
        return kept_text(KeptTextRow(*row), forms)

    words = WordLists(by_stem, head["forms"], head["compounds"])
    return PhraseIndex(indexed, words, load)


def _no_document() -> NoReturn:
    raise LookupError("of a document of a kept index there are its words only")


def make_index(
    place: Path, state: str, documents: Sequence[Document], told: Sequence[str]
) -> PhraseIndex:
    """Index some documents, all of different ids, and keep the index with what has to be told."""
    streams = {document.id: stream_of(document) for document in documents}
    indexed = [indexed_document(stream) for stream in streams.values()]
    words = words_of(list(streams.values()))
    texts = [
        part
        for stream in streams.values()
        for part in (" ".join(stream.forms).encode("utf-8", "surrogatepass"), *text_row(stream))
    ]
    addresses = b"".join(array("I", part).tobytes() for part in words.addresses.values())
    head = {
        "state": state,
        "told": list(told),
        "documents": indexed,
        "stems": list(words.addresses),
        "counts": [len(part) for part in words.addresses.values()],
        "forms": words.forms,
        "compounds": words.compounds,
        "sizes": [len(part) for part in (*texts, addresses)],
    }
    written = json.dumps(head).encode("ascii")
    length = len(written).to_bytes(_LENGTH, "little")
    keep_sealed(place, b"".join([length, written, *texts, addresses]))
    return PhraseIndex(indexed, words, streams.__getitem__)
