"""The compiled template is a help, never a need, and never believed when it is damaged."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from scodiff.reports.html.html_report import compile_ahead, environment

NAME = "html/report.html.j2"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for compiled modules."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    return tmp_path


def compiled(folder: Path) -> list[Path]:
    return list(folder.rglob("*.j2c"))


def test_it_is_kept_once_and_used_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment().get_template(NAME)
    assert len(compiled(kept)) == 1
    again = environment()
    monkeypatch.setattr(again, "compile", lambda *_: pytest.fail("compiled again"))
    again.get_template(NAME)


@pytest.mark.parametrize("damage", [b"", b"\x00" * 500, None])
def test_damaged_bytes_are_compiled_anew(kept: Path, damage: bytes | None) -> None:
    environment().get_template(NAME)
    (path,) = compiled(kept)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"?" if damage is None else damage)
    environment().get_template(NAME)
    assert path.read_bytes()[:32] == whole[:32]


def test_where_python_keeps_no_modules_only_the_users_cache_serves(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    environment().get_template(NAME)
    (path,) = compiled(kept)
    assert path.parent == kept / "cache" / "templates"


@pytest.fixture
def read_only(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache, where the package's folder cannot be written."""
    blocked = kept / "file"
    blocked.touch()
    monkeypatch.setattr(sys, "pycache_prefix", str(blocked))
    monkeypatch.setenv("SCODIFF_CACHE", str(kept / "cache"))
    return kept / "cache"


def test_where_the_package_cannot_be_written_the_users_cache_serves(
    read_only: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment().get_template(NAME)
    (path,) = compiled(read_only)
    assert path.parent.stat().st_mode & 0o077 == 0
    again = environment()
    monkeypatch.setattr(again, "compile", lambda *_: pytest.fail("compiled again"))
    again.get_template(NAME)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners and modes on this system")
def test_what_others_can_change_is_never_run(
    read_only: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment().get_template(NAME)
    (path,) = compiled(read_only)
    path.parent.chmod(0o777)
    compiled_again = []
    again = environment()
    compile_ = again.compile
    monkeypatch.setattr(
        again, "compile", lambda *a, **k: compiled_again.append(1) or compile_(*a, **k)
    )
    again.get_template(NAME)
    assert compiled_again


def test_no_place_at_all_is_no_obstacle(read_only: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCODIFF_CACHE", str(read_only.parent / "file"))
    assert environment().get_template(NAME).name == NAME


def test_an_installer_can_compile_ahead(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compile_ahead()
    assert len(compiled(kept)) == 1
