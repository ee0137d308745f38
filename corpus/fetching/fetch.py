"""Fetching a summit's declaration: the catalogue's addresses are tried until one gives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scodiff.corpus.catalogue import Edition, Summit, summit
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.fetching.addresses import file_name
from scodiff.corpus.fetching.download import Download, Downloader
from scodiff.corpus.model import Document
from scodiff.corpus.recognition import Recognised, recognise
from scodiff.corpus.store.adding import Addition, add
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.ids import slug

_FEWEST_PARAGRAPHS = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one summit: what was added, from which edition, and what was got."""

    summit: Summit
    edition: Edition
    download: Download
    added: Addition


def chosen(name: str) -> tuple[Summit, tuple[Edition, ...]]:
    """The summit and the editions that ``ID`` or ``ID:NUMBER`` names.

    Without a number machine translations are left out. Raises CorpusError.
    """
    summit_id, _, number = name.partition(":")
    found = summit(summit_id)
    if found is None:
        raise CorpusError(f"no summit is called {summit_id!r}: `scodiff corpus list` shows them.")
    if not number:
        return found, tuple(edition for edition in found.editions if not edition.machine)
    if not number.isdecimal() or not 1 <= int(number) <= len(found.editions):
        raise CorpusError(
            f"{summit_id} has {len(found.editions)} editions in the catalogue, and {number!r} is "
            f"not the number of one: `scodiff corpus show {summit_id}` lists them."
        )
    return found, (found.editions[int(number) - 1],)


def fetch(
    collection: Collection,
    downloader: Downloader,
    of: Summit,
    editions: tuple[Edition, ...],
    on_failure: Callable[[str], None] = lambda _: None,
) -> Fetched:
    """Download the first edition that gives the declaration, and add it.

    ``on_failure`` is told of each failure. What is downloaded but is something else than this
    summit's declaration is not added. Raises CorpusError where no address gives it.
    """
    for edition in editions:
        try:
            download = downloader.get(edition.address)
            return Fetched(of, edition, download, _add(collection, of, edition, download))
        except CorpusError as error:
            on_failure(str(error).rstrip("."))
    raise CorpusError(by_hand(of, editions))


def by_hand(of: Summit, editions: tuple[Edition, ...]) -> str:
    """What to do where nothing can be fetched: what to download, and which command to run."""
    command = f"scodiff corpus add FILE --id {of.id}"
    if not editions:
        return (
            f'no address of the whole text of {of.id} is known: find "{of.title}" '
            f"({of.city}, {of.date}), save it, and run `{command}`."
        )
    return (
        f"{of.id} could not be fetched: open {editions[0].address} in a browser, save the page "
        f"or file, and run `{command}`."
    )


def _add(collection: Collection, of: Summit, edition: Edition, download: Download) -> Addition:
    def vet(document: Document) -> None:
        """Refuse a text that is not that of the summit asked for."""
        if wrong := _wrong(document, recognise(document, expected=of), of):
            raise CorpusError(f"{download.address}: not added, for {wrong}")

    return add(
        collection,
        download.data,
        name=file_name(download, f"{of.id}.{edition.language}"),
        origin=download.address,
        headers=download.headers,
        document_id=_free(collection, of, edition),
        edition=edition.publisher,
        vet=vet,
    )


def _wrong(document: Document, recognised: Recognised, of: Summit) -> str | None:
    """Why a document cannot be this summit's declaration, or None."""
    other = recognised.kind not in ("declaration", "text")
    nameless = recognised.kind == "text" and document.date is None
    elsewhere = document.date is not None and document.date[:7] != of.date[:7]
    if other or nameless or elsewhere:
        return "; ".join(recognised.contradictions)
    if len(document.citable) < _FEWEST_PARAGRAPHS:
        return f"it has {len(document.citable)} paragraphs, too few for a declaration"
    return None


def _free(collection: Collection, of: Summit, edition: Edition) -> str:
    """The summit's id, with the language and the publisher where those are needed."""
    taken = set(collection.ids())
    name = of.id if edition.language == "en" else f"{of.id}.{edition.language}"
    if name not in taken:
        return name
    publisher = slug(edition.publisher.partition("(")[0]).replace(".", "-")
    return f"{name}.{publisher[:24].strip('-')}"
