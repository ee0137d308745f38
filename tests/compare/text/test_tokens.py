"""Word tokens: what UAX #29 asks, exactly, in every script."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scodiff.compare.text import tokens
from scodiff.compare.text.tokens import count_words, fold, is_word, tokenize, words

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The people's U.N. plan", ["The", " ", "people's", " ", "U.N", ".", " ", "plan"]),
        ("1,000.5 per cent", ["1,000.5", " ", "per", " ", "cent"]),
        ("non-proliferation", ["non", "-", "proliferation"]),
        ("2022/23", ["2022", "/", "23"]),
        ("Совет глав государств", ["Совет", " ", "глав", " ", "государств"]),
        ("йод", ["йод"]),
        ("成员国有分歧。", ["成", "员", "国", "有", "分", "歧", "。"]),
        ("カタカナひら", ["カタカナ", "ひ", "ら"]),
        ("cafe\u0301 noir", ["cafe\u0301", " ", "noir"]),
        ("🇷🇺🇨🇳", ["🇷🇺", "🇨🇳"]),
        ("👨\u200d👩\u200d👧!", ["👨\u200d👩\u200d👧", "!"]),
        ("a \t\n b", ["a", " \t\n ", "b"]),
        ("snake_case_2", ["snake_case_2"]),
        ("Quad\u202fLeaders met", ["Quad", "\u202f", "Leaders", " ", "met"]),
        ("'quoted'", ["'", "quoted", "'"]),
        ("3.a a.3", ["3", ".", "a", " ", "a", ".", "3"]),
        ("", []),
    ],
)
def test_words_end_where_unicode_says(text: str, expected: list[str]) -> None:
    assert tokenize(text) == expected


@given(ANY_TEXT)
def test_joined_the_tokens_are_the_text(text: str) -> None:
    assert "".join(tokenize(text)) == text


@pytest.mark.parametrize(
    "text", ["\ud800a", "\x00", "a\x00b", "\u0301", "\ufeffa", "\u202ea", "\U0010ffff"]
)
def test_odd_characters_are_tokens_like_others(text: str) -> None:
    assert "".join(tokenize(text)) == text


@given(st.text("aZ9 йЖ成国.,:;'’‘-–(\n", max_size=40))
def test_the_short_way_gives_what_the_property_tables_give(text: str) -> None:
    assert re.fullmatch(tokens._SIMPLE, text)
    assert tokens._SIMPLE_TOKEN.findall(text) == tokens._full_tokenizer()(text)


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("organisation", "organization"),
        ("organisational", "organizational"),
        ("recognised", "recognized"),
        ("neighbourly", "neighborly"),
        ("honour", "honor"),
        ("defence", "defense"),
        ("programme", "program"),
        ("programmes", "programs"),
        ("centre", "center"),
        ("fulfil", "fulfill"),
        ("travelling", "traveling"),
        ("analyse", "analyze"),
        ("dialogue", "dialog"),
        ("behaviour", "behavior"),
        ("militarisation", "militarization"),
        ("judgement", "judgment"),
    ],
)
def test_two_spellings_have_one_form(british: str, american: str) -> None:
    assert fold(british) == fold(american)
    assert fold(british.upper()) == fold(american.capitalize())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("advise", "advice"),
        ("four", "for"),
        ("hour", "hor"),
        ("exercise", "exercize"),
        ("premise", "premium"),
        ("check", "cheque"),
        ("storey", "store"),
        ("must", "most"),
        ("tour", "tor"),
        ("management", "manager"),
    ],
)
def test_two_words_keep_two_forms(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_words_leave_out_what_is_no_word() -> None:
    assert words("The SCO — “Organisation”, 2003!") == ["the", "sco", "organization", "2003"]
    assert count_words("…—!") == 0
    assert is_word("1st")
    assert not is_word("—")
