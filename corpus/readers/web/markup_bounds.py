"""Pages that are made to exhaust a parser, told before one reads them.

Parsers take time that grows with the square of an element's attributes, and of the elements
that stand in one another.
"""

from __future__ import annotations

import re

from scodiff.corpus.errors import CorpusError

_NESTED = re.compile(
    r"<(/?)(?:div|span|section|article|blockquote|table|ul|ol|dl|b|i|em|strong|font|center|a|u)\b",
    re.IGNORECASE,
)
_MOST_DEPTH = 10_000
_MOST_ATTRIBUTES = 1_000
_BLANK = r"[ \t\r\n\f]"
_TAG = re.compile(r"<(?:!--|(?P<name>[A-Za-z][^/> \t\r\n\f]*+))")
_ATTRIBUTE = re.compile(
    rf"(?:{_BLANK}|/)*+[^/> \t\r\n\f][^/>= \t\r\n\f]*+"
    rf"(?:{_BLANK}*+={_BLANK}*+(?:\"[^\"]*+\"?|'[^']*+'?|[^> \t\r\n\f]*+))?"
)
_COMMENT_END = re.compile(r"--!?>")
_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
_RAW_ENDS = {name: re.compile(f"</{name}", re.IGNORECASE) for name in _RAW}
# Attributes of a second such tag are given to the first.
_SINGLE = ("html", "body")


def bounded_markup(markup: str, shown: str) -> str:
    """The page's markup, without the attributes that an element has above a thousand.

    Raises CorpusError for a page that nests its elements too deep.
    """
    if _depth(markup) > _MOST_DEPTH:
        raise CorpusError(
            f"{shown} nests its elements more than {_MOST_DEPTH} deep, as no page does: copy its "
            "text into a .txt file."
        )
    # What stands in a script is read as markup the second time: a page that misleads the
    # first reading does not mislead both.
    kept = _without_many_attributes(markup, raw=True)
    if _without_many_attributes(kept, raw=False) is not kept:
        raise CorpusError(
            f"{shown} gives its elements more than {_MOST_ATTRIBUTES} attributes, as no page does: "
            "copy its text into a .txt file."
        )
    return kept


def _depth(markup: str) -> int:
    """About how deep the elements are nested that must be closed."""
    depth = deepest = 0
    for match in _NESTED.finditer(markup):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _without_many_attributes(markup: str, *, raw: bool) -> str:
    """The markup itself, or without the attributes of which an element has too many.

    ``raw`` says that comments and the insides of scripts hold no tags.
    """
    pieces: list[str] = []
    written, position = 0, 0
    single = dict.fromkeys(_SINGLE, 0)
    while tag := _TAG.search(markup, position):
        position = tag.end()
        name = (tag["name"] or "").lower()
        end = _COMMENT_END if not name else _RAW_ENDS.get(name)
        count, last_kept = single.get(name, 0), position
        while name and (attribute := _ATTRIBUTE.match(markup, position)):
            position = attribute.end()
            count += 1
            if count <= _MOST_ATTRIBUTES:
                last_kept = position
        if name in single:
            single[name] = count
        if last_kept < position:
            pieces.append(markup[written:last_kept])
            written = position
        if raw and end is not None:
            # A comment may end with its own beginning: <!-->.
            found = end.search(markup, position if name else position - 2)
            position = found.end() if found else len(markup)
    return "".join([*pieces, markup[written:]]) if pieces else markup
