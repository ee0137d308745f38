"""What a report records of itself, read back; and where two reports differ."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from scodiff.corpus.model import Document
from scodiff.reports.errors import ReportError
from scodiff.reports.manifest import ELEMENT, FORMAT, document_record
from scodiff.reports.serialise import COMPARISON_SCHEMA, Json
from scodiff.reports.visible import visible

MOST_NAMED = 8
_HEAD = 4096  # bytes of a page in which its generator is named

_ISLAND_BEGINS = b'<script type="application/json" id="%s">' % ELEMENT.encode()
_ISLAND_ENDS = b"</script>"
_QUOTED = re.compile(
    r'<(?:q|span class="quoted")(?: [^>]*)?>((?:[^<]|<span class="control"[^>]*>[^<]*</span>)*)<'
)
_TAG = re.compile(r"<[^<>]*>")
_ID = re.compile(r'<[^<>]*? id="([^"]+)"')
_READABLE = "verify reads the HTML and JSON reports of scodiff compare"
_PAGE_OF_OURS = b'<meta name="generator" content="scodiff '
_OF_OTHER_KIND = (
    "it is no comparison of two texts, but something else that scodiff makes, such as a synopsis; "
    f"{_READABLE}: make this one again from the same texts, and compare the two files"
)


def recorded(data: bytes) -> tuple[str, Json]:
    """The format of a report (``html`` or ``json``) and the manifest it carries.

    Raises:
        ReportError: it is no report, or carries no manifest.
    """
    try:
        _, begins, rest = data.partition(_ISLAND_BEGINS)
        if begins:
            found = json.loads(rest.partition(_ISLAND_ENDS)[0])
            if found.get("format") == FORMAT:
                return "html", found
        elif data.lstrip()[:1] == b"{":
            return "json", _from_json(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReportError(f"its record of itself cannot be read ({error}); {_READABLE}") from error
    if _PAGE_OF_OURS in data[:_HEAD]:
        raise ReportError(_OF_OTHER_KIND)
    raise ReportError(f"it holds no record of how it was made; {_READABLE}")


def _from_json(report: Json) -> Json:
    if report["tool"]["name"] == "scodiff" and "a" not in report:
        raise ReportError(_OF_OTHER_KIND)
    if (written := report["schema_version"]) != COMPARISON_SCHEMA:
        made = report["tool"]["version"]
        raise ReportError(
            f"it is written by schema_version {written} of comparisons, and this scodiff verifies "
            f"{COMPARISON_SCHEMA}; verify it with scodiff {made}, which made it, or make it anew"
        )
    model = report["model"]
    kept = model and {key: model[key] for key in ("name", "dimension", "sha256")}
    return {
        "tool": report["tool"],
        "report_language": "en",
        "settings": report["settings"],
        "model": kept,
        "decided_links": sum(bool(link["decided_by"]) for link in report["links"]),
        "decisions": report["summary"].get("decisions", {}),
        "a": document_record(report["a"]),
        "b": document_record(report["b"]),
    }


def misquotations(format: str, report: bytes, documents: Sequence[Document]) -> list[str]:
    """Quotations of a report that stand in neither text, as a sentence each, without its stop."""
    texts = [as_quoted(p.text) for document in documents for p in document.paragraphs]
    quoted = _json_quotations(report) if format == "json" else _html_quotations(report)
    missing = [q for q in dict.fromkeys(quoted) if not stands_in(q, texts)]
    return [f"it quotes “{q}”, which stands in neither text" for q in missing[:MOST_NAMED]]


def stands_in(quote: str, texts: Iterable[str]) -> bool:
    """Whether a quotation stands in one of the texts: as it is, or its pieces around "…".

    Texts and quotation are as ``as_quoted`` gives them; an ellipsis may be the text's own.
    """
    pieces = [piece for piece in map(str.strip, quote.split("…")) if piece]
    return any(quote in text or (pieces and _in_order(pieces, text)) for text in texts)


def as_quoted(text: str) -> str:
    """A text as quotations show it: in one line, what is hidden in it as tokens."""
    return " ".join(visible(text).split())


def _in_order(pieces: Sequence[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _html_quotations(report: bytes) -> Iterator[str]:
    for match in _QUOTED.finditer(report.decode("utf-8", "replace")):
        yield as_quoted(html.unescape(_TAG.sub("", match[1])))


def _json_quotations(report: bytes) -> Iterator[str]:
    for link in json.loads(report)["links"]:
        for told in (*link["shifts"], *link.get("differences", ())):
            yield from (as_quoted(told[side]) for side in ("a", "b") if told[side])


def differences(format: str, report: bytes, again: bytes) -> list[str]:
    """Where a report is not what was derived again, as the places a reader can look up."""
    if format == "json":
        return _json_differences(report, again)
    old, new = (_places(data.decode("utf-8", "replace")) for data in (report, again))
    names = list(dict.fromkeys([*old, *new]))
    changed = [name for name in names if old.get(name) != new.get(name)]
    return _named([f"#{name}" if name else "the head of the page" for name in changed])


def _places(page: str) -> dict[str, str]:
    """The page cut at its anchors: what follows each, up to the next."""
    found: dict[str, str] = {}
    name, start = "", 0
    for match in _ID.finditer(page):
        found[name] = found.get(name, "") + page[start : match.start()]
        name, start = match[1], match.start()
    found[name] = found.get(name, "") + page[start:]
    return found


def _json_differences(report: bytes, again: bytes) -> list[str]:
    old, new = json.loads(report), json.loads(again)
    found = []
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) == new.get(key):
            continue
        if key == "links":
            pairs = zip_longest(old.get(key, []), new.get(key, []))
            found += [f"links[{n}]" for n, (x, y) in enumerate(pairs) if x != y]
        else:
            found.append(key)
    return _named(found or ["the layout of the file"])


def _named(places: list[str]) -> list[str]:
    if len(places) <= MOST_NAMED:
        return places
    return [*places[:MOST_NAMED], f"and at {len(places) - MOST_NAMED} more places"]
