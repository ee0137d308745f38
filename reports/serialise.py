"""What the reports of comparisons and of studies share as JSON, CSV and plain text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from scodiff.reports.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

Json = dict[str, Any]
DECIMALS = 6
COMPARISON_SCHEMA = 2

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def json_bytes(data: Json) -> bytes:
    """UTF-8 JSON, byte for byte the same for the same data.

    As ``json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)``, in less than half
    the time: with an indent Python 3.11 does not use its compiled encoder. A lone surrogate,
    which UTF-8 cannot hold, is written as its ``\\udXXX`` escape.
    """
    return (_json_text(data, "\n") + "\n").encode("utf-8", "backslashreplace")


def _json_text(value: Any, newline: str) -> str:
    """A value as JSON; its lines begin with ``newline``, and what it holds one blank further."""
    inner = newline + " "
    if isinstance(value, str):
        return encode_basestring(value)
    if value and isinstance(value, dict):
        items = [f"{encode_basestring(k)}: {_json_text(v, inner)}" for k, v in value.items()]
        return f"{{{inner}{f',{inner}'.join(items)}{newline}}}"
    if value and isinstance(value, list | tuple):
        items = [_json_text(item, inner) for item in value]
        return f"[{inner}{f',{inner}'.join(items)}{newline}]"
    return json.dumps(value, allow_nan=False)


def decimal(value: float | None) -> float | None:
    """A figure with six decimals at most."""
    # Adding zero turns -0.0 into 0.0, so that equal values are equal bytes.
    return None if value is None else round(float(value), DECIMALS) + 0.0


def csv_text(head: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """CSV (RFC 4180) with lines that end in CR LF.

    A text that a spreadsheet would obey as a formula is preceded by an apostrophe, and
    control characters are shown as tokens.
    """
    import csv
    from io import StringIO

    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return decimal(value)
    if isinstance(value, str):
        shown = visible(value)
        return "'" + shown if shown.lstrip(" ").startswith(_FORMULA_SIGNS) else shown
    return value


def terminal_text(print_on: Callable[[Console], None], width: int) -> bytes:
    """What would be printed on a terminal, as plain UTF-8 text without blanks at line ends."""
    lines = (line.rstrip() for line in printed(print_on, width).splitlines())
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8", "backslashreplace")


def printed(print_on: Callable[[Console], None], width: int) -> str:
    """What would be printed on a terminal of so many columns, without its colours."""
    from io import StringIO

    from rich.console import Console

    out = StringIO()
    print_on(Console(file=out, width=width, color_system=None, highlight=False))
    return out.getvalue()
