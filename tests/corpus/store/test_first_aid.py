"""The advice of every message about damage is followed, and nothing is lost."""

from __future__ import annotations

import hashlib
import re
import shlex
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from command import run
from stores.behind import (
    execute,
    lose_tables,
    originals,
    put_original,
    put_record,
    records,
    set_aside,
)

from scodiff.corpus.store import adding
from scodiff.corpus.store.checking import check
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.damage import DAMAGE, DamageKind
from scodiff.corpus.store.rows import Provenance
from scodiff.corpus.store.sqlite import schema

LOOK = ("corpus", "show", "2031-lakeside")
CHECK = ("corpus", "check")
ADD = ("corpus", "add", "new.txt")
PHRASE = ("phrase", "-q", "the parties welcome")
EXPORT = ("corpus", "export", "out")
LINES = ("compare", "-q", "2031-lakeside", "tower", "--paragraphs", "lines", "--model", "none")


def text(name: str) -> str:
    """An invented declaration."""
    body = "\n\n".join(f"The parties welcome globe {n} of {name}." for n in range(12))
    return f"{name.upper()} DECLARATION\n\n{body}\n\nLakeside, 4 July 2031\n"


@pytest.fixture
def collection(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Collection:
    """A collection of three texts with settings of their own, one of them searched for."""
    place: Path | str = tmp_path / "a collection"
    if request.param == "server":
        place = request.getfixturevalue("server").emptied()
    monkeypatch.setenv("SCODIFF_COLLECTION", str(place))
    monkeypatch.chdir(tmp_path)
    for name in ("2031-lakeside", "hall", "tower", "new"):
        Path(f"{name}.txt").write_text(text(name), encoding="utf-8")
    added = ("corpus", "add", "-q")
    assert run(*added, "2031-lakeside.txt", "--title", "Of the Lake").exit_code == 0
    assert run(*added, "hall.txt", "--id", "a.hall", "--edition", "The Hall").exit_code == 0
    assert run(*added, "tower.txt", "--date", "2031-01-02").exit_code == 0
    assert run("phrase", "-q", "the parties welcome").exit_code == 0
    return Collection.open(place)


# What is done to a collection. A context, so that some end with it.
Harm = Callable[[Collection, pytest.MonkeyPatch], None]


def database_cut(collection: Collection, _: pytest.MonkeyPatch) -> None:
    data = collection.store.database.read_bytes()
    collection.store.database.write_bytes(data[: len(data) // 2])


def database_written_over(collection: Collection, _: pytest.MonkeyPatch) -> None:
    collection.store.database.write_bytes(b"no database at all" * 400)


def database_emptied(collection: Collection, _: pytest.MonkeyPatch) -> None:
    collection.store.database.write_bytes(b"")


def database_gone(collection: Collection, _: pytest.MonkeyPatch) -> None:
    collection.store.database.unlink()


def tables_gone(collection: Collection, _: pytest.MonkeyPatch) -> None:
    collection.store.database.unlink()
    sqlite3.connect(collection.store.database).execute("VACUUM").connection.close()


def tables_dropped(collection: Collection, _: pytest.MonkeyPatch) -> None:
    lose_tables(collection)


def executed(statement: str) -> Harm:
    """A harm done by a statement to the database."""

    def harm(collection: Collection, _: pytest.MonkeyPatch) -> None:
        execute(collection, statement)

    return harm


def added(collection: Collection) -> Provenance:
    """Where the first text came from."""
    (found,) = [p for p in collection.provenance() if p.id == "2031-lakeside"]
    return found


def original_damaged(collection: Collection, _: pytest.MonkeyPatch) -> None:
    put_original(collection, added(collection).original, b"damaged, and the only copy of that")


def original_gone(collection: Collection, _: pytest.MonkeyPatch) -> None:
    put_original(collection, added(collection).original, None)


def text_and_original_damaged(collection: Collection, patch: pytest.MonkeyPatch) -> None:
    original_damaged(collection, patch)
    executed("UPDATE paragraphs SET text = 'forged' WHERE document = '2031-lakeside'")(
        collection, patch
    )


def record_damaged(collection: Collection, _: pytest.MonkeyPatch) -> None:
    sha256 = added(collection).sha256
    put_record(collection, sha256, records(collection)[sha256].replace(b"Lake", b"Sea"))


def records_gone(collection: Collection, _: pytest.MonkeyPatch) -> None:
    for sha256 in records(collection):
        put_record(collection, sha256, None)


def stray_left(collection: Collection, _: pytest.MonkeyPatch) -> None:
    data = text("stray").encode()
    name = f"{hashlib.sha256(data).hexdigest()}.txt"
    put_original(collection, name, data)


def folder_is_file(collection: Collection, _: pytest.MonkeyPatch) -> None:
    collection.store.originals.rename(collection.store.folder / "elsewhere")
    collection.store.originals.write_bytes(b"")


def folder_again(collection: Collection) -> None:
    collection.store.originals.unlink()
    (collection.store.folder / "elsewhere").rename(collection.store.originals)


def database_is_folder(collection: Collection, _: pytest.MonkeyPatch) -> None:
    collection.store.database.rename(collection.store.folder / "elsewhere")
    collection.store.database.mkdir()


def database_again(collection: Collection) -> None:
    collection.store.database.rmdir()
    (collection.store.folder / "elsewhere").rename(collection.store.database)


def locked(collection: Collection, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(schema, "_PATIENCE_SECONDS", 0.05)
    connection = sqlite3.connect(
        collection.store.database, isolation_level=None, check_same_thread=False
    )
    connection.execute("BEGIN EXCLUSIVE")
    threading.Timer(1.5, connection.close).start()


def failing_with(code: int) -> Harm:
    """A harm that makes the next additions fail with an error of SQLite."""

    def harm(_: Collection, patch: pytest.MonkeyPatch) -> None:
        def insert(*_: object) -> None:
            error = sqlite3.OperationalError("simulated")
            error.sqlite_errorcode = code
            raise error

        patch.setattr(adding, "insert", insert)

    return harm


@dataclass(frozen=True)
class Scene:
    """A harm, the command that says it, and how its advice is followed.

    ``each``: any one of the commands is enough; ``first`` is what the user does before them;
    ``repeats``: the command itself works then; ``differs``: texts may be there beside the others;
    ``anywhere``: so it is on a server, too.
    """

    harm: Harm
    says: tuple[str, ...] = LOOK
    each: bool = False
    first: Callable[[Collection], object] | None = None
    repeats: bool = False
    differs: bool = False
    anywhere: bool = False


SCENES: dict[str, Scene] = {
    "damaged database, cut": Scene(database_cut),
    "damaged database, written over": Scene(database_written_over),
    "damaged database, added to": Scene(database_cut, ADD),
    "damaged database, checked": Scene(database_cut, CHECK),
    "damaged database, without a format": Scene(executed("PRAGMA user_version = 0")),
    "damaged database, without a table": Scene(executed("DROP TABLE ledger")),
    "lost database, emptied": Scene(database_emptied),
    "lost database, emptied and added to": Scene(database_emptied, ADD),
    "lost database, gone": Scene(database_gone),
    "lost database, gone and added to": Scene(database_gone, ADD),
    "lost database, gone and checked": Scene(database_gone, CHECK),
    "lost database, without tables": Scene(tables_gone),
    "lost database, gone and searched": Scene(database_gone, PHRASE),
    "lost database, emptied and compared": Scene(database_emptied, LINES),
    "lost database, tables dropped": Scene(tables_dropped, anywhere=True),
    "lost database, tables dropped, added to": Scene(tables_dropped, ADD, anywhere=True),
    "foreign database": Scene(executed("PRAGMA application_id = 7")),
    "newer database": Scene(executed("PRAGMA user_version = 99")),
    "locked database": Scene(
        locked, ADD, first=lambda _: threading.Event().wait(2), repeats=True, differs=True
    ),
    "full disk": Scene(failing_with(sqlite3.SQLITE_FULL), ADD, repeats=True, differs=True),
    "failing disk": Scene(
        failing_with(sqlite3.SQLITE_IOERR_WRITE), ADD, repeats=True, differs=True
    ),
    "replaced database": Scene(
        failing_with(sqlite3.SQLITE_READONLY_DBMOVED), ADD, repeats=True, differs=True
    ),
    "no access": Scene(database_is_folder, first=database_again, repeats=True),
    "unreadable folder": Scene(folder_is_file, CHECK, first=folder_again, repeats=True),
    "damaged text": Scene(
        executed("UPDATE paragraphs SET text = 'forged' WHERE document = 'tower'"),
        CHECK,
        anywhere=True,
    ),
    "damaged row": Scene(
        executed("UPDATE paragraphs SET spans = '[[1,' WHERE document = '2031-lakeside'"),
        anywhere=True,
    ),
    "damaged row, of no text": Scene(
        executed("UPDATE documents SET settings = x'ff00' WHERE id = '2031-lakeside'")
    ),
    "damaged text without original": Scene(text_and_original_damaged, CHECK, anywhere=True),
    "changed record": Scene(
        executed("UPDATE documents SET origin = 'forged'"), CHECK, anywhere=True
    ),
    "damaged record": Scene(record_damaged, CHECK, anywhere=True),
    "damaged record, all missing": Scene(records_gone, CHECK, anywhere=True),
    "damaged original": Scene(original_damaged, CHECK, anywhere=True),
    "missing original": Scene(original_gone, CHECK, anywhere=True),
    "damaged original, exported": Scene(original_damaged, EXPORT, anywhere=True),
    "missing original, exported": Scene(original_gone, EXPORT, anywhere=True),
    "missing original, parted anew": Scene(original_gone, LINES, anywhere=True),
    "lost text": Scene(executed("DELETE FROM documents WHERE id = 'a.hall'"), CHECK, anywhere=True),
    "stray": Scene(stray_left, CHECK, each=True, differs=True, anywhere=True),
}


def test_every_kind_of_damage_has_a_scene() -> None:
    assert {name.partition(",")[0] for name in SCENES} == set(DAMAGE)


@pytest.mark.parametrize(
    ("collection", "name"),
    [
        *(("folder", name) for name in SCENES),
        *(("server", name) for name, scene in SCENES.items() if scene.anywhere),
    ],
    indirect=["collection"],
)
def test_the_advice_works_and_nothing_is_lost(
    collection: Collection, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = SCENES[name]
    whole = collection.digests()
    with monkeypatch.context() as patch:
        scene.harm(collection, patch)
        before = contents(collection)
        said = run(*scene.says)
    assert said.exit_code == (1 if scene.says == CHECK and said.stdout else 2)
    message = said.stdout + said.stderr
    assert_is_from_the_table(message, name)
    if scene.first:
        scene.first(collection)
    for commands in advised(message, scene):
        for command in commands:
            done = run(*command)
            assert done.exit_code == 0, done
    if scene.repeats:
        assert run(*scene.says).exit_code == 0
    assert check(collection) == ()
    now = collection.digests()
    assert (now if not scene.differs else {i: now[i] for i in whole}) == whole
    kept = set(contents(collection))
    assert [data for data in before if data not in kept] == []


def assert_is_from_the_table(message: str, name: str) -> None:
    """The message is what the table says of this kind of damage, names filled in."""
    kind: DamageKind = name.partition(",")[0]  # type: ignore[assignment]
    for template in (DAMAGE[kind].wrong, DAMAGE[kind].remedy):
        parts = re.split(r"\{\w+\}", template)
        assert re.search(".*".join(map(re.escape, parts)), message), message


def advised(message: str, scene: Scene) -> list[list[list[str]]]:
    """The commands in the message, in order; alternatives are followed one after the other."""
    found = dict.fromkeys(re.findall(r"`scodiff ([^`]*)`", message))
    commands = [
        [word if word != "FILE" else "2031-lakeside.txt" for word in shlex.split(command)]
        for command in found
    ]
    return [[command] for command in commands] if scene.each else [commands]


def contents(collection: Collection) -> list[bytes]:
    """The contents of all originals, those set aside too."""
    return [*originals(collection).values(), *set_aside(collection).values()]
