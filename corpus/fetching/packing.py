"""Unpacking what a server packed, in pieces: a reader may stop before memory is full."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

_PIECE = 2**18
_GZIP_WINDOW = zlib.MAX_WBITS | 16
_GZIP_BEGINS = b"\x1f\x8b"


class PackingError(Exception):
    """What a server packed cannot be unpacked; the message says why."""


def unpacked(parts: Iterable[bytes], said: str) -> Iterator[bytes]:
    """The bytes that ``parts`` hold, packed as the header Content-Encoding says.

    No piece has more than 256 KiB but those that come unpacked. Raises PackingError for
    packing that is damaged, unknown or done twice.
    """
    codings = [coding for part in said.lower().split(",") if (coding := part.strip())]
    codings = [coding for coding in codings if coding != "identity"]
    if not codings:
        return iter(parts)
    if codings not in (["gzip"], ["x-gzip"], ["deflate"]):
        raise PackingError(f"its packing ({', '.join(codings)[:80]}) is not one that is read")
    return _inflated(parts, "gzip" if codings[0] != "deflate" else "deflate")


def _inflated(parts: Iterable[bytes], coding: str) -> Iterator[bytes]:
    inflate, waiting = None, b""
    try:
        for part in parts:
            waiting += part
            while waiting:
                if inflate is None or inflate.eof:
                    # Two bytes tell what begins here. A file of gzip may be several, one after
                    # the other; what else comes after its end is none of it.
                    if len(waiting) < len(_GZIP_BEGINS):
                        break
                    if inflate is not None and not waiting.startswith(_GZIP_BEGINS):
                        return
                    inflate = zlib.decompressobj(_window(waiting, coding))
                yield inflate.decompress(waiting, _PIECE)
                waiting = inflate.unconsumed_tail or inflate.unused_data
    except zlib.error as error:
        raise PackingError(f"its packing is damaged ({error})") from None
    if (inflate is None and waiting) or (inflate is not None and not inflate.eof):
        raise PackingError("its packing is damaged (it ends too early)")


def _window(start: bytes, coding: str) -> int:
    if coding == "gzip":
        return _GZIP_WINDOW
    # "deflate" is sent with zlib's two bytes before it, and without.
    has_header = start[0] & 15 == 8 and int.from_bytes(start[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS
