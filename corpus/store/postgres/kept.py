"""The originals and records of a collection as rows; what is in the way is set aside as rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

import psycopg

from scodiff.corpus.store.interface import Aside
from scodiff.corpus.store.location import moment
from scodiff.corpus.store.records import Record, digest_in, sealed, unsealed


@dataclass(frozen=True, slots=True)
class KeptRows:
    """The tables ``originals`` and ``records``, in the transaction of a session."""

    connection: psycopg.Connection

    def names(self) -> list[str]:
        """The names of all originals, sorted."""
        found = self.connection.execute("SELECT name FROM originals ORDER BY name")
        return [name for (name,) in found if digest_in(name)]

    def data(self, name: str) -> bytes | None:
        """The bytes of an original, unchecked; None where it is not there."""
        query = "SELECT data FROM originals WHERE name = %s"
        row = self.connection.execute(query, (name,)).fetchone()
        return bytes(row[0]) if row else None

    def moment(self, name: str) -> datetime:
        """When an original was kept, in UTC, by the server's clock."""
        query = "SELECT extract(epoch FROM kept)::float8 FROM originals WHERE name = %s"
        row = self.connection.execute(query, (name,)).fetchone()
        return moment(row[0]) if row else datetime.min.replace(tzinfo=UTC)

    def keep(self, data: bytes, name: str) -> None:
        """Keep an original; another one of its name is set aside."""
        held = self.data(name)
        if held is not None and _digest(held) == _digest(data):
            return
        if held is not None:
            self._move([name], [], new_aside(self.connection))
        query = "INSERT INTO originals (name, data) VALUES (%s, %s)"
        self.connection.execute(query, (name, data))

    def record(self, sha256: str) -> Record | None:
        """The record of an original; None where there is none that is whole."""
        query = "SELECT data FROM records WHERE sha256 = %s"
        row = self.connection.execute(query, (sha256,)).fetchone()
        return unsealed(bytes(row[0]), sha256) if row else None

    def records(self) -> dict[str, Record]:
        """All records that are whole, by SHA-256."""
        found = self.connection.execute("SELECT sha256, data FROM records ORDER BY sha256")
        read = {sha256: unsealed(bytes(data), sha256) for sha256, data in found}
        return {sha256: record for sha256, record in read.items() if record}

    def write_record(self, record: Record) -> None:
        """Keep a record in the place of an older one."""
        query = (
            "INSERT INTO records VALUES (%s, %s) "
            "ON CONFLICT (sha256) DO UPDATE SET data = excluded.data"
        )
        self.connection.execute(query, (record.provenance.sha256, sealed(record)))

    def set_aside(
        self, originals: Iterable[str], records: Iterable[str], aside: Aside | None = None
    ) -> Aside | None:
        """Move originals, each with its record, and records to the table ``set_aside``.

        Returns what they are set aside under, a new name without ``aside``; None where nothing
        was there and none was given.
        """
        names = list(originals)
        digests = [digest for name in names if (digest := digest_in(name))]
        digests = list(dict.fromkeys([*digests, *records]))
        there = (
            "SELECT EXISTS (SELECT FROM originals WHERE name = ANY(%s)) "
            "OR EXISTS (SELECT FROM records WHERE sha256 = ANY(%s))"
        )
        row = self.connection.execute(there, (names, digests)).fetchone()
        if row and row[0]:
            aside = aside or new_aside(self.connection)
            self._move(names, digests, aside)
        return aside

    def _move(self, names: list[str], digests: list[str], aside: Aside) -> None:
        for table, key, wanted in (("originals", "name", names), ("records", "sha256", digests)):
            moved = (
                f"WITH gone AS (DELETE FROM {table} WHERE {key} = ANY(%s) RETURNING {key}, data) "
                f"INSERT INTO set_aside SELECT %s, '{table}', {key}, data FROM gone"
            )
            self.connection.execute(moved.encode(), (wanted, str(aside)))


def new_aside(connection: psycopg.Connection) -> str:
    """A name that nothing is set aside under: ``set-aside-2026-11-27``, then ``…-2``, and so on."""
    query = (
        "SELECT aside FROM set_aside UNION SELECT substring(tablename FROM 'set-aside-.*') "
        "FROM pg_tables WHERE schemaname = current_schema()"
    )
    taken = {name for (name,) in connection.execute(query)}
    today = f"set-aside-{moment().date().isoformat()}"
    names = (today if number == 1 else f"{today}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
