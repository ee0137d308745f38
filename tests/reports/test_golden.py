"""The reports of the example, byte for byte.

After an intended change, write the golden files anew and read what changed in the diff:

    SCODIFF_UPDATE_GOLDEN=1 python -m pytest tests/reports/test_golden.py
"""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from report_example import example

from scodiff.reports.formats.formats import OUTPUT_FORMATS, render

GOLDEN = Path(__file__).parents[1] / "golden"
# Of a binary file the text part alone is kept, as XML.
NAMES = {
    row.name: f"report-example{row.endings[0]}{'.xml' * row.binary}"
    for row in OUTPUT_FORMATS.values()
}


def made(format_: str, language: str = "en") -> bytes:
    """The report; of a Word file the text part, since compression is not ours."""
    data = render(example(), format_, language)
    if format_ != "docx":
        return data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read("word/document.xml")


def check(path: Path, data: bytes) -> None:
    if os.environ.get("SCODIFF_UPDATE_GOLDEN"):
        path.write_bytes(data)
    assert data == path.read_bytes()


@pytest.mark.parametrize("format_", NAMES)
def test_the_report_is_the_golden_one(format_: str) -> None:
    check(GOLDEN / NAMES[format_], made(format_))


@pytest.mark.parametrize("language", ["ru", "zh"])
def test_so_it_is_in_other_languages(language: str) -> None:
    check(GOLDEN / f"report-example.{language}.md", made("markdown", language))


@pytest.mark.parametrize("format_", NAMES)
def test_the_same_comparison_gives_the_same_bytes(format_: str) -> None:
    assert made(format_) == made(format_)
