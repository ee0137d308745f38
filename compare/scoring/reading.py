"""Two ways to read a clause: alone, and in its context."""

from __future__ import annotations

from enum import Enum


class Reading(Enum):
    """How clauses are turned into vectors.

    ``IN_CONTEXT`` a clause is read where it stands: "this" and "such activities" mean what
    they mean there, and a paragraph is run through the model once for all its clauses. Only
    a ``SpanEncoder`` can do so. ``ALONE`` it is encoded as a text of its own, and owes
    nothing to what stands around it.
    """

    ALONE = "alone"
    IN_CONTEXT = "context"


ALONE, IN_CONTEXT = Reading.ALONE, Reading.IN_CONTEXT
