"""What must hold for any documents and any phrase."""

from __future__ import annotations

import random
import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from phrase_texts import declaration, history

from scodiff.compare.phrases.model import SAME_WORDS, PhraseHistory
from scodiff.corpus.model import Document
from scodiff.corpus.shipped import shipped_document

_WORDS = ("open", "sea", "lanes", "the", "keeper's", "well-being", "1,000", "и", "пути", "of")
_phrases = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join)
_sentences = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12).map(" ".join)
_texts = st.lists(_sentences, min_size=1, max_size=3).map("\n\n".join)
_corpora = st.lists(_texts, min_size=1, max_size=5)
# The first search loads the file of names.
unhurried = settings(deadline=None)
MOSCOW = shipped_document("2003-moscow")
_TEXT = [p.text for p in MOSCOW.paragraphs if p.kind != "furniture"]


def corpus(texts: list[str]) -> list[Document]:
    """Documents a year apart."""
    return [
        declaration(f"{1990 + i}-place", text, f"{1990 + i}-05-01") for i, text in enumerate(texts)
    ]


def first_same(found: PhraseHistory) -> object:
    """Where the words themselves first stand."""
    first = found.first
    if first is None or first.match not in SAME_WORDS:
        return None
    return (first.document, first.start, first.end, first.match)


@unhurried
@given(_phrases, _corpora, _texts)
def test_a_later_document_never_changes_an_earlier_first(
    phrase: str, texts: list[str], later: str
) -> None:
    before = history(phrase, *corpus(texts))
    after = history(phrase, *corpus([*texts, later]))
    if first_same(before) is not None:
        assert first_same(after) == first_same(before)
        assert after.first == before.first
    for match, occurrence in before.first_of.items():
        assert after.first_of[match] == occurrence


@unhurried
@given(_phrases, _corpora)
def test_without_the_first_the_second_is_first(phrase: str, texts: list[str]) -> None:
    documents = corpus(texts)
    found = history(phrase, *documents)
    same = [o for o in found.occurrences if o.match in SAME_WORDS]
    if not same:
        return
    rest = [d for d in documents if d.id != same[0].document]
    following = [o for o in same if o.document != same[0].document]
    without = history(phrase, *rest)
    assert first_same(without) == (
        (following[0].document, following[0].start, following[0].end, following[0].match)
        if following
        else None
    )


@unhurried
@given(_phrases, _corpora)
def test_states_and_occurrences_agree(phrase: str, texts: list[str]) -> None:
    found = history(phrase, *corpus(texts))
    having = {o.document for o in found.occurrences}
    assert {e.document for e in found.history if e.state != "absent"} == having
    assert sum(e.state == "appears" for e in found.history) == bool(having)
    assert list(found.occurrences) == sorted(
        found.occurrences, key=lambda o: (o.date or "9", o.document, o.source)
    )
    for one, other in pairwise(found.occurrences):
        if one.document == other.document and not {one.match, other.match} <= SAME_WORDS:
            assert one.source[1] <= other.source[0]


@settings(deadline=None, max_examples=200)
@given(st.randoms(use_true_random=False))
def test_a_phrase_cut_from_a_text_at_random_is_found_in_it(rng: random.Random) -> None:
    text = rng.choice(_TEXT)
    words = list(re.finditer(r"\S+", text))
    first = rng.randrange(len(words))
    last = rng.randrange(first, min(len(words), first + 15))
    cut = text[words[first].start() : words[last].end()]
    if not re.search(r"\w", cut):
        return
    changed = "".join(_changed(c, rng) for c in cut)
    found = history(changed, MOSCOW)
    assert any(
        o.match in SAME_WORDS and o.text.strip(".,;:—-\"'“”()") in cut for o in found.occurrences
    )


def _changed(character: str, rng: random.Random) -> str:
    """The character as another editor would set it."""
    if character == " ":
        return rng.choice([" ", " ", "\n", "  ", "\r\n", "\t"])
    if character in "'’":
        return rng.choice("'’")
    if character in '"“”':
        return rng.choice('"“”„«')
    if character == "-":
        return rng.choice("-‐‑–")
    return rng.choice([character, character.upper(), character.lower()])


@unhurried
@given(_phrases, _texts)
def test_every_place_is_where_it_says(phrase: str, text: str) -> None:
    document = declaration("1990-place", text, "1990-05-01")
    for o in history(phrase, document).occurrences:
        source = document.source_text[slice(*o.source)]
        assert source.split() == o.text.split()
