"""The language of a text by its letters, and texts in UTF-16 without a mark."""

from __future__ import annotations

import pytest

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.metadata import language_of
from scodiff.corpus.reader import read

TEXTS = {
    "en": "The ministers met in the harbour and spoke of grain, tariffs and lighthouses.\n",
    "ru": "Министры встретились в гавани и говорили о зерне, пошлинах и маяках.\n",
    "zh": "各国部长在港口会晤，讨论了粮食、关税和灯塔问题。\n\n会议取得了积极成果。\n",
    "fa": "وزیران در بندر دیدار کردند و درباره غله، عوارض و چراغ‌های دریایی گفت‌وگو کردند.\n",
    "ar": "اجتمع الوزراء في الميناء وتحدثوا عن الحبوب والرسوم الجمركية والمنارات.\n",
    "ur": "وزرا نے بندرگاہ میں ملاقات کی اور اناج، محصولات اور روشنی کے میناروں پر بات کی۔\n",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_language_is_told_by_the_letters(language: str) -> None:
    assert language_of(TEXTS[language]) == language


def test_persian_typed_on_an_arabic_keyboard_is_persian() -> None:
    assert language_of(TEXTS["fa"].replace("ی", "ي").replace("ک", "ك")) == "fa"


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        ("fa", "ps", "ps"),
        ("ar", "fa", "fa"),
        ("fa", "en", "fa"),
        ("en", "fa", "en"),
        ("en", "fr", "fr"),
        ("ru", "kk", "ru"),
    ],
)
def test_what_the_file_says_counts_where_its_letters_agree(
    text: str, said: str, language: str
) -> None:
    assert language_of(TEXTS[text], said) == language


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("language", TEXTS)
def test_utf_16_without_a_mark_is_recognised(language: str, encoding: str) -> None:
    data = TEXTS[language].encode(encoding)
    document = read(data, name="text.txt")
    assert document.source_text == TEXTS[language]
    assert document.language == language
    assert encoding in document.source.reader


@pytest.mark.parametrize("encoding", ["utf-16-le", "UTF-16LE", "utf16", "utf_16_be", "utf-32-le"])
def test_utf_16_without_a_mark_is_read_as_said(encoding: str) -> None:
    named = "utf-16-le" if encoding == "utf16" else encoding
    text = "12345 67890"  # too short, and no prose, to be recognised
    document = read(text.encode(named), name="text.txt", encoding=encoding)
    assert document.source_text == text


def test_utf_8_stays_utf_8_whatever_is_said() -> None:
    document = read(TEXTS["ru"].encode(), name="text.txt", encoding="utf-16-le")
    assert document.source_text == TEXTS["ru"]


@pytest.mark.parametrize(
    "data",
    [
        b"The ministers met.\n\0\0" * 20,
        bytes(range(256)) * 8,
        b"\x7fELF\x02\x01\x01\0" + b"\0\x03\0\x3e\0\x01\0\0" * 40,
        "The ministers met. ".encode("utf-16-le")[1:],
    ],
)
def test_binary_files_are_still_refused(data: bytes) -> None:
    with pytest.raises(CorpusError, match="binary"):
        read(data, name="text.txt")
