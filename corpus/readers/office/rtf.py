"""RTF files: read with striprtf, hidden and deleted text and footnotes taken apart before.

striprtf shows hidden and deleted text, leaves footnotes out, and ends a line, a paragraph and a
cell alike or nearly so. What tells these is looked at here, token by token, and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.extract import Extract, Piece, TextBuilder, left_out

READER = "rtf 2"

_TOKEN = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-f]{2})"
    r"|\\(?P<sign>[^a-z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.IGNORECASE,
)
_HIGH = re.compile(r"[\x80-\xff]")
# Marks in the private use area that no other token gives: the ends of cells, rows and lines.
_CELL, _ROW, _LINE = "\ue0f0", "\ue0f1", "\u2028"
_MARKS = {"cell": _CELL, "nestcell": _CELL, "row": _ROW, "nestrow": _ROW, "line": _LINE}
_NOTES = frozenset(("footnote",))
_BOX = "shptxt"
_ASIDE = frozenset(
    ("stylesheet", "fonttbl", "colortbl", "info", "header", "headerl", "headerr", "headerf",
     "footer", "footerl", "footerr", "footerf", "pict", "object", "fldinst")
)  # fmt: skip
_MOST_GROUPS = 5_000


@dataclass(slots=True)
class _State:
    """What holds inside a group: hidden, deleted, struck, or set aside as no text of the page."""

    hidden: bool = False
    deleted: bool = False
    struck: bool = False
    aside: bool = False


@dataclass(slots=True)
class _Parted:
    """The tokens of the text, of each footnote, and what was left out, by reason.

    ``boxes`` are those of text boxes that wait for the end of the paragraph they stand in.
    """

    text: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=dict)


def extract(data: bytes, shown: str) -> Extract:
    """The text of an RTF file; ``shown`` is how messages call the file.

    Tracked changes count as accepted; deleted and hidden text is left out and told. Footnotes
    come last, set aside. Headers and footers of the page are no part of the text. Raises
    CorpusError.
    """
    source = _HIGH.sub(lambda match: f"\\'{ord(match[0]):02x}", data.decode("latin-1"))
    parted = _part(source, shown)
    head = _head(source)
    builder = TextBuilder()
    for line in _plain("".join(parted.text), shown).split("\n"):
        _write(builder, line)
    for note in parted.notes:
        builder.block([Piece(_plain(f"{head}{note}}}", shown))], "footnote", wrapped=True)
    for what, pieces in parted.left_out.items():
        texts = [_plain(f"{head}{piece}}}", shown) for piece in pieces]
        if any(text.strip() for text in texts):
            builder.note("set-aside", left_out(what, texts), 0)
    found = builder.finish(READER)
    if not any(line.role != "footnote" for line in found.lines):
        raise CorpusError(f"{shown} is an RTF file without text: save its text as .docx or .txt.")
    return found


def _write(builder: TextBuilder, line: str) -> None:
    if _CELL in line or _ROW in line:
        cells = [cell.strip() for cell in line.replace(_ROW, "").split(_CELL)]
        builder.block([Piece("\t".join(filter(None, cells)))], "row")
        return
    builder.block([Piece(line.replace(_LINE, "\n"))])


def _plain(source: str, shown: str) -> str:
    from striprtf.striprtf import rtf_to_text

    try:
        return str(rtf_to_text(source, errors="replace"))
    except Exception as error:
        raise CorpusError(
            f"{shown} is a damaged RTF file ({type(error).__name__}): open it in a word processor "
            "and save it as .docx."
        ) from None


def _head(source: str) -> str:
    """The beginning of the file, up to the end of its table of fonts: how its bytes are read."""
    start = source.find("{\\fonttbl")
    if start < 0:
        return source[: min(len(source), 200)].partition("{")[0] + "{\\rtf1\\ansi "
    depth, at = 0, start
    for token in _TOKEN.finditer(source, start):
        depth += {"{": 1, "}": -1}.get(token["brace"] or "", 0)
        at = token.end()
        if depth == 0:
            break
    return source[:at]


class _Capture(NamedTuple):
    """A group that is taken out of the text: a footnote or a text box, and how deep it stands."""

    depth: int
    kind: str
    tokens: list[str]


def _part(source: str, shown: str) -> _Parted:
    """The tokens of a file, what is not of its text taken out."""
    parted = _Parted()
    states = [_State()]
    captures: list[_Capture] = []
    for token, kind in _tokens(source):
        if token["brace"] == "{":
            if len(states) > _MOST_GROUPS:
                raise CorpusError(
                    f"{shown} nests its groups more than {_MOST_GROUPS} deep, as no text does: "
                    "save it as .docx."
                )
            # What stands around a text box is a drawing, and set aside.
            states.append(_State() if kind == _BOX else replace(states[-1]))
            if kind and not any(capture.kind == kind for capture in captures):
                captures.append(_Capture(len(states), kind, []))
        target = captures[-1].tokens if captures else parted.text
        if token["brace"]:
            target.append(token["brace"])
        else:
            _token(token, states[-1], target, parted)
        if token["brace"] == "}":
            if captures and captures[-1].depth == len(states):
                _keep(captures.pop(), parted)
            if len(states) > 1:
                states.pop()
        elif token["word"] == "par" and not captures:
            _write_boxes(parted)
    _write_boxes(parted)
    return parted


def _keep(capture: _Capture, parted: _Parted) -> None:
    (parted.boxes if capture.kind == _BOX else parted.notes).append("".join(capture.tokens))


def _write_boxes(parted: _Parted) -> None:
    """Write the text boxes of a paragraph behind it."""
    for box in parted.boxes:
        parted.text += [box, "\\par "]
    parted.boxes.clear()


def _tokens(source: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each token, and what it opens where that is the group of a footnote or of a text box."""
    for token in _TOKEN.finditer(source):
        kind = ""
        if token["brace"] == "{":
            following = _TOKEN.match(source, token.end())
            word = following["word"] if following is not None else None
            kind = _BOX if word == _BOX else "note" if word in _NOTES else ""
        yield token, kind


_SWITCHES = {"v": "hidden", "deleted": "deleted", "strike": "struck", "striked": "struck"}
_REASONS = {"hidden": "hidden text", "deleted": "deleted text", "struck": "struck-through text"}


def _token(token: re.Match[str], state: _State, target: list[str], parted: _Parted) -> None:
    word, number = token["word"], token["number"]
    if word in _SWITCHES:
        setattr(state, _SWITCHES[word], number != "0")
        return
    if word == "plain":
        state.hidden = state.deleted = state.struck = False
    state.aside = state.aside or word in _ASIDE or token["sign"] == "*"
    shows = word in _SHOWING or (word is None and token["sign"] != "*")
    reason = next((said for name, said in _REASONS.items() if getattr(state, name)), None)
    # The end of a paragraph may be hidden or deleted with it, but is not struck out.
    if shows and reason and not (word == "par" and reason == _REASONS["struck"]):
        if not state.aside:
            parted.left_out.setdefault(reason, []).append(token.group())
    elif word in _MARKS:
        target.append(_mark(word))
    elif word == "pntext":
        target.append("\\listtext ")
    elif word not in _NOTES and word != _BOX:
        target.append(token.group())


def _mark(word: str) -> str:
    """The mark that stands for the end of a cell, a row or a line."""
    code = ord(_MARKS[word])
    ends = "\\par " if _MARKS[word] == _ROW else ""
    return f"\\u{code if code < 2**15 else code - 2**16}?{ends}"


# What is seen of a text, and so can be hidden or deleted; the end of a paragraph, too.
_SHOWING = frozenset(
    ("u", "emdash", "endash", "emspace", "enspace", "qmspace", "bullet", "lquote", "rquote",
     "ldblquote", "rdblquote", "tab", "par")
)  # fmt: skip
