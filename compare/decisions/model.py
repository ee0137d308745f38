"""What a reader decided, and who it was: a person by hand, or whoever answered a question.

A relation is one of ``compare.model.RELATIONS`` and a certainty one of its ``CERTAINTIES``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Action = Literal["pin", "forbid", "relabel", "part", "related", "alone", "shifts"]
ACTIONS: tuple[Action, ...] = get_args(Action)
TextSide = Literal["a", "b"]
TEXT_SIDES: tuple[TextSide, ...] = get_args(TextSide)
DeciderKind = Literal["person", "model"]
DECIDER_KINDS: tuple[DeciderKind, ...] = get_args(DeciderKind)

# Who decided, as a link says it (``Link.decided_by``).
PERSON, MODEL = "reader", "model"


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decided: a person's name, or a model's with the version of what it was asked."""

    kind: DeciderKind
    name: str
    prompt_version: str | None = None


@dataclass(frozen=True, slots=True)
class SharedQuotation:
    """The statement that two paragraphs share, as it stands in A and as it stands in B."""

    a: str
    b: str


@dataclass(frozen=True, slots=True)
class NamedShift:
    """A change of position between linked passages, as a reader names it, or as scodiff had.

    ``kind`` is one of ``compare.shifts.kinds.SHIFT_KINDS``, ``direction`` one of its
    ``DIRECTIONS``; ``a`` and ``b`` are quotations, one of them empty where its side has nothing.
    """

    kind: str
    direction: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class EngineOpinion:
    """What scodiff itself had found of a paragraph that a reader was asked about.

    ``relation`` and ``certainty`` are those of its link, ``links`` the paragraphs of the other
    text that it was linked with, ``parts`` those that it shared a passage with.
    """

    relation: str
    certainty: str
    links: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """Where a decision comes from: an answer to a question about one paragraph, or a link.

    ``asked`` is the side of that paragraph, the only one that the decision names there; None
    where the shifts of a link were asked for. Then ``shifts`` are those that scodiff had found,
    without what it left open.
    """

    by: Decider
    asked: TextSide | None
    engine: EngineOpinion
    when: str | None = None
    quotes: tuple[SharedQuotation, ...] = ()
    shifts: tuple[NamedShift, ...] = ()


@dataclass(frozen=True, slots=True)
class ReaderDecision:
    """What a reader decided about paragraphs ``a`` of A and ``b`` of B, and why (``note``).

    ``pin``: they answer to each other; ``forbid``: none of ``a`` answers to any of ``b``;
    ``relabel``: their link has the ``relation`` named, which a pin may name too; ``part``: they
    share a passage; ``related``: they treat the same matter and share none; ``alone``: nothing
    answers to the paragraphs of the one side there is; ``shifts``: these and no others are the
    ``shifts`` of their link. ``record`` says who decided; None where the file does not.
    """

    action: Action
    a: tuple[str, ...]
    b: tuple[str, ...]
    relation: str | None = None
    note: str = ""
    record: DecisionRecord | None = None
    shifts: tuple[NamedShift, ...] = ()

    @property
    def contradicts_engine(self) -> bool:
        """Whether scodiff itself had found otherwise; what it left open it had not found."""
        if self.record is None or self.action in ("relabel", "related"):
            return False
        if self.action == "shifts":
            here, before = ({(s.kind, s.direction) for s in x.shifts} for x in (self, self.record))
            return here != before
        engine = self.record.engine
        found = {*engine.links, *engine.parts}
        said = {*(self.b if self.record.asked == "a" else self.a)}
        if self.action in ("pin", "part"):
            return not said <= found and bool(found or engine.certainty != "open")
        return bool(found if self.action == "alone" else found & said)
