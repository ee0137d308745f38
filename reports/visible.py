"""Control characters made visible, so that no text can rearrange or hide what is shown.

Bidirectional overrides, zero-width characters, C0 and C1 controls and lone surrogates are
replaced by a token such as ``[U+202E]``. The token is real text: what is copied from a
report says what stands there, and does not carry the control on into another document.
(The JSON report keeps the characters themselves.) Joiners between letters of scripts that
are spelled with them (Persian, Hindi) are left alone, as are ordinary white space.
"""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

_JOINING = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\ufb50-\ufdff\ufe70-\ufefe"
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
    f"|[\u200c\u200d](?<![{_JOINING}].)|[\u200c\u200d](?![{_JOINING}])"
)
_BREAKING = re.compile("[\t\n\r]")


def visible(text: str) -> str:
    """``text`` with each control character as a plain token (for attributes, terminals)."""
    if text.isprintable():  # most is, and then nothing in it is hidden
        return text
    return _HIDDEN.sub(lambda match: _token(match[0]), text)


def visible_line(text: str) -> str:
    """``text`` as ``visible`` shows it, tabs and line breaks as tokens too: for a single line."""
    return _BREAKING.sub(lambda match: _token(match[0]), visible(text))


def visible_markup(text: str) -> Markup:
    """``text`` escaped for HTML, each control character as a marked-up token."""
    if _HIDDEN.search(text) is None:
        return escape(text)
    pieces, end = [], 0
    for match in _HIDDEN.finditer(text):
        pieces.append(escape(text[end : match.start()]))
        pieces.append(_marked(match[0]))
        end = match.end()
    pieces.append(escape(text[end:]))
    return Markup("").join(pieces)


def has_hidden(text: str) -> bool:
    """Whether ``text`` holds a character that is shown as a token."""
    return _HIDDEN.search(text) is not None


def _token(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def _marked(character: str) -> Markup:
    name = unicodedata.name(character, "control character").lower()
    return Markup('<span class="control" title="{}">{}</span>').format(name, _token(character))
