"""Which languages a model can bring together, and what to say where it cannot."""

from __future__ import annotations

from scodiff.embeddings.encoder import ModelInfo
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.registry import load_registry


def base_language(tag: str | None) -> str | None:
    """The language of a tag without script and region (``zh-Hans`` is ``zh``), if it is known."""
    base = (tag or "").lower().replace("_", "-").split("-")[0]
    return base if base not in ("", "und", "mul", "zxx") else None


def require_cross_lingual(model: ModelInfo | None, first: str | None, second: str | None) -> None:
    """Raises :class:`EmbeddingError` if a model cannot compare texts in these two languages.

    Without a model, texts in different languages have nothing in common to go by. A language
    that is not known, and a model that is not known to cover only some, are let pass.
    """
    pair = (base_language(first), base_language(second))
    a, b = pair
    if a is None or b is None or a == b:
        return
    if model is not None and (not model.languages or {a, b} <= set(model.languages)):
        return
    means = f"the model {model.name}" if model else "a comparison of words"
    raise EmbeddingError(
        f"one text is in '{a}' and the other in '{b}', and {means} cannot compare across "
        f"languages; {_remedy(a, b)} (if a language is wrong, say --language)"
    )


def language_warning(model: ModelInfo | None, first: str | None, second: str | None) -> str | None:
    """What to say where both texts are in one language that the model was not made for."""
    a, b = base_language(first), base_language(second)
    if model is None or not model.languages or a is None or a != b or a in model.languages:
        return None
    return f"both texts are in '{a}', which the model {model.name} does not know; {_remedy(a, a)}"


def _remedy(a: str, b: str) -> str:
    for card in load_registry().models.values():
        if {a, b} <= set(card.languages):
            return f"use --model {card.name}, which this brings: {card.install}"
    return f"no model that scodiff knows covers {'it' if a == b else 'both'}"
