"""What a browser does not show of a page, as far as the page itself says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

HIDDEN, STRUCK = "hidden", "deleted (struck through)"

_HIDING = r"display\s*+:\s*+none|visibility\s*+:\s*+(?:hidden|collapse)"
_HIDDEN_STYLE = re.compile(_HIDING, re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*+:[^;]*?line-through", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")
_SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?:(?P<sign>[.#])(?P<name>[\w-]+))?", re.IGNORECASE)
_MOST_STYLE = 2_000
# Text for those who listen to a page, that tells of its controls.
_UNSEEN = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text)?|skip-?link|skip-to-content"
    r"|d-none(?!.*\bd-(?:sm|md|lg|xl)-)|element-invisible|visuallyhidden|u-hidden|is-hidden)(?:\s|$)",
    re.IGNORECASE,
)
_INLINE_TOOL = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|tooltip|editsection|headerlink|permalink)(?:$|[\s_-])",
    re.IGNORECASE,
)
_INLINE = frozenset(("span", "a", "i", "b", "em", "strong", "small", "label", "abbr"))
_LONGEST_INLINE_TOOL = 60


class HiddenNames(NamedTuple):
    """What style sheets hide or strike out, and why: by tag (or nothing) and name."""

    classes: Mapping[tuple[str, str], str] = MappingProxyType({})
    ids: Mapping[tuple[str, str], str] = MappingProxyType({})


def hidden_names(sheets: list[str]) -> HiddenNames:
    """What style sheets hide or strike out by a rule of one class or id.

    Rules for some media only, and those with longer selectors, are not looked at.
    """
    classes: dict[tuple[str, str], str] = {}
    ids: dict[tuple[str, str], str] = {}
    for sheet in sheets:
        for selectors, body in _rules(sheet):
            reason = _unshown(body)
            if reason is None:
                continue
            for selector in selectors.split(","):
                match = _SIMPLE.fullmatch(selector.strip())
                if match and match["name"]:
                    found = ids if match["sign"] == "#" else classes
                    found[(match["tag"] or "").lower(), match["name"]] = reason
    return HiddenNames(classes, ids)


def _unshown(style: str) -> str | None:
    """Why what has a style is no text, or None."""
    if _HIDDEN_STYLE.search(style):
        return HIDDEN
    return STRUCK if _STRUCK_STYLE.search(style) else None


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors and the body of each rule that stands in no other, as one for some media."""
    css = "".join(piece.partition("/*")[0] for piece in sheet.split("*/"))
    around: list[str] = []
    start = 0
    for brace in _BRACE.finditer(css):
        inner, start = css[start : brace.start()], brace.end()
        if brace.group() == "{":
            around.append(inner)
        elif around:
            selectors = around.pop()
            if not around and "@" not in selectors:
                yield selectors, inner


def hides(node: LexborNode, tag: str, names: HiddenNames) -> str | None:
    """Why a browser does not show an element as text, or None."""
    attributes = node.attributes
    if not attributes:
        return None
    style, of_class = ((attributes.get(name) or "")[:_MOST_STYLE] for name in ("style", "class"))
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return HIDDEN
    if style and (reason := _unshown(style)):
        return reason
    if tag == "div" and attributes.get("title") in ("header", "footer"):
        return "a running head"  # of a word processor, which saved its pages as one
    own_id = [attributes.get("id") or ""]
    if reason := _named(tag, of_class.split(), names.classes) or _named(tag, own_id, names.ids):
        return reason
    if of_class and _UNSEEN.search(of_class):
        return HIDDEN
    return _hides_inline(node, tag, of_class)


def _named(tag: str, own: list[str], hidden: Mapping[tuple[str, str], str]) -> str | None:
    found = (hidden.get((t, name)) for name in own for t in ("", tag)) if hidden else ()
    return next(filter(None, found), None)


def _hides_inline(node: LexborNode, tag: str, of_class: str) -> str | None:
    if tag not in _INLINE:
        return None
    if node.attributes.get("aria-hidden") == "true":
        return HIDDEN
    is_tool = of_class and _INLINE_TOOL.search(of_class)
    return "sharing" if is_tool and len(node.text()) <= _LONGEST_INLINE_TOOL else None
