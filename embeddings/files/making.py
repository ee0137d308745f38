"""Models whose folder scodiff makes in the cache: once, whole, and checked file by file."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from scodiff.embeddings.cache.locks import exclusive
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files.places import private_folder
from scodiff.embeddings.registry import ModelCard, made_folder

#: The content of a recorded file, by its name, in pieces.
Content = Callable[[str], Iterable[bytes]]


def make_folder(card: ModelCard, content: Content, otherwise: str) -> Path:
    """The folder of a model, whose recorded files are written unless they are there already.

    Raises :class:`EmbeddingError`, which ends in ``otherwise``, if a file would not be the
    recorded one, and ``OSError``; in either case nothing is left behind.
    """
    folder = made_folder(card)
    private_folder(folder.parent)
    with exclusive(folder.with_suffix(".lock")):
        if not folder.is_dir():
            fill_folder(folder, card, content, otherwise)
    return folder


def fill_folder(folder: Path, card: ModelCard, content: Content, otherwise: str) -> None:
    """Write the recorded files of a model into a folder that is not there yet; raises as above."""
    temporary = folder.with_suffix(f".{secrets.token_hex(4)}.tmp")
    try:
        for name, expected in card.sha256.items():
            actual = _write(temporary / name, content(name))
            if actual != expected:
                raise EmbeddingError(
                    f"{name} of {card.title} would not be the official file (its SHA-256 is "
                    f"{actual}, not {expected}); {otherwise}"
                )
        temporary.replace(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write(target: Path, pieces: Iterable[bytes]) -> str:
    """Write a file, and give its SHA-256."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("wb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()
