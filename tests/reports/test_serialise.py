"""What the reports share: JSON is that of the standard library, to the byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scodiff.reports.serialise import json_bytes

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    LEAVES | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_it_is_the_json_of_the_standard_library(data: dict[str, Any]) -> None:
    expected = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    assert json_bytes(data) == expected.encode("utf-8", "backslashreplace")


def test_a_lone_surrogate_is_escaped() -> None:
    assert json_bytes({"a": "\ud800"}) == b'{\n "a": "\\ud800"\n}\n'


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_in_json_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_bytes({"a": value})
