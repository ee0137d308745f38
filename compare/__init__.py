"""Documents and vectors in, a comparison out."""

from scodiff.compare.pipeline import compare

__all__ = ["compare"]
