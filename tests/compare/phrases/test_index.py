"""The index: kept in the collection, brought up to date, built anew when damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from phrase_texts import HARBOUR, WORDS_ONLY, declaration

from scodiff.compare.phrases.collection_index import open_collection_index
from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.search import search_phrase
from scodiff.compare.phrases.stream import Stream
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
    streams: dict[str, Stream] = {}

    def asked() -> list[tuple[str, str]]:
        """Where the phrase stands, with the words remembered."""
        with open_collection_index(collection, streams=streams) as index:
            history = search_phrase("open sea lanes", index, WORDS_ONLY)
        return [(o.document, o.text) for o in history.occurrences]

    before = asked()
    assert streams
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
    assert not empty.store.folder.exists()
    assert found(empty, "pre-emptive measures") == (["2003-moscow"], 0)


@pytest.mark.parametrize(
    "damage",
    [
        "delete from phrase_text_data",
        "delete from phrase_text_data where id > 10",
        "update phrase_text_data set block = zeroblob(9) where id > 10",
        "drop table phrase_text_data",
        "drop table phrase_meta",
        "update phrase_meta set value = '0' where name = 'version'",
        "delete from phrase_document where id = '2007-bishkek'",
        "update phrase_document set date = '1999-01-01' where id = '2007-bishkek'",
        "delete from phrase_text_idx",
    ],
)
def test_a_damaged_index_is_built_anew(collection: Collection, damage: str) -> None:
    expected, _ = found(collection)
    connection = sqlite3.connect(collection.store.database, isolation_level=None)
    connection.execute(damage)
    connection.close()
    assert found(collection) == (expected, 4)
    assert found(collection) == (expected, 0)


def test_a_locked_collection_is_searched_all_the_same(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: PhraseIndex, keys: object) -> int:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(PhraseIndex, "_synchronise", _only_for_files(refused))
    assert found(collection)[0] == ["2005-astana", "2007-bishkek", "2007-bishkek"]


def _only_for_files(
    refused: Callable[[PhraseIndex, object], int],
) -> Callable[[PhraseIndex, dict[str, str]], int]:
    """Refuses where the index is in a file, as a read-only disk does."""
    original = PhraseIndex._synchronise

    def synchronise(self: PhraseIndex, keys: dict[str, str]) -> int:
        (_, _, file) = self._connection.execute("pragma database_list").fetchone()
        return refused(self, keys) if file else original(self, keys)

    return synchronise


def test_an_interrupted_update_leaves_the_old_index(collection: Collection) -> None:
    found(collection)
    add(collection, b"The open sea lanes again.", name="2008-dushanbe.txt", date="2008-08-28")
    with collection.store.reading() as session:
        connection = session.rows

        def interrupted(name: str) -> object:
            raise KeyboardInterrupt

        index = PhraseIndex(connection, interrupted)  # type: ignore[arg-type]
        rows = dict(connection.execute("select id, digest from documents"))
        with pytest.raises(KeyboardInterrupt):
            index.synchronise(rows)
        assert connection.execute("select count(*) from phrase_document").fetchone() == (4,)
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
