"""Writes that happen completely or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scodiff.reports.atomic import write_atomically
from scodiff.reports.errors import ReportError


def test_a_write_leaves_the_bytes_and_nothing_else(tmp_path: Path) -> None:
    write_atomically(tmp_path / "r.html", b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("r.html", b"new")]


def test_a_write_keeps_the_permissions_of_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "r.html"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_atomically(target, b"new")
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_failed_write_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "r.html"
    target.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReportError, match="no space left on device"):
        write_atomically(target, b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("r.html", b"old")]


def test_a_symbolic_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    real, alias = tmp_path / "real.html", tmp_path / "alias.html"
    real.write_bytes(b"old")
    alias.symlink_to(real)
    write_atomically(alias, b"new")
    assert alias.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_link_that_leads_in_a_circle_is_refused(tmp_path: Path) -> None:
    alias = tmp_path / "alias.html"
    alias.symlink_to(alias)
    with pytest.raises(ReportError, match="cannot write"):
        write_atomically(alias, b"new")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="it is a folder"):
        write_atomically(tmp_path, b"new")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="its folder does not exist"):
        write_atomically(tmp_path / "none" / "r.html", b"new")


def test_a_device_is_written_to_not_replaced() -> None:
    write_atomically(os.devnull, b"new")
    assert not Path(os.devnull).is_file()


def test_a_name_no_system_takes_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReportError) as caught:
        write_atomically(tmp_path / "a\0b.html", b"new")
    assert "\n" not in str(caught.value)
