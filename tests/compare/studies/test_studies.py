"""Formulas, lineages and matrices."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phrase_texts import HARBOUR, declaration, history
from texts import document

from scodiff.compare.jobs.running import WayOfWorking
from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.stream import stream_of
from scodiff.compare.studies import formula_pieces
from scodiff.compare.studies.formulas import find_formulas
from scodiff.compare.studies.lineage import follow_formula, follow_paragraph
from scodiff.compare.studies.matrix import all_against_all
from scodiff.compare.studies.model import FormulaSettings
from scodiff.compare.studies.pairwise import PairwiseComparisons
from scodiff.corpus.model import Document

# Words of meaning and, beneath 0, words outside of phrases.
_SENTENCES = st.lists(st.lists(st.integers(-1, 2), max_size=12), max_size=6)
Places = tuple[tuple[int, int], ...]


def by_hand(
    sentences: list[list[int]], least_words: int, least_declarations: int
) -> set[tuple[tuple[int, ...], Places]]:
    """All phrases between words of meaning that no word of meaning can be added to everywhere."""
    places: defaultdict[tuple[int, ...], list[tuple[int, int]]] = defaultdict(list)
    for n, sentence in enumerate(sentences):
        for i in range(len(sentence)):
            for j in range(i + least_words, len(sentence) + 1):
                if sentence[i] >= 0 and sentence[j - 1] >= 0:
                    places[tuple(sentence[i:j])].append((n, i))
    return {
        (phrase, tuple(at))
        for phrase, at in places.items()
        if len({n for n, _ in at}) >= least_declarations
        and not any(
            _is_one_word([_towards(sentences[n], i, len(phrase), step) for n, i in at])
            for step in (-1, 1)
        )
    }


def _towards(sentence: list[int], begin: int, length: int, step: int) -> tuple[int, ...]:
    """The words from a phrase to the next word of meaning; without one where none comes."""
    place = begin - 1 if step < 0 else begin + length
    found: list[int] = []
    while 0 <= place < len(sentence):
        found.append(sentence[place])
        if sentence[place] >= 0:
            return tuple(found)
        place += step
    return ()


def _is_one_word(found: list[tuple[int, ...]]) -> bool:
    return len(set(found)) == 1 and found[0] != ()


@settings(max_examples=100, deadline=None)
@given(_SENTENCES, st.integers(2, 3), st.integers(2, 3))
def test_all_phrases_that_stand_again_are_found_whichever_part_of_the_words_they_begin_with(
    sentences: list[list[int]], least_words: int, least_declarations: int
) -> None:
    names = {-1: "the", 0: "boat", 1: "lane", 2: "lamp"}
    texts = [" ".join(names[word] for word in sentence) for sentence in sentences]
    streams = [stream_of(document([text])) for text in texts]
    wanted = FormulaSettings(least_words, least_declarations)
    for starts in (1, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(formula_pieces, "_STARTS", starts)
            patch.setattr(formula_pieces, "WHOLE", 0.0)
            patch.setattr(formula_pieces, "look_again", lambda: None)
            way = WayOfWorking()
            marks = formula_pieces.marks_of(streams, way)
            found = formula_pieces.repeats_of(streams, marks, range(len(streams)), wanted, way)
        told = [
            (tuple(sentences[n][i : i + r.length]), r.places)
            for r in found
            for n, i in r.places[:1]
        ]
        assert len(told) == len(set(told))
        assert set(told) == by_hand(sentences, least_words, least_declarations)


FORMULAS = (
    declaration(
        "2005-a",
        "The parties reaffirm their commitment to the open sea lanes. Boats are few in the bay.",
        "2005-01-01",
    ),
    declaration(
        "2006-b",
        "Today the parties reaffirm their commitment to the open sea lanes and to peace.",
        "2006-01-01",
    ),
    declaration(
        "2007-c",
        "Nothing else is about commitment to the open sea lanes. Many boats sail every day.",
        "2007-01-01",
    ),
)


def test_formulas_are_maximal_and_nested_ones_are_folded() -> None:
    found = find_formulas(PhraseIndex.of(FORMULAS), FormulaSettings(4, 2))
    texts = {f.text.lower(): f for f in found.formulas}
    # Without the article at its beginning.
    longest = texts["parties reaffirm their commitment to the open sea lanes"]
    assert (longest.words, longest.spread, longest.count) == (9, 2, 2)
    assert (longest.first.document, longest.last.document) == ("2005-a", "2006-b")
    # In one document alone it stands by itself, which is not enough.
    assert "commitment to the open sea lanes" not in texts
    assert longest.nested == ("commitment to the open sea lanes",)


def test_a_nested_formula_that_stands_by_itself_often_enough_is_listed() -> None:
    another = declaration("2008-d", "Also commitment to the open sea lanes.", "2008-01-01")
    found = find_formulas(PhraseIndex.of([*FORMULAS, another]), FormulaSettings(4, 2))
    shorter = next(f for f in found.formulas if f.words == 6)
    assert shorter.text == "commitment to the open sea lanes"
    assert shorter.spread == 4
    assert [e.state for e in shorter.history] == ["appears", "kept", "kept", "kept"]


def test_a_formula_stays_inside_a_sentence_and_editions_count_once() -> None:
    a = declaration("2005-astana", "They keep the peace. All of them said so.", "2005-07-05")
    b = declaration("2005-astana.other", "They keep the peace. All of them said so.", "2005-07-05")
    assert not find_formulas(PhraseIndex.of([a, b]), FormulaSettings(2, 2)).formulas
    c = declaration("2006-shanghai", "We keep the peace. All of them said so.", "2006-06-15")
    texts = [f.text for f in find_formulas(PhraseIndex.of([a, c]), FormulaSettings(2, 2)).formulas]
    assert sorted(texts) == ["All of them said so", "keep the peace"]


def declared(*sentences: str) -> list[Document]:
    """One document for each text, a year apart."""
    return [declaration(f"{2005 + i}-x", t, f"{2005 + i}-01-01") for i, t in enumerate(sentences)]


def formula_texts(*sentences: str) -> list[str]:
    """The formulas of some documents, in order of rank."""
    found = find_formulas(PhraseIndex.of(declared(*sentences)), FormulaSettings(2, 2))
    return [formula.text for formula in found.formulas]


def test_names_and_lists_of_names_are_no_formulas() -> None:
    head = "The Republic of Kazakhstan, the Kyrgyz Republic and the Republic of Tajikistan"
    texts = formula_texts(
        f"{head} met the President of the Republic of Uzbekistan in the UN Security Council.",
        f"{head} saw the President of the Republic of Uzbekistan at the UN Security Council.",
    )
    assert texts == []


def test_a_formula_is_a_whole_phrase() -> None:
    texts = formula_texts(
        "Here the importance of boats, and the calm harbour light, is told.",
        "There the importance of lanes, and the calm harbour light, is said.",
        "Yet the importance of weather, and a very deep harbour light, is sung.",
    )
    assert texts == ["calm harbour light"]


def test_signatures_and_titles_hold_no_formulas() -> None:
    body = "They speak of other things in every year of {} and of all that is."
    texts = [f"A DECLARATION OF OPEN LANES\n\n{body.format(w)}" for w in ("boats", "lamps")]
    assert "DECLARATION OF OPEN LANES" not in formula_texts(*texts)


def test_a_formula_of_the_file_of_names_comes_before_its_like() -> None:
    texts = formula_texts(
        "Led by the Shanghai Spirit they met; the harbour light was low.",
        "The harbour light is high. Held in the Shanghai Spirit, we speak.",
    )
    assert texts == ["Shanghai Spirit", "harbour light"]


VERSIONS = (
    declaration(
        "2005-a",
        "The parties will protect the open sea lanes for all vessels of the coast.\n\n"
        "They thank the keepers of the northern lighthouse for their hospitality.",
        "2005-01-01",
    ),
    declaration(
        "2006-b",
        "They agreed on a common calendar of the fishing seasons in the bay.\n\n"
        "The parties shall protect the open sea lanes for all vessels of the coast.",
        "2006-01-01",
    ),
    declaration(
        "2007-c",
        "They agreed on a common calendar of the fishing seasons in the bay.",
        "2007-01-01",
    ),
    declaration(
        "2008-d",
        "The parties shall protect the open sea lanes for all vessels of the coast.",
        "2008-01-01",
    ),
)


def test_a_paragraph_is_followed_through_all_documents() -> None:
    document = VERSIONS[1]
    paragraph = document.citable[1]
    found = follow_paragraph(document, paragraph, PairwiseComparisons(VERSIONS, None))
    assert [(v.document, v.state, v.answer) for v in found.versions] == [
        ("2005-a", "appears", "changed"),
        ("2006-b", "kept", "itself"),
        ("2007-c", "absent", None),
        ("2008-d", "returns", "identical"),
    ]
    assert found.ancestor is not None
    assert found.ancestor.document == "2005-a"
    edits = [(e.a, e.b) for e in found.versions[1].edits if e.op != "equal"]
    assert edits == [("will", "shall")]


def test_the_edits_rebuild_each_version_from_the_one_before() -> None:
    found = follow_paragraph(
        VERSIONS[0], VERSIONS[0].citable[0], PairwiseComparisons(VERSIONS, None)
    )
    present = [v for v in found.versions if v.answer]
    for before, version in pairwise(present):
        assert "".join(e.a for e in version.edits) == before.text
        assert "".join(e.b for e in version.edits) == version.text


def test_a_formula_is_followed_by_its_sentences() -> None:
    index = PhraseIndex.of(HARBOUR)
    found = follow_formula(history("open sea lanes", *HARBOUR), index)
    assert [v.state for v in found.versions] == ["appears", "kept", "absent", "returns"]
    assert found.versions[3].text == "The open sea lanes are kept open again."
    assert found.ancestor is None


def test_every_document_stands_against_every_other() -> None:
    found = all_against_all(PairwiseComparisons(VERSIONS, None), "2005-a")
    ids = [d.id for d in found.documents]
    assert {(c.a, c.b) for c in found.cells} == {(a, b) for a in ids for b in ids if a != b}
    assert all(0 <= c.persisted <= c.kept + 1e-9 <= 1 + 1e-9 for c in found.cells)
    assert found.cell("2008-d", "2006-b").kept == 1.0
    assert found.ancestors == {
        "2005-a": None,
        "2006-b": "2005-a",
        "2007-c": "2006-b",
        "2008-d": "2006-b",
    }


def test_the_ledger_tells_what_became_of_each_paragraph() -> None:
    found = all_against_all(PairwiseComparisons(VERSIONS, None), "2005-a")
    lanes, thanks = found.ledger
    assert [f.relation for f in lanes.fates] == ["changed", "disappeared", "changed"]
    assert (lanes.last, lanes.survives) == ("2008-d", True)
    assert (thanks.last, thanks.survives) == (None, False)
