"""The reports of the example, byte for byte.

After an intended change, write the golden files anew and read what changed in the diff:

    SCODIFF_UPDATE_GOLDEN=1 python -m pytest tests/test_report_golden.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from report_example import example

from scodiff.reports.formats import render

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("format_", ["html", "json"])
def test_the_report_is_the_golden_one(format_: str) -> None:
    path = GOLDEN / f"report-example.{format_}"
    data = render(example(), format_)
    if os.environ.get("SCODIFF_UPDATE_GOLDEN"):
        path.write_bytes(data)
    assert data == path.read_bytes()
