"""How often a phrase stands in a document, with the interval that so few words leave."""

from __future__ import annotations

from math import sqrt

from scodiff.compare.phrases.model import Frequency

_Z = 1.959963984540054
PER = 1000


def frequency(document: str, count: int, words: int) -> Frequency:
    """Occurrences per 1,000 words and the 95 % score interval (Wilson 1927).

    The interval takes each word as a trial, as rates of rare events commonly do.
    """
    if not words:
        return Frequency(document, count, words, 0.0, 0.0, 0.0)
    if not count:
        return Frequency(document, 0, words, 0.0, 0.0, PER * _Z**2 / (words + _Z**2))
    rate = count / words
    spread = _Z * sqrt(rate * (1 - rate) / words + _Z**2 / (4 * words**2))
    middle, scale = rate + _Z**2 / (2 * words), 1 + _Z**2 / words
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return Frequency(
        document,
        count,
        words,
        PER * rate,
        PER * max(0.0, low),
        PER * min(1.0, high),
    )
