"""Where sentences end, and where a stop is only that of an abbreviation."""

from __future__ import annotations

import pytest

from scodiff.compare.text.sentences import sentence_spans


@pytest.mark.parametrize(
    "text",
    [
        "The address was given by H.E. Mr. Anna Poe of the Lake Union.",
        "The parties recall paras. 3 and 4 of the charter of the lake.",
        "They act under Art. 5 of the charter and No. 7 of the list.",
        "The wardens lend vol. 3 of the atlas, pp. 12-14, and ch. IV of the guide.",
        "They reaffirm res. A/12 of the assembly of the wardens.",
        "Стороны ссылаются на ст. 5, пп. 3 и 4 и на т. II Хартии озёр.",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert sentence_spans(text) == [(0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "They exchange works of art. The wardens of both lakes keep a list of them.",
        "They spoke of the high fig. Three wardens climbed it to see both lakes.",
        "The parties met on the lake. H.E. Berta Loe spoke first of all of them.",
    ],
)
def test_a_word_that_only_looks_like_one_ends_a_sentence(text: str) -> None:
    assert len(sentence_spans(text)) == 2
