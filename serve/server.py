"""Opening the room: a place to listen at, its address, and the server until it is stopped."""

from __future__ import annotations

import gc
import secrets
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from scodiff.compare.jobs.executors import ended_gently
from scodiff.corpus.store.collection import Collection
from scodiff.serve.errors import ServeError
from scodiff.serve.guard import Door
from scodiff.serve.pages.app import create_app
from scodiff.serve.room import opened_room

DEFAULT_PORT = 8462
_SECONDS_TO_CLOSE = 3


def serve(
    collection: Collection, host: str, port: int | None, opened: Callable[[str], None]
) -> None:
    """Serve the room until Ctrl-C; ``opened`` is called once with its first address.

    Without a port it is the usual one, so that what was bookmarked is found again, or a free one
    where that is taken. Raises ServeError where there is no listening at that place.
    """
    listening = _listening(host, port)
    door = Door(host, listening.getsockname()[1], secrets.token_urlsafe(24))
    # The command line puts this off, for what is short-lived; a server is not.
    gc.set_threshold(700, 10, 10)
    # One thread answers the sockets while others search: it need not wait 5 ms for its turn.
    sys.setswitchinterval(0.001)
    with listening, opened_room(collection) as room:
        config = uvicorn.Config(
            create_app(room, door),
            log_level="error",
            access_log=False,
            lifespan="off",
            ws="none",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_SECONDS_TO_CLOSE,
        )
        listening.listen(128)
        opened(door.address)
        # uvicorn passes a request to end on when it has ended itself.
        with ended_gently(), suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int | None) -> socket.socket:
    try:
        return _bound(host, DEFAULT_PORT if port is None else port)
    except OSError as error:
        if port is None:
            with suppress(OSError):
                return _bound(host, 0)
        why = error.strerror or str(error)
        raise ServeError(
            f"there is no listening at {host}, port {port or DEFAULT_PORT} ({why}): choose "
            "another with --port, or --port 0 for any that is free."
        ) from None


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    bound = socket.socket(family, kind, protocol)
    try:
        if hasattr(socket, "SO_REUSEADDR") and not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound
