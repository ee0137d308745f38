"""What a collection is kept in: the one interface that a folder and a server have.

A store has the texts as rows of a database, in SQL that SQLite and PostgreSQL both know, and the
originals with the records of their additions, from which the rows can be made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from scodiff.corpus.model import Document
from scodiff.corpus.store.location import Location
from scodiff.corpus.store.records import Record
from scodiff.corpus.store.rows import Rows

# Texts with their records, as a rebuild makes them.
Texts = Sequence[tuple[Document, Record]]
# Where something was set aside: a folder, or what a database calls it.
Aside = Path | str


class Kept(Protocol):
    """The originals of a collection, by name, and the records, by the SHA-256 of the original.

    Nothing here deletes: what is in the way is set aside. All methods raise CorpusError.
    """

    def names(self) -> list[str]:
        """The names of all originals, sorted."""

    def data(self, name: str) -> bytes | None:
        """The bytes of an original, unchecked; None where it is not there or cannot be read."""

    def moment(self, name: str) -> datetime:
        """When an original was kept, in UTC."""

    def keep(self, data: bytes, name: str) -> None:
        """Keep an original durably; another one of its name is set aside."""

    def record(self, sha256: str) -> Record | None:
        """The record of an original; None where there is none that is whole."""

    def records(self) -> dict[str, Record]:
        """All records that are whole, by SHA-256."""

    def write_record(self, record: Record) -> None:
        """Keep a record in the place of an older one, whole or not at all."""

    def set_aside(
        self, originals: Iterable[str], records: Iterable[str], aside: Aside | None = None
    ) -> Aside | None:
        """Set originals, each with its record, and records aside; a new place without ``aside``.

        Returns the place; None where nothing was there and none was given.
        """


@dataclass(frozen=True, slots=True)
class Session:
    """An open collection: the rows of its database, and what is kept with them.

    ``renew`` makes one that reads see what others have written since, and works after an error.
    """

    rows: Rows
    kept: Kept
    renew: Callable[[], None] = lambda: None


@dataclass(slots=True)
class Salvaged:
    """What was read of an old database, by SHA-256; ``sound``: it is wholly as it was written.

    The documents are, to the letter, what was added: their digests say so.
    """

    records: dict[str, Record] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    sound: bool = False


class Replacement(Protocol):
    """The old rows of a collection, held against other writers until new ones are put."""

    @property
    def kept(self) -> Kept:
        """The originals and records, from which the new rows are made."""

    @property
    def old(self) -> Salvaged:
        """What can still be read of the old rows."""

    def put(self, texts: Texts) -> Aside | None:
        """Put new rows in the place of the old ones, which are set aside: all or nothing.

        Returns where they are; None where there were none.
        """


class CollectionStore(Protocol):
    """Where a collection is kept."""

    @property
    def place(self) -> Location:
        """The folder or the address, for people and for ``Collection.open``."""

    def shown_original(self, name: str) -> str:
        """Where an original is, for people."""

    def exists(self) -> bool:
        """Whether there is a database; raises CorpusError where there was one and it is lost."""

    def reading(self) -> AbstractContextManager[Session]:
        """A session on what is there; nothing is made. Raises CorpusError."""

    def writing(self) -> AbstractContextManager[Session]:
        """A session in a transaction: other writers wait, and all is written or nothing.

        The collection is made where it is absent. Raises CorpusError.
        """

    def remove(self, document_id: str) -> None:
        """Remove a text, its record, and its original where no other text uses it.

        Raises CorpusError where there is none.
        """

    def damage(self, session: Session) -> list[str]:
        """What the database itself says is wrong with it: nothing, where it is whole."""

    def replacing(self) -> AbstractContextManager[Replacement]:
        """Begin to make all rows anew; an interruption leaves the old ones or the new ones.

        Raises CorpusError where there is nothing to make a collection of.
        """
