"""Documents and vectors in, a comparison out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scodiff.compare.pipeline import compare

__all__ = ["compare"]


def __getattr__(name: str) -> Any:
    """Import the comparison when it is asked for: a search for a phrase has no use for numpy."""
    if name == "compare":
        from scodiff.compare.pipeline import compare

        return compare
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
