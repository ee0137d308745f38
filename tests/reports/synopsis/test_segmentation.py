"""Parallel segmentation loses nothing of any version."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scodiff.compare.diff.diff import diff
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.reports.synopsis.segmentation import reversed_edits, segmented

words = st.lists(st.sampled_from(["the", "sea", "lanes", "are", "open,", "must", "may", "\n\n"]))
texts = words.map(lambda found: " ".join(found).replace(" \n\n ", "\n\n").strip())


def test_what_all_have_is_one_reading_and_differences_stand_alone() -> None:
    base = "The lanes are open to all ships."
    others = {
        "b": diff(base, "The lanes must be open to all ships.").edits,
        "c": diff(base, "The lanes are open to all.").edits,
    }
    found = segmented("a", base, others)
    assert {"a": "are", "b": "must be", "c": "are"} in found
    assert {"a": " open to all", "b": " open to all", "c": " open to all"} in found


@given(texts, st.lists(texts, max_size=4))
def test_the_readings_of_a_version_are_its_text(base: str, others: list[str]) -> None:
    edits = {f"v{n}": diff(base, text).edits for n, text in enumerate(others)}
    found = segmented("base", base, edits)
    assert "".join(readings["base"] for readings in found) == base
    for n, text in enumerate(others):
        assert "".join(readings[f"v{n}"] for readings in found) == text
    breaks = sum(readings["base"].count(PARAGRAPH_BREAK) for readings in found)
    if "\n\n\n" not in base:
        assert breaks == base.count(PARAGRAPH_BREAK)


@given(texts, texts)
def test_edits_lead_back(a: str, b: str) -> None:
    back = reversed_edits(diff(a, b).edits)
    assert "".join(edit.a for edit in back) == b
    assert "".join(edit.b for edit in back) == a
