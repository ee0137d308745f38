"""From glyphs to fragments: stretches of a line that stand together."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scodiff.corpus.readers.pdf.directions import is_rtl_letter
from scodiff.corpus.readers.pdf.fragments import Fragment, is_spread

_JUMP = 1.0
_SAME_ANGLE = 0.01
# Of letters that are spaced out: in ems, and from how many of them on it shows.
_LEAST_SPREAD, _MOST_SPREAD, _FEWEST_SPREAD = 0.04, 0.6, 6


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: its characters, the origin of its baseline, its width and size in points.

    ``angle`` is the direction of its line in radians, ``gap`` the room in ems that is a space
    in its font, ``watermark`` whether the file says that it belongs to one.
    """

    text: str
    x: float
    y: float
    width: float
    size: float
    angle: float
    gap: float
    watermark: bool

    @property
    def along(self) -> float:
        """Its place along the direction of its line."""
        return self.x * math.cos(self.angle) + self.y * math.sin(self.angle)

    @property
    def across(self) -> float:
        """Its place across the direction of its line."""
        return self.y * math.cos(self.angle) - self.x * math.sin(self.angle)


def fragments_of(glyphs: Sequence[Glyph]) -> Iterator[Fragment]:
    """Runs of glyphs on one baseline in one size, in the order of the file."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _goes_on(run[-1], glyph):
            yield from _fragment(run)
            run = []
        run.append(glyph)
    yield from _fragment(run)


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    gap = glyph.along - before.along - before.width
    return (
        abs(before.angle - glyph.angle) < _SAME_ANGLE
        and abs(before.size - glyph.size) < 0.1 * glyph.size
        and abs(before.across - glyph.across) < 0.1 * glyph.size
        and -0.5 * glyph.size < gap < _JUMP * glyph.size
        and before.watermark == glyph.watermark
    )


def _fragment(run: Sequence[Glyph]) -> Iterator[Fragment]:
    """A run as a fragment, with spaces where its glyphs stand apart; none if it is blank."""
    inked = [glyph for glyph in run if glyph.text.strip()]
    if not inked:
        return
    mixed = any(is_rtl_letter(c) for glyph in inked for c in glyph.text)
    signs = _visual(run) if mixed else _signs(run)
    first = min(inked, key=lambda glyph: glyph.along) if mixed else inked[0]
    length = max(glyph.along + glyph.width for glyph in inked) - first.along
    yield Fragment(
        first.x, first.y, first.size, "".join(signs), first.x + length,
        first.angle, first.watermark, tuple(signs) if mixed else (),
    )  # fmt: skip


def _spread(run: Sequence[Glyph]) -> float:
    """How far letters are spaced out ("D E C L A R A T I O N"), in ems; mostly nothing."""
    if len(run) < _FEWEST_SPREAD or run[-1].along - run[0].along < 0.5 * run[0].size * len(run):
        return 0.0
    gaps = sorted(
        (after.along - before.along - before.width) / after.size
        for before, after in pairwise(run)
        if before.text.isalnum() and after.text.isalnum()
    )
    usual = gaps[len(gaps) // 2] if len(gaps) >= _FEWEST_SPREAD else 0.0
    return usual if _LEAST_SPREAD < usual < _MOST_SPREAD else 0.0


def _signs(run: Sequence[Glyph]) -> list[str]:
    signs: list[str] = []
    right = run[0].along
    spread = _spread(run)
    for glyph in run:
        apart = signs and glyph.along - right > (glyph.gap + spread) * glyph.size
        spaced = signs and (glyph.text.isspace() or signs[-1].isspace())
        if apart and not spaced and not is_spread(signs[-1], glyph.text):
            signs.append(" ")
        signs.append(glyph.text)
        if not glyph.text.isspace():
            right = glyph.along + glyph.width
    return signs


def _visual(run: Sequence[Glyph]) -> list[str]:
    """The characters from left to right as they are seen, vowel signs with their letters."""
    letters = sorted((g for g in run if not _is_vowel_sign(g)), key=lambda g: g.along)
    if not letters:
        return _signs(run)
    seen = {id(letter): letter.text for letter in letters}
    for sign in filter(_is_vowel_sign, run):
        home = min(letters, key=lambda g: abs(g.along + g.width / 2 - sign.along))
        seen[id(home)] += sign.text
    return _signs([replace(letter, text=seen[id(letter)]) for letter in letters])


def _is_vowel_sign(glyph: Glyph) -> bool:
    return glyph.text != "" and all(unicodedata.combining(c) for c in glyph.text)
