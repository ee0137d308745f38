"""A collection in a folder: a damaged file, a full disk, and kills leave no text half-written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.collection import Collection

HELPERS = Path(__file__).parents[2] / "helpers"
TEXT = (
    "LAKESIDE DECLARATION\n\nThe parties welcome the opening of the library.\n\n"
    "The parties thank the mule drivers.\n\nLakeside, 4 July 2031\n"
)


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection.open(tmp_path / "collection")


def file(tmp_path: Path) -> Path:
    path = tmp_path / "2031-lakeside.en.txt"
    path.write_bytes(TEXT.encode())
    return path


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
