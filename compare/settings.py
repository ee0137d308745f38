"""Every threshold of a comparison, in one place; the JSON records them all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The thresholds of a comparison.

    ``benchmarks/evaluate/settings.py`` measures what each is worth, ``noise.py`` the last three.

    ``link``: the least probability at which two paragraphs are said to answer to each
    other; None takes the one measured for the model (``weights.toml``), and the comparison
    records that. ``neighbour``: what each linked neighbour adds to the log-odds of two
    paragraphs that have no link yet. ``growth``: the least share of a paragraph's rare
    words that must stand in the passage it is joined to (1-n and n-1), and ``gain`` the
    least share of that passage's rare words that it alone accounts for, unless it alone
    accounts for ``whole``, a share of its own. ``joined``: how probable a pair must be to
    make a passage of several paragraphs where its own words would not. ``related``: the
    least probability at which a pair is shown as "see also", and ``sure`` the probability
    from which a link needs no such company. ``noise_floor`` and ``noise_ceiling``: two
    translations of one text keep a share of their words between these two
    (``benchmarks/evaluate/noise.py``: 90 % of verses do). ``reformulated_below``: a linked passage
    that keeps a smaller share of its words is reformulated rather than changed; it is the
    floor, below which the wording is no longer recognisably the same. All but
    ``neighbour`` are in [0, 1].
    """

    link: float | None = None
    neighbour: float = 2.0
    growth: float = 0.5
    gain: float = 0.1
    whole: float = 0.5
    joined: float = 0.6
    related: float = 0.005
    sure: float = 0.75
    noise_floor: float = 0.36
    noise_ceiling: float = 0.9
    reformulated_below: float = 0.36
