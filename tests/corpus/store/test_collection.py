"""The collection: what is added, refused, kept apart, and what survives crashes and crowds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from stores.behind import execute, originals, put_original, records, set_aside

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.library import resolve
from scodiff.corpus.reader import read
from scodiff.corpus.store import rows
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
def collection(place: str) -> Collection:
    return Collection.open(place)


def file(tmp_path: Path, text: str = TEXT, name: str = "2031-lakeside.en.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def test_an_absent_collection_holds_the_shipped_summit_text_alone(collection: Collection) -> None:
    assert [d.id for d in collection.documents()] == ["2003-moscow"]
    assert collection.document("2003-moscow").date == "2003-05-29"
    assert collection.ids() == ("2003-moscow",)
    assert collection.provenance() == ()
    assert not collection.exists(), "reading makes nothing"


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
    assert originals(collection) == {provenance.original: path.read_bytes()}


def test_documents_come_by_date_then_id(collection: Collection) -> None:
    for name, line in (("b", "4 July 2001"), ("a", "4 July 2001"), ("undated", "")):
        text = f"{name} MAPS\n\nThe parties of {name} meet.\n\nThey agree on {name}.\n\n{line}\n"
        add(collection, text.encode(), name=f"{name}.txt")
    assert [d.id for d in collection.documents()] == ["a", "b", "2003-moscow", "undated"]


def test_more_documents_are_read_than_a_statement_asks_for(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_AT_A_TIME", 2)
    for name in "abcde":
        add(collection, f"The parties of {name} agree on {name}.".encode(), name=f"{name}.txt")
    assert [d.id for d in collection.documents_of(list("dabec"))] == list("dabec")


def test_the_same_bytes_twice_change_nothing(collection: Collection, tmp_path: Path) -> None:
    add(collection, file(tmp_path))
    before = collection.digests(), originals(collection), records(collection)
    again = add(collection, file(tmp_path, name="other.txt"), document_id="other")
    assert (again.outcome, again.document.id) == ("same bytes", "2031-lakeside")
    assert (collection.digests(), originals(collection), records(collection)) == before


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
    assert not collection.exists() or not originals(collection)


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
    assert not collection.exists() or not originals(collection)


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
    assert originals(collection) == records(collection) == {}
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
    assert resolve("2031-lakeside", collection=collection.place).citable
    monkeypatch.setenv("SCODIFF_COLLECTION", str(collection.place))
    assert default_place() == collection.place
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


@pytest.mark.slow
def test_ten_processes_add_and_read_at_once(place: str) -> None:
    code = (
        "import sys\n"
        "from scodiff.corpus.store.adding import add\n"
        "from scodiff.corpus.store.collection import Collection\n"
        "worker = int(sys.argv[2])\n"
        "c = Collection.open(sys.argv[1])\n"
        "def text(k):\n"
        "    lines = (f'The parties welcome globe {n} of hall {k}.' for n in range(30))\n"
        "    return ('DECLARATION ' + str(k) + '\\n\\n' + '\\n\\n'.join(lines)).encode()\n"
        "for k in (worker, 10 + worker, 99):\n"
        "    add(c, text(k), name=f't{k}.txt', document_id=f't{k}')\n"
        "    for d in c.documents():\n        assert d.citable and d == c.document(d.id)\n"
    )
    commands = [[sys.executable, "-c", code, place, str(n)] for n in range(10)]
    running = [subprocess.Popen(c, stderr=subprocess.PIPE, text=True) for c in commands]
    errors = [process.communicate()[1] for process in running]
    assert [e for e in errors if e] == []
    assert all(process.returncode == 0 for process in running)
    from scodiff.corpus.store.checking import check

    collection = Collection.open(place)
    assert {h.id for h in collection.provenance()} == {f"t{k}" for k in (*range(20), 99)}
    assert len(originals(collection)) == len(records(collection)) == 21
    assert check(collection) == ()


# Checking and exporting.


def test_check_finds_and_mends(collection: Collection, tmp_path: Path) -> None:
    from scodiff.corpus.store.checking import check, mend

    assert check(collection) == ()
    add(collection, file(tmp_path), title="A title of its own")
    add(collection, file(tmp_path, RUSSIAN, "b.txt"))
    whole = collection.digests()
    assert check(collection) == ()
    forged = "UPDATE paragraphs SET text = 'forged' WHERE document = '2031-lakeside'"
    execute(collection, forged)
    execute(collection, "INSERT INTO indexes VALUES ('phrases', '1', 'old')")
    put_original(collection, f"{'0' * 64}.txt", b"left over")
    put_original(collection, "notes of the user.txt", b"mine")
    found = check(collection)
    assert {f.trouble for f in found} == {"damaged text", "stray"}
    mended = mend(collection, found)
    assert mended.left == check(collection) == ()
    assert mended.aside is not None
    assert set_aside(collection) == {f"{'0' * 64}.txt": b"left over"}
    assert collection.digests() == whole
    assert originals(collection)["notes of the user.txt"] == b"mine"


def test_check_finds_damaged_and_missing_originals(collection: Collection, tmp_path: Path) -> None:
    from scodiff.corpus.store.checking import check

    add(collection, file(tmp_path))
    (original,) = originals(collection)
    put_original(collection, original, b"changed")
    (found,) = check(collection)
    assert (found.trouble, found.name) == ("damaged original", "2031-lakeside")
    put_original(collection, original, None)
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
