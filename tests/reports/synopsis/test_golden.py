"""The reports of the example, byte for byte.

After an intended change, write the golden files anew and read what changed in the diff:

    SCODIFF_UPDATE_GOLDEN=1 python -m pytest tests/reports/synopsis/test_golden.py
"""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from examples.synopsis_example import synopsis_example

from scodiff.reports.formats.formats import formats_for, render

GOLDEN = Path(__file__).parents[2] / "golden"
# Of a binary file the text part alone is kept, as XML.
NAMES = {
    row.name: f"synopsis-example{row.endings[0]}{'.xml' * row.binary}"
    for row in formats_for("synopsis")
}


@pytest.mark.parametrize("format_", NAMES)
def test_the_report_is_the_golden_one(format_: str) -> None:
    data = render(synopsis_example(), format_, kind="synopsis")
    if format_ == "docx":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            data = archive.read("word/document.xml")
    path = GOLDEN / NAMES[format_]
    if os.environ.get("SCODIFF_UPDATE_GOLDEN"):
        path.write_bytes(data)
    assert data == path.read_bytes()
