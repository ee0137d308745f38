"""Reports that were made before: a comparison that has not changed is not made again.

What a comparison's report looks like depends on the two documents, the settings and the
program alone (the same input gives the same bytes), so its digest names it. A damaged or
unreadable entry is as good as none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scodiff.corpus.model import Document

MOST_KEPT = 64
_MAGIC = b"scodiff-report-1"


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report's bytes, and whether the two texts differ."""

    data: bytes
    different: bool


def key_of(documents: Iterable[Document], *settings: object) -> str:
    """What names a report: digests of the documents, the settings and the program."""
    digest = hashlib.sha256(_program().encode())
    for document in documents:
        parts = (document, document.paragraphs, document.ledger)
        digest.update(repr(parts).encode("utf-8", "backslashreplace"))
    digest.update(repr(settings).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def recall(key: str) -> KeptReport | None:
    """The report kept under the key, or None."""
    with suppress(OSError):
        head, _, data = (_folder() / key).read_bytes().partition(b"\n")
        if head.split(b" ")[:-1] == [_MAGIC, hashlib.sha256(data).hexdigest().encode()]:
            return KeptReport(data, head.endswith(b"1"))
    return None


def keep(key: str, report: KeptReport) -> None:
    """Keep a report; where that cannot be done, nothing is lost but time."""
    from scodiff.reports.errors import ReportError
    from scodiff.reports.files import write_atomically

    digest = hashlib.sha256(report.data).hexdigest().encode()
    head = b" ".join([_MAGIC, digest, b"1" if report.different else b"0"])
    with suppress(OSError, ReportError):
        folder = _folder()
        _prune(folder)
        write_atomically(folder / key, head + b"\n" + report.data)


def _folder() -> Path:
    from scodiff.embeddings.files.places import cache_root, private_folder

    return private_folder(cache_root() / "reports")


def _prune(folder: Path) -> None:
    """Drop the oldest reports beyond the number that is kept."""
    kept = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[MOST_KEPT - 1 :]:
        path.unlink(missing_ok=True)


def _program() -> str:
    """The program's own files by name, size and time: any change makes new reports."""
    root = Path(__file__).resolve().parent.parent
    stamps = []
    for folder in ("cli", "compare", "corpus", "embeddings", "reports"):
        for path in sorted((root / folder).rglob("*")):
            if "__pycache__" not in path.parts:
                status = path.stat()
                stamps.append((path.name, status.st_size, status.st_mtime_ns))
    return repr(stamps)
