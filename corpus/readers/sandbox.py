"""Reading in a child process: a hostile or broken file harms no more than its own reader.

The child has bounds on memory, processor time and output; where the system knows no such
bounds, the time that the parent waits still holds. Bytes go in on standard input, and the
extract comes back as JSON, never as pickle.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import astuple
from typing import Any

from scodiff.corpus.errors import CorpusError, ExhaustedError
from scodiff.corpus.model import LedgerEntry, Span
from scodiff.corpus.readers.extract import Extract, check_extent
from scodiff.corpus.segmentation.lines import Line

SECONDS = 60
MEMORY_BYTES = 2 * 2**30
_MOST_OUTPUT = 200 * 2**20
_TROUBLE, _EXHAUSTED = 3, 4
_ERRORS = "surrogateescape"  # in names of files


def extract_in_child(kind: str, data: bytes, shown: str) -> Extract:
    """What the reader of the format ``kind`` makes of the bytes (see ``formats.Format``).

    Raises CorpusError for what the reader refuses, ExhaustedError where it runs out of time or
    memory.
    """
    command = [
        sys.executable,
        # Isolated; what the user has told Python of its caches still holds.
        "-IB" if sys.dont_write_bytecode else "-I",
        "-c",
        _PROGRAM,
        json.dumps(sys.path),
        kind,
        shown.replace("\0", "\ufffd"),
    ]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        output, _ = process.communicate(data, timeout=SECONDS + 15)
    except subprocess.TimeoutExpired:
        raise ExhaustedError(_out_of_bounds(shown)) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    if process.returncode == _TROUBLE:
        raise CorpusError(output.decode("utf-8", _ERRORS))
    if process.returncode != 0 or len(output) > _MOST_OUTPUT:
        raise ExhaustedError(_out_of_bounds(shown))
    return _from_json(output)


_PROGRAM = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from scodiff.corpus.readers.sandbox import main; main(*sys.argv[2:])"
)


def main(kind: str, shown: str) -> None:
    """The child's own work: bytes from standard input, JSON or one sentence to standard output."""
    _bound()
    from scodiff.corpus.readers.formats import extract

    data = sys.stdin.buffer.read()
    try:
        found = extract(kind, data, shown)
        check_extent(found.text, found.lines, shown)
        answer, code = _to_json(found), 0
    except CorpusError as error:
        answer, code = str(error).encode("utf-8", _ERRORS), _TROUBLE
    except (MemoryError, RecursionError):
        answer, code = b"", _EXHAUSTED
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    raise SystemExit(code)


def _out_of_bounds(shown: str) -> str:
    return (
        f"{shown} could not be read within {SECONDS} seconds and {MEMORY_BYTES // 2**30} GiB of "
        "memory: it is damaged or made to exhaust its reader; save its text in another way."
    )


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Not a Unix system.
        return
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        try:
            _, hard = resource.getrlimit(what)
            allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(what, (allowed, hard))
        except (ValueError, OSError):
            continue


def _to_json(extract: Extract) -> bytes:
    plain = {
        "text": extract.text,
        "lines": [[*astuple(line)[:5], *astuple(line)[6:]] for line in extract.lines],
        "reader": extract.reader,
        "ledger": [[e.action, e.span.start, e.span.end, e.note] for e in extract.ledger],
        "known": [
            extract.title,
            extract.date,
            extract.language,
            extract.pages_seen,
            extract.page_title,
        ],
    }
    return json.dumps(plain, ensure_ascii=True, separators=(",", ":")).encode()


def _from_json(data: bytes) -> Extract:
    plain: dict[str, Any] = json.loads(data)
    text: str = plain["text"]
    lines = (
        Line(start, end, indent, blanks, page_break, text[start:end], *rest)
        for start, end, indent, blanks, page_break, *rest in plain["lines"]
    )
    ledger = (
        LedgerEntry(action, Span(start, end), note) for action, start, end, note in plain["ledger"]
    )
    return Extract(text, tuple(lines), plain["reader"], tuple(ledger), *plain["known"])
