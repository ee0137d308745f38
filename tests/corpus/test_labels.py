"""The numbers that paragraphs print before their text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scodiff.corpus.labels import is_list_label, is_number_alone, label, printed_number

NUMBERS = [
    ("3. The Parties", "3."),
    ("3.1. The Parties", "3.1."),
    ("3.1 The Parties", "3.1"),
    ("Article 3. The Parties", "Article 3."),
    ("ARTICLE III – Peace", "ARTICLE III"),
    ("Article 3 The Parties", "Article 3"),
    ("Art. 3. The Parties", "Art. 3."),
    ("Section 12: The Parties", "Section 12:"),
    ("§ 3 The Parties", "§ 3"),
    ("§3. The Parties", "§3."),
    ("Статья 3. Стороны", "Статья 3."),
    ("Пункт 3. Стороны", "Пункт 3."),
    ("п. 3. Стороны", "п. 3."),
    ("第三条 成员国", "第三条"),
    ("第12条：成员国", "第12条"),
    ("三、成员国", "三、"),
    ("（三）成员国", "（三）"),
    ("ماده ۳. سران", "ماده ۳."),
    ("المادة 3: يؤكد", "المادة 3:"),
    ("IV. The Parties", "IV."),
]
NONE = [
    "Article 3 of the Charter provides",
    "Articles 3. and 4",
    "§ 3 of the Rules",
    "3.1 million people",
    "Статья 3 Устава гласит",
    "第三条规定成员国",
    "3 May 2004",
    "2003. The year",
    "Part of the agreement",
    "Partners 3. agree",
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_a_number_before_a_paragraph_is_its_label(text: str, number: str) -> None:
    assert label(text) == printed_number(text) == number
    assert not is_list_label(number)
    assert is_number_alone(number)


@pytest.mark.parametrize("text", NONE)
def test_a_number_inside_a_sentence_is_no_label(text: str) -> None:
    assert label(text) is None


@pytest.mark.parametrize("mark", ["-", "•", "a)", "(b)", "(iv)", "3)", "(12)"])
def test_the_marks_of_lists_are_told_from_a_texts_own_count(mark: str) -> None:
    assert label(f"{mark} the Parties") == mark
    assert is_list_label(mark)


@given(st.text(max_size=40))
def test_a_label_is_the_beginning_of_its_text(text: str) -> None:
    found = label(text)
    assert found is None or (found and text.startswith(found))
