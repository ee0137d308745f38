"""What a number in words or figures comes to: ``forty-second``, ``42nd``, ``1.5 million``."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen""".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_ORDINALS = """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh
    twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth
    nineteenth""".split()  # noqa: SIM905
_VALUES = (
    {word: value for value, word in enumerate(_SMALL)}
    | {word: value for value, word in enumerate(_ORDINALS)}
    | {word: 10 * value for value, word in enumerate(_TENS, 2)}
    | {f"{word[:-1]}ieth": 10 * value for value, word in enumerate(_TENS, 2)}
    | {"dozen": 12}
)
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES |= {f"{word}th": value for word, value in _SCALES.items()}
_NUMBER_WORDS = frozenset(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty
    thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth
    fiftieth sixtieth seventieth eightieth ninetieth hundredth half quarter dozen twice
    annual annually""".split()  # noqa: SIM905
)
_NAMED = re.compile(r"\d[dg]")  # 3D, 5G
_HAS_DIGIT = re.compile(r"\d")
_FIGURES = re.compile(r"(\d{1,3}(?:[,\u00a0 ]\d{3})+|\d+)(?:\.(\d+))?(?:st|nd|rd|th)?")


def is_numeral(form: str) -> bool:
    """Whether a folded word is a number or an ordinal, in figures or in words."""
    if _NAMED.fullmatch(form):
        return False
    return form in _NUMBER_WORDS or _HAS_DIGIT.search(form) is not None


def value_of(words: Iterable[str]) -> float | None:
    """The value of folded number words, or None where they are no one number."""
    total = part = 0.0
    seen = False
    for word in words:
        if word in {"hundred", "hundredth"}:
            part = (part or 1.0) * 100
        elif word in _SCALES:
            total, part = total + (part or 1.0) * _SCALES[word], 0.0
        elif (value := _value(word)) is None:
            return None
        else:
            part += value
        seen = True
    return total + part if seen else None


def _value(word: str) -> float | None:
    if word in _VALUES:
        return float(_VALUES[word])
    figures = _FIGURES.fullmatch(word)
    if figures is None:
        return None
    return float(f"{re.sub('[^0-9]', '', figures[1])}.{figures[2] or 0}")
