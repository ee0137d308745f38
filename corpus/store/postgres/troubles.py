"""What goes wrong with a server, by the SQLSTATE that it says, as sentences on what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store.damage import damaged
from scodiff.corpus.store.errors import DamagedDatabaseError
from scodiff.corpus.store.location import Address
from scodiff.corpus.store.rows import DamagedRowError

LOCK_SECONDS = 60
# By the whole SQLSTATE or its class, its first two signs. What a transaction had written is undone
# by the server whichever of these ends it.
_SAID = {
    "08": "the connection to {place} was lost: nothing is half-written; look after the server, and "
    "repeat",
    "57P": "the server of {place} is shutting down or starting: nothing is half-written; repeat "
    "when it is up",
    "57014": "the server of {place} broke off a statement, as its limits say (statement_timeout): "
    "nothing was changed; ask its administrator for more",
    "53100": "the disk of the server of {place} is full: the collection is as it was; make room "
    "there, and repeat",
    "53": "the server of {place} has no room for this (memory or connections): nothing was "
    "changed; repeat later",
    "42501": "the user of {place} may not do this: ask the owner of the schema scodiff for the "
    "rights (scodiff's page on shared collections says which)",
    "25006": "{place} can be read and not written, as a copy that follows another server: use the "
    "address of the other",
    "55P03": f"the collection {{place}} has been locked by another writer for {LOCK_SECONDS} "
    "seconds: wait for it to end, and repeat",
    "40": "another writer was in the way at {place}: nothing was changed; repeat",
    "23": "another writer was in the way at {place}: nothing was changed; repeat",
    "22": "a text holds characters that {place} cannot keep: nothing was changed; look at the file "
    "with another program",
}
# Tables, columns or schemas that are not there, and files of the server that are damaged.
_DAMAGE = ("42P01", "42703", "3F000", "42P10", "XX", "58", "F0")


def not_connected(address: Address, error: Exception) -> CorpusError:
    """The sentence on a server that does not let scodiff in."""
    why = " ".join(str(error).split()) or type(error).__name__
    return CorpusError(
        f"there is no connection to {address} ({why}): check that the server is up, and the host, "
        "port, database and user of the address; a password is taken from PGPASSWORD or ~/.pgpass."
    )


def is_damage(error: psycopg.Error) -> bool:
    """Whether an error says that the database is not as it was written."""
    return (error.sqlstate or "").startswith(_DAMAGE)


@contextmanager
def errors_said(address: Address) -> Iterator[None]:
    """The server's errors, and rows that are not ours, as sentences that say what to do."""
    try:
        yield
    except DamagedRowError as error:
        raise damaged("damaged row", address, name=error) from error
    except DamagedDatabaseError as error:
        raise damaged("damaged database", address, name=address, error=error) from error
    except psycopg.Error as error:
        raise error_said(address, error) from error


def error_said(address: Address, error: psycopg.Error) -> CorpusError:
    """The sentence on an error of the server, or of the connection to it."""
    # Without a state the error is the client's: no answer comes any more.
    state = error.sqlstate or ("08006" if isinstance(error, psycopg.OperationalError) else "")
    why = " ".join(str(error).split())
    if is_damage(error):
        return damaged("damaged database", address, name=address, error=why)
    for length in (5, 3, 2):
        if sentence := _SAID.get(state[:length]):
            return CorpusError(f"{sentence.format(place=address)}.")
    return CorpusError(f"the server of {address} refused ({why}): nothing was changed.")
