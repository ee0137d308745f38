"""Word files: numbers, tracked changes, notes, tables."""

from __future__ import annotations

import pytest
from corpus_files import LONG, assert_nothing_is_lost, docx, paragraph, paragraphs, texts

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.readers.formats import extract


def word(body: str, **parts: str) -> Extract:
    found = extract("docx", docx(body, **parts), "x.docx")
    assert_nothing_is_lost(found)
    return found


def numbered(text: str, list_id: int, level: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, place)


LEVELS = "".join(
    f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
    f'<w:lvlText w:val="{text}"/></w:lvl>'
    for n, (kind, text) in enumerate([("decimal", "%1."), ("lowerLetter", "(%2)"), ("bullet", "·")])
)
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="9"/></w:lvlOverride></w:num>'
)


def test_numbers_that_word_counts() -> None:
    body = "".join(
        [numbered("Globes.", 1), numbered("large;", 1, 1), numbered("small.", 1, 1),
         numbered("Maps.", 1), numbered("flat.", 1, 1), numbered("dots", 1, 2),
         numbered("Books.", 2), paragraph("")]
    )  # fmt: skip
    found = word(body, numbering=NUMBERING)
    assert texts(found) == [
        "1. Globes.", "(a) large;", "(b) small.", "2. Maps.", "(a) flat.", "dots", "9. Books.",
    ]  # fmt: skip


def test_tracked_changes_are_read_as_accepted() -> None:
    ins = '<w:ins w:id="1" w:author="a"><w:r><w:t xml:space="preserve">new </w:t></w:r></w:ins>'
    gone = '<w:del w:id="2" w:author="a"><w:r><w:delText>old </w:delText></w:r></w:del>'
    found = word(
        f'<w:p><w:r><w:t xml:space="preserve">The </w:t></w:r>{ins}{gone}'
        "<w:r><w:t>library.</w:t></w:r></w:p>"
    )
    assert texts(found) == ["The new library."]
    assert any("1 insertions, 1 deletions" in entry.note for entry in found.ledger)


def test_notes_tables_styles_and_breaks() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    )
    notes = (
        '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{paragraph("In the spring.")}</w:footnote>'
    )
    cell = "<w:tc>{}</w:tc>".format
    body = (
        paragraph("Lakeside Declaration", '<w:pStyle w:val="T"/>')
        + paragraph("Globes", '<w:pStyle w:val="H1"/>')
        + f"<w:p><w:r><w:t>{LONG}</w:t><w:footnoteReference w:id='1'/><w:tab/>"
        + "<w:t>here.</w:t></w:r></w:p>"
        + f"<w:tbl><w:tr>{cell(paragraph('Globes'))}{cell(paragraph('12'))}</w:tr></w:tbl>"
    )
    found = word(body, styles=styles, footnotes=notes)
    assert paragraphs(found) == [
        ("title", "Lakeside Declaration"), ("heading", "Globes"), ("body", f"{LONG}\there."),
        ("body", "Globes\t12"), ("furniture", "In the spring."),
    ]  # fmt: skip


def test_a_word_file_without_text_is_refused() -> None:
    with pytest.raises(CorpusError, match="without text"):
        word("<w:p/>")
