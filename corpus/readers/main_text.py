"""Where the main text stands on a web page."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LONGEST_FOR_LIBRARY = 3_000_000
_DEEPEST_FOR_LIBRARY = 200
_KEY = 60
_SHORTEST_KEY = 30
_SPACE = re.compile(r"\s+")
_NEARLY_ALL = 0.9


def main_element(root: LexborNode, markup: str) -> LexborNode:
    """The smallest element that holds what trafilatura takes for the main text.

    Where it finds none, the smallest element that holds nearly all the text outside of
    links; of a page too large or too deep for either, all.
    """
    if not _is_tame(root, markup):
        return root
    return _smallest_with(root, _main_keys(markup)) or _densest(root)


def _is_tame(root: LexborNode, markup: str) -> bool:
    if len(markup) > _LONGEST_FOR_LIBRARY:
        return False
    level: list[LexborNode] = [root]
    for _ in range(_DEEPEST_FOR_LIBRARY):
        level = [child for node in level for child in node.iter()]
        if not level:
            return True
    return False


def _main_keys(markup: str) -> frozenset[str]:
    """The beginnings of the paragraphs that the library takes for the main text."""
    import logging

    with _without_sockets():
        from trafilatura import extract

    # What it says of pages without a main text is said in our own words.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = extract(markup, include_tables=True, include_comments=False, favor_recall=True)
    lines = (_key(line) for line in (found or "").splitlines())
    return frozenset(line for line in lines if len(line) >= _SHORTEST_KEY)


@contextmanager
def _without_sockets() -> Iterator[None]:
    """Keeps urllib3, which the library imports, from opening a socket to look for IPv6.

    Other users of urllib3 in this process have IPv6 as Python has it.
    """
    import socket

    if "urllib3.util.connection" in sys.modules:
        yield
        return
    before = socket.has_ipv6
    socket.has_ipv6 = False
    try:
        yield
    finally:
        socket.has_ipv6 = before
    if connection := sys.modules.get("urllib3.util.connection"):
        connection.__dict__["HAS_IPV6"] = before


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text))[:_KEY]


def _smallest_with(root: LexborNode, keys: frozenset[str]) -> LexborNode | None:
    """The smallest element with all those paragraphs in it."""
    wanted = {key for key in keys if key in _alnum(root)}
    if not wanted:
        return None
    found = root
    while True:
        for child in found.iter():
            text = _alnum(child)
            if all(key in text for key in wanted):
                found = child
                break
        else:
            return _block_of(found)


def _densest(root: LexborNode) -> LexborNode:
    """Goes down while one child has nearly all the text that is outside of links."""
    found, weight = root, _weight(root)
    while True:
        best = max(found.iter(), key=_weight, default=None)
        if best is None or _weight(best) < _NEARLY_ALL * weight or best.tag == "p":
            return _block_of(found)
        found = best


def _block_of(node: LexborNode) -> LexborNode:
    """An element that is no paragraph itself: what stands around a lone paragraph."""
    while node.tag in ("p", "span", "b", "i", "em", "strong", "a", "font") and node.parent:
        node = node.parent
    return node


def _weight(node: LexborNode) -> int:
    if (node.tag or "-")[0] in "-_!" or node.tag in ("script", "style", "noscript", "nav"):
        return 0
    links = sum(len(link.text()) for link in node.css("a"))
    scripts = sum(len(script.text()) for script in node.css("script, style, noscript"))
    return max(0, len(_SPACE.sub(" ", node.text())) - links - scripts)


def _alnum(node: LexborNode) -> str:
    return "".join(filter(str.isalnum, node.text()))
