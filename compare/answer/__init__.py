"""What a comparison is to be told as: the news in it, chosen and quoted."""

from scodiff.compare.answer.answer import answer_of

__all__ = ["answer_of"]
