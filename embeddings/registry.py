"""The models scodiff knows, its own and the user's, and where their files are.

Its own stand in ``models.toml`` beside this file, those that the user has recorded
(``scodiff models add``) in a file of the same form. Imports no model code.
"""

from __future__ import annotations

import importlib.util
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.places import cache_root


@dataclass(frozen=True, slots=True)
class Parts:
    """The packages that bring a model's archive in parts, in order, and where in them it is."""

    packages: tuple[str, ...]
    requirements: tuple[str, ...]
    files: str


@dataclass(frozen=True, slots=True)
class ModelCard:
    """One entry of the registry.

    ``sha256`` maps the path of each file inside the model's folder to its digest;
    ``max_pieces`` is the longest input in word pieces, special ones included, or 0 if there
    is no limit. ``folder`` lies in the import package ``package``, if there is one, is joined
    from ``parts`` in the cache, or is a path of the user's.
    """

    name: str
    title: str
    kind: str
    install: str
    folder: str
    weights: str
    dimension: int
    max_pieces: int
    languages: tuple[str, ...]
    licence: str
    good_for: str
    sha256: Mapping[str, str]
    package: str = ""
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class Registry:
    """All known models by name, and the name of the one that is used when none is asked for."""

    default: str
    models: Mapping[str, ModelCard]


def load_registry() -> Registry:
    """The registry shipped with scodiff and, after it, the models that the user recorded.

    Raises :class:`EmbeddingError` if the user's file cannot be read.
    """
    shipped = _shipped()
    own = {n: c for n, c in read_cards(user_registry()).items() if n not in shipped.models}
    return Registry(shipped.default, {**shipped.models, **own}) if own else shipped


@cache
def _shipped() -> Registry:
    text = Path(__file__).with_name("models.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    models = {name: _card(name, entry) for name, entry in data["models"].items()}
    return Registry(data["default"], models)


def user_registry() -> Path:
    """The file of the user's own models: ``SCODIFF_MODELS``, or one in the settings folder."""
    if chosen := os.environ.get("SCODIFF_MODELS"):
        return Path(chosen).expanduser()
    from platformdirs import user_config_path

    return user_config_path("scodiff", appauthor=False) / "models.toml"


def read_cards(path: Path) -> dict[str, ModelCard]:
    """The models recorded in a file; none if there is no file. Raises :class:`EmbeddingError`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _card(name, entry) for name, entry in data.get("models", {}).items()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise EmbeddingError(
            f"{path}, the list of your own models, cannot be read ({error}); mend or delete it, "
            "and record the models again with: scodiff models add FOLDER"
        ) from error


def _card(name: str, entry: Mapping[str, Any]) -> ModelCard:
    fields = {key: value for key, value in entry.items() if key not in ("languages", "parts")}
    parts = entry.get("parts")
    if parts is not None:
        parts = Parts(tuple(parts["packages"]), tuple(parts["requirements"]), parts["files"])
    return ModelCard(name=name, languages=tuple(entry["languages"]), parts=parts, **fields)


def installed_folder(card: ModelCard) -> Path | None:
    """The folder of the model's files, or ``None`` if they are not on this machine.

    A package is found, not imported: importing one may load far more than its files.
    """
    if card.parts is not None:
        folder = joined_folder(card)
    elif card.package:
        package = package_folder(card.package)
        if package is None:
            return None
        folder = package / card.folder
    else:
        folder = Path(card.folder)
    return folder if folder.is_dir() else None


def joined_folder(card: ModelCard) -> Path:
    """Where a model that comes in parts lies, or will lie, when they are joined."""
    return cache_root() / "models" / f"{card.name}-{card.sha256[card.weights][:12]}"


def package_folder(package: str) -> Path | None:
    """Where the files of an import package are, which is not imported; ``None`` if nowhere."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))
