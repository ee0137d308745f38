"""States count as news where the other text does not name them."""

from __future__ import annotations

import pytest

from scodiff.compare.answer.marks import Marker


def test_a_state_that_the_other_text_does_not_name_counts_twice() -> None:
    marked = Marker("en", {"iceland"})("The parties admit Iceland and the Kingdom of Norway.")
    named = [marked.words[k].stem for k in marked.groups["state"]]
    foreign = [marked.words[k].stem for k in marked.groups["new_state"]]
    assert named == ["iceland", "norway"]
    assert foreign == ["norway"]


def test_of_one_text_alone_no_state_is_new() -> None:
    marked = Marker("en", ())("The parties admit Iceland’s neighbours.")
    assert len(marked.groups["state"]) == 1
    assert marked.groups["new_state"] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("ru", "Стороны принимают Российскую Федерацию."), ("zh", "各方欢迎中华人民共和国。")],
)
def test_states_are_known_in_other_languages(language: str, text: str) -> None:
    assert len(Marker(language, {"x"})(text).groups["state"]) == 1
