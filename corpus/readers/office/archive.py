"""Zipped files are looked at before they are opened: what they unpack to is bounded."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from scodiff.corpus.errors import CorpusError

_MOST_MEMBERS = 5_000
_LARGEST_MEMBER = 64 * 2**20
_LARGEST_TOTAL = 256 * 2**20
_HIGHEST_RATIO = 250
_RATIO_FROM = 2**20
_PIECE = 2**16


def has_member(data: bytes, name: str) -> bool:
    """Whether zipped bytes hold a file of that name; False also where they are damaged."""
    return name in member_names(data)


def member_names(data: bytes) -> frozenset[str]:
    """The names of the files in zipped bytes; none where these are damaged."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return frozenset()


def check_archive(
    data: bytes, shown: str, called: str = "Word file", *, types: bool = False
) -> None:
    """Raise CorpusError unless the archive is whole, of a sane size and free of DTDs.

    ``called`` is what such a file is called; with ``types`` its members may declare their type,
    as the pages of a book do.

    ``zipfile`` never unpacks more of a member than the archive declares, so that the
    declared sizes bound what is unpacked.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_sizes(archive.infolist(), shown, called)
            for member in archive.infolist():
                if types:
                    _read_through(archive, member)
                else:
                    _check_xml(archive, member, shown, called)
    except CorpusError:
        raise
    except Exception as error:
        # zipfile and zlib answer damaged archives with a dozen kinds of errors.
        raise CorpusError(
            f"{shown} is a damaged zip archive ({type(error).__name__}): open it in a word "
            "processor and save it anew."
        ) from None


def _read_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpack a member to its end, which fails where it is damaged or larger than it says."""
    with archive.open(member) as file:
        while file.read(_PIECE):
            pass


def _check_sizes(members: list[zipfile.ZipInfo], shown: str, called: str) -> None:
    total = sum(member.file_size for member in members)
    largest = max((member.file_size for member in members), default=0)
    worst = max(
        (m.file_size / max(1, m.compress_size) for m in members if m.file_size >= _RATIO_FROM),
        default=0,
    )
    if (
        len(members) > _MOST_MEMBERS
        or total > _LARGEST_TOTAL
        or largest > _LARGEST_MEMBER
        or worst > _HIGHEST_RATIO
    ):
        raise CorpusError(
            f"{shown} unpacks to {total // 2**20} MiB in {len(members)} files, {worst:.0f} times "
            f"its size: no honest {called} does, so it was not opened."
        )
    if any(member.flag_bits & 1 for member in members):
        raise CorpusError(f"{shown} is encrypted: save it without a password.")


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str, called: str) -> None:
    """Raise CorpusError where a member, whatever it is called, is XML with a DTD.

    It is read as the reader of the text reads it, in all its encodings and to its end: what
    stands for an entity that a DTD declares would be lost there without a word.
    """
    from lxml import etree

    parser = etree.XMLParser(target=_Declarations(), resolve_entities=False)
    try:
        with archive.open(member) as file:
            while piece := file.read(_PIECE):
                parser.feed(piece)
    except etree.XMLSyntaxError:
        return  # no XML, or damaged: for the reader to say
    except _DeclaresTypeError:
        raise CorpusError(_declares(shown, called)) from None


def check_declarations(root: Any, shown: str, called: str = "Word file") -> None:
    """Raise CorpusError where the document of an XML element, as it was read, has a DTD."""
    if root.getroottree().docinfo.doctype:
        raise CorpusError(_declares(shown, called))


def _declares(shown: str, called: str) -> str:
    return f"{shown} declares XML entities (a DTD), as no {called} does: it was not opened."


class _DeclaresTypeError(Exception):
    """An XML document has a document type declaration."""


class _Declarations:
    """What is told of an XML document while it is read: nothing but that it has a DTD."""

    def doctype(self, *_: str | None) -> None:
        """The document declares its type: no more of it is read."""
        raise _DeclaresTypeError

    def close(self) -> None:
        """The document has ended."""
