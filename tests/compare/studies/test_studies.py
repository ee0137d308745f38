"""Formulas, lineages and matrices."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from phrase_texts import HARBOUR, declaration, history

from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.studies.formulas import find_formulas
from scodiff.compare.studies.lineage import follow_formula, follow_paragraph
from scodiff.compare.studies.matrix import all_against_all
from scodiff.compare.studies.model import FormulaSettings
from scodiff.compare.studies.pairwise import PairwiseComparisons
from scodiff.compare.studies.repeats import maximal_repeats
from scodiff.corpus.model import Document

_SYMBOLS = st.lists(st.integers(0, 3), max_size=30)


def by_hand(
    symbols: list[int], groups: list[int], least_length: int, least_groups: int
) -> set[tuple[int, tuple[int, ...]]]:
    """All maximal repeats, from all places of all sequences."""
    places: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for i in range(len(symbols)):
        for j in range(i + least_length, len(symbols) + 1):
            places[tuple(symbols[i:j])].append(i)
    found = set()
    for sequence, at in places.items():
        ends = [i + len(sequence) for i in at]
        before = {symbols[i - 1] if i else None for i in at}
        after = {symbols[e] if e < len(symbols) else None for e in ends}
        enough = len(at) > 1 and len({groups[i] for i in at}) >= least_groups
        if enough and len(before) > 1 and len(after) > 1:
            found.add((len(sequence), tuple(at)))
    return found


@settings(max_examples=300)
@given(_SYMBOLS, st.integers(1, 3), st.integers(1, 3))
def test_the_suffix_array_finds_all_maximal_repeats(
    symbols: list[int], least_length: int, least_groups: int
) -> None:
    groups = [i * 3 // max(1, len(symbols)) for i in range(len(symbols))]
    found = [
        (r.length, r.places)
        for r in maximal_repeats(
            np.array(symbols, dtype=np.int64), groups, least_length, least_groups
        )
    ]
    assert len(found) == len(set(found))
    assert set(found) == by_hand(symbols, groups, least_length, least_groups)


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
