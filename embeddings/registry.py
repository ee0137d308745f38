"""The models scodiff knows, its own and the user's, and where their files are.

Its own stand in ``models.toml`` beside this file, those that the user has recorded
(``scodiff models add``) in a file of the same form. Imports no model code.
"""

from __future__ import annotations

import importlib.util
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from scodiff.embeddings.cache.location import cache_root, is_folder, user_folder, user_path
from scodiff.embeddings.errors import EmbeddingError


class Adapter(NamedTuple):
    """What makes a model of another, its ``base``: a change of weights, in a file of scodiff's."""

    base: str
    file: str


class ModelCard(NamedTuple):
    """One entry of the registry.

    ``sha256`` maps the path of each file inside the model's folder to its digest;
    ``max_pieces`` is the longest input in word pieces, special ones included, or 0 if there
    is no limit. ``folder`` lies in the import package ``package``, if there is one, or is a
    path of the user's; that of a model with an ``adapter`` is made in the cache. ``reader`` names
    the model that reads passages in pairs where this one compares texts, if there is one; such
    a model ``reads_pairs``, and is no encoder.
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
    adapter: Adapter | None = None
    reader: str = ""
    reads_pairs: bool = False


class Registry(NamedTuple):
    """All known models by name, and those that are used when none is asked for.

    ``default`` encodes texts for any purpose, ``comparing`` the paragraphs of two texts that
    are compared.
    """

    default: str
    comparing: str
    models: Mapping[str, ModelCard]

    @property
    def defaults(self) -> tuple[str, ...]:
        """The names of the models that are used when none is asked for, each once."""
        reader = self.models[self.comparing].reader
        return tuple(dict.fromkeys(filter(None, (self.default, self.comparing, reader))))


def load_registry() -> Registry:
    """The registry shipped with scodiff and, after it, the models that the user recorded.

    Raises :class:`EmbeddingError` if the user's file cannot be read.
    """
    shipped = _shipped()
    own = {n: c for n, c in read_cards(user_registry()).items() if n not in shipped.models}
    return shipped._replace(models={**shipped.models, **own}) if own else shipped


def for_comparing(model: str | None) -> str:
    """The name of the model that two texts are compared with: the one asked for, or the default."""
    return load_registry().comparing if model is None else model


@cache
def _shipped() -> Registry:
    text = Path(__file__).with_name("models.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    entries = data["models"]
    models = {name: _card(name, _whole(entry, entries)) for name, entry in entries.items()}
    return Registry(data["default"], data["comparing"], models)


def _whole(entry: Mapping[str, Any], entries: Mapping[str, Any]) -> Mapping[str, Any]:
    """An entry, to which an adapter's base gives all that it does not say itself."""
    if "adapter" not in entry:
        return entry
    base = {k: value for k, value in entries[entry["adapter"]["base"]].items() if k != "package"}
    return {**base, **entry, "sha256": {**base["sha256"], **entry["sha256"]}}


def user_registry() -> Path:
    """The file of the user's own models: ``SCODIFF_MODELS``, or one in the settings folder."""
    if chosen := os.environ.get("SCODIFF_MODELS"):
        return user_path(chosen)
    return user_folder("config") / "models.toml"


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
    fields = {key: value for key, value in entry.items() if key not in ("languages", "adapter")}
    adapter = Adapter(**entry["adapter"]) if "adapter" in entry else None
    languages = tuple(entry["languages"])
    return ModelCard(name=name, languages=languages, adapter=adapter, **fields)


def installed_folder(card: ModelCard) -> Path | None:
    """The folder of the model's files, or ``None`` if they are not on this machine.

    A package is found, not imported: importing one may load far more than its files.
    """
    if card.adapter is not None:
        folder = made_folder(card)
    elif card.package:
        package = package_folder(card.package)
        if package is None:
            return None
        folder = package / card.folder
    else:
        folder = Path(card.folder)
    return folder if is_folder(folder) else None


def is_installed(card: ModelCard) -> bool:
    """Whether the model's files are here, or those of the model that it is made of."""
    if card.adapter is not None:
        return is_installed(load_registry().models[card.adapter.base])
    return installed_folder(card) is not None


def installed_models() -> tuple[str, ...]:
    """The names of all models that can be used on this machine."""
    return tuple(name for name, card in load_registry().models.items() if is_installed(card))


def made_folder(card: ModelCard) -> Path:
    """Where the files of a model lie, or will lie, that are made in the cache."""
    return cache_root() / "models" / f"{card.name}-{card.sha256[card.weights][:12]}"


def package_folder(package: str) -> Path | None:
    """Where the files of an import package are, which is not imported; ``None`` if nowhere."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))
