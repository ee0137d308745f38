"""Names are left unread by their first letters: none is left out that a phrase needs."""

from __future__ import annotations

from typing import Literal
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from scodiff.compare.phrases.query import parse
from scodiff.compare.phrases.rungs.grammar import _PLURALS, initials
from scodiff.compare.phrases.rungs.name_book import _may_begin, book_of
from scodiff.compare.phrases.rungs.name_lists import NameLists, initial, wording
from scodiff.compare.phrases.words import stem
from scodiff.compare.text.names import load_names

NAMES = load_names()


@given(st.text("aZé9 ÉйЖё成国´'’-.&ﬁع(", max_size=8), st.sampled_from(("NFC", "NFD", "NFKC")))
def test_the_initial_is_that_of_the_first_word(
    text: str, form: Literal["NFC", "NFD", "NFKC"]
) -> None:
    text = normalize(form, text)
    forms = wording(text).forms
    assert initial(text) == (forms[0][0] if forms else "")


def test_the_initials_of_a_file_of_names_are_those_of_its_words() -> None:
    names = [name for group in (*NAMES.bodies, *NAMES.same_words) for name in group]
    choices = [c for f in NAMES.formulas for w in f.ways for p in w.split() for c in p.split("|")]
    assert all(initial(text) == wording(text.replace("_", " ")).forms[0][0] for text in names)
    assert all(initial(text) == wording(text.replace("_", " ")).forms[0][0] for text in choices)


def test_an_irregular_plural_begins_with_one_of_the_initials() -> None:
    pairs = [*_PLURALS.items(), *((b, a) for a, b in _PLURALS.items())]
    assert all(b[0] in initials(a) for a, b in pairs)
    assert initials("people") == {"p"}


def test_names_are_found_by_the_stem_of_their_first_word() -> None:
    lists = NameLists([("World Bank", "WB"), ("Worlds Apart", "Всемирный банк"), ("worldview",)])
    found = [(name.forms, number) for name, number in lists.beginning("worlds")]
    assert found == [(("world", "bank"), 0), (("worlds", "apart"), 1)]
    assert lists.letters_beside({"б", "в"}) == {"б", "в", "w"}
    assert lists.beginning("bank") == []


def test_no_way_is_left_out_that_a_phrase_may_be() -> None:
    book = book_of(NAMES)
    ways = [parts for _, parts in book._ways]
    asked = [" ".join(p.rstrip("?").split("|")[-1] for p in parts) for parts in ways]
    bodies = [names[-1] for names in NAMES.bodies]
    for query in map(parse, (text.replace("_", " ") for text in asked[::3] + bodies[::3])):
        stems = {stem(form) for form in query.forms}
        letters = book._bodies.letters_beside({c for f in query.forms for c in initials(f)})
        for parts in ways:
            if all(book._may_be_filled(part, stems) for part in parts):
                assert all(_may_begin(part, letters) for part in parts), (query.text, parts)
