"""Invisible characters become tokens; what scripts are spelled with stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scodiff.reports.visible import has_hidden, visible, visible_markup

SHOWN = [
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0x200B, 0x2010),
    0xFEFF,
    0x00,
    0x1B,
    0x7F,
    0x85,
    0x9B,
    0xAD,
    0xD800,
    0xDFFF,
    0xE0041,
]


@pytest.mark.parametrize("code", SHOWN, ids=hex)
def test_hidden_characters_are_named(code: int) -> None:
    assert visible(f"a{chr(code)}b") == f"a[U+{code:04X}]b"
    assert f"[U+{code:04X}]" in visible_markup(f"a{chr(code)}b")


def test_no_hidden_character_is_printable() -> None:
    hidden = [code for code in range(0x110000) if has_hidden(chr(code))]
    assert len(hidden) > 2000
    assert all(visible(chr(code)) == f"[U+{code:04X}]" for code in hidden)


@pytest.mark.parametrize(
    "text", ["plain", "tab\tline\nreturn\r", "no\u00a0break", "می\u200cروم", "क्\u200dष"]
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert visible(text) == text
    assert not has_hidden(text)


@given(st.text(st.characters(codec=None)))
def test_whatever_is_shown_can_be_encoded_and_holds_no_hidden_character(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert not has_hidden(shown)
    assert "<" not in visible_markup(text.replace("<", "")).replace(
        '<span class="control"', ""
    ).replace("</span>", "")
