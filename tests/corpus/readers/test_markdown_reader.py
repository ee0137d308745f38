"""Markdown: paragraphs and lists without their marks, front matter as metadata."""

from __future__ import annotations

import pytest
from corpus_files import assert_nothing_is_lost, texts

from scodiff.corpus.reader import read
from scodiff.corpus.readers.formats import extract


def test_markdown() -> None:
    markup = (
        '---\ntitle: "Lakeside \\\n  Declaration"\ndate: 2031-07-04\nlang: en\n---\n\n'
        "# Globes\n\nThe *parties* welcome\nthe **library**.\n\n1. round;\n2. flat:\n\n"
        "   - large\n   - small\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThey agree[^1].\n"
    )
    found = extract("markdown", markup.encode(), "x.md")
    assert_nothing_is_lost(found)
    assert (found.title, found.date, found.language) == ("Lakeside Declaration", "2031-07-04", "en")
    assert texts(found) == [
        "Globes", "The parties welcome the library.", "1. round;", "2. flat:", "large", "small",
        "a\tb", "1\t2", "They agree.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (r'"The \"Council\" of\_Harbours \u2013 Ninth\x21"', 'The "Council" of Harbours – Ninth!'),
        ("'The Harbours'' Council'", "The Harbours' Council"),
        ('The "Council"', 'The "Council"'),
    ],
)
def test_what_front_matter_calls_a_text_goes_before_the_place_at_its_head(
    said: str, title: str
) -> None:
    markup = f"---\ntitle: {said}\n---\n\nNarva, Estonia\n\nThe parties met in Narva and agreed.\n"
    assert read(markup.encode(), name="x.md").title == title


def test_lines_of_no_break_spaces_part_paragraphs() -> None:
    found = extract("markdown", "The parties met.\xa0 \n \xa0 \nThey\nagreed.\n".encode(), "x.md")
    assert texts(found) == ["The parties met.", "They agreed."]


def test_what_markdown_leaves_over_is_no_text_and_is_said() -> None:
    markup = (
        "The **Parties** met<sup>1</sup> again[^2].\n\n<!-- a draft -->\n\n"
        "**重申：**成员国继续合作。 <!-- check -->\n\n5 km<sup>2</sup> of \\*land\\*.\n\n"
        "[^2]: Ibid.\n"
    )
    document = read(markup.encode(), name="a.md")
    assert [p.text for p in document.citable] == [
        "The Parties met again.",
        "重申：成员国继续合作。",
        "5 km2 of *land*.",
    ]
    furniture = [p.text for p in document.paragraphs if p.kind == "furniture"]
    assert furniture == ["1", "[^2]", "[^2]: Ibid."]
    notes = [e.note for e in document.ledger]
    assert sum(note.startswith("comment left out") for note in notes) == 2
    assert any("emphasis" in note for note in notes)
