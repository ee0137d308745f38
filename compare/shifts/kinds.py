"""The kinds of shift: one table, read by the rules, the reports and the benchmarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

ShiftKind = Literal[
    "modality",
    "verb",
    "polarity",
    "degree",
    "hedge",
    "quantity",
    "actor",
    "scope",
    "commitment",
    "object",
]
SHIFT_KINDS: tuple[ShiftKind, ...] = get_args(ShiftKind)

Direction = Literal["strengthened", "weakened", "widened", "narrowed", "different", "unclear"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


@dataclass(frozen=True, slots=True)
class Traits:
    """What holds of all shifts of one kind.

    ``deliberate``: no second translation of the same text would show it
    (``benchmarks/evaluate/thresholds/noise.py``). ``turning``: with it a passage that kept its
    words may say something else. ``of_position``: false of numbers and dates, which are counted
    apart. ``adding``: the direction of a shift that adds one of the lexicon's phrases of this
    kind, opposite to one that drops it; None where the kind has a rule of its own.
    """

    deliberate: bool = False
    turning: bool = False
    of_position: bool = True
    adding: Literal["strengthened", "weakened"] | None = None


TRAITS: Mapping[ShiftKind, Traits] = {
    "polarity": Traits(deliberate=True, turning=True),
    "modality": Traits(deliberate=True, turning=True),
    "commitment": Traits(deliberate=True),
    "verb": Traits(deliberate=True),
    "actor": Traits(deliberate=True, turning=True),
    "quantity": Traits(deliberate=True, of_position=False),
    "degree": Traits(),
    "hedge": Traits(adding="weakened"),
    "scope": Traits(),
    "object": Traits(deliberate=True, turning=True),
}
