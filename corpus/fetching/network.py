"""Connections within bounds: a time that all of a download has, bytes, and where they may lead.

A name is resolved once for each connection, and what is connected to is the address that was
looked at: a name that leads elsewhere a moment later gains nothing.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

_PUBLIC = "public"
_KINDS = (
    "unspecified", "multicast", "loopback", "link_local", "site_local", "private", "reserved"
)  # fmt: skip
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


# Seconds by which a wait that lasts to the deadline may end before it.
_GRAIN = 0.02


class OverTimeError(Exception):
    """A download has had all its time."""


class OverSizeError(Exception):
    """A server sends more than is awaited of it."""


class RefusedError(Exception):
    """A download is led to where it must not go; the message says where."""


class BoundedNetwork(httpcore.NetworkBackend):
    """Makes connections for one download after another.

    The first connection of a download may lead where the user wants it; what it is led to from
    there must be a public address, or one of the same kind as the first (a server on this
    machine may redirect to this machine). ``public_only``: the first must be public too.
    ``proxy_hosts`` are connected to unasked.
    """

    def __init__(self, proxy_hosts: Iterable[str] = (), *, public_only: bool = False) -> None:
        self._proxy_hosts = frozenset(proxy_hosts)
        self._begins_as = _PUBLIC if public_only else None
        self._plain = httpcore.SyncBackend()
        self._deadline = float("inf")
        self._bytes_left = 0
        self._first_kind = self._begins_as

    def begin(self, seconds: float) -> None:
        """Begin a download that may take so many seconds."""
        self._deadline = time.monotonic() + seconds
        self._first_kind = self._begins_as

    def expect(self, size: int) -> None:
        """Let the server send so many bytes from now on."""
        self._bytes_left = size

    def seconds_left(self, at_most: float | None = None) -> float:
        """The time that is left; raises OverTimeError where none is."""
        left = self._deadline - time.monotonic()
        if left <= _GRAIN:
            raise OverTimeError
        return left if at_most is None else min(left, at_most)

    def received(self, size: int) -> None:
        """Count bytes; raises OverSizeError where they are too many."""
        self._bytes_left -= size
        if self._bytes_left < 0:
            raise OverSizeError

    def check_name(self, host: str) -> None:
        """Raise RefusedError for a host that a proxy must not be asked for.

        The proxy resolves names; addresses, in whatever spelling, and this machine's own
        name are known without it.
        """
        if host.rstrip(".").endswith("localhost"):
            self._check(ipaddress.ip_address("127.0.0.1"), host)
            return
        try:
            found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
        except (OSError, UnicodeError):
            self._first_kind = self._first_kind or _PUBLIC
            return
        self._check(_ip_address(found[0][4][0]), host)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's addresses that answers and may be asked."""
        error: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._resolved(host, port, self.seconds_left(timeout)):
            if host not in self._proxy_hosts:
                self._check(_ip_address(address), host)
            try:
                stream = self._plain.connect_tcp(
                    address, port, self.seconds_left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
                continue
            return _BoundedStream(stream, self)
        raise error

    def _check(self, address: _Address, host: str) -> None:
        kind = _kind(address)
        if self._first_kind is None:
            self._first_kind = kind
        if kind not in (_PUBLIC, self._first_kind):
            where = kind.replace("_", "-")
            raise RefusedError(f"leads to {host[:200]!r}, a {where} address, which is not asked")

    def _resolved(self, host: str, port: int, seconds: float) -> list[str]:
        """The host's addresses. The system's own patience with name servers is not waited for."""
        answers: queue.Queue[list[str] | Exception] = queue.Queue()

        def resolve() -> None:
            """Ask the system, which takes no limit of time."""
            try:
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        threading.Thread(target=resolve, daemon=True).start()
        try:
            answer = answers.get(timeout=seconds)
        except queue.Empty:
            raise httpcore.ConnectTimeout(f"{host} is not resolved") from None
        if isinstance(answer, Exception):
            raise httpcore.ConnectError(str(answer))
        return answer


class _BoundedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, network: BoundedNetwork) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within the time and the bytes that are left."""
        data = self._stream.read(max_bytes, self._network.seconds_left(timeout))
        self._network.received(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within the time that is left."""
        self._stream.write(buffer, self._network.seconds_left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The connection encrypted, within the same bounds."""
        left = self._network.seconds_left(timeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, left)
        return _BoundedStream(stream, self._network)

    def get_extra_info(self, info: str) -> Any:
        """What the connection tells of itself, such as its socket."""
        return self._stream.get_extra_info(info)


def _ip_address(text: str | int) -> _Address:
    return ipaddress.ip_address(str(text))


def _kind(address: _Address) -> str:
    """``public``, or why an address is not; of one that wraps an IPv4 address, that one's."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = _wrapped(address)
        if wrapped is not None:
            return _kind(wrapped)
    for kind in _KINDS:
        if getattr(address, f"is_{kind}", False):
            return kind
    return _PUBLIC if address.is_global else "private"


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    number = int(address)
    is_compatible = 1 < number < 2**32
    if address in _NAT64 or is_compatible:
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    return None
