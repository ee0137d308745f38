"""Text written from right to left: from the order in which it is seen to that of reading.

A PDF places glyphs; what was written first stands rightmost. Numbers and words in other
scripts inside such a line run from left to right (Unicode Standard Annex 9, undone).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

_RTL = ("R", "AL")
_LEAST_SHARE = 0.5
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_OPEN, _CLOSED = "([{«‹", ")]}»›"
# Over one letter for each glyph: L left to right, E digit, C between digits, T beside them.
_LEFT_TO_RIGHT = re.compile(r"L(?:[NCT]*[LE])*|(?:(?<!T)T++)?E(?:C?E)*+T*")
_INNER_RTL = re.compile(r"R(?:[^L]*R)?")
_CLASSES = {"EN": "E", "AN": "E", "CS": "C", "ES": "C", "ET": "T", "L": "L", "R": "R", "AL": "R"}
_NON_JOINER = "\u200c"
_FORMS = re.compile("[\ufb50-\ufdfb\ufe70-\ufefc]")


def is_rtl_letter(character: str) -> bool:
    """Whether a character is a letter of a script written from right to left."""
    return character > "\u0590" and unicodedata.bidirectional(character) in _RTL


def is_rtl(text: str) -> bool:
    """Whether a line reads from right to left: a third of its letters do at least."""
    if text.isascii():
        return False
    letters = [c for c in text if c.isalpha()]
    backward = sum(map(is_rtl_letter, letters))
    return backward > 0 and backward >= _LEAST_SHARE * (len(letters) - backward)


def logical(signs: Sequence[str]) -> str:
    """The text of glyphs that are seen from left to right, in the order of reading."""
    if is_rtl("".join(signs)):
        return _backward(signs)
    classes = _classes(signs)
    parts: list[str] = []
    end = 0
    for run in _INNER_RTL.finditer(classes):
        parts += [*signs[end : run.start()], _backward(signs[run.start() : run.end()])]
        end = run.end()
    return "".join([*parts, *signs[end:]])


def letters_of(text: str) -> str:
    """A text with letters instead of the forms they take at their places in words.

    Where a form says that a letter is not joined to the next, which it otherwise would be, a
    zero-width non-joiner stood between them.
    """
    if not _FORMS.search(text):
        return text
    parts: list[str] = []
    for character, following in zip(text, [*text[1:], ""], strict=True):
        form, bases = _form(character)
        parts.append(bases)
        if form in ("<final>", "<isolated>") and bases[-1] in _joining() and _form(following)[0]:
            parts.append(_NON_JOINER)
    return "".join(parts)


def _form(character: str) -> tuple[str, str]:
    """What form of which letters a character is; an empty form for any other character."""
    if not _FORMS.match(character):
        return "", character
    form = unicodedata.decomposition(character).partition(" ")[0]
    return form, unicodedata.normalize("NFKC", character).strip() or character


@cache
def _joining() -> frozenset[str]:
    """The letters that are joined to the one after them."""
    forms = [chr(c) for c in (*range(0xFB50, 0xFBFF), *range(0xFE70, 0xFEFD))]
    initial = [c for c in forms if unicodedata.decomposition(c).startswith("<initial>")]
    return frozenset(unicodedata.normalize("NFKC", c) for c in initial)


def _backward(signs: Sequence[str]) -> str:
    classes = _classes(signs)
    pieces: list[tuple[str, bool]] = []
    end = 0
    for run in _LEFT_TO_RIGHT.finditer(classes):
        pieces += [(sign, True) for sign in signs[end : run.start()]]
        pieces.append(("".join(signs[run.start() : run.end()]), False))
        end = run.end()
    pieces += [(sign, True) for sign in signs[end:]]
    plain = "".join(piece for piece, _ in reversed(pieces))
    turned = "".join(
        piece.translate(_MIRRORED) if backward else piece for piece, backward in reversed(pieces)
    )
    # Some programs write which bracket is seen, others which one was meant.
    return plain if _crossed(turned) > _crossed(plain) else turned


def _crossed(text: str) -> int:
    """How many brackets close what none has opened."""
    depth = crossed = 0
    for character in text:
        if character in _OPEN:
            depth += 1
        elif character in _CLOSED:
            crossed += depth == 0
            depth = max(0, depth - 1)
    return crossed


def _classes(signs: Iterable[str]) -> str:
    return "".join(_CLASSES.get(unicodedata.bidirectional(sign[:1] or " "), "N") for sign in signs)
