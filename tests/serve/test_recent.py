"""What was asked lately: kept over the room's end, but for what was asked of dropped files."""

from __future__ import annotations

from pathlib import Path

import pytest

from scodiff.serve.recent import RecentInquiries


def test_what_was_asked_is_there_for_the_next_room(tmp_path: Path) -> None:
    first = RecentInquiries(tmp_path)
    asked = first.add("comparison", ("2003-moscow", "b"), ("2003-moscow", "b"), {"model": "none"})
    dropped = first.add("comparison", ("~12", "b"), ("lakes", "b"), {})
    assert [inquiry.key for inquiry in first.listed()] == [dropped.key, asked.key]
    assert RecentInquiries(tmp_path).listed() == [asked]
    assert "~12" not in (tmp_path / "recent.json").read_text()


def test_the_same_question_is_listed_once_under_its_first_address(tmp_path: Path) -> None:
    recent = RecentInquiries(tmp_path)
    first = recent.add("matrix", (), (), {"base": "a"})
    other = recent.add("matrix", (), (), {"base": "b"})
    again = recent.add("matrix", (), (), {"base": "a"})
    assert again.key == first.key != other.key
    assert [inquiry.key for inquiry in recent.listed()] == [first.key, other.key]


def test_what_is_deleted_is_gone_for_good(tmp_path: Path) -> None:
    recent = RecentInquiries(tmp_path)
    asked = recent.add("comparison", ("a", "b"), ("a", "b"), {})
    recent.remove(asked.key)
    recent.remove("unknown")
    assert recent.listed() == []
    assert recent.find(asked.key) is None
    assert RecentInquiries(tmp_path).listed() == []


def test_two_rooms_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    one, other = RecentInquiries(tmp_path), RecentInquiries(tmp_path)
    keys = {
        room.add("comparison", (f"{n}", "b"), (f"{n}", "b"), {}).key
        for n in range(5)
        for room in (one, other)
    }
    assert {inquiry.key for inquiry in RecentInquiries(tmp_path).listed()} == keys


def test_the_list_does_not_grow_for_ever(tmp_path: Path) -> None:
    recent = RecentInquiries(tmp_path)
    for n in range(70):
        recent.add("comparison", (f"{n}", "b"), (f"{n}", "b"), {})
    assert len(RecentInquiries(tmp_path).listed()) == 50
    assert recent.listed()[0].texts == ("69", "b")


@pytest.mark.parametrize("damage", ["", "{", "[1]", '[{"key": "x"}]', '{"a": 1}', "[null]"])
def test_a_damaged_list_is_no_loss_but_its_own(tmp_path: Path, damage: str) -> None:
    (tmp_path / "recent.json").write_text(damage)
    recent = RecentInquiries(tmp_path)
    assert recent.listed() == []
    asked = recent.add("comparison", ("a", "b"), ("a", "b"), {})
    assert RecentInquiries(tmp_path).listed() == [asked]
