"""``scodiff review --about shifts``: what changed between linked passages, asked and answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scodiff.cli.console import print_line
from scodiff.cli.model_reader import ReaderChoice, shift_answers_of_model
from scodiff.cli.options import METHOD, option
from scodiff.cli.pair import read_pair
from scodiff.cli.reader_files import decisions_of
from scodiff.cli.reviewing import (
    ReviewWanted,
    compared,
    counted,
    ending,
    heed_no_answers,
    of_all,
    refuse_no_answers,
    refuse_own_sources,
    short,
    told_questions,
    write_told,
)

if TYPE_CHECKING:
    from scodiff.compare.decisions.decisions import Decisions
    from scodiff.compare.model import Comparison, Shift
    from scodiff.compare.review.shifts.model import AskedPassage, ShiftAnswer, ShiftQuestion

_SHOWN = 5  # questions on the terminal

about_option = option(
    "--about",
    group=METHOD,
    type=click.Choice(["links", "shifts"]),
    default="links",
    show_default=True,
    help="Ask what answers to a paragraph, or what changed between linked passages.",
)


def review_shifts(
    names: tuple[str, str],
    reading: dict[str, Any],
    wanted: ReviewWanted,
    reader: ReaderChoice | None,
    language: str,
) -> None:
    """Ask what changed in linked passages, and write what is wanted."""
    documents = read_pair(*names, reading, quiet=wanted.quiet)
    sources = (*names, wanted.answers, wanted.links)
    refuse_own_sources((wanted.questions, wanted.output), sources)
    decisions = decisions_of(wanted.links)
    engine = compared(documents, wanted, _without_shifts(decisions)).comparison
    decided = decisions.apply_to(*documents).shifts
    given = _answers(wanted.answers, engine)
    _refuse_decided_otherwise(given, decided, engine, wanted)
    heed_no_answers(wanted.answers, given, quiet=wanted.quiet)
    from scodiff.compare.review.shifts.questions import shift_questions

    left = shift_questions(engine, given, decided)
    if reader:
        given += shift_answers_of_model(left[: wanted.limit], engine, reader, wanted)
        left = shift_questions(engine, given, decided)
    if wanted.output:
        refuse_no_answers(wanted.output, None if reader else wanted.answers, given)
        _write_output(wanted, left, given, decisions, engine, language)
    _tell_questions(wanted, left, given)


def _without_shifts(decisions: Decisions) -> Decisions:
    """The decisions on links: what a reader said of shifts is no opinion of the engine's."""
    from scodiff.compare.decisions.decisions import Decisions

    return Decisions(tuple(item for item in decisions.items if item.action != "shifts"))


def _answers(path: str | None, engine: Comparison) -> tuple[ShiftAnswer, ...]:
    if path is None:
        return ()
    from scodiff.compare.review.shifts.answers import read_shift_answers
    from scodiff.compare.review.shifts.deciding import check_shift_answers

    return check_shift_answers(read_shift_answers(Path(path)), engine, Path(path).name)


def _refuse_decided_otherwise(
    given: Sequence[ShiftAnswer],
    decided: Mapping[tuple[tuple[str, ...], tuple[str, ...]], Sequence[Shift]],
    engine: Comparison,
    wanted: ReviewWanted,
) -> None:
    """Raise click.ClickException where an answer is about a link that --links has decided."""
    for answer in given:
        before = decided.get((answer.passages_a, answer.passages_b))
        said = {(change.kind, change.direction) for change in answer.changes}
        if before is not None and said != {(shift.kind, shift.direction) for shift in before}:
            n = engine.a.paragraph(answer.passages_a[0]).n
            raise click.ClickException(
                f"{Path(str(wanted.answers)).name} says of A ¶{n} otherwise than "
                f"{Path(str(wanted.links)).name}: take one of the two out."
            )


def _write_output(
    wanted: ReviewWanted,
    left: Sequence[ShiftQuestion],
    given: Sequence[ShiftAnswer],
    before: Decisions,
    engine: Comparison,
    language: str,
) -> None:
    """Write what the ending of the file says."""
    target, asked = str(wanted.output), left[: wanted.limit]
    if ending(target) == ".html":
        from scodiff.corpus import VERSION
        from scodiff.reports.review.shift_page import render_shifts

        data = render_shifts(asked, engine.a, engine.b, VERSION, language)
        write_told(target, data, of_all(asked, left), quiet=wanted.quiet)
    elif ending(target) == ".jsonl":
        from scodiff.compare.review.shifts.answers import shift_answers_as_lines

        data = shift_answers_as_lines(given)
        write_told(target, data, counted(given, "answer"), quiet=wanted.quiet)
    else:
        _write_decisions(target, given, before, engine, quiet=wanted.quiet)


def _write_decisions(
    target: str,
    given: Sequence[ShiftAnswer],
    before: Decisions,
    engine: Comparison,
    *,
    quiet: bool,
) -> None:
    """Write the decisions there were and what the answers come to, if they can be followed."""
    from scodiff.compare.decisions.decisions import Decisions
    from scodiff.compare.decisions.written import decision_file
    from scodiff.compare.review.shifts.deciding import decisions_of_shift_answers

    found = decisions_of_shift_answers(given, engine)
    decisions = Decisions((*before.items, *found.items))
    data = decision_file(decisions, engine.a, engine.b)
    write_told(target, data, counted(decisions.items, "decision"), quiet=quiet)


def _tell_questions(
    wanted: ReviewWanted, left: Sequence[ShiftQuestion], given: Sequence[ShiftAnswer]
) -> None:
    """Write the questions, or show the first of them unless something else was written."""
    from scodiff.compare.review.shifts.questions import shift_questions_as_lines

    asked = told_questions(wanted, left, shift_questions_as_lines)
    if asked is not None:
        _print(asked, left, given)


def _print(
    asked: Sequence[ShiftQuestion], left: Sequence[ShiftQuestion], given: Sequence[ShiftAnswer]
) -> None:
    """How much there is to ask, the first questions in short, and how to go on."""
    if given:
        print_line(f"{counted(given, 'answer')} taken.")
    print_line(f"{of_all(asked, left)} left to ask.")
    for question in asked[:_SHOWN]:
        print_line()
        for side, passages in (("A", question.passages_a), ("B", question.passages_b)):
            _print_passages(side, passages)
        for shift in question.shifts:
            change = f"{short(shift.a) or '–'} → {short(shift.b) or '–'}"
            print_line(f"  {shift.kind}, {shift.direction}: {change} ({shift.certainty})", dim=True)
    if asked:
        print_line()
        print_line(
            "-o shifts.html makes a page to answer them in, --questions FILE writes them all,"
        )
        print_line("--reader asks a language model, and --answers FILE takes answers.")


def _print_passages(side: str, passages: Sequence[AskedPassage]) -> None:
    for passage in passages:
        print_line(f" {short(passage.text)}", heading=f"{side} ¶{passage.n}")
