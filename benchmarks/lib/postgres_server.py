"""A PostgreSQL server of one's own: the wheel ``pgserver`` over a Unix socket."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

USER = "scodiff"
_SHARED = "shared"
_SECONDS_TO_START = 300
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
}


class ServerUnavailableError(Exception):
    """Why this machine cannot have a server: the reason to skip."""


class PostgresServer:
    """A running server in a folder of its own."""

    def __init__(
        self,
        folder: Path,
        binaries: Path,
        other_user: dict[str, Any],
        settings: Mapping[str, str],
    ) -> None:
        self.folder = folder
        self._binaries = binaries
        self._other_user = other_user
        self._settings = {**_SETTINGS, **settings}
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)

    def make(self) -> None:
        """Make the files of the server, start it, and make the database that tests share."""
        initdb = self._command("initdb", "--no-sync", "-A", "trust", "-E", "UTF8", "--no-locale")
        done = subprocess.run(
            [*initdb, "-U", USER, "-D", str(self.folder / "data")],
            **self._other_user, cwd=self.folder, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise ServerUnavailableError(f"initdb fails: {done.stderr.strip()}")
        self.start()
        self.execute(f"CREATE DATABASE {_SHARED}")
        self.execute("CREATE EXTENSION vector", _SHARED)

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        said = [f"-c{name}={value}" for name, value in self._settings.items()]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command("postgres", "-D", "data", "-k", str(self.folder)), *said],
                **self._other_user, cwd=self.folder, stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + _SECONDS_TO_START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                said_last = (self.folder / "log").read_text(errors="replace")[-500:]
                raise ServerUnavailableError(f"the server does not start: {said_last}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it at once, as a machine that loses its power does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
            self._process = None

    def emptied(self) -> str:
        """The address of the one database that tests share in turn, without a collection."""
        from scodiff.corpus.store.postgres.connecting import close_idle

        close_idle()  # Whose it was may be gone, too.
        self.execute("DROP SCHEMA IF EXISTS scodiff CASCADE", _SHARED)
        return self.address(_SHARED)

    def database(self, *, extension: bool = True, encoding: str = "UTF8") -> str:
        """The name of a new, empty database."""
        name = f"test{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}'")
        if extension:
            self.execute("CREATE EXTENSION vector", name)
        return name

    def address(self, name: str, user: str = USER) -> str:
        """The address of a database."""
        return f"postgresql://{user}@/{name}?host={self.folder}"

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Execute a statement as the owner of everything, and return what it finds."""
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def _command(self, name: str, *arguments: str) -> list[str]:
        return [str(self._binaries / name), *arguments]

    def _answers(self) -> bool:
        import psycopg

        with suppress(psycopg.OperationalError):
            self.execute("SELECT 1")
            return True
        return False


@contextmanager
def postgres_server(**settings: str) -> Iterator[PostgresServer]:
    """A new server, of these settings beside those that all have.

    Raises ServerUnavailableError where this machine cannot have one.
    """
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        other_user = _other_user(folder)
        usable = _usable(binaries, folder, other_user)
        server = PostgresServer(folder, usable, other_user, settings)
        try:
            server.make()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    for needed in ("pgserver", "psycopg", "pgvector"):
        if find_spec(needed) is None:
            raise ServerUnavailableError(f"no PostgreSQL server: {needed} is not installed")
    # Importing it would make a folder for the servers that it starts itself.
    spec = find_spec("pgserver")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _other_user(folder: Path) -> dict[str, Any]:
    """As whom the server runs: PostgreSQL refuses root, and so it is nobody then."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise ServerUnavailableError("root runs no server, and there is no user nobody") from None
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _usable(binaries: Path, folder: Path, other_user: dict[str, Any]) -> Path:
    """The binaries where that user can reach them: copied where a folder above is closed to it."""
    try:
        command = [str(binaries / "postgres"), "--version"]
        subprocess.run(command, **other_user, cwd="/", capture_output=True, check=True)
    except PermissionError:
        shutil.copytree(binaries.parent, folder / "pginstall")
        return folder / "pginstall" / "bin"
    except (OSError, subprocess.CalledProcessError) as error:
        raise ServerUnavailableError(f"PostgreSQL does not run here: {error}") from None
    return binaries
