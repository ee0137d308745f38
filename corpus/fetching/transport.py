"""How requests reach servers: over bounded connections, through a proxy where one is set."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from scodiff.corpus.fetching.network import BoundedNetwork


class BoundedTransport(httpx.BaseTransport):
    """Sends requests over a ``BoundedNetwork``, each over a connection of its own.

    Proxies are those of the environment (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY), of the
    kind that is asked over HTTP. Errors are those of httpcore and of the network.
    ``public_only``: no request leads to this machine or a private network. ``direct``: none goes
    to a proxy.
    """

    def __init__(self, *, public_only: bool = False, direct: bool = False) -> None:
        self._proxies = {
            scheme: address
            for scheme, address in ({} if direct else getproxies()).items()
            if urlsplit(address).scheme in ("http", "https")
        }
        hosts = (urlsplit(address).hostname or "" for address in self._proxies.values())
        self.network = BoundedNetwork(hosts, public_only=public_only)
        self._pools: dict[str | None, httpcore.ConnectionPool] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and read the answer's headers; its body is read as it is asked for."""
        url = request.url
        proxy = self._proxy(url)
        if proxy is not None:
            self.network.check_name(url.raw_host.decode("ascii"))
        answer = self._pool(proxy).handle_request(
            httpcore.Request(
                request.method,
                _core_url(url, url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close what is open."""
        for pool in self._pools.values():
            pool.close()

    def _proxy(self, url: httpx.URL) -> str | None:
        proxy = self._proxies.get(url.scheme, self._proxies.get("all"))
        return None if proxy is None or proxy_bypass(url.host) else proxy

    def _pool(self, proxy: str | None) -> httpcore.ConnectionPool:
        if proxy not in self._pools:
            # A connection that is kept would escape the check of where a redirect leads.
            self._pools[proxy] = httpcore.ConnectionPool(
                ssl_context=httpx.create_ssl_context(),
                proxy=None if proxy is None else _with_credentials(proxy),
                max_keepalive_connections=0,
                network_backend=self.network,
            )
        return self._pools[proxy]


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        """Close the answer, read whole or not."""
        self._answer.close()


def _with_credentials(address: str) -> httpcore.Proxy:
    proxy = httpx.Proxy(address)
    return httpcore.Proxy(_core_url(proxy.url, b"/"), auth=proxy.raw_auth)


def _core_url(url: httpx.URL, target: bytes) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=target)
