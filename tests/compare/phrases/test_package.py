"""The way in from Python: four names, each imported when it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest
from phrase_texts import HARBOUR

from scodiff.compare import phrases


def test_a_phrase_is_searched_in_three_lines() -> None:
    index = phrases.PhraseIndex.of(HARBOUR)
    found = phrases.search_phrase("open sea lanes", index)
    assert found.first is not None
    assert (found.first.document, found.first.n) == ("2005-north", 2)
    matched = phrases.search_pattern("open sea lanes?", index, phrases.PhraseSettings(context=10))
    assert [o.document for o in matched.occurrences] == [o.document for o in found.occurrences]


def test_there_is_no_other_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'search_everything'"):
        _ = phrases.search_everything


def test_the_package_alone_imports_nothing_heavy() -> None:
    code = "import sys, scodiff.compare.phrases; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"numpy", "sqlite3", "scodiff.compare.pipeline"}.isdisjoint(done.stdout.split())
