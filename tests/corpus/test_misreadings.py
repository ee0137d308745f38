"""Probable misreadings are reported, and nothing else is."""

from __future__ import annotations

from scodiff.corpus.library import resolve
from scodiff.corpus.reader import read

TEXT = (
    "LAKESIDE DECLARATION\nOF THE MOUNTAIN LIBRARY UNION\n\n"
    "The parties welcome the opening of the library.\n\n"
    "The parties thank the mule drivers.\n\nLakeside, 4 July 2031\n"
)


def suspicions(text: str) -> dict[str, str]:
    document = read(text.encode(), name="x.txt")
    return {
        document.source_text[e.span.start : e.span.end]: e.note
        for e in document.ledger
        if e.action == "suspect"
    }


def test_misreadings_are_reported_and_stay() -> None:
    text = (
        "The library of Iraq lends globes. The Iragi readers of rnodern maps and modern globes.\n"
    )
    text += "They like modern maps.\n"
    found = suspicions(text)
    assert set(found) == {"Iragi", "rnodern"}
    assert "'Iraqi'" in found["Iragi"]
    assert "'modern'" in found["rnodern"]


def test_words_run_together_are_reported() -> None:
    found = suspicions("Held on 18-19August, and“Globes for all” by the Structure(RATS), the 21st.")
    assert [note.partition(": ")[2] for note in found.values()] == [
        "words run together",
        "a space is missing before the quotation mark",
        "a space is missing before the bracket",
    ]


def test_two_alphabets_in_one_word_are_reported() -> None:
    assert "Cтороны" in suspicions("Cтороны приветствуют открытие библиотеки.")  # Latin C


def test_ordinary_words_are_not_suspected() -> None:
    assert suspicions(TEXT) == {}


def test_section_marks_spoilt_or_absent() -> None:
    paragraphs = "The parties agree.\n\n{}\n\nThe parties concur.\n\n{}\n\nThe parties part.\n"
    found = suspicions(paragraphs.format("v", "VI"))
    assert list(found) == ["v"]
    notes = [
        e.note
        for e in read(paragraphs.format("v", "VI").encode(), name="x.txt").ledger
        if e.action == "suspect"
    ]
    assert any("perhaps the section mark 'V'" in note for note in notes)
    assert any("I to IV" in note for note in notes)
    assert suspicions(paragraphs.format("I", "II")) == {}


def test_moscow_2003_keeps_iragi() -> None:

    document = resolve("2003-moscow")
    assert any("Iragi people" in p.text for p in document.citable)
    suspects = [e for e in document.ledger if e.action == "suspect"]
    assert any("'Iragi': perhaps 'Iraqi'" in e.note for e in suspects)
    assert len(suspects) == 3
