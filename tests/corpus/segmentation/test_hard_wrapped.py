"""Files that make each printed line a paragraph: the lines of a paragraph are found again."""

from __future__ import annotations

from textwrap import wrap

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scodiff.corpus.readers.extract import Piece, TextBuilder
from scodiff.corpus.segmentation.segmenter import segment

TITLE = "Declaration of the Mountain Library Union"
BODY = [
    "The Heads of the Parties, having met in Lakeside on 4 July 2031, reviewed the work that has "
    "been done since the catalogue was agreed upon, and declare the following.",
    "The Parties reaffirm that disputes about the lending of globes shall be settled by "
    "negotiation, and that no Party will divert mules upstream without the consent of its "
    "neighbours and of the wardens.",
    "They express deep concern at the trade in false maps across the eastern passes. The wardens "
    "of the libraries are to exchange what they know of it every month.",
    "Cooperation in transport remains a priority. The ministers are to present a common tariff "
    "for the carriage of books before the end of 2032, and to open two further passes.",
    "The next meeting will be held in 2033 in the city of Highford, which takes the chair.",
]


def read(blocks: list[str]) -> list[str]:
    """The paragraphs of a file that has ``blocks`` as its own; an empty one is an empty line."""
    builder = TextBuilder()
    for block in blocks:
        builder.block([Piece(block)])
    return [p.text for p in segment(builder.finish("test").lines).paragraphs if p.citable]


@settings(max_examples=25, deadline=None)
@given(st.integers(60, 100), st.permutations(BODY), st.booleans())
def test_lines_are_joined_again(width: int, body: list[str], numbered: bool) -> None:
    body = [f"{n}. {text}" for n, text in enumerate(body, 1)] if numbered else body
    printed = [wrap(text, width) for text in body]
    # Whether a sentence that ends with its line ends the paragraph, the lines alone do not tell.
    assume(not any(line.endswith(".") for lines in printed for line in lines[:-1]))
    assert read([TITLE, *(block for lines in printed for block in ("", *lines))]) == body


@pytest.mark.parametrize("width", [62, 75, 88])
def test_numbers_part_lines_without_an_empty_one(width: int) -> None:
    body = [f"{n}. {text}" for n, text in enumerate(BODY, 1)]
    assert read([TITLE, *(line for text in body for line in wrap(text, width))]) == body


def test_whole_paragraphs_stay_as_the_file_has_them() -> None:
    entries = ["the carriage of books", "the lending of globes", "the feeding of mules"]
    assert read([TITLE, *BODY, "It was agreed upon:", *entries, *BODY[:2]]) == [
        *BODY, "It was agreed upon:", *entries, *BODY[:2],
    ]  # fmt: skip
