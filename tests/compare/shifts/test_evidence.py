"""Every shift is quoted from the texts: a contiguous passage, and where it stands."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scodiff.compare import compare
from scodiff.compare.diff.diff import diff
from scodiff.compare.model import Comparison, Shift
from scodiff.compare.shifts.shifts import find_shifts
from scodiff.corpus.library import resolve

WORDS = st.sampled_from(
    """the member states note welcome regret that not only Kazakhstan , and China 12 forty of a
    report . will may must continue to support oppose strongly before after 2023 session in
    Bishkek ; as appropriate without the United Nations 不 支持 должны""".split()  # noqa: SIM905
)
TEXTS = st.lists(WORDS, min_size=1, max_size=25).map(" ".join)


def check(shift: Shift, texts_a: dict[str, str], texts_b: dict[str, str]) -> None:
    """Both quotations stand where the shift says, each within the clause that was compared."""
    for quotation, place, clause, texts in (
        (shift.a, shift.place_a, shift.clause_a, texts_a),
        (shift.b, shift.place_b, shift.clause_b, texts_b),
    ):
        if place is None:
            assert quotation == ""
            continue
        assert quotation
        assert texts[place.paragraph][place.start : place.end] == quotation
        assert clause is not None
        assert clause.paragraph == place.paragraph
        assert clause.start <= place.start
        assert place.end <= clause.end


def check_all(comparison: Comparison) -> int:
    texts = [{p.id: p.text for p in side.citable} for side in (comparison.a, comparison.b)]
    shifts = [shift for link in comparison.links for shift in link.shifts]
    for shift in shifts:
        check(shift, *texts)
    return len(shifts)


@given(TEXTS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_quotation_is_a_passage_of_its_source(a: str, b: str) -> None:
    for shift in find_shifts(diff(a, b).edits):
        check(shift, {"": a}, {"": b})


@pytest.mark.parametrize(
    ("a", "b"), list(pairwise(("2003-moscow", "2019-bishkek", "2022-samarkand", "2023-new-delhi")))
)
def test_a_quotation_stands_in_its_paragraph(a: str, b: str, data_dir: Path) -> None:
    assert check_all(compare(*(resolve(str(data_dir / "sco" / f"{n}.en.txt")) for n in (a, b))))


def test_a_quotation_of_a_resolution_stands_in_its_paragraph(data_dir: Path) -> None:
    folders = sorted(path for path in (data_dir / "series" / "un-ga").iterdir() if path.is_dir())
    for folder in folders[::6]:
        for a, b in pairwise(sorted(folder.glob("*.txt"))[-2:]):
            check_all(compare(resolve(str(a)), resolve(str(b))))
