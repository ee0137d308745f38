"""Recording a model of the user's own, so that it is used knowingly and known again."""

from __future__ import annotations

import json
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from scodiff.embeddings.cache.location import user_path
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files.digests import folder_digests
from scodiff.embeddings.files.model_source import (
    folder_dimension,
    model_folder,
    refuse_foreign_code,
)
from scodiff.embeddings.registry import ModelCard, load_registry, read_cards, user_registry

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_INT8 = "-int8"
# Only models of scodiff's own are made of others; the name and the digests stand elsewhere.
_UNSAID = frozenset({"name", "sha256", "adapter"})


def record_model(model: str, name: str | None, languages: tuple[str, ...]) -> ModelCard:
    """Hashes the model that ``model`` names, a folder or a hub's ``owner/name``, and records it.

    A hub's model is downloaded if it is not here. Recording it again replaces what was
    recorded under that ``name`` (by default the folder's). Raises :class:`EmbeddingError` if
    there is no such model, the name is taken or cannot be one, or nothing can be written.
    """
    folder = model_folder(model, download=True).resolve()
    refuse_foreign_code(folder)
    digests = folder_digests(folder)
    chosen = _free_name(name or _plain(user_path(model).resolve().name))
    card = ModelCard(
        name=chosen,
        title=model if "/" in model and not Path(model).exists() else folder.name,
        kind="sentence-transformers",
        install=f"scodiff models add {model}",
        folder=str(folder),
        weights=next(n for n in digests if n.endswith((".safetensors", ".bin", ".pt"))),
        dimension=folder_dimension(folder),
        max_pieces=_limit(folder),
        languages=languages,
        licence="as its makers say",
        good_for="recorded by you",
        sha256=digests,
    )
    cards = read_cards(user_registry()) | {chosen: card}
    _write(user_registry(), cards)
    return card


def _free_name(name: str) -> str:
    registry = load_registry()
    shipped = registry.models.keys() - read_cards(user_registry()).keys()
    if not _NAME.fullmatch(name) or name == "none" or name.endswith(_INT8):
        raise EmbeddingError(
            f"{name!r} cannot be the name of a model; choose small letters, digits, '.', '-' and "
            "'_' with: --name NAME"
        )
    if name in shipped:
        raise EmbeddingError(f"{name} is a model of scodiff's own; choose another: --name NAME")
    return name


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-._") or "model"


def _limit(folder: Path) -> int:
    """The longest input in word pieces that the model's settings name, or 0."""
    try:
        settings = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))
        return int(settings.get("max_seq_length") or 0)
    except (OSError, ValueError, TypeError, AttributeError):
        return 0


def _write(path: Path, cards: dict[str, ModelCard]) -> None:
    lines = ["# Models recorded by `scodiff models add`, with the SHA-256 of their files."]
    for name, card in sorted(cards.items()):
        fields = {k: v for k, v in card._asdict().items() if k not in _UNSAID}
        lines += ["", f"[models.{_text(name)}]", *(f"{k} = {_text(v)}" for k, v in fields.items())]
        lines += ["", f"[models.{_text(name)}.sha256]"]
        lines += [f"{_text(file)} = {_text(digest)}" for file, digest in card.sha256.items()]
    try:
        data = ("\n".join(lines) + "\n").encode("utf-8")
    except UnicodeEncodeError:
        raise EmbeddingError(
            "a model whose folder, files or languages have names that are not UTF-8 cannot be "
            "recorded: rename them"
        ) from None
    temporary = path.with_suffix(f".{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise EmbeddingError(f"{path} cannot be written: {error}") from error


def _text(value: Any) -> str:
    """A string, number or list in TOML, whose notation for these JSON shares but for one sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
