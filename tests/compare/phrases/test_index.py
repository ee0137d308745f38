"""The index: kept in the collection, brought up to date, built anew when damaged."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from phrase_texts import HARBOUR, WORDS_ONLY, declaration

from scodiff.cli.main import main
from scodiff.compare.phrases.collection_index import open_collection_index
from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.indexes.tables import WordTables
from scodiff.compare.phrases.indexes.upkeep import Upkeep
from scodiff.compare.phrases.search import search_phrase
from scodiff.compare.phrases.stream import StreamText
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.collection import Collection

_LANES = (
    ("2005-astana.txt", "The open sea lanes.", "2005-07-05"),
    ("2006-shanghai.txt", "Of lanes we say nothing.", "2006-06-15"),
    ("2007-bishkek.txt", "Open sea lanes, and open sea lanes.", "2007-08-16"),
)


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """A collection of three invented declarations, and the shipped one."""
    made = Collection.open(tmp_path / "collection")
    for name, text, date in _LANES:
        add(made, f"{text}\n\nIn the harbour of {name}.".encode(), name=name, date=date)
    return made


def found(collection: Collection, phrase: str = "open sea lanes") -> tuple[list[str], int]:
    """The documents that have the phrase, and how many were indexed for it."""
    indexed: list[int] = []
    with open_collection_index(collection, indexed.append) as index:
        history = search_phrase(phrase, index, WORDS_ONLY)
    return [o.document for o in history.occurrences], sum(indexed)


def test_the_index_is_built_once(collection: Collection) -> None:
    expected = ["2005-astana", "2007-bishkek", "2007-bishkek"]
    assert found(collection) == (expected, 4)
    assert found(collection) == (expected, 0)


def test_what_is_added_or_removed_is_followed(collection: Collection) -> None:
    found(collection)
    add(collection, b"The open sea lanes again.", name="2008-dushanbe.txt", date="2008-08-28")
    documents = ["2005-astana", "2007-bishkek", "2007-bishkek", "2008-dushanbe"]
    assert found(collection) == (documents, 1)
    collection.remove("2005-astana")
    assert found(collection) == (documents[1:], 0)


def test_words_that_are_remembered_are_those_of_the_texts_as_they_are(
    collection: Collection,
) -> None:
    texts: dict[str, StreamText] = {}

    def asked() -> list[tuple[str, str]]:
        """Where the phrase stands, with the words remembered."""
        with open_collection_index(collection, texts=texts) as index:
            history = search_phrase("open sea lanes", index, WORDS_ONLY)
        return [(o.document, o.text) for o in history.occurrences]

    before = asked()
    assert texts
    assert asked() == before
    collection.remove("2005-astana")
    add(collection, b"The harbour, and open sea  lanes.", name="2005-astana.txt", date="2005-07-05")
    with open_collection_index(collection) as index:
        plain = search_phrase("open sea lanes", index, WORDS_ONLY)
    assert asked() == [(o.document, o.text) for o in plain.occurrences] != before


def test_the_shipped_declaration_is_always_there_and_the_illustration_never(
    tmp_path: Path,
) -> None:
    empty = Collection.open(tmp_path / "none")
    with open_collection_index(empty) as index:
        assert [e.id for e in index.documents] == ["2003-moscow"]
    assert not Path(empty.place).exists()
    assert found(empty, "pre-emptive measures") == (["2003-moscow"], 0)


@pytest.mark.parametrize(
    "damage",
    [
        "delete from words_posting",
        "update words_posting set places = zeroblob(9)",
        "update words_posting set places = 'x'",
        "drop table words_posting",
        "drop table words_meta",
        "update words_meta set value = '0' where name = 'version'",
        "delete from words_document where id = '2007-bishkek'",
        "update words_document set date = '1999-01-01' where id = '2007-bishkek'",
        "delete from words_segment",
        "update words_segment set stems = zeroblob(8)",
        "delete from words_text",
        "update words_text set text = zeroblob(length(text))",
        "drop table words_text",
    ],
)
def test_a_damaged_index_is_built_anew(collection: Collection, damage: str) -> None:
    expected, _ = found(collection)
    connection = sqlite3.connect(collection.store.database, isolation_level=None)
    connection.execute(damage)
    connection.close()
    assert found(collection)[0] == expected
    assert found(collection) == (expected, 0)


def test_a_locked_collection_is_searched_all_the_same(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Upkeep, keys: object) -> int:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(Upkeep, "synchronise", refused)
    assert found(collection)[0] == ["2005-astana", "2007-bishkek", "2007-bishkek"]


def test_an_interrupted_update_leaves_the_old_index(collection: Collection) -> None:
    found(collection)
    add(collection, b"The open sea lanes again.", name="2008-dushanbe.txt", date="2008-08-28")

    def interrupted(tables: object, segment: object, postings: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WordTables, "add_segment", interrupted)
        with pytest.raises(KeyboardInterrupt):
            found(collection)
    with collection.store.reading() as session:
        assert session.rows.execute("select count(*) from words_document").fetchone() == (4,)
    assert len(found(collection)[0]) == 4


def test_an_index_in_memory_can_be_asked_about_compounds() -> None:
    index = PhraseIndex.of([declaration("a", "Close co-operation and day-to-day work.")])
    assert index.compounds(["cooperation", "daytoday"]) == {"cooperation": ["co operation"]}


def test_two_documents_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="one id"):
        PhraseIndex.of([HARBOUR[0], HARBOUR[0]])


def test_streams_are_found_by_whole_words() -> None:
    index = PhraseIndex.of(HARBOUR)
    assert index.with_phrases(["sea lanes"]) == ["2005-north", "2007-south", "2011-west"]
    assert index.with_phrases(["sea lane"]) == []


def test_what_the_command_adds_is_indexed_with_it(tmp_path: Path) -> None:
    files = []
    for name, text, _ in _LANES:
        (tmp_path / name).write_text(f"{text}\n", "utf-8")
        files.append(str(tmp_path / name))
    folder = tmp_path / "collection"
    added = CliRunner().invoke(main, ["corpus", "add", "--collection", str(folder), *files])
    assert added.exit_code == 0
    documents = ["2005-astana", "2007-bishkek", "2007-bishkek"]
    assert found(Collection.open(folder)) == (documents, 0)
