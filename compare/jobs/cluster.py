"""A Dask cluster as an executor: workers on this machine, or on others over TLS.

Of the cluster scodiff takes one thing, that its client is a ``concurrent.futures.Executor``.
Texts are sent to it, and it can run anything in this account's name: what is not encrypted, and
so not known to be who it says it is, stays on this machine.
"""

from __future__ import annotations

import ipaddress
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pkgutil import resolve_name
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scodiff.compare.jobs.executors import Workers, WorkersOpener
from scodiff.compare.jobs.model import JobError
from scodiff.compare.jobs.worker import differs
from scodiff.corpus import VERSION

if TYPE_CHECKING:
    from distributed import Client, Future

PLAIN, ENCRYPTED = "tcp", "tls"
_FIRST_WORKER_SECONDS = 30.0
_PAUSE_SECONDS = 1.0
_WITHOUT_WORKERS_SECONDS = 60.0  # after which none is expected to come
_GONE = "the scheduler is gone. What was done is kept: the same command goes on from there."
_PAGE = "docs/many-machines.md says how"


def cluster(address: str) -> WorkersOpener:
    """What connects to the scheduler at an address.

    Raises JobError for an address that is none, or that would have texts go unencrypted over a
    network; opening it does so where no scheduler answers, or no worker may be used.
    """
    scheme, address = checked(address)

    @contextmanager
    def opened() -> Iterator[Workers]:
        """Connect, and let go of the cluster, which goes on."""
        with _quiet(), _connected(address) as client:
            seen = _Seen(client, scheme)
            seen.refuse_if_empty(address)
            seen.refuse_if_unlike()
            # Whoever joins an unencrypted cluster later, from elsewhere, is given nothing.
            hosts = seen.hosts() if scheme == PLAIN else None
            executor = client.get_executor(pure=False, **({"workers": hosts} if hosts else {}))
            yield Workers(
                executor,
                width=lambda: 2 * max(1, seen.count()),
                at_once=seen.count,
                apart=True,
                lost=_lost(),
                check=seen.check,
            )

    return opened


def survey(address: str, installed: Callable[[], Mapping[str, str]]) -> dict[str, str]:
    """What is installed on each worker of a cluster otherwise than here, by its address.

    The text is empty where all is the same. Raises JobError as ``cluster`` does.
    """
    scheme, address = checked(address)
    with _quiet(), _connected(address) as client:
        seen = _Seen(client, scheme)
        seen.refuse_if_empty(address)
        seen.refuse_if_unlike()
        asked = {
            worker: client.submit(differs, installed, installed(), workers=[worker], pure=False)
            for worker in seen.addresses()
        }
        return {worker: _answer(future, worker, seen) for worker, future in asked.items()}


def _answer(asked: Future[str], worker: str, seen: _Seen) -> str:
    """What a worker answers; that it has ended, if it has."""
    while not asked.done():
        if worker not in seen.addresses():
            return "it has ended"
        with suppress(TimeoutError):
            asked.result(timeout=_PAUSE_SECONDS)
    return asked.result()


def checked(address: str) -> tuple[str, str]:
    """The scheme of a scheduler's address, and the address as it is used.

    Raises JobError for one that may not be used. Only a scheme, a host and a port are taken, and
    what is used is made of these three: so nobody else can read another host in it.
    """
    try:
        parts = urlsplit(address.strip())
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        scheme, host, port = "", "", None
    made = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
    if scheme not in (PLAIN, ENCRYPTED) or not (host and port) or made != address.strip().lower():
        raise JobError(
            f"'{address}' is no address of a scheduler: tcp://127.0.0.1:8786 is one on this "
            "machine, tls://HOST:PORT one on another."
        )
    if scheme == PLAIN and not _is_here(host):
        raise JobError(
            f"the scheduler {made} is not known to be on this machine, as it would be at "
            f"127.0.0.1, ::1 or localhost, and the texts would go there unencrypted: set it up "
            f"with certificates and say tls:// ({_PAGE})."
        )
    return scheme, made


def _is_here(host: str) -> bool:
    """Whether a host is this machine for certain: by its name or number, not by asking anybody.

    What a name server says of another name can be otherwise when Dask asks it.
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        raise JobError(
            "--scheduler needs the extra 'cluster', which is not installed: "
            "pip install 'scodiff[cluster]'."
        ) from error
    try:
        client = Client(address, set_as_default=False)
    except (OSError, RuntimeError, TimeoutError, TypeError, ValueError) as error:
        said = str(error).strip().splitlines()
        raise JobError(
            f"no scheduler can be used at {address} ({said[0] if said else 'no answer'}); "
            f"{_PAGE} one is started."
        ) from error
    with client:
        yield client


def _lost() -> tuple[type[BaseException], ...]:
    """The errors of a piece whose workers ended; Dask has tried it again by itself."""
    from distributed.scheduler import KilledWorker

    return (KilledWorker,)


class _Seen:
    """What is known of the workers of a cluster."""

    def __init__(self, client: Client, scheme: str) -> None:
        self._client = client
        self._scheme = scheme
        self._last_seen = monotonic()

    def addresses(self) -> list[str]:
        """The addresses of the workers that may be used."""
        return [address for address in self._held() if self._may_be_used(address)]

    def _held(self) -> list[str]:
        """The addresses of all workers; JobError where the scheduler is gone."""
        try:
            return list(self._client.scheduler_info(n_workers=-1)["workers"])
        except (KeyError, OSError, TimeoutError) as error:  # A client without one knows of nothing.
            raise JobError(_GONE) from error

    def _may_be_used(self, address: str) -> bool:
        if self._scheme == ENCRYPTED:
            return address.startswith(f"{ENCRYPTED}://")
        return _is_here(urlsplit(address).hostname or "")

    def count(self) -> int:
        """How many workers there are; each does one piece at a time."""
        return len(self.addresses())

    def hosts(self) -> list[str]:
        """The hosts of the workers, each once."""
        return sorted({urlsplit(address).hostname or "" for address in self.addresses()})

    def refuse_if_empty(self, address: str) -> None:
        """Raise JobError where no worker may be used."""
        with suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=_FIRST_WORKER_SECONDS)
        if self.addresses():
            return
        if others := self._held():
            raise JobError(
                f"the {len(others)} workers of the scheduler {address} are on other machines, and "
                f"the texts would go there unencrypted: set it up with certificates ({_PAGE})."
            )
        raise JobError(f"the scheduler {address} has no workers; {_PAGE} they are started.")

    def refuse_if_unlike(self) -> None:
        """Raise JobError where a worker has no scodiff, or another one, before it is given texts.

        A worker that cannot read what it is given ends, and writes it to its log.
        """
        said = self._client.run(
            resolve_name, "scodiff.corpus:VERSION", workers=self.addresses(), on_error="return"
        )
        unlike = {address: found for address, found in said.items() if found != VERSION}
        if unlike:
            address, found = min(unlike.items())
            has = found if isinstance(found, Exception) else f"it has {found}"
            raise JobError(
                f"{len(unlike)} of {len(said)} workers lack this scodiff, {VERSION}, such as "
                f"{address} ({has}): install the same there."
            )

    def check(self) -> None:
        """Raise JobError where the scheduler is gone, or no worker has come back for a while."""
        if self._client.status not in ("running", "connecting"):
            raise JobError(_GONE)
        if self.addresses():
            self._last_seen = monotonic()
        elif monotonic() - self._last_seen > _WITHOUT_WORKERS_SECONDS:
            raise JobError(
                "the scheduler has no workers any more. What was done is kept: the same command "
                "goes on from there."
            )


@contextmanager
def _quiet() -> Iterator[None]:
    """Leave out what Dask says by itself: what matters of it is said by those who ask."""
    disabled = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            # Versions of libraries that differ are seen, and told, before a piece is done.
            warnings.filterwarnings("ignore", module=r"distributed\b")
            yield
    finally:
        logging.disable(disabled)
