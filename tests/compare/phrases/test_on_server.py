"""The index on a server: its full-text index and pgvector short-list, and the texts decide."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from phrase_texts import WORDS_ONLY
from stores.behind import execute
from texts import WordEncoder

from benchmarks.lib.postgres_server import PostgresServer
from scodiff.compare.phrases.collection_index import open_collection_index
from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.indexes import on_server, passage_vectors
from scodiff.compare.phrases.indexes.tables import KeptTextRow
from scodiff.compare.phrases.indexes.word_index import WordIndex
from scodiff.compare.phrases.search import search_phrase
from scodiff.compare.phrases.stream import StreamText, sentences_of
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.collection import Collection
from scodiff.embeddings.encoder import Encoder

WORDS = ("harbour", "keeper's", "lanes", "of", "the", "o\\pen", "sea", "co-operation")


def text(seed: int, sentences: int = 30) -> str:
    """Sentences of few words, so that many phrases of them recur, and of some that are rare."""
    rng = random.Random(seed)
    lines = []
    for number in range(sentences):
        said = " ".join(rng.choices(WORDS, k=rng.randrange(4, 9)))
        lines.append(f"The {said} number{seed * 100 + number}.")
    return f"DECLARATION {seed}\n\n" + "\n\n".join(lines)


@pytest.fixture
def collection(server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """Texts on the server, indexed in short runs."""
    monkeypatch.setattr(on_server, "_RUN", 20)
    made = Collection.open(server.emptied())
    for seed in range(4):
        add(made, text(seed).encode(), name=f"{seed}.txt", document_id=f"d{seed}")
    return made


def found(index: object, phrase: str) -> list[tuple[str, str, int]]:
    """Where a phrase stands."""
    occurrences = search_phrase(phrase, index, WORDS_ONLY).occurrences  # type: ignore[arg-type]
    return [(o.document, o.match, o.start) for o in occurrences]


def phrases(collection: Collection) -> list[str]:
    """Phrases of one to thirty words, some of them across the ends of runs, and some nowhere."""
    rng = random.Random(5)
    chosen = []
    for length in (1, 1, 2, 2, 3, 5, 12, 13, 14, 30):
        words = collection.document(f"d{rng.randrange(4)}").source_text.split()
        at = rng.randrange(len(words) - length)
        chosen.append(" ".join(words[at : at + length]))
    return [*chosen, "keeper's of of the the sea lanes sea", "nowhere"]


@pytest.mark.parametrize("most", [0, 100])
def test_it_finds_what_an_index_of_the_texts_finds(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(on_server, "_MOST_RUNS", most)
    ours = PhraseIndex.of(collection.documents())
    with open_collection_index(collection) as theirs:
        for phrase in phrases(collection):
            assert found(theirs, phrase) == found(ours, phrase), phrase


def test_the_full_text_index_is_what_is_asked(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_collection_index(collection) as index:
        monkeypatch.setattr(WordIndex, "standing", None)
        monkeypatch.setattr(on_server, "_MOST_RUNS", 10_000)
        assert [name for name, *_ in found(index, "number207")] == ["d2"]
        lines = [["the", "sea"], ["number207"]]
        runs = index._server.runs_with(lines, 1000)  # type: ignore[attr-defined]
        numbers = {row.number: row.id for row in index._documents}  # type: ignore[attr-defined]
        assert "d2" in {numbers[number] for number, _ in runs}
        assert len(runs) < sum(-(-d.words // 20) for d in index.documents), "it short-lists"
        asked = "explain select number from words_run where lexemes @@ ?::tsquery limit 9"
        plan = index._server._rows.execute(asked, ("'the sea'",))  # type: ignore[attr-defined]
        assert "words_run_lexemes_idx" in str(plan.fetchall()), (
            "no lexeme is read that is not asked for"
        )


def test_texts_that_are_asked_for_one_after_the_other_are_read_together(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[int] = []

    def counted(tables: on_server.ServerTables, numbers: Sequence[int]) -> dict[int, KeptTextRow]:
        together.append(len(numbers))
        return read(tables, numbers)

    read = on_server.ServerTables.texts
    monkeypatch.setattr(on_server.ServerTables, "texts", counted)
    kept: dict[str, StreamText] = {}
    with open_collection_index(collection, texts=kept) as index:
        assert {name for name, *_ in found(index, "the sea")} == {"d0", "d1", "d2", "d3"}
        assert together == [1, 2, 1]
        kept.clear()
        index._text("d3")  # type: ignore[attr-defined]
    assert together == [1, 2, 1, 1], "those before it are not read again"


def test_what_is_added_or_removed_is_followed(collection: Collection) -> None:
    with open_collection_index(collection) as index:
        assert found(index, "number107")
    collection.remove("d1")
    add(collection, text(7).encode(), name="7.txt", document_id="d7")
    with open_collection_index(collection) as index:
        assert not found(index, "number107")
        assert found(index, "number707")


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM words_run WHERE run = 3",
        "DROP TABLE words_run",
        "UPDATE words_text SET text = 'forged'",
        "UPDATE words_meta SET value = 'forged'",
    ],
)
def test_a_damaged_index_is_built_anew(collection: Collection, harm: str) -> None:
    with open_collection_index(collection) as index:
        whole = found(index, "the sea lanes")
    execute(collection, harm)
    with open_collection_index(collection) as index:
        assert found(index, "the sea lanes") == whole


def test_one_who_may_only_read_finds_the_same(
    collection: Collection, server: PostgresServer
) -> None:
    with open_collection_index(collection) as index:
        whole = found(index, "the sea lanes")
    server.execute("CREATE ROLE looker LOGIN")
    server.execute("GRANT USAGE ON SCHEMA scodiff TO looker", "shared")
    try:
        for rights in ("documents, paragraphs, ledger, format", "ALL TABLES"):
            tables = rights if rights.startswith("ALL") else rights.replace(", ", ", scodiff.")
            on = f"{tables} IN SCHEMA scodiff" if rights.startswith("ALL") else f"scodiff.{tables}"
            server.execute(f"GRANT SELECT ON {on} TO looker", "shared")
            looker = Collection.open(server.address("shared", "looker"))
            with open_collection_index(looker) as index:
                assert found(index, "the sea lanes") == whole
                near = index.nearest_sentences("the sea", ["d1"], encoder())
                sentences = list(sentences_of(index.stream("d1")))
                assert near is None or [one[1:] for one in near] == sentences, "all may be near"
    finally:
        server.execute("DROP OWNED BY looker", "shared")
        server.execute("DROP ROLE looker")


def encoder() -> Encoder:
    """An encoder that counts words."""
    return WordEncoder()


def test_pgvector_finds_the_nearest_sentences(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passage_vectors, "SHORT_LIST", 10)
    counted = encoder()
    for changed in (False, True):
        if changed:
            collection.remove("d1")
            add(collection, text(7).encode(), name="7.txt", document_id="d7")
        with open_collection_index(collection) as index:
            everything = [d.id for d in index.documents]
            for wanted in (everything, ["d2"]):
                sentences = [
                    (name, *span) for name in wanted for span in sentences_of(index.stream(name))
                ]
                texts = [index.stream(name).text[start:end] for name, start, end in sentences]
                vectors = counted.encode(["The sea lanes of the harbour.", *texts])
                cosines = vectors[1:] @ vectors[0]
                best = np.sort(cosines)[::-1][:10]
                near = index.nearest_sentences("The sea lanes of the harbour.", wanted, counted)
                assert near is not None
                given = [cosines[sentences.index(tuple(one))] for one in near]
                assert np.allclose(given, best, atol=1e-6)


def test_who_cannot_keep_vectors_is_given_all_sentences_that_lack_one(
    collection: Collection, server: PostgresServer
) -> None:
    counted = encoder()
    with open_collection_index(collection) as index:
        index.nearest_sentences("the sea", ["d0"], counted)
    add(collection, text(7).encode(), name="7.txt", document_id="d7")
    with open_collection_index(collection) as index:
        fresh = [("d7", *span) for span in sentences_of(index.stream("d7"))]
    server.execute("CREATE ROLE looker LOGIN")
    server.execute("GRANT USAGE ON SCHEMA scodiff TO looker", "shared")
    server.execute("GRANT SELECT ON ALL TABLES IN SCHEMA scodiff TO looker", "shared")
    try:
        looker = Collection.open(server.address("shared", "looker"))
        with open_collection_index(looker) as index:
            near = index.nearest_sentences("number205 of the sea", ["d2", "d7"], counted)
            assert near is not None
            assert near[-len(fresh) :] == fresh
            listed = [index.stream("d2").text[s.start : s.end] for s in near[: -len(fresh)]]
            assert any("number205" in sentence for sentence in listed)
    finally:
        server.execute("DROP OWNED BY looker", "shared")
        server.execute("DROP ROLE looker")


def test_nobody_waits_for_the_index_of_vectors(
    collection: Collection, server: PostgresServer
) -> None:
    """Neither one who writes a text, nor one who wants the same index."""
    from scodiff.corpus.store.postgres.store import PostgresStore

    counted = encoder()
    table = f"passage_{counted.info.sha256[:16]}"
    there = f"SELECT to_regclass('scodiff.{table}_near') IS NOT NULL"
    store = collection.store
    assert isinstance(store, PostgresStore)
    with store.beside() as other:
        other.rows.execute("select pg_advisory_xact_lock(hashtext(?))", (table,))
        add(collection, text(7).encode(), name="7.txt", document_id="d7")
        with open_collection_index(collection) as index:
            assert index.nearest_sentences("the sea", ["d7"], counted)
        assert server.execute(there, "shared") == [(False,)]
    with open_collection_index(collection) as index:
        assert index.nearest_sentences("the sea", ["d7"], counted)
    assert server.execute(there, "shared") == [(True,)]
