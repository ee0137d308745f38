"""What the readers of formats take from a file, as their tests look at it."""

from __future__ import annotations

from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.segmentation.segmenter import segment

LONG = "The parties welcome the opening of the library, and thank all who carried its globes"


def paragraphs(found: Extract) -> list[tuple[str, str]]:
    """Kind and text of each paragraph that the segmenter finds in an extract."""
    return [(p.kind, p.text) for p in segment(found.lines, pages_seen=found.pages_seen).paragraphs]


def texts(found: Extract) -> list[str]:
    """The texts of the paragraphs that are not set aside."""
    return [text for kind, text in paragraphs(found) if kind != "furniture"]


def assert_nothing_is_lost(found: Extract) -> None:
    """Every character that is not white space stands in exactly one line."""
    shown = "".join(found.text[line.start : line.end] for line in found.lines)
    assert "".join(shown.split()) == "".join(found.text.split())
    for line in found.lines:
        assert line.text == found.text[line.start : line.end]
        assert line.text == line.text.strip() != ""
    starts = [line.start for line in found.lines]
    assert starts == sorted(starts)
