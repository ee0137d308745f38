"""What the tests of the whole project share: a wheel, and scodiff as installed from it."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sources import PACKAGES, ROOT

TOP_LEVEL_FILES = ("pyproject.toml", "README.md", "LICENSE")


def _why_not_buildable() -> str | None:
    if importlib.util.find_spec("pip") is None:
        return "this environment has no pip"
    try:
        version = importlib.metadata.version("setuptools")
    except importlib.metadata.PackageNotFoundError:
        return "this environment has no setuptools"
    if int(version.split(".")[0]) < 77:
        return f"building takes setuptools 77 or newer, here is {version}"
    return None


def _pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy, so that no stale build folder gets into it."""
    if reason := _why_not_buildable():
        pytest.skip(reason)
    source, target = (tmp_path_factory.mktemp(name) for name in ("source", "wheel"))
    for name in TOP_LEVEL_FILES:
        shutil.copy(ROOT / name, source)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", target]
    _pip("wheel", *options, source)
    (built,) = target.glob("scodiff-*.whl")
    return built


@pytest.fixture(scope="session")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel installed into a folder of its own; what it needs is found where it is now."""
    folder = tmp_path_factory.mktemp("site")
    _pip("install", "--no-deps", "--no-index", "--target", folder, wheel)
    return folder
