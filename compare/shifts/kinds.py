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
    apart. ``quoted``: whether reports quote it as an example, never, only where words stand on
    both sides, or always. ``adding``: the direction of a shift that adds one of the lexicon's
    phrases of this kind, opposite to one that drops it; None where the kind has a rule of its own.
    """

    deliberate: bool = False
    turning: bool = False
    of_position: bool = True
    quoted: Literal["never", "replaced", "always"] = "never"
    adding: Literal["strengthened", "weakened"] | None = None


# In the order in which examples are quoted.
TRAITS: Mapping[ShiftKind, Traits] = {
    "polarity": Traits(deliberate=True, turning=True, quoted="replaced"),
    "modality": Traits(deliberate=True, turning=True, quoted="replaced"),
    "commitment": Traits(deliberate=True, quoted="replaced"),
    "verb": Traits(deliberate=True, quoted="replaced"),
    "actor": Traits(deliberate=True, turning=True, quoted="always"),
    "quantity": Traits(deliberate=True, of_position=False),
    "degree": Traits(),
    "hedge": Traits(adding="weakened"),
    "scope": Traits(),
    "object": Traits(deliberate=True, turning=True, quoted="replaced"),
}
QUOTING_ORDER: Mapping[ShiftKind, int] = {kind: place for place, kind in enumerate(TRAITS)}


def is_quoted(kind: ShiftKind, *, replaced: bool) -> bool:
    """Whether reports quote a shift as an example; ``replaced``: words stand on both sides."""
    quoted = TRAITS[kind].quoted
    return quoted == "always" or (quoted == "replaced" and replaced)
