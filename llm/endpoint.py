"""The server that is asked: where it is, which model of it, and with which key."""

from __future__ import annotations

import ipaddress
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scodiff.llm.errors import ReaderError

KEY_VARIABLES = ("SCODIFF_READER_KEY", "OPENAI_API_KEY")
_LEAST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that speaks the chat-completions protocol of OpenAI.

    ``address`` is what the protocol calls the base address (``http://localhost:11434/v1``).
    ``key`` is never shown; ``key_withheld`` names the variable of a key that is not sent,
    because it would travel unencrypted.
    """

    address: str
    model: str
    key: str = field(default="", repr=False)
    key_withheld: str = ""

    @property
    def host(self) -> str:
        """The server's name and port."""
        return urlsplit(self.address).netloc

    @property
    def is_here(self) -> bool:
        """Whether the server is this machine itself."""
        return _is_here(urlsplit(self.address).hostname or "")

    def without_key(self, text: str) -> str:
        """A text that a server sent; empty where it holds a piece of the key."""
        pieces = (
            self.key[i : i + _LEAST_SHOWN] for i in range(max(1, len(self.key) - _LEAST_SHOWN + 1))
        )
        return "" if self.key and any(piece in text for piece in pieces) else text


def endpoint(address: str, model: str, environment: Mapping[str, str]) -> Endpoint:
    """The server at an address, with the key of the environment where one may be sent.

    A key goes over an encrypted connection or to this machine, nowhere else.

    Raises:
        ReaderError: the address is none, or holds what does not belong there.
    """
    address = address.rstrip("/")
    try:
        parts = urlsplit(address)
        # Asked for here, where a port that is none raises ValueError.
        hostname, port = parts.hostname, parts.port
    except ValueError:
        hostname, port = None, None
    plain = address.isprintable() and not any(unicodedata.category(c) == "Cf" for c in address)
    if not hostname or port == 0 or parts.scheme not in ("http", "https") or not plain:
        raise ReaderError(
            f"--reader takes a web address such as http://localhost:11434/v1, not {address!r:.200}."
        )
    if "@" in parts.netloc:
        raise ReaderError(
            "--reader takes an address without a name or password; a key belongs into the "
            f"environment, as {KEY_VARIABLES[0]}."
        )
    if parts.query or parts.fragment:
        raise ReaderError("--reader takes an address without ? or #.")
    name = next((name for name in KEY_VARIABLES if environment.get(name, "").strip()), "")
    key = environment.get(name, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise ReaderError(f"{name} holds characters that no key has.")
    if key and parts.scheme == "http" and not _is_here(hostname):
        return Endpoint(address, model, key_withheld=name)
    return Endpoint(address, model, key)


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
