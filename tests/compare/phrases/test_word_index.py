"""The index of a collection finds what a search of the texts themselves finds."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phrase_texts import WORDS_ONLY, declaration

from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.indexes import segments
from scodiff.compare.phrases.indexes.asked import Neighbourhood, SearchIndex
from scodiff.compare.phrases.indexes.tables import WordTables
from scodiff.compare.phrases.indexes.upkeep import Upkeep
from scodiff.compare.phrases.indexes.word_index import WordIndex
from scodiff.compare.phrases.rungs.hits import Taken
from scodiff.compare.phrases.search import search_phrase
from scodiff.compare.phrases.words import misspelt, stem
from scodiff.corpus.model import Document
from scodiff.corpus.shipped import shipped_document
from scodiff.corpus.store.sqlite.schema import transaction

_WORDS = (
    "open", "sea", "lanes", "lane", "the", "of", "and", "peaceful", "uses", "use", "outer", "space",
    "in", "United", "Nations", "UN", "role", "central", "coordinating", "coordination", "spase",
    "security", "collective", "well-being", "wellbeing", "и", "пути",
)  # fmt: skip
_PHRASES = (
    "open sea lanes", "peaceful uses of outer space", "central coordinating role of the UN",
    "United Nations", "sea", "the", "well-being", "wellbeing and security", "collective security",
    "outer spase", "role of the United Nations in security", "пути", "security of the open sea",
    "Open Sea", "open, sea", "lanes-of", "of the", "“open sea”", "Well-Being",
)  # fmt: skip
_cased = st.tuples(
    st.sampled_from(_WORDS),
    st.sampled_from([str, str, str.upper, str.capitalize]),
    st.sampled_from([" ", " ", " ", "-", ", ", "  ", "\n", " – "]),
).map(lambda word: word[1](word[0]) + word[2])
_sentences = st.lists(_cased, min_size=1, max_size=15).map("".join)
_texts = st.lists(_sentences, min_size=1, max_size=4).map(". ".join)
_corpora = st.lists(_texts, min_size=1, max_size=6)


def made(texts: Sequence[str]) -> list[Document]:
    """Documents a year apart."""
    return [
        declaration(f"{1990 + i}-place", text, f"{1990 + i}-05-01") for i, text in enumerate(texts)
    ]


class Kept:
    """An index of documents, in a database in memory."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.by_id = {document.id: document for document in documents}

    @contextmanager
    def writing(self) -> Iterator[WordTables]:
        """The tables, in a transaction."""
        with transaction(self.connection):
            yield WordTables(self.connection)

    def holding(self, keys: Mapping[str, str] | None = None) -> WordIndex:
        """The index, brought up to date with some of the documents, or all."""
        keys = {name: name for name in self.by_id} if keys is None else keys
        upkeep = Upkeep(self.writing, lambda names: [self.by_id[name] for name in names])
        upkeep.synchronise(keys)
        heal = partial(upkeep.heal, keys)
        return WordIndex(WordTables(self.connection), self.by_id.__getitem__, heal)


def answer(index: SearchIndex, phrase: str) -> object:
    """All that a search finds."""
    found = search_phrase(phrase, index, WORDS_ONLY)
    return found.occurrences, found.history, found.frequencies, found.first_of, found.notes


@settings(deadline=None, max_examples=60)
@given(_corpora, st.sampled_from(_PHRASES))
def test_the_index_finds_what_the_texts_hold(texts: list[str], phrase: str) -> None:
    documents = made(texts)
    kept = Kept(documents).holding()
    assert answer(kept, phrase) == answer(PhraseIndex.of(documents), phrase)


@pytest.mark.parametrize("phrase", [*_PHRASES, "regional security", "Shanghai Spirit", "combating"])
def test_a_declaration_is_searched_as_its_text_is(phrase: str) -> None:
    documents = [shipped_document("2003-moscow"), *made(["Shanghai spirit of outer space."])]
    kept = Kept(documents).holding()
    assert answer(kept, phrase) == answer(PhraseIndex.of(documents), phrase)


def test_a_name_of_several_words_is_looked_for_where_they_stand_in_a_row() -> None:
    documents = made(["Lanes, the sea, open lanes.", "The sea. Open sea lanes, open sea lane."])
    wanted = Neighbourhood({(stem("sea"), stem("lanes")): frozenset([0])}, [1.0], 10, 1.0)
    for index in (Kept(documents).holding(), PhraseIndex.of(documents)):
        found = [
            (name, at) for name, rows in index.close_together(wanted, Taken()) for at, _ in rows
        ]
        rows = [index.stream(name).forms[at : at + 2] for name, at in found]
        assert rows == [("sea", "lanes"), ("sea", "lane")]


@given(st.lists(st.text("abcé", min_size=1, max_size=6)), st.text("abcé", min_size=4, max_size=6))
def test_forms_a_slip_away_are_among_those_that_are_like_one(words: list[str], form: str) -> None:
    likely = segments.forms_like(segments.lines(set(words)), form)
    assert {word for word in words if misspelt(form, word)} <= set(likely) <= set(words)


def test_a_place_is_read_when_it_is_looked_at_and_goes_elsewhere_with_what_it_quotes() -> None:
    documents = made([f"The open sea lanes of {n}." for n in range(5)])
    kept = Kept(documents)
    whole = search_phrase("open sea", kept.holding(), WORDS_ONLY)
    found = search_phrase("open sea", kept.holding(), WORDS_ONLY, while_open=True)
    kept.connection.execute("delete from words_text where number > 2")
    assert [o.match for o in found.occurrences] == ["verbatim"] * 5
    assert found.occurrences[1] == whole.occurrences[1]
    assert pickle.loads(pickle.dumps(whole)) == whole


def test_documents_added_one_by_one_and_removed_are_as_if_added_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(segments, "_FAN", 3)
    documents = made([f"The open sea lane {n}. The open sea, lanes." for n in range(12)])
    kept = Kept(documents)
    keys = {document.id: document.id for document in documents}
    for number in range(1, len(documents) + 1):
        index = kept.holding(dict(list(keys.items())[:number]))
    (count,) = kept.connection.execute("select count(*) from words_segment").fetchone()
    assert count < 6
    assert answer(index, "open sea lanes") == answer(PhraseIndex.of(documents), "open sea lanes")
    rest = documents[2:5] + documents[8:]
    index = kept.holding({document.id: document.id for document in rest})
    assert answer(index, "open sea lanes") == answer(PhraseIndex.of(rest), "open sea lanes")
    index = kept.holding({document.id: f"{document.id} again" for document in documents})
    assert answer(index, "open sea lanes") == answer(PhraseIndex.of(documents), "open sea lanes")


def test_places_in_the_source_are_those_of_the_document() -> None:
    wrapped = "The open\n   sea lanes\nare kept —\n\n  by  the keepers of the\n\tsea lanes.\n"
    documents = made([wrapped, "Open sea lanes."])
    kept = Kept(documents).holding()
    found = search_phrase("sea lanes", kept, WORDS_ONLY).occurrences
    sources = {document.id: document.source_text for document in documents}
    assert [sources[o.document][slice(*o.source)].split() for o in found] == [["sea", "lanes"]] * 3
