"""The command ``doctor``: what an installation has and lacks."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from command import run

from scodiff.cli.doctor import OPTIONAL, PACKAGES

EXTRAS = ("cluster", "fast", "postgres", "reader", "serve")  # that commands of their own need


def test_doctor_says_what_is_there_and_what_is_wrong(tmp_path: Path) -> None:
    result = run("doctor", SCODIFF_CACHE=str(tmp_path / "cache"))
    assert result.exit_code == 0, result.stdout
    assert "FTS5" in result.stdout
    (tmp_path / "file").write_text("no folder")
    broken = run("doctor", SCODIFF_CACHE=str(tmp_path / "file" / "cache"))
    assert broken.exit_code == 1
    assert "NO  cache" in broken.stdout


@pytest.mark.parametrize("package", ["distributed", "pgvector", "psycopg"])
def test_an_extra_that_is_not_installed_is_told_and_is_no_fault(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = importlib.metadata.version

    def without(name: str) -> str:
        if name == package:
            raise importlib.metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(importlib.metadata, "version", without)
    said = run("doctor")
    assert said.exit_code == 0, said.stdout
    assert re.search(rf"^ok +{package} +not installed; .* needs it", said.stdout, re.MULTILINE)


def test_every_extra_that_a_command_needs_is_looked_at() -> None:
    extras = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    named = extras["project"]["optional-dependencies"]
    needed = {re.split(r"[\[<>=]", one)[0] for extra in EXTRAS for one in named[extra]}
    # With these the others come: they have no use of their own.
    needed -= {"cryptography", "onnx", "python-multipart"}
    assert needed <= OPTIONAL.keys() <= {*PACKAGES}
