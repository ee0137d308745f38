"""What is installed from a wheel is whole, and lands nowhere but under ``scodiff``."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("corpus", "embeddings", "compare", "reports", "cli")
TOP_LEVEL_FILES = ("pyproject.toml", "README.md", "LICENSE")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")


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


def _run(command: list[str], **env: str) -> str:
    done = subprocess.run(
        command, env=os.environ | env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy, so that no stale build folder gets into it."""
    if reason := _why_not_buildable():
        pytest.skip(reason)
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in TOP_LEVEL_FILES:
        shutil.copy(ROOT / name, source)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(target)]
    _run([*PIP, "wheel", *options, str(source)])
    (built,) = target.glob("scodiff-*.whl")
    return built


def test_the_wheel_holds_every_file_of_the_folders(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    ours = {
        f"scodiff/{path.relative_to(ROOT).as_posix()}"
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == ours


@pytest.mark.parametrize(
    "pattern",
    [
        "corpus/texts/*.txt",
        "*/*/*.schema.json",
        "*/*/*.j2",
        "*/*/*.css",
        "*/models.toml",
        "*/py.typed",
    ],
)
def test_data_files_are_in_the_wheel_byte_for_byte(wheel: Path, pattern: str) -> None:
    paths = sorted(path for path in ROOT.glob(pattern) if path.parts[len(ROOT.parts)] in FOLDERS)
    assert paths
    with zipfile.ZipFile(wheel) as archive:
        for path in paths:
            name = f"scodiff/{path.relative_to(ROOT).as_posix()}"
            assert archive.read(name) == path.read_bytes(), name


def test_nothing_lands_beside_scodiff(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"scodiff"}


def test_every_package_is_declared() -> None:
    """setuptools installs only what is listed: a new folder must not be forgotten."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = set(settings["tool"]["setuptools"]["packages"])
    present = {
        "scodiff." + ".".join(path.parent.relative_to(ROOT).parts)
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("__init__.py")
    }
    assert declared == present


def test_an_installed_wheel_finds_its_texts(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    _run([*PIP, "install", "--no-deps", "--no-index", "--target", str(site), str(wheel)])
    code = (
        "import scodiff.corpus.library as library\n"
        "print(library.__file__)\n"
        "print(len(library.resolve('2003-moscow').citable))\n"
    )
    printed = _run([sys.executable, "-c", code], PYTHONPATH=str(site)).splitlines()
    assert Path(printed[0]).is_relative_to(site)
    assert int(printed[1]) == 35
