"""The collection: what is added, refused, kept apart, and what survives crashes and crowds."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.library import resolve
from scodiff.corpus.reader import read
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.location import default_place

HELPERS = Path(__file__).parents[2] / "helpers"
TEXT = (
    "LAKESIDE DECLARATION\n\nThe parties welcome the opening of the library.\n\n"
    "The parties thank the mule drivers.\n\nLakeside, 4 July 2031\n"
)
RUSSIAN = "ОЗЁРНАЯ ДЕКЛАРАЦИЯ\n\nСтороны приветствуют открытие библиотеки.\n\nСтороны едины.\n"


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection.open(tmp_path / "collection")


def file(tmp_path: Path, text: str = TEXT, name: str = "2031-lakeside.en.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def test_an_absent_collection_holds_the_shipped_summit_text_alone(collection: Collection) -> None:
    assert [d.id for d in collection.documents()] == ["2003-moscow"]
    assert collection.document("2003-moscow").date == "2003-05-29"
    assert collection.ids() == ("2003-moscow",)
    assert collection.provenance() == ()
    assert not collection.store.folder.exists(), "reading makes no file"


def test_the_illustration_is_no_summit_text(collection: Collection) -> None:
    assert "illustration" not in collection.ids()
    with pytest.raises(CorpusError, match="illustration"):
        collection.document("illustration")


def test_what_is_added_is_what_was_read(collection: Collection, tmp_path: Path) -> None:
    path = file(tmp_path)
    added = add(collection, path, edition="The mule drivers' own")
    assert added.outcome == "added"
    held = collection.document("2031-lakeside")
    assert held == added.document
    assert held.source.edition == "The mule drivers' own"
    fresh = read(path)
    assert (held.paragraphs, held.ledger, held.source_text) == (
        fresh.paragraphs, fresh.ledger, fresh.source_text,
    )  # fmt: skip
    (provenance,) = collection.provenance()
    assert provenance.origin == path.name
    assert provenance.size == len(TEXT.encode())
    assert (collection.store.originals / provenance.original).read_bytes() == path.read_bytes()


def test_documents_come_by_date_then_id(collection: Collection) -> None:
    for name, line in (("b", "4 July 2001"), ("a", "4 July 2001"), ("undated", "")):
        text = f"{name} MAPS\n\nThe parties of {name} meet.\n\nThey agree on {name}.\n\n{line}\n"
        add(collection, text.encode(), name=f"{name}.txt")
    assert [d.id for d in collection.documents()] == ["a", "b", "2003-moscow", "undated"]


def test_the_same_bytes_twice_change_nothing(collection: Collection, tmp_path: Path) -> None:
    add(collection, file(tmp_path))
    before = collection.store.database.read_bytes()
    again = add(collection, file(tmp_path, name="other.txt"), document_id="other")
    assert (again.outcome, again.document.id) == ("same bytes", "2031-lakeside")
    assert collection.store.database.read_bytes() == before


def test_the_same_text_in_another_file_is_told(collection: Collection, tmp_path: Path) -> None:
    add(collection, file(tmp_path))
    wrapped = TEXT.replace(" of the ", "\nof the ").replace("mule drivers.", "Mule-Drivers!")
    again = add(collection, file(tmp_path, wrapped, "copy.txt"))
    assert (again.outcome, again.document.id) == ("same text", "2031-lakeside")
    both = add(collection, file(tmp_path, wrapped, "copy.txt"), duplicate=True)
    assert (both.outcome, both.document.id) == ("added", "copy")


def test_the_shipped_text_is_never_doubled(collection: Collection, tmp_path: Path) -> None:
    shipped = resolve("2003-moscow")
    same = add(collection, shipped.source_text.encode(), name="x.txt")
    assert (same.outcome, same.document.id) == ("same bytes", "2003-moscow")
    other = "\n\n".join(p.text for p in shipped.paragraphs)
    assert add(collection, other.encode(), name="x.txt").outcome == "same text"
    assert not collection.store.originals.exists() or not list(collection.store.originals.iterdir())


def test_ids_say_language_and_edition(collection: Collection, tmp_path: Path) -> None:
    assert add(collection, file(tmp_path)).document.id == "2031-lakeside"
    russian = add(collection, file(tmp_path, RUSSIAN, "2031-lakeside.ru.txt")).document
    assert (russian.id, russian.language) == ("2031-lakeside.ru", "ru")
    other = file(tmp_path, TEXT.replace("welcome", "greet"), "2031-lakeside.en.txt")
    with pytest.raises(CorpusError, match="--id"):
        add(collection, other)
    named = add(collection, other, edition="Mule Drivers").document
    assert named.id == "2031-lakeside.mule-drivers"


@pytest.mark.parametrize("wanted", ["a/b", "..", "", "a b", "-x", "x.txt", ".hidden", "x" * 120])
def test_what_can_be_no_id_is_refused(collection: Collection, tmp_path: Path, wanted: str) -> None:
    with pytest.raises(CorpusError, match="cannot be an id"):
        add(collection, file(tmp_path), document_id=wanted)
    assert collection.provenance() == ()


def test_taken_ids_are_refused_and_nothing_is_kept(collection: Collection, tmp_path: Path) -> None:
    for wanted in ("2003-moscow", "illustration"):
        with pytest.raises(CorpusError, match="choose another --id"):
            add(collection, file(tmp_path), document_id=wanted)
    assert collection.provenance() == ()
    assert not collection.store.originals.exists() or not list(collection.store.originals.iterdir())


def test_a_nameless_download_gets_its_summits_id(collection: Collection) -> None:
    body = "\n\n".join(f"The SCO member states agree on globe {n}." for n in range(6))
    text = f"ASTANA DECLARATION OF THE SHANGHAI COOPERATION ORGANISATION\n\n{body}\n\nAstana, "
    added = add(collection, f"{text}4 July 2024\n".encode(), name="download (3).txt")
    assert added.document.id == "2024-astana"
    assert added.recognised.contradictions == ()


def test_removing(collection: Collection, tmp_path: Path) -> None:
    add(collection, file(tmp_path))
    collection.remove("2031-lakeside")
    assert collection.ids() == ("2003-moscow",)
    assert list(collection.store.originals.iterdir()) == []
    for name in ("2031-lakeside", "2003-moscow"):
        with pytest.raises(CorpusError):
            collection.remove(name)


def test_digests_tell_an_index_that_it_is_stale(collection: Collection, tmp_path: Path) -> None:
    empty = collection.fingerprint()
    add(collection, file(tmp_path))
    full = collection.fingerprint()
    assert full != empty
    collection.remove("2031-lakeside")
    assert collection.fingerprint() == empty
    add(collection, file(tmp_path), title="Another title")
    assert collection.fingerprint() not in (empty, full)


def test_resolve_finds_the_collections_texts(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(collection, file(tmp_path))
    assert resolve("2031-lakeside", collection=collection.store.folder).citable
    monkeypatch.setenv("SCODIFF_COLLECTION", str(collection.store.folder))
    assert default_place() == collection.store.folder
    assert resolve("2031-lakeside").title == "LAKESIDE DECLARATION"
    assert resolve("2031-lakeside", date="2032-01-01").date == "2032-01-01"
    assert len(resolve("2031-lakeside", paragraphs="lines").citable) == 4
    with pytest.raises(CorpusError, match="did you mean 2031-lakeside"):
        resolve("2031-lakside")


def test_without_a_collection_nothing_of_it_is_imported(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom scodiff.corpus.library import resolve\n"
        "resolve('2003-moscow')\nresolve(sys.argv[1])\n"
        "heavy = {'sqlite3', 'pypdf', 'docx', 'lxml', 'httpx', 'selectolax', "
        "'charset_normalizer', 'ftfy', 'platformdirs', 'subprocess'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    env = os.environ | {"SCODIFF_COLLECTION": str(tmp_path / "none")}
    done = subprocess.run(
        [sys.executable, "-c", code, str(file(tmp_path))],
        env=env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_a_foreign_or_newer_database_is_left_alone(tmp_path: Path) -> None:
    for pragma, says in (("application_id = 7", "another program"), ("user_version = 99", "newer")):
        collection = Collection.open(tmp_path / says.replace(" ", ""))
        add(collection, TEXT.encode(), name="a.txt")
        with sqlite3.connect(collection.store.database) as connection:
            connection.execute(f"PRAGMA {pragma}")
        connection.close()
        before = collection.store.database.read_bytes()
        with pytest.raises(CorpusError, match=says):
            collection.documents()
        assert collection.store.database.read_bytes() == before


def test_a_damaged_database_is_said(collection: Collection, tmp_path: Path) -> None:
    add(collection, file(tmp_path))
    collection.store.database.write_bytes(b"no database at all" * 400)
    with pytest.raises(CorpusError, match="damaged"):
        collection.documents()


def test_a_read_only_collection_can_be_read(collection: Collection, tmp_path: Path) -> None:
    add(collection, file(tmp_path))
    collection.store.database.chmod(0o444)
    collection.store.folder.chmod(0o555)
    try:
        assert collection.document("2031-lakeside").citable
    finally:
        collection.store.folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="the bound on file sizes is Unix's")
@pytest.mark.parametrize("room", [0, 3_000, 20_000, 60_000])
def test_a_full_disk_changes_nothing(collection: Collection, tmp_path: Path, room: int) -> None:
    """The system refuses to write beyond ``room``, as it does when a disk is full."""
    add(collection, file(tmp_path))
    before = collection.digests()
    code = (
        "import resource, signal, sys\nfrom pathlib import Path\n"
        "from scodiff.corpus.store.adding import add\n"
        "from scodiff.corpus.store.collection import Collection\n"
        "from scodiff.corpus.errors import CorpusError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)\n"
        "lines = [f'The parties welcome globe {n} of the library.' for n in range(3000)]\n"
        "big = '\\n\\n'.join(lines)\n"
        "try:\n    add(Collection.open(Path(sys.argv[1])), big.encode(), name='big.txt')\n"
        "except CorpusError as error:\n    print(error)\n"
    )
    command = [sys.executable, "-c", code, str(collection.store.folder), "-", str(room)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 1
    assert collection.digests() == before
    assert collection.document("2031-lakeside").citable
    # There is room again: the next addition works.
    add(collection, TEXT.replace("mule", "ox").encode(), name="b.txt", document_id="b")
    assert len(list(collection.store.originals.iterdir())) == 2


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kills need fork")
def test_two_hundred_kills_leave_it_as_before_or_as_after(tmp_path: Path) -> None:
    command = [sys.executable, str(HELPERS / "crash_driver.py"), str(tmp_path / "c"), "200", "2003"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    before, after = map(int, done.stdout.split())
    assert before + after == 200
    assert min(before, after) >= 5, "the kills must fall on both sides of the change"


@pytest.mark.slow
def test_ten_processes_add_and_read_at_once(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from scodiff.corpus.store.adding import add\n"
        "from scodiff.corpus.store.collection import Collection\n"
        "folder, worker = Path(sys.argv[1]), int(sys.argv[2])\n"
        "c = Collection.open(folder)\n"
        "def text(k):\n"
        "    lines = (f'The parties welcome globe {n} of hall {k}.' for n in range(30))\n"
        "    return ('DECLARATION ' + str(k) + '\\n\\n' + '\\n\\n'.join(lines)).encode()\n"
        "for k in (worker, 10 + worker, 99):\n"
        "    add(c, text(k), name=f't{k}.txt', document_id=f't{k}')\n"
        "    for d in c.documents():\n        assert d.citable and d == c.document(d.id)\n"
    )
    commands = [[sys.executable, "-c", code, str(tmp_path / "c"), str(n)] for n in range(10)]
    running = [subprocess.Popen(c, stderr=subprocess.PIPE, text=True) for c in commands]
    errors = [process.communicate()[1] for process in running]
    assert [e for e in errors if e] == []
    assert all(process.returncode == 0 for process in running)
    from scodiff.corpus.store.checking import check

    collection = Collection.open(tmp_path / "c")
    assert {h.id for h in collection.provenance()} == {f"t{k}" for k in (*range(20), 99)}
    assert len(list(collection.store.originals.iterdir())) == 21
    assert check(collection) == ()


# Checking and exporting.


def test_check_finds_and_mends(collection: Collection, tmp_path: Path) -> None:
    from scodiff.corpus.store.checking import check, mend

    assert check(collection) == ()
    add(collection, file(tmp_path), title="A title of its own")
    add(collection, file(tmp_path, RUSSIAN, "b.txt"))
    whole = collection.digests()
    assert check(collection) == ()
    with collection.store.writing() as session:
        forged = "UPDATE paragraphs SET text = 'forged' WHERE document = '2031-lakeside'"
        session.rows.execute(forged)
        session.rows.execute("INSERT INTO indexes VALUES ('phrases', '1', 'old')")
    (collection.store.originals / f"{'0' * 64}.txt").write_bytes(b"left over")
    (collection.store.originals / "notes of the user.txt").write_bytes(b"mine")
    found = check(collection)
    assert {f.trouble for f in found} == {"damaged text", "stray"}
    mended = mend(collection, found)
    assert mended.left == check(collection) == ()
    assert mended.aside is not None
    assert (mended.aside / "originals" / f"{'0' * 64}.txt").read_bytes() == b"left over"
    assert collection.digests() == whole
    assert (collection.store.originals / "notes of the user.txt").exists()


def test_check_finds_damaged_and_missing_originals(collection: Collection, tmp_path: Path) -> None:
    from scodiff.corpus.store.checking import check

    add(collection, file(tmp_path))
    (original,) = collection.store.originals.iterdir()
    original.write_bytes(b"changed")
    (found,) = check(collection)
    assert (found.trouble, found.name) == ("damaged original", "2031-lakeside")
    original.unlink()
    (found,) = check(collection)
    assert "missing" in found.wrong
    assert not found.mendable


def test_export(collection: Collection, tmp_path: Path) -> None:
    from scodiff.corpus.store.export import SUMS, export

    add(collection, file(tmp_path))
    target = tmp_path / "out"
    export(collection, target)
    names = {path.name for path in target.iterdir()}
    assert names == {
        SUMS, "2003-moscow.txt", "2003-moscow.json", "2031-lakeside.txt", "2031-lakeside.json",
        "2031-lakeside.original.txt",
    }  # fmt: skip
    assert (target / "2031-lakeside.original.txt").read_bytes() == TEXT.encode()
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=target, check=True)
    with pytest.raises(CorpusError, match="exists already"):
        export(collection, target)
    with pytest.raises(CorpusError, match="absent"):
        export(collection, tmp_path / "other", ["absent"])
    assert not (tmp_path / "other").exists()
