"""Connections to the server of a collection: to the address that was given, encrypted, or none."""

from __future__ import annotations

import atexit
import ipaddress
import os
import selectors
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import unquote

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import Conninfo, TransactionStatus

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store.location import Address
from scodiff.corpus.store.postgres.troubles import not_connected

# A server that is cut off is noticed within a minute.
_DEFAULTS = {
    "application_name": "scodiff",
    "connect_timeout": "10",
    "keepalives_idle": "20",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}
_OLDEST = 130000  # the release that the SQL of a collection takes, as servers count them
# What libpq does not take as "unencrypted if need be".
_ENCRYPTED = ("require", "verify-ca", "verify-full")


# Connections that wait to be used again, with when they began to, by the process and the address.
# A command opens a collection many times, and each connection is several answers of the server.
_idle: defaultdict[tuple[int, str], list[tuple[float, psycopg.Connection]]] = defaultdict(list)
_KEPT_IDLE, _IDLE_SECONDS = 2, 30.0


@contextmanager
def connected(address: Address) -> Iterator[psycopg.Connection]:
    """A connection in no transaction. Raises CorpusError where there is none.

    It is used again by the next who asks for one. To another machine it is encrypted, unless the
    address itself says ``sslmode=disable``.
    """
    key = os.getpid(), address.url
    connection = _kept(_idle[key]) or _opened(address)
    try:
        if connection.info.server_version < _OLDEST:
            raise CorpusError(
                f"the server of {address} is PostgreSQL {connection.info.server_version // 10000}: "
                f"a collection takes {_OLDEST // 10000} or newer; ask its administrator for that."
            )
        yield connection
    except BaseException:
        connection.close()
        raise
    free = connection.info.transaction_status == TransactionStatus.IDLE
    if free and len(_idle[key]) < _KEPT_IDLE:
        _idle[key].append((time.monotonic(), connection))
    else:
        connection.close()


@atexit.register
def close_idle() -> None:
    """Close the connections of this process that wait to be used again."""
    for key in [key for key in _idle if key[0] == os.getpid()]:
        for _, connection in _idle.pop(key):
            connection.close()


def _kept(idle: list[tuple[float, psycopg.Connection]]) -> psycopg.Connection | None:
    """A connection that may be used again, if there is one; those that may not are closed."""
    while idle:
        try:
            since, connection = idle.pop()
        except IndexError:
            break  # Another thread took the last one.
        if time.monotonic() - since < _IDLE_SECONDS and _is_quiet(connection):
            return connection
        connection.close()
    return None


def _is_quiet(connection: psycopg.Connection) -> bool:
    """Whether the server has said nothing since its last answer: unasked, it says but goodbye."""
    with selectors.DefaultSelector() as selector:
        selector.register(connection.fileno(), selectors.EVENT_READ)
        return not selector.select(0)


def _opened(address: Address) -> psycopg.Connection:
    given = _parameters(address)
    try:
        # Poolers of connections keep no prepared statements.
        return psycopg.connect(
            make_conninfo(address.url, **_besides(given)), autocommit=True, prepare_threshold=None
        )
    except (psycopg.Error, OSError) as error:
        raise not_connected(address, error) from None


def _parameters(address: Address) -> dict[str, str]:
    """The parameters that an address holds; raises CorpusError where it is none."""
    try:
        given = {key: str(value) for key, value in conninfo_to_dict(address.url).items()}
    except psycopg.Error:
        # The message may quote a part of the password.
        raise CorpusError(
            f"{address} is no address of a PostgreSQL database: write it as "
            "postgresql://USER@HOST:PORT/DATABASE, with other signs than letters and digits as "
            "%40 and so on."
        ) from None
    if (said := address.password) is not None and given.get("password") != unquote(said):
        raise CorpusError(
            f"the password in the address {address} holds signs that part an address: write @ as "
            "%40, / as %2F, : as %3A, or say it in PGPASSWORD or ~/.pgpass."
        )
    return given


def _besides(given: Mapping[str, str]) -> dict[str, str]:
    """What is asked of the server beyond what the address says."""
    wanted = {name: value for name, value in _DEFAULTS.items() if name not in given}
    wanted["client_encoding"] = "UTF8"
    if given.get("sslmode") == "disable" or not _is_elsewhere(given):
        return wanted
    said = given.get("sslmode") or os.environ.get("PGSSLMODE")
    return wanted if said in _ENCRYPTED else wanted | {"sslmode": "require"}


def _is_elsewhere(given: Mapping[str, str]) -> bool:
    """Whether any of the hosts may be another machine."""
    known = {
        option.keyword.decode(): option.val.decode()
        for option in Conninfo.get_defaults()
        if option.val is not None
    } | dict(given)
    if "service" in given and not ("host" in given or "hostaddr" in given):
        return True
    hosts = known.get("hostaddr") or known.get("host") or ""
    return not all(_is_here(host) for host in hosts.split(","))


def _is_here(host: str) -> bool:
    """Whether a host is this machine: a socket in a folder or the abstract space, or a loopback."""
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
