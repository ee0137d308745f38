"""A collection on a server: who is let in and how, what goes wrong there, and what is kept then."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from command import run
from patience import wait_until
from stores.behind import execute, originals, records

from benchmarks.lib.postgres_server import PostgresServer, ServerUnavailableError, postgres_server
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store import adding
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.checking import check
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.location import Address
from scodiff.corpus.store.rebuilding import rebuild
from scodiff.corpus.store.rows import insert


def text(number: int) -> bytes:
    """An invented declaration."""
    lines = (f"The parties welcome globe {n} of hall {number}." for n in range(20))
    return ("\n\n".join([f"DECLARATION {number}", *lines])).encode()


@pytest.fixture
def collection(server: PostgresServer) -> Collection:
    """A collection of one text on the server."""
    made = Collection.open(server.emptied())
    add(made, text(0), name="0.txt", document_id="hall-0")
    return made


def held(collection: Collection) -> tuple[object, ...]:
    """All that a collection holds."""
    return collection.digests(), originals(collection), records(collection)


def test_where_a_server_must_be_there_is_one() -> None:
    """The tests of the project's own machines may not skip what needs a server."""
    if not os.environ.get("CI"):
        pytest.skip("only where CI is set")
    with postgres_server() as made:
        assert made.execute("SELECT 1") == [(1,)]


# Addresses, and who is let in.


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://host/db", "postgresql://host/db"),
        ("postgresql://ann@host:5433/db", "postgresql://ann@host:5433/db"),
        ("postgresql://ann:secret@host/db", "postgresql://ann@host/db"),
        ("postgres://ann:se:cr@et@host,other/db?x=1", "postgres://ann@host,other/db?x=1"),
        ("postgresql://ann:se/cr?e#t@host/db", "postgresql://ann@host/db"),
        ("postgresql://host/db?user=a&password=secret&x=1", "postgresql://host/db?user=a&password=&x=1"),
        ("postgresql://host/db?sslpassword=secret", "postgresql://host/db?sslpassword="),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    assert str(Address(url)) == shown
    assert "secret" not in repr(Address(url))


def test_no_output_holds_the_password(server: PostgresServer, tmp_path: Path) -> None:
    url = server.emptied().replace("scodiff@", "scodiff:se%63ret@")
    file = tmp_path / "a.txt"
    file.write_bytes(text(1))
    said = [
        run("corpus", *command, "--collection", url)
        for command in (
            ("list",), ("add", str(file), "--id", "a"), ("show", "a"), ("check",), ("rebuild",),
            ("show", "b"), ("remove", "a"),
        )
    ]  # fmt: skip
    said += [
        run("corpus", "list", "--collection", url.replace("shared", "none")),
        run("corpus", "list", "--collection", url.replace("se%63ret", "se%63@ret")),
        run("corpus", "list", "--collection", url.replace("se%63ret", "sec/ret")),
    ]
    codes = [done.exit_code for done in said]
    assert codes == [0, 0, 0, 0, 0, 2, 0, 2, 2, 2]
    for done in said:
        for part in ("se%63", "secret", "sec/"):
            assert part not in done.stdout + done.stderr, done


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        ("postgresql://a@far.example/db", "require"),
        ("postgresql://a@192.0.2.1/db?sslmode=prefer", "require"),
        ("postgresql://a@far.example/db?sslmode=verify-full", "verify-full"),
        ("postgresql://a@far.example/db?sslmode=disable", "disable"),
        ("postgresql://a@/db?host=/tmp,far.example", "require"),
        ("postgresql://a@/db?service=theirs", "require"),
        ("postgresql://a@localhost/db", None),
        ("postgresql://a@[::1]/db", None),
        ("postgresql://a@/db?host=/tmp", None),
    ],
)
def test_another_machine_is_spoken_to_in_cipher(
    address: str, mode: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    psycopg = pytest.importorskip("psycopg")
    asked: list[dict[str, str]] = []

    def connect(conninfo: str, **_: object) -> None:
        asked.append(psycopg.conninfo.conninfo_to_dict(conninfo))
        raise psycopg.OperationalError("not here")

    monkeypatch.setattr(psycopg, "connect", connect)
    monkeypatch.setenv("PGSSLMODE", "disable")
    with pytest.raises(CorpusError, match=r"no connection to .*not here"):
        Collection.open(address).ids()
    assert asked[0].get("sslmode") == mode


def test_what_cannot_be_connected_to_is_said(server: PostgresServer) -> None:
    for url in (
        server.address("none"),
        server.address("shared", user="nobody"),
        "postgresql://scodiff@/shared?host=/none",
        "postgresql://scodiff@host:port/shared",
    ):
        done = run("corpus", "list", "--collection", url)
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1), done
        assert "scodiff@" in done.stderr or "nobody@" in done.stderr


def test_a_database_without_pgvector_or_utf8_is_said(server: PostgresServer) -> None:
    bare = server.database(extension=False)
    server.execute("CREATE ROLE guest LOGIN")
    server.execute(f"GRANT CREATE ON DATABASE {bare} TO guest")
    latin = server.database(encoding="LATIN1")
    for url, says in (
        (server.address(bare, "guest"), "CREATE EXTENSION vector"),
        (server.address(latin), "UTF-8"),
    ):
        with pytest.raises(CorpusError, match=says):
            add(Collection.open(url), text(1), name="1.txt")
        assert Collection.open(url).ids() == ("2003-moscow",)


@pytest.mark.parametrize(
    ("module", "name", "value", "says"),
    [
        ("connecting", "_OLDEST", 990000, "is PostgreSQL .* takes 99 or newer"),
        ("schema", "_OLDEST_EXTENSION", (99, 0), "has pgvector .*ALTER EXTENSION vector UPDATE"),
    ],
)
def test_a_server_that_is_too_old_is_said(
    server: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    name: str,
    value: object,
    says: str,
) -> None:
    monkeypatch.setattr(f"scodiff.corpus.store.postgres.{module}.{name}", value)
    url = server.emptied()
    with pytest.raises(CorpusError, match=says):
        add(Collection.open(url), text(1), name="1.txt")
    monkeypatch.undo()
    assert not Collection.open(url).exists()


def test_a_wrong_password_is_said_and_not_shown(
    server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.emptied()
    server.execute("CREATE ROLE locked LOGIN PASSWORD 'right'")
    rules = server.folder / "data" / "pg_hba.conf"
    rules.write_text("local all locked scram-sha-256\n" + rules.read_text("utf-8"), "utf-8")
    server.execute("SELECT pg_reload_conf()")
    url = server.address("shared", "locked")

    def listed(url: str, password: str) -> tuple[int, str]:
        monkeypatch.setenv("PGPASSWORD", password)
        done = run("corpus", "list", "--collection", url)
        return done.exit_code, done.stderr

    for _ in range(600):  # until the server has read its rules
        code, said = listed(url, "wr0ng")
        if code:
            break
        time.sleep(0.1)
    assert (code, said.count("\n")) == (2, 1)
    assert "PGPASSWORD or ~/.pgpass" in said
    code, in_address = listed(url.replace("locked@", "locked:wr0ng@"), "right")
    assert (code, in_address.count("\n")) == (2, 1)
    assert "wr0ng" not in said + in_address
    assert listed(url, "right")[0] == 0


def test_one_who_may_only_read_reads(collection: Collection, server: PostgresServer) -> None:
    for right in ("USAGE ON SCHEMA", "SELECT ON ALL TABLES IN SCHEMA"):
        server.execute("CREATE ROLE reader LOGIN") if right.startswith("U") else None
        server.execute(f"GRANT {right} scodiff TO reader", "shared")
    reader = Collection.open(server.address("shared", "reader"))
    assert reader.digests() == collection.digests()
    with pytest.raises(CorpusError, match="may not do this"):
        add(reader, text(1), name="1.txt")
    server.execute("DROP OWNED BY reader", "shared")


def test_members_of_a_team_share_all_rights(server: PostgresServer) -> None:
    """As the page on shared collections sets it up."""
    database = server.database()
    for statement in (
        "CREATE ROLE team",
        f"ALTER DATABASE {database} OWNER TO team",
        *(f"CREATE ROLE {name} LOGIN IN ROLE team" for name in ("ann", "bob")),
        *(f"ALTER ROLE {name} IN DATABASE {database} SET role = team" for name in ("ann", "bob")),
    ):
        server.execute(statement)
    ann, bob = (Collection.open(server.address(database, name)) for name in ("ann", "bob"))
    add(ann, text(0), name="0.txt", document_id="hall-0")
    digests = ann.digests()
    assert rebuild(bob).lost == []
    assert ann.digests() == digests
    bob.remove("hall-0")


def test_without_the_extra_it_is_said_how_to_install_it(tmp_path: Path) -> None:
    code = (
        "import sys\nsys.modules['psycopg'] = None\n"
        "from scodiff.cli.main import run\n"
        "sys.argv[1:] = ['corpus', 'list', *sys.argv[1:]]\nrun()\n"
    )

    def done(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    there = done("--collection", "postgresql://a:b@127.0.0.1:9/c")
    assert (there.returncode, there.stdout) == (2, "")
    assert "pip install 'scodiff[postgres]'" in there.stderr
    assert "Traceback" not in there.stderr
    # Those who have a folder have no use for it.
    assert done("--collection", str(tmp_path / "none")).returncode == 0


def connections(server: PostgresServer) -> set[int]:
    """The processes that the server has for scodiff."""
    asked = "SELECT pid FROM pg_stat_activity WHERE application_name = 'scodiff'"
    return {pid for (pid,) in server.execute(asked)}


def test_a_connection_is_used_again_unless_the_server_has_closed_it(
    collection: Collection, server: PostgresServer
) -> None:
    kept = connections(server)
    assert kept
    for _ in range(3):
        assert collection.document("hall-0").id == "hall-0"
        assert connections(server) == kept
    for process in kept:
        server.execute(f"SELECT pg_terminate_backend({process}, 60000)")
    wait_until(lambda: not connections(server))
    assert collection.document("hall-0").id == "hall-0"


def test_a_command_leaves_no_connection_behind(
    collection: Collection, server: PostgresServer
) -> None:
    assert run("corpus", "show", "hall-0", "--collection", str(collection.place)).exit_code == 0
    wait_until(lambda: not connections(server))


# What goes wrong on the way.


def interrupted(monkeypatch: pytest.MonkeyPatch, harm: Callable[[], object]) -> None:
    """Let something happen to the server when an addition has written half of a text."""

    def insert_and_harm(*given: object) -> None:
        insert(*given)  # type: ignore[arg-type]
        harm()
        given[0].execute("SELECT 1")  # type: ignore[attr-defined]

    monkeypatch.setattr(adding, "insert", insert_and_harm)


def test_a_connection_lost_in_mid_write_leaves_nothing(
    collection: Collection, server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held(collection)
    others = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE application_name = 'scodiff' AND state LIKE 'idle in transaction%'"
    )
    with monkeypatch.context() as patch:
        interrupted(patch, lambda: server.execute(others))
        with pytest.raises(CorpusError, match="nothing is half-written"):
            add(collection, text(1), name="1.txt")
    assert held(collection) == before
    assert add(collection, text(1), name="1.txt").outcome == "added"
    assert check(collection) == ()


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A server that may be stopped."""
    try:
        with postgres_server() as made:
            yield made
    except ServerUnavailableError as error:
        pytest.skip(f"{error}")


def test_a_server_that_goes_away_in_mid_write_loses_nothing(
    own_server: PostgresServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = own_server.emptied()
    collection = Collection.open(url)
    add(collection, text(0), name="0.txt", document_id="hall-0")
    before = held(collection)
    file = tmp_path / "1.txt"
    file.write_bytes(text(1))
    with monkeypatch.context() as patch:
        interrupted(patch, own_server.stop)
        done = run("corpus", "add", str(file), "--collection", url)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "nothing is half-written" in done.stderr
    again = run("corpus", "list", "--collection", url)
    assert (again.exit_code, again.stderr.count("\n")) == (2, 1)
    own_server.start()
    assert held(collection) == before
    assert check(collection) == ()
    assert run("corpus", "add", "-q", str(file), "--collection", url).exit_code == 0


def test_a_connection_lost_while_reading_is_said(
    collection: Collection, server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scodiff.corpus.store import collection as reading

    def lost(*given: object) -> object:
        server.execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity "
            "WHERE application_name = 'scodiff'"
        )
        return load(*given)

    load = reading.load_documents
    with monkeypatch.context() as patch:
        patch.setattr(reading, "load_documents", lost)
        done = run("corpus", "show", "hall-0", "--collection", str(collection.place))
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1), done
    assert run("corpus", "show", "hall-0", "--collection", str(collection.place)).exit_code == 0


def test_a_writer_that_waits_too_long_says_so(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scodiff.corpus.store.postgres import store

    monkeypatch.setattr(store, "LOCK_SECONDS", 0.05)
    before = held(collection)
    with (
        collection.store.writing(),
        pytest.raises(CorpusError, match="locked by another writer"),
    ):
        add(collection, text(1), name="1.txt")
    assert held(collection) == before


def test_a_newer_or_foreign_schema_is_left_alone(
    collection: Collection, server: PostgresServer
) -> None:
    before = held(collection)
    execute(collection, "UPDATE format SET version = 99")
    with pytest.raises(CorpusError, match="made by a newer scodiff"):
        add(collection, text(1), name="1.txt")
    execute(collection, "UPDATE format SET version = 1")
    assert held(collection) == before
    other = server.emptied()
    server.execute("CREATE SCHEMA scodiff CREATE TABLE mine (n int)", "shared")
    with pytest.raises(CorpusError, match="another program"):
        Collection.open(other).ids()


def test_ten_writers_at_once_lose_nothing(server: PostgresServer) -> None:
    """The first of them makes the tables; one text comes from all of them."""
    url = server.emptied()

    def write(writer: int) -> list[str]:
        own = Collection.open(url)
        added = [
            add(own, text(number), name=f"{number}.txt", document_id=f"hall-{number}")
            for number in (writer, 10 + writer, 99)
        ]
        own.remove(f"hall-{10 + writer}")
        return [one.outcome for one in added]

    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(write, range(10)))
    assert [one for said in outcomes for one in said].count("same bytes") == 9
    collection = Collection.open(url)
    wanted = {f"hall-{number}" for number in (*range(10), 99)}
    assert set(collection.ids()) == wanted | {"2003-moscow"}
    assert len(originals(collection)) == len(records(collection)) == 11
    assert check(collection) == ()
