"""Markdown: paragraphs and lists without their marks, front matter as metadata."""

from __future__ import annotations

from extracts import assert_nothing_is_lost, texts

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
        "a\tb", "1\t2", "They agree[^1].",
    ]  # fmt: skip
