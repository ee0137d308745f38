"""What is installed from a wheel is whole, and lands nowhere but under ``scodiff``."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from sources import PACKAGES, ROOT

pytestmark = pytest.mark.xdist_group("wheel")


def test_the_wheel_holds_every_file_of_the_folders(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    ours = {
        f"scodiff/{path.relative_to(ROOT).as_posix()}"
        for folder in PACKAGES
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
    paths = sorted(path for path in ROOT.glob(pattern) if path.parts[len(ROOT.parts)] in PACKAGES)
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
        for folder in PACKAGES
        for path in (ROOT / folder).rglob("__init__.py")
    }
    assert declared == present


def test_an_installed_wheel_finds_its_texts(site: Path) -> None:
    code = (
        "import scodiff.corpus.library as library\n"
        "print(library.__file__)\n"
        "print(len(library.resolve('2003-moscow').citable))\n"
    )
    command, env = [sys.executable, "-c", code], os.environ | {"PYTHONPATH": str(site)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    printed = done.stdout.splitlines()
    assert Path(printed[0]).is_relative_to(site)
    assert int(printed[1]) == 35
