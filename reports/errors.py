"""What can go wrong with a report, each as one sentence a reader can act on."""

from __future__ import annotations


class ReportError(Exception):
    """A report cannot be made or written; the message says why and what to do."""
