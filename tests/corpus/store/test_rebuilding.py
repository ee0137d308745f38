"""The database made anew: what was there is there again, whatever was damaged, and no more."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import run
from stores.behind import lose_tables, originals, put_original, records

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store import adding
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.checking import check, mend
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.rebuilding import rebuild

FLIPS = 24
COMMANDS = (
    ("corpus", "list"),
    ("corpus", "show", "hall-1", "--text"),
    ("corpus", "check"),
    ("corpus", "check", "--mend"),
    ("corpus", "add", "again.txt"),
    ("phrase", "-q", "common interest"),
    ("lineage", "-q", "hall-1:3", "--model", "none"),
    ("formulas", "-q"),
    ("matrix", "-q", "--model", "none"),
    ("compare", "-q", "hall-1", "hall-2", "--model", "none", "--format", "json"),
    ("corpus", "export", "out", "hall-2"),
)


def text(number: int) -> bytes:
    """An invented declaration, unlike all others."""
    body = "\n\n".join(
        f"The parties welcome globe {n} of hall {number} in the common interest." for n in range(12)
    )
    return f"DECLARATION OF HALL {number}\n\n{body}\n\nLakeside, {number + 1} July 2031\n".encode()


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """Three texts in a folder, each added in its own way."""
    return filled(str(tmp_path / "c"), tmp_path, monkeypatch)


@pytest.fixture
def anywhere(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """The same texts in a folder, and then on a server."""
    return filled(place, tmp_path, monkeypatch)


def filled(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """The collection at a place, with three texts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCODIFF_COLLECTION", place)
    held = Collection.open()
    headers = {"content-type": "text/plain"}
    origin = "https://example.org/hall"
    add(held, text(0), name="hall.txt", origin=origin, headers=headers, document_id="hall-0")
    add(held, text(1), name="1.txt", document_id="hall-1", edition="The Hall", title="The First")
    add(held, text(2), name="2.txt", document_id="hall-2", date="2030-01-01", paragraphs="lines")
    Path("again.txt").write_bytes(text(1))
    return held


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_that_was_known_of_an_addition_is_known_again(collection: Collection) -> None:
    digests, known = collection.digests(), collection.provenance()
    kept = originals(collection)
    old = collection.store.database.read_bytes()
    collection.store.database.chmod(0o640)
    mode = 0o640
    rebuilt = rebuild(collection)
    assert (rebuilt.notes, rebuilt.lost) == ([], [])
    assert collection.digests() == digests
    assert collection.provenance() == known
    assert originals(collection) == kept
    assert check(collection) == ()
    assert rebuilt.aside is not None
    assert files(rebuilt.aside) == {collection.store.database.name: old}
    again = rebuild(collection)
    assert again.aside is not None
    assert collection.store.database.stat().st_mode & 0o777 == mode
    assert again.aside.name == f"{rebuilt.aside.name}-2", (
        "nothing that is set aside is written over"
    )
    assert files(rebuilt.aside) == {collection.store.database.name: old}


@pytest.mark.parametrize("lost", [True, False])
def test_what_was_removed_does_not_come_back(anywhere: Collection, lost: bool) -> None:
    anywhere.remove("hall-1")
    digests, known = anywhere.digests(), anywhere.provenance()
    if lost:
        lose_tables(anywhere)
    rebuilt = rebuild(anywhere)
    assert (rebuilt.notes, rebuilt.lost) == ([], [])
    assert (anywhere.digests(), anywhere.provenance()) == (digests, known)
    assert len(originals(anywhere)) == len(records(anywhere)) == 2
    assert check(anywhere) == ()


def test_no_two_rebuilds_set_aside_under_one_name(anywhere: Collection) -> None:
    names = [str(rebuild(anywhere).aside) for _ in range(3)]
    assert names[1:] == [f"{names[0]}-2", f"{names[0]}-3"]


def test_texts_added_after_a_backup_are_taken_up_again(collection: Collection) -> None:
    backup, digests = collection.store.database.read_bytes(), collection.digests()
    add(collection, text(3), name="3.txt", document_id="hall-3")
    after = collection.digests()
    collection.store.database.write_bytes(backup)
    assert collection.digests() == digests
    add(collection, text(4), name="4.txt", document_id="hall-4")
    assert len(files(collection.store.originals)) == 5, "an addition deletes no original"
    assert [found.trouble for found in check(collection)] == ["lost text"]
    rebuild(collection)
    now = collection.digests()
    assert now.pop("hall-4")
    assert now == after


def test_two_texts_of_one_id_are_both_kept(collection: Collection) -> None:
    backup = collection.store.database.read_bytes()
    add(collection, text(3), name="3.txt", document_id="hall-3")
    collection.store.database.write_bytes(backup)
    add(collection, text(4), name="4.txt", document_id="hall-3")
    rebuilt = rebuild(collection)
    assert set(collection.ids()) >= {"hall-3", "hall-3.2"}
    assert [note for note in rebuilt.notes if "hall-3.2" in note]
    assert check(collection) == ()


def test_a_collection_without_records(collection: Collection) -> None:
    """One that was made before there were records: its database gives them, while it is sound."""
    digests = collection.digests()
    for path in (collection.store.folder / "records").iterdir():
        path.unlink()
    whole = collection.store.database.read_bytes()
    collection.store.database.unlink()
    rebuilt = rebuild(collection)
    assert len(rebuilt.ids) == len(rebuilt.notes) == 3
    assert check(collection) == ()
    for path in (collection.store.folder / "records").iterdir():
        path.unlink()
    collection.store.database.write_bytes(whole)
    assert {found.trouble for found in check(collection)} == {"damaged record"}
    assert mend(collection, check(collection)).left == check(collection) == ()
    collection.store.database.unlink()
    assert rebuild(collection).notes == []
    assert collection.digests() == digests


def test_a_text_without_its_original_is_taken_from_the_old_database(anywhere: Collection) -> None:
    digests = anywhere.digests()
    for name in originals(anywhere):
        put_original(anywhere, name, b"damaged")
    rebuilt = rebuild(anywhere)
    assert anywhere.digests() == digests
    assert len(rebuilt.notes) == 3


def test_what_cannot_be_made_again_is_said_and_set_aside(collection: Collection) -> None:
    (original,) = collection.store.originals.glob(f"{collection.document('hall-1').source.sha256}*")
    original.write_bytes(b"damaged, and all there is")
    collection.store.database.write_bytes(b"")
    said = run("corpus", "rebuild")
    assert said.exit_code == 1
    assert said.stdout.startswith("lost text: hall-1 could not be made again: its original is")
    assert check(collection) == ()
    (aside,) = collection.store.folder.glob("set-aside-*")
    assert files(aside / "originals") == {original.name: b"damaged, and all there is"}
    assert list(files(aside / "records")) == [f"{original.stem}.json"]


def test_files_of_one_name_are_set_aside_apart(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The original of a file that ends in .json, as was once taken, has the name of its record."""
    monkeypatch.setattr(adding, "original_name", lambda digest, _: f"{digest}.json")
    add(collection, b"A DECLARATION\n\nThe parties agree on maps.\n", name="a.txt")
    (added,) = [p for p in collection.provenance() if p.id == "a"]
    path, record = collection.store.originals / added.original, collection.store.folder / "records"
    assert (record / path.name).exists()
    path.write_bytes(b"damaged")
    collection.store.database.unlink()
    aside = rebuild(collection).aside
    assert aside is not None
    assert files(aside / "originals") == {path.name: b"damaged"}
    assert list(files(aside / "records")) == [path.name]


def test_nothing_to_make_a_collection_of(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="neither a database nor an original"):
        rebuild(Collection.open(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_unfinished_files_go_when_no_writer_can_have_them(collection: Collection) -> None:
    young, old = (collection.store.originals / f"tmp{name * 8}.unfinished" for name in "ab")
    mine = collection.store.originals / "my draft.unfinished"
    for path in (young, old, mine):
        path.write_bytes(b"half")
    for path in (old, mine):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    add(collection, text(3), name="3.txt")
    assert (young.exists(), old.exists(), mine.exists()) == (True, False, True)


def test_a_search_and_then_an_addition_leave_nothing_wrong(collection: Collection) -> None:
    assert run("phrase", "-q", "common interest").exit_code == 0
    add(collection, text(3), name="3.txt")
    assert run("corpus", "check").exit_code == 0


@pytest.mark.slow
def test_additions_during_rebuilds_are_not_lost(anywhere: Collection) -> None:
    code = (
        "import sys\nfrom scodiff.corpus.store.adding import add\n"
        "from scodiff.corpus.store.collection import Collection\n"
        "for n in range(6):\n"
        "    name = f'{sys.argv[1]}-{n}'\n"
        "    data = f'DECLARATION {name}\\n\\nThe parties welcome globe {name}.\\n'.encode()\n"
        "    add(Collection.open(), data, name=f'{name}.txt', document_id=name)\n"
    )
    commands = [[sys.executable, "-c", code, worker] for worker in ("x", "y", "z")]
    running = [subprocess.Popen(c, stderr=subprocess.PIPE, text=True) for c in commands]
    while any(process.poll() is None for process in running):
        rebuild(anywhere)
        time.sleep(0.05)  # whoever waits for the lock is not to be kept from it for ever
    assert [process.communicate()[1] for process in running] == ["", "", ""]
    assert check(anywhere) == ()
    assert {f"{worker}-{n}" for worker in "xyz" for n in range(6)} <= set(anywhere.ids())


@pytest.mark.parametrize("seed", range(FLIPS))
def test_flipped_bits_are_said_and_mended(collection: Collection, seed: int) -> None:
    """Every command answers with a result or one sentence, and a rebuild makes all whole."""
    assert run("phrase", "-q", "common interest").exit_code == 0
    digests, kept = collection.digests(), originals(collection)
    told = records(collection)
    data, rng = bytearray(collection.store.database.read_bytes()), random.Random(seed)
    places = {
        "header": range(100),
        "schema": range(100, 4096),
        "page heads": [page + n for page in range(0, len(data), 4096) for n in range(24)],
        "anywhere": range(len(data)),
    }
    where = places[list(places)[seed % len(places)]]
    for _ in range(rng.choice((1, 1, 8))):
        data[rng.choice(where)] ^= 1 << rng.randrange(8)
    for command in COMMANDS:
        collection.store.database.write_bytes(data)
        said = run(*command)
        assert said.exit_code in (0, 1, 2), said
        assert "foresee" not in said.stderr, (command, said)
        if said.exit_code == 2:
            assert "`scodiff corpus " in said.stderr, (command, said)
            assert said.stderr.count("\n") == 1, (command, said)
    rebuild(collection)
    assert collection.digests() == digests
    assert (originals(collection), records(collection)) == (kept, told)
    assert check(collection) == ()
