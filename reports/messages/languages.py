"""The languages that reports are written in, those that have a message file; how they count.

A message file has under ``[plural]`` a condition for each plural category of its language but
``other``, in the notation of Unicode's CLDR (``few = "n % 10 = 2..4 and n % 100 != 12..14"``;
reports count in whole numbers). The conditions of all languages are listed at
https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from scodiff.reports.errors import ReportError

DEFAULT = "en"
FOLDER = Path(__file__).parent

_RELATION = re.compile(r"[ni](?: % (\d+))? (!?=) (\d[\d., ]*)")
_RANGE = re.compile(r"(\d+)(?:\.\.(\d+))?")


def available() -> list[str]:
    """The tags of the languages, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def plural_category(conditions: Mapping[str, str], number: int) -> str:
    """The plural category of a number: the first whose condition holds, else ``other``.

    Raises:
        ReportError: a condition is not in the notation.
    """
    return next((name for name, words in conditions.items() if _holds(words, number)), "other")


def _holds(condition: str, number: int) -> bool:
    return any(
        all(_relation_holds(relation, number) for relation in part.split(" and "))
        for part in condition.split(" or ")
    )


def _relation_holds(relation: str, number: int) -> bool:
    match = _RELATION.fullmatch(relation)
    if match is None:
        raise ReportError(f"“{relation}” is no plural condition; see reports/messages/languages.py")
    modulus, sign, ranges = match.groups()
    value = number % int(modulus) if modulus else number
    among = any(int(first) <= value <= int(last or first) for first, last in _RANGE.findall(ranges))
    return among == (sign == "=")
