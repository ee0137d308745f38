"""The command ``doctor``: what an installation has and lacks."""

from __future__ import annotations

from pathlib import Path

from command import run


def test_doctor_says_what_is_there_and_what_is_wrong(tmp_path: Path) -> None:
    result = run("doctor", SCODIFF_CACHE=str(tmp_path / "cache"))
    assert result.exit_code == 0, result.stdout
    assert "FTS5" in result.stdout
    (tmp_path / "file").write_text("no folder")
    broken = run("doctor", SCODIFF_CACHE=str(tmp_path / "file" / "cache"))
    assert broken.exit_code == 1
    assert "NO  cache" in broken.stdout
