"""Repairs of characters that a file's format spoilt: ligatures, soft hyphens, mojibake.

Each repair is told, so that it can be entered in the ledger. Quotation marks, dashes and
all that an author may have meant stay as they are.
"""

from __future__ import annotations

import re

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
_INVISIBLE = {
    "\u00ad": "soft hyphen", "\u200b": "zero-width space", "\u2060": "word joiner",
    "\ufeff": "byte order mark",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
_ANY = re.compile("[ﬀ-ﬆ\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
# UTF-8 read as a single-byte encoding: a lead byte's letter before what continuation bytes
# look like ("â€™", "Ã©", "Ð°").
_MOJIBAKE = re.compile(
    "[ÂÃ][\u0080-\u00bf]|â[\u0080-\u009f€‚„†][\u0080-\u00bf™š›œžŸ˜“”]|"
    "[ÐÑ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
)


def repair(text: str) -> tuple[str, list[str]]:
    """The text with what is spoilt in it repaired, and one sentence for each kind of repair."""
    notes: list[str] = []
    if _ANY.search(text):
        text = _take_apart(text, notes)
        text = _leave_out(text, notes)
    if _MOJIBAKE.search(text):
        text = _decode_again(text, notes)
    return text, notes


def _take_apart(text: str, notes: list[str]) -> str:
    for ligature, letters in _LIGATURES.items():
        if count := text.count(ligature):
            notes.append(f"ligature {ligature!r} taken apart to {letters!r} ({count} times)")
            text = text.replace(ligature, letters)
    return text


def _leave_out(text: str, notes: list[str]) -> str:
    for character, name in _INVISIBLE.items():
        if count := text.count(character):
            notes.append(f"{name} U+{ord(character):04X} left out ({count} times)")
            text = text.replace(character, "")
    text, count = _CONTROL.subn("\ufffd", text)
    if count:
        notes.append(f"control character or half of a pair replaced by U+FFFD ({count} times)")
    return text


def _decode_again(text: str, notes: list[str]) -> str:
    from ftfy import fix_encoding

    fixed = fix_encoding(text)
    if fixed != text:
        notes.append("UTF-8 that had been read in another encoding decoded again")
    return fixed
