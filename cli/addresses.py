"""Texts that an argument names by an address, beside those of the collection and of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scodiff.cli.console import print_message

if TYPE_CHECKING:
    from scodiff.corpus.fetching.download import Download
    from scodiff.corpus.model import Document


def is_address(spec: str) -> bool:
    """Whether an argument is an address of the web; nothing is imported to tell."""
    return spec[:8].lower().startswith(("https://", "http://"))


def downloaded(address: str, quiet: bool) -> tuple[Download, str]:
    """What an address gives, downloaded once, and a name for it. Raises CorpusError."""
    from scodiff.corpus.fetching.addresses import file_name, read_address
    from scodiff.embeddings.cache.location import cache_root

    download, kept = read_address(address, cache_root() / "pages")
    if not quiet:
        how = "Read from the cache" if kept else "Got"
        size = f"{len(download.data)} bytes"
        print_message(f"{how}: {size} from {download.address}; not added to the collection.")
    return download, file_name(download)


def resolve_named(spec: str, *, quiet: bool = False, **options: Any) -> Document:
    """The document that an id, a file, an address or ``-`` names; see ``library.resolve``."""
    from scodiff.corpus.library import resolve

    if not is_address(spec):
        from scodiff.cli.kept import kept_readings

        return resolve(spec, readings=kept_readings(), **options)
    from scodiff.corpus.fetching.addresses import charset
    from scodiff.corpus.reader import read

    download, name = downloaded(spec, quiet)
    given = {key: value for key, value in options.items() if value is not None}
    given.pop("collection", None)
    said = {"name": name, "encoding": charset(download)}
    return read(download.data, **{**said, **given})
