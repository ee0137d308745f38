"""What is mended on the pages is a file of corrections that the reader obeys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scodiff.corpus.corrections.correction_file import parse
from scodiff.corpus.corrections.corrections import Correction, Corrections
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read
from scodiff.serve import mending
from scodiff.serve.errors import RoomError

TEXT = (
    b"Statement of the Lake Council\n\n1 June 2031\n\n"
    b"We shall build a railway together. We shall keep the lakes clean.\n\n"
    b"The Members of the Council of the\n\n"
    b"lakes agreed to meet again.\n\n"
    b"They thank the town for its welcome. They thank the town for its bread.\n"
)


def read_with(corrections: Corrections) -> Document:
    boundaries = {corrections.name: mending.written(corrections)}
    return read(TEXT, name="lakes.txt", boundaries=boundaries)


@pytest.fixture
def document() -> Document:
    """The text as it is read without corrections."""
    return read(TEXT, name="lakes.txt")


def paragraph(document: Document, begins: str) -> str:
    return next(p.id for p in document.paragraphs if p.text.startswith(begins))


def test_nothing_mended_is_nothing_said(document: Document) -> None:
    assert not mending.says_something(mending.none_of(document))


def test_a_paragraph_is_joined_to_the_one_above(document: Document) -> None:
    below = paragraph(document, "They thank")
    joined = mending.joined(mending.none_of(document), document, below)
    found = read_with(joined)
    assert len(found.paragraphs) == len(document.paragraphs) - 1
    assert any("meet again. They thank" in p.text for p in found.paragraphs)


def test_a_paragraph_is_parted_where_words_begin(document: Document) -> None:
    whole = paragraph(document, "We shall build")
    parted = mending.parted(mending.none_of(document), document, whole, "We shall  keep")
    texts = [p.text for p in read_with(parted).paragraphs]
    assert "We shall build a railway together." in texts
    assert "We shall keep the lakes clean." in texts


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("", "words_not_there"),
        ("no such words", "words_not_there"),
        ("thank the town", "words_twice"),
    ],
)
def test_words_that_name_no_one_place_are_refused(document: Document, words: str, key: str) -> None:
    whole = paragraph(document, "They thank")
    with pytest.raises(RoomError) as trouble:
        mending.parted(mending.none_of(document), document, whole, words)
    assert trouble.value.key == key


def test_the_first_has_nothing_above(document: Document) -> None:
    with pytest.raises(RoomError, match="nothing_above"):
        mending.joined(mending.none_of(document), document, document.paragraphs[0].id)


def test_what_the_text_is_called_can_be_said(document: Document) -> None:
    said = mending.described(
        mending.none_of(document), document, title="Lakes", date="2031-06-02", place="Quay"
    )
    found = read_with(said)
    assert (found.title, found.date, found.place) == ("Lakes", "2031-06-02", "Quay")
    same = mending.described(mending.none_of(document), document, title=document.title)
    assert not mending.says_something(same)


@pytest.mark.parametrize("date", ["2031-02-30", "soon", "1 June 2031"])
def test_a_date_that_is_none_is_refused(document: Document, date: str) -> None:
    with pytest.raises(RoomError, match="no_date"):
        mending.described(mending.none_of(document), document, date=date)


def test_a_correction_is_taken_back(document: Document) -> None:
    one = mending.joined(mending.none_of(document), document, paragraph(document, "They thank"))
    assert mending.without(one, 0) == mending.none_of(document)
    assert mending.without(one, 7) == one
    assert mending.without(one, -1) == one


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(
    st.builds(
        Corrections,
        st.just("a.boundaries.toml"),
        st.just("0123456789ab"),
        st.lists(st.builds(Correction, st.just("join"), st.just(""), WORDS, WORDS)).map(tuple),
        title=st.none() | WORDS,
    )
)
def test_what_is_written_is_read_as_it_was(corrections: Corrections) -> None:
    found = parse(corrections.name, mending.written(corrections))
    assert found.title == corrections.title
    assert [(c.after, c.before) for c in found.corrections] == [
        (c.after, c.before) for c in corrections.corrections
    ]


@pytest.mark.parametrize("said", ["Russian", "!!", "xx-", "e", "en_GB"])
def test_what_is_no_tag_of_a_language_is_refused(document: Document, said: str) -> None:
    with pytest.raises(RoomError) as refused:
        mending.described(mending.none_of(document), document, language=said)
    assert refused.value.key == "no_language"


@pytest.mark.parametrize("said", ["ru", "zh-Hant", "en-GB", "kk"])
def test_a_tag_of_a_language_is_taken(document: Document, said: str) -> None:
    mended = mending.described(mending.none_of(document), document, language=said)
    assert read_with(mended).language == said
