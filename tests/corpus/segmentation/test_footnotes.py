"""Footnotes in plain text are no paragraphs, wrapped or not; a paragraph is no footnote."""

from __future__ import annotations

import pytest

from scodiff.corpus.segmentation.lines import split_lines
from scodiff.corpus.segmentation.segmenter import segment

BODY = [
    "The Parties welcome the opening of the travelling library{} and thank the drivers.",
    "The Parties intend to build a common reading room near the pass.",
]
NOTE = "{} See the report of the librarians on the opening in the\nhills, annex II, page\n14."


def kinds(source: str) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in segment(split_lines(source)).paragraphs[1:]]


@pytest.mark.parametrize("rule", ["", "_______________\n"])
@pytest.mark.parametrize(
    ("mark", "behind"), [("1", "1"), ("[1]", "[1]"), ("[1]", " [1]"), ("*", "*")]
)
@pytest.mark.parametrize("last", [False, True])
def test_a_wrapped_note_is_one_note(rule: str, mark: str, behind: str, last: bool) -> None:
    body = [text.format(behind) for text in BODY]
    note = NOTE.format(mark)
    pages = ["\n\n".join([*body, rule + note])] if last else [f"{body[0]}\n\n{rule}{note}", body[1]]
    found = kinds("LAKESIDE DECLARATION\n\n" + "\n\f".join(pages) + "\n")
    assert [text for kind, text in found if kind == "body"] == body
    assert ("furniture", " ".join(note.split())) in found


@pytest.mark.parametrize("above", ["", "2"])
def test_what_no_word_calls_is_no_note(above: str) -> None:
    found = kinds("LAKESIDE\n\n" + BODY[0].format(above) + "\n\n20 Parties will meet again.\n")
    assert [kind for kind, _ in found] == ["body", "body"]


def test_lines_to_sign_on_are_no_rules_above_notes() -> None:
    found = kinds("LAKESIDE\n\n" + BODY[1] + "\n\nJ. Doe\n\n_______________\n")
    assert not any(kind == "furniture" for kind, _ in found)
