"""Texts named by an address: downloaded once, and read from the cache from then on."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import asdict
from email.message import Message
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from scodiff.corpus.fetching.download import Download, Downloader
from scodiff.corpus.files import read_file
from scodiff.corpus.readers.formats import FORMATS, HTML, PLAIN, named_format

_LONGEST_NAME = 120
_MOST_RECORD = 2**20


def read_address(
    address: str, cache: Path, downloader: Downloader | None = None
) -> tuple[Download, bool]:
    """What an address gives, and whether the cache had it already.

    ``cache`` is a folder, made if need be; what is damaged in it is downloaded again. Nothing is
    added to a collection. Raises CorpusError, as ``Downloader.get`` does.
    """
    place = cache / hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
    if (kept := _kept(place, address, downloader)) is not None:
        return kept, True
    with downloader or Downloader() as opened:
        download = opened.get(address)
    _keep(place, address, download)
    return download, False


def file_name(download: Download, otherwise: str | None = None) -> str:
    """A name for what was downloaded: the address's last part, if it says a format.

    Else it is ``otherwise``, or that part, with the ending of the media type.
    """
    path = PurePosixPath(unquote(urlsplit(download.address).path))
    name = "".join(filter(str.isprintable, path.name))[-_LONGEST_NAME:]
    if named_format(name):
        return name
    media = download.headers.get("content-type", "").partition(";")[0].strip().lower()
    format_ = next((f for f in FORMATS if media in f.media_types), HTML)
    return f"{otherwise or PurePosixPath(name).stem or 'page'}{format_.endings[0]}"


def charset(download: Download) -> str | None:
    """The encoding that the server says a plain text is in, if it is one that can be read."""
    if named_format(file_name(download)) is not PLAIN:
        return None
    said = Message()
    said["content-type"] = download.headers.get("content-type", "")
    name = said.get_content_charset()
    try:
        b"  ".decode(name or "")
    except (LookupError, ValueError):
        return None
    return name


def _kept(place: Path, address: str, downloader: Downloader | None) -> Download | None:
    largest = (downloader or Downloader()).limits.size
    try:
        record = json.loads(read_file(place.with_suffix(".json"), _MOST_RECORD))
        data = read_file(place.with_suffix(".bin"), largest)
        whole = record["asked"] == address and record["sha256"] == hashlib.sha256(data).hexdigest()
        headers = {str(key): str(value) for key, value in record["headers"].items()}
        return Download(str(record["address"]), data, headers) if whole else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(place: Path, address: str, download: Download) -> None:
    """Keep a download, if it can be; a cache that cannot be written to is done without."""
    said = asdict(download)
    data = said.pop("data")
    said |= {"asked": address, "sha256": hashlib.sha256(data).hexdigest()}
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        _write(place.with_suffix(".bin"), data)
        _write(place.with_suffix(".json"), json.dumps(said).encode())


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
