"""Every threshold of judgement in a comparison, in one place; the JSON records them all.

Elsewhere are only the numbers that define the evidence (windows, neighbours, dampings: they
stand in ``scoring`` and change only together with ``weights.toml``), the rules by which the
words of one edit are read (``diff``, ``shifts``), and bounds on time and memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Settings:
    """The thresholds of a comparison, in the order in which it needs them.

    Probabilities and shares are in [0, 1]. ``benchmarks/evaluate/thresholds/settings.py`` measures
    what those of the alignment are worth, ``noise.py`` and ``quarters.py`` beside it those of the
    relations and of meaning against wording.
    """

    # Alignment: the least probability at which two paragraphs are said to answer to each
    # other. None takes the one that promises the best F1 for the texts at hand
    # (``alignment/threshold.py``), but no less than ``least_link``, or ``least_link_read`` where
    # pairs were read together: who has read two texts that have nothing in common is not misled
    # by them. The comparison records it.
    link: float | None = None
    least_link: float = 0.25
    least_link_read: float = 0.2
    # What each linked neighbour adds to the log-odds of two paragraphs without a link.
    neighbour: float = 2.0
    # The least share of a paragraph's rare words that must stand in the passage that it is
    # joined to (1-n and n-1).
    growth: float = 0.5
    # The least share of that passage's rare words that it alone must account for, unless it
    # alone accounts for ``whole``, a share of its own.
    gain: float = 0.1
    whole: float = 0.5
    # How probable a pair must be to make a passage of several paragraphs where its own words
    # would not.
    joined: float = 0.6
    # How probable a pair must be for copies of a paragraph to be told apart by it.
    anchor: float = 0.6

    # The least probability that a pair which answers to each other is the same passage, and not
    # only a part of it; below it neither is linked, unless one mostly stands in the other.
    passage: float = 0.5

    # Certainty: the least probability at which a link, "no counterpart" and a shared passage are
    # called sure, or likely; below it they are open. None takes those measured for the evidence
    # at hand (``weights.toml``), and the comparison records them.
    sure_link: float | None = None
    likely_link: float | None = None
    sure_alone: float | None = None
    likely_alone: float | None = None
    sure_part: float | None = None
    likely_part: float | None = None
    # The least probability of a candidate beside the best, and how many are named.
    candidate: float = 0.05
    most_candidates: int = 5

    # Related pairs: the least probability at which a pair is shown as "see also", the
    # probability from which a link needs no such company, and how many a paragraph may have.
    related: float = 0.005
    # The same where pairs were read: the least probability that both treat the same matter.
    matter: float = 0.5
    sure: float = 0.75
    most_related: int = 3

    # Noise: two translations of one text keep a share of their words between these two.
    noise_floor: float = 0.36
    noise_ceiling: float = 0.9

    # Relations: a linked passage that keeps a smaller share of its words is reformulated
    # rather than changed. It is the floor of the noise, below which the wording is no longer
    # recognisably the same.
    reformulated_below: float = 0.36
    # Below this share of words kept a word-by-word display is confetti: the reader is shown
    # the passage before and after.
    rewritten_below: float = 1 / 3

    # Moves inside a passage: the least words and letters of a moved stretch, and the least
    # share of words that it keeps where it was edited on the way.
    move_words: int = 4
    move_letters: int = 20
    move_alike: float = 0.7

    # Meaning against wording: the least cosine of the same meaning, the least share of words
    # kept of the same wording, and the share from which on a shift can be said to have turned
    # what was kept. They part a reader's "same statement" from "same topic", and edited copies
    # from independent translations of one text.
    same_meaning: float = 0.67
    same_words: float = 0.75
    mostly_same_words: float = 0.5

    def completed(self, measured: Mapping[str, float]) -> Settings:
        """The same with what was ``measured`` for each setting, by name, that is None."""
        missing = {k: value for k, value in measured.items() if getattr(self, k) is None}
        return replace(self, **missing)  # type: ignore[arg-type]


CERTAINTY_THRESHOLDS: tuple[str, ...] = (
    "sure_link",
    "likely_link",
    "sure_alone",
    "likely_alone",
    "sure_part",
    "likely_part",
)
DEFAULTS = Settings()
