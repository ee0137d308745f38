"""No pattern of the program takes time that grows with the square of a text, or worse.

Each is tried on texts made of its own parts: a sample of what stands before a repetition, then
what is repeated, many times, then something that does not fit.
"""

from __future__ import annotations

import random
import re
import signal
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from re import _constants as codes
from re import _parser as parser
from typing import Any

import pytest
from sources import PACKAGES, modules

# Patterns that are tried on short strings only: the most characters that they are given. And
# those that are tried at the beginning of a text only, but not under their own name.
SHORT = {
    "corpus.datelines:_DATELINES": 100,
    "corpus.segmentation.marks:_PAGE_NUMBER": 24,
    "compare.text.abbreviations:_NAME_BEFORE": 160,
    "compare.text.abbreviations:_CYRILLIC_NAME_BEFORE": 160,
    "compare.text.abbreviations:_HAN_NAME_BEFORE": 160,
    "embeddings.housekeeping:_OURS": 255,
}
ANCHORED = ("corpus.labels:_NUMBER",)
SIZE, SECONDS = 2_000, 1.0
# One measurement may have been disturbed: what is slow is slow each time.
TRIED = 3
UNITS = (
    " ", "\n", "\t", "a", "A", "1", ".", "-", ",", "(", "[", '"', "'", "_", "a ", "A ", "Aa ",
    "1.", "1 ", "и", "Ая ", "和", "\xa0", " \n", "a-", "a'", "a.", "A.", ", ", "<", "&",
)  # fmt: skip
FILLED = {
    codes.CATEGORY_SPACE: " ", codes.CATEGORY_DIGIT: "1", codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_SPACE: "a", codes.CATEGORY_NOT_WORD: "-", codes.CATEGORY_NOT_DIGIT: "a",
}  # fmt: skip
Attack = tuple[str, str, str]


def patterns() -> dict[re.Pattern[Any], str]:
    """Every compiled pattern that stands in a module, also within tuples and tables."""
    found: dict[re.Pattern[Any], str] = {}

    def gather(value: object, name: str) -> None:
        """Take up a pattern, or those in a container."""
        if isinstance(value, re.Pattern):
            found.setdefault(value, name)
        elif isinstance(value, tuple | list | frozenset) and len(value) < 100:
            for item in value:
                gather(item, name)
        elif isinstance(value, dict) and len(value) < 100:
            for item in value.values():
                gather(item, name)

    for package in PACKAGES:
        for module in modules(package):
            if module.name.endswith("__main__"):
                continue
            for name, value in vars(import_module(f"scodiff.{module.name}")).items():
                gather(value, f"{module.name}:{name}")
    return found


def sample(tree: Any, chosen: random.Random, repeats: list[tuple[str, Any]]) -> str:
    """A text that fits, and what stands in it before each repetition, with what is repeated."""
    text = ""
    for code, of in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, most, item = of
            if most >= 10:
                repeats.append((text, item))
            text += sample(item, chosen, repeats) * max(least, min(1, most))
        elif code == codes.BRANCH:
            text += sample(chosen.choice(of[1]), chosen, repeats)
        elif code == codes.SUBPATTERN:
            text += sample(of[3], chosen, repeats)
        elif code == codes.ATOMIC_GROUP:
            text += sample(of, chosen, repeats)
        elif code == codes.LITERAL:
            text += chr(of)
        elif code in (codes.ANY, codes.NOT_LITERAL):
            text += "a"
        elif code == codes.IN:
            text += one_of(of, chosen)
    return text


def one_of(items: list[tuple[Any, Any]], chosen: random.Random) -> str:
    if items[0][0] == codes.NEGATE:
        return chosen.choice("a A")
    code, of = chosen.choice(items)
    if code == codes.CATEGORY:
        return FILLED.get(of, "a")
    return chr(of if code == codes.LITERAL else of[0])


def attacks(pattern: re.Pattern[Any]) -> Iterator[Attack]:
    chosen = random.Random(1)
    source = pattern.pattern
    tree = parser.parse(source, pattern.flags)
    found: set[Attack] = set()
    for _ in range(3):
        repeats: list[tuple[str, Any]] = []
        whole = sample(tree, chosen, repeats)
        for before, item in repeats:
            unit = sample(item, chosen, []) or "a"
            found |= {(start, unit, end) for start in (before, "") for end in ("", "!", "\n")}
            found |= {("", before + unit, ""), (before, " ", "!")}
        found |= {("", whole + " ", ""), ("", whole[:-1] or "a", "!")}
    found |= {(start, unit, "!") for unit in UNITS for start in ("", "a")}
    yield from sorted(found)


class TooSlowError(Exception):
    """A pattern took longer than it may."""


def interrupt(*_: object) -> None:
    raise TooSlowError


def seconds(pattern: re.Pattern[Any], text: str, way: str) -> float:
    data: Any = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
    begin = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        if way in ("match", "fullmatch", "search"):
            getattr(pattern, way)(data)
        else:
            for _ in pattern.finditer(data):
                pass
    except TooSlowError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begin


def ways_of(name: str) -> list[str]:
    """The ways in which the program tries a pattern."""
    if name in ANCHORED:
        return ["match"]
    module, _, own = name.partition(":")
    source = import_module(f"scodiff.{module}").__file__
    assert source is not None
    text = Path(source).read_text(encoding="utf-8")
    found = set(re.findall(rf"\b{re.escape(own)}\.(\w+)\(", text))
    return sorted(found & {"match", "fullmatch", "search"}) + (
        ["finditer"] if not found or found - {"match", "fullmatch", "search"} else []
    )


def is_slow(pattern: re.Pattern[Any], attack: Attack, way: str, short: int | None) -> bool:
    """Whether time grows faster than the text; for short strings, whether one takes long."""
    start, unit, end = attack

    def took(size: int) -> float:
        """The time for a text of about so many characters."""
        return seconds(pattern, (start + unit * (size // len(unit) + 1))[:size] + end, way)

    if short is not None:
        return all(took(short) > 0.02 for _ in range(TRIED))
    if took(4 * SIZE) <= 0.02:
        return False
    # Sixteen times as long were the square.
    return all(took(4 * SIZE) > 8 * took(SIZE) for _ in range(TRIED))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no such timer")
def test_no_pattern_takes_more_than_linear_time() -> None:
    found = patterns()
    assert len(found) > 120
    before = signal.signal(signal.SIGVTALRM, interrupt)
    try:
        slow = [
            (name, attack)
            for pattern, name in found.items()
            for attack in attacks(pattern)
            for way in ways_of(name)
            if is_slow(pattern, attack, way, SHORT.get(name))
        ]
    finally:
        signal.signal(signal.SIGVTALRM, before)
    assert slow == []


def test_a_quadratic_pattern_is_found() -> None:
    quadratic = re.compile(r"\s*x|(a+)+b")
    before = signal.signal(signal.SIGVTALRM, interrupt)
    try:
        assert any(is_slow(quadratic, attack, "search", None) for attack in attacks(quadratic))
    finally:
        signal.signal(signal.SIGVTALRM, before)
