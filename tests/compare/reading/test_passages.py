"""What is read of a paragraph."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scodiff.compare.reading.passages import MOST_WORDS, passage_around
from scodiff.compare.text.clauses import split_clauses
from scodiff.compare.text.tokens import count_words

SENTENCE = st.lists(
    st.sampled_from(["trade", "security", "states", "transport,", "and", "peace;"]), min_size=1
).map(lambda found: " ".join(["The", *found]) + ".")
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=12).map(" ".join)


@given(PARAGRAPH, st.data())
def test_a_passage_is_contiguous_and_short_and_holds_the_middle_of_its_clause(text, data):
    clause = data.draw(st.sampled_from(split_clauses([text]).clauses))
    found = passage_around(text, clause.start, clause.end)
    assert found in text
    assert count_words(found) <= MOST_WORDS
    assert text[(clause.start + clause.end) // 2] in found


@given(PARAGRAPH)
def test_a_short_paragraph_is_read_whole(text):
    if count_words(text) <= MOST_WORDS:
        assert passage_around(text, 0, len(text)) == text


def test_of_a_long_paragraph_the_sentence_is_read_and_its_neighbours_while_they_fit():
    sentences = [f"Sentence {n} has eight words in all here." for n in range(20)]
    text = " ".join(sentences)
    found = passage_around(text, text.index("Sentence 10"), text.index("Sentence 11"))
    assert found.startswith("Sentence 9 ")
    assert found.endswith("Sentence 11 has eight words in all here.")


def test_of_a_sentence_that_is_too_long_the_words_around_the_clause_are_read():
    text = " ".join(f"word{n}" for n in range(200))
    place = text.index("word100")
    found = passage_around(text, place, place + len("word100"))
    assert "word100" in found.split()
    assert len(found.split()) == MOST_WORDS
