"""What reviews of links and of shifts have in common: the comparison, and what is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scodiff.cli.console import print_message
from scodiff.cli.output import refuse_to_overwrite, write
from scodiff.cli.pair import heed_languages

if TYPE_CHECKING:
    from scodiff.compare.decisions.decisions import Decisions
    from scodiff.compare.pipeline import ScoredComparison

Asked = TypeVar("Asked")

_WIDTH = 100  # characters of a paragraph on the terminal


@dataclass(frozen=True, slots=True)
class ReviewWanted:
    """What is wanted of a review: files to read and to write, questions at most, and the model."""

    questions: str | None
    limit: int | None
    output: str | None
    answers: str | None
    links: str | None
    model: str | None
    quiet: bool
    show_progress: bool


def compared(
    documents: tuple[Any, Any], wanted: ReviewWanted, decisions: Decisions | None = None
) -> ScoredComparison:
    """The comparison that is reviewed, after the ``decisions`` that there are."""
    from scodiff.cli.encoding import comparing_encoder
    from scodiff.compare.decisions.decisions import NO_DECISIONS
    from scodiff.compare.pipeline import compare_scored

    with comparing_encoder(wanted.model, show_progress=wanted.show_progress) as encoder:
        heed_languages(encoder.info if encoder else None, documents, quiet=wanted.quiet)
        return compare_scored(*documents, encoder, decisions=decisions or NO_DECISIONS)


def refuse_own_sources(targets: Sequence[str | None], sources: Sequence[str | None]) -> None:
    """Raise click.ClickException where a file to write is one of those that are read."""
    for target in targets:
        if target and target != "-":
            refuse_to_overwrite(target, [source for source in sources if source])


def ending(path: str) -> str:
    """How the name of a file ends, in small letters."""
    return Path(path).suffix.lower()


def write_told(target: str, data: bytes, what: str, *, quiet: bool) -> None:
    """Write a file and say ``what`` is in it."""
    write(None if target == "-" else target, data)
    if target != "-" and not quiet:
        print_message(f"Wrote {target}: {what}")


def short(text: str) -> str:
    """The beginning of a text, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= _WIDTH else words[:_WIDTH].rstrip() + "…"


def of_all(asked: Sequence[object], left: Sequence[object]) -> str:
    """How many questions are asked, and of how many where these are not all."""
    number = counted(left, "question")
    return number if len(asked) == len(left) else f"{len(asked)} of {number}"


def told_questions(
    wanted: ReviewWanted, left: Sequence[Asked], as_lines: Callable[[Sequence[Asked]], bytes]
) -> Sequence[Asked] | None:
    """Write the questions where a file was wanted; else those to show, if nothing was written."""
    asked = left[: wanted.limit]
    if wanted.questions:
        data = as_lines(asked)
        write_told(wanted.questions, data, of_all(asked, left), quiet=wanted.quiet)
        return None
    return None if wanted.output else asked


def heed_no_answers(path: str | None, given: Sequence[object], *, quiet: bool) -> None:
    """Say that a file of answers holds none."""
    if path and not given and not quiet:
        print_message(f"warning: {Path(path).name} holds no answers.")


def refuse_no_answers(target: str | None, path: str | None, given: Sequence[object]) -> None:
    """Raise click.ClickException where decisions are to be made of a file without answers."""
    if target and path and not given and ending(target) not in (".html", ".jsonl"):
        raise click.ClickException(
            f"{Path(path).name} holds no answers, so that nothing is decided: answer the "
            "questions first (-o review.html makes a page for it)."
        )


def counted(things: Sequence[object], name: str) -> str:
    """How many things there are, with their ``name`` in the number that goes with it."""
    return f"{len(things)} {name}{'s' * (len(things) != 1)}"
