"""The models scodiff knows (``models.toml``), and where their files are; imports no model code."""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ModelCard:
    """One entry of the registry.

    ``sha256`` maps the path of each file inside the model's folder to its digest;
    ``max_pieces`` is the longest input in word pieces, special ones included.
    """

    name: str
    title: str
    package: str
    requirement: str
    folder: str
    weights: str
    dimension: int
    max_pieces: int
    languages: tuple[str, ...]
    licence: str
    good_for: str
    sha256: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Registry:
    """All known models by name, and the name of the one that is used when none is asked for."""

    default: str
    models: Mapping[str, ModelCard]


@cache
def load_registry() -> Registry:
    """The registry that is shipped with scodiff."""
    text = Path(__file__).with_name("models.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    models = {name: _card(name, entry) for name, entry in data["models"].items()}
    return Registry(data["default"], models)


def _card(name: str, entry: Mapping[str, Any]) -> ModelCard:
    fields = {key: value for key, value in entry.items() if key != "languages"}
    return ModelCard(name=name, languages=tuple(entry["languages"]), **fields)


def installed_folder(card: ModelCard) -> Path | None:
    """The folder of the model's files, or ``None`` if its package is not installed.

    The package is found, not imported: importing one may load far more than its files.
    """
    spec = importlib.util.find_spec(card.package)
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations)), card.folder)
    return folder if folder.is_dir() else None
