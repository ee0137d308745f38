"""Line wrapping undone: how the lines of one paragraph are joined.

Only white space is added or left out. A hyphen at a line's end stays where it is: whether
it belongs to the word ("non-proliferation") or to the line ("co-operation" for
"cooperation") the layout does not say, and to drop it would alter the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_TIED_AT_END = re.compile(rf"\w['’)\]]?[{_DASHES}/\u00ad]$")
# "short- and medium-term", "small- or": the hyphen stands for a word still to come.
_SUSPENDED = re.compile(
    r"(?:and(?:/or)?|or|to|nor|versus|as well as|и|или|до|либо)(?![\w\u2010-])", re.IGNORECASE
)
_IDEOGRAPHS = (
    ("\u2e80", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\uff00", "\uffef"),
    ("\U00020000", "\U0003ffff"),
)


def joint(left: str, right: str) -> str:
    """What stands between two lines of one paragraph: a space, or nothing.

    Nothing after a hyphen, dash or slash that is tied to the word before it, nothing between
    Chinese or Japanese characters, and nothing between one and a number or a name within
    Chinese lines.
    """
    if _TIED_AT_END.search(left[-3:]):
        return " " if left[-1] in "-\u2010" and is_suspended(right) else ""
    if left[-1:].isdigit() and right[:1].isdigit() and _in_chinese(left, right):
        return ""  # a number that was cut where the line was full
    if is_ideograph(left[-1:]):
        return "" if any(map(is_ideograph, right)) else " "
    return "" if is_ideograph(right[:1]) and any(map(is_ideograph, left)) else " "


def _in_chinese(left: str, right: str) -> bool:
    return any(map(is_ideograph, left)) and any(map(is_ideograph, right))


def is_suspended(right: str) -> bool:
    """Whether a hyphen before this stands for a word still to come ("east- and west-bound")."""
    return _SUSPENDED.match(right) is not None


def is_hyphen_joint(left: str, right: str) -> bool:
    """Whether two lines are joined without a space because of a hyphen, dash or slash."""
    return left[-1:] in f"{_DASHES}/\u00ad" and joint(left, right) == ""


def unwrap(lines: Sequence[str], joints: Sequence[str | None] = ()) -> str:
    """The lines of one paragraph as running text.

    ``joints``, if given, holds for each line what stands before it where the file says so.
    """
    parts: list[str] = []
    for i, line in enumerate(lines):
        if parts:
            known = joints[i] if i < len(joints) else None
            parts.append(joint(parts[-1], line) if known is None else known)
        parts.append(line)
    return "".join(parts)


def is_ideograph(character: str) -> bool:
    """Whether a character is Chinese or Japanese, or a full-width mark; no character is none."""
    return character != "" and any(first <= character <= last for first, last in _IDEOGRAPHS)
