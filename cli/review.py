"""``scodiff review``: what a comparison leaves open, asked and answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scodiff.cli.agreement import print_agreement
from scodiff.cli.console import print_line
from scodiff.cli.model_reader import ReaderChoice, link_answers_of_model, reader_options
from scodiff.cli.options import (
    METHOD,
    OUTPUT,
    all_of,
    collection_option,
    command,
    model_option,
    names_input_formats,
    option,
    progress_option,
    quiet_option,
    reading_options,
    report_language_option,
)
from scodiff.cli.pair import read_pair
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
from scodiff.cli.shift_review import about_option, review_shifts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scodiff.compare.pipeline import ScoredComparison
    from scodiff.compare.review.model import ReviewAnswer, ReviewQuestion

_SHOWN = 5  # questions on the terminal

review_options = all_of(
    option(
        "--questions",
        group=OUTPUT,
        metavar="FILE",
        help="Write the questions to FILE (JSON Lines; - for standard output).",
    ),
    option("--limit", group=OUTPUT, type=click.IntRange(min=1), help="Ask so many at most."),
    option(
        "-o",
        "--output",
        group=OUTPUT,
        metavar="FILE",
        help="Write a page to answer in a browser (.html), the answers (.jsonl), or the "
        "decisions (.toml), for compare --links.",
    ),
    report_language_option("page"),
    option(
        "--answers",
        group=METHOD,
        metavar="FILE",
        help="Take the answers in FILE (JSON Lines).",
    ),
    about_option,
    option(
        "--links",
        group=METHOD,
        metavar="FILE",
        help="With --about shifts: decisions on links that the answers are to be added to.",
    ),
    option(
        "--agree",
        group=METHOD,
        is_flag=True,
        help="A and B are two files of answers: how far they agree.",
    ),
    reader_options,
    progress_option,
    quiet_option,
)


@command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@review_options
@reading_options
@collection_option
@model_option
@names_input_formats
def review(
    a: str,
    b: str,
    questions: str | None,
    limit: int | None,
    output: str | None,
    report_language: str,
    answers: str | None,
    about: str,
    links: str | None,
    agree: bool,
    reader: ReaderChoice | None,
    model: str | None,
    no_progress: bool,
    quiet: bool,
    **reading: Any,
) -> None:
    """Ask of what a comparison is not sure, and take the answers.

    A and B are each an id of the collection (2003-moscow), a file (ENDINGS), an
    address (https://…), or - for standard input. A person answers in a browser,
    a language model with --reader; answers become decisions, a file that
    compare --links takes. --about shifts asks what changed in linked passages.

    \b
    Examples:
      scodiff review 2003-moscow later.txt -o review.html
      scodiff review 2003-moscow later.txt --answers a.jsonl -o decisions.toml
      scodiff review 2003-moscow later.txt -o a.jsonl \\
        --reader http://localhost:11434/v1 --reader-model NAME
      scodiff review 2003-moscow later.txt --about shifts --questions q.jsonl
      scodiff review --agree ada.jsonl ben.jsonl
    """
    wanted = ReviewWanted(
        questions, limit, output, answers, links, model, quiet, not (no_progress or quiet)
    )
    if agree:
        if questions or answers or output or limit or reader or links or about != "links":
            raise click.UsageError("--agree takes two files of answers and no other option.")
        print_agreement(a, b)
        return
    _refuse_what_cannot_be(wanted, about=about, asking=bool(reader))
    if about == "shifts":
        review_shifts((a, b), reading, wanted, reader, report_language)
    else:
        _review_links((a, b), reading, wanted, reader, report_language)


def _review_links(
    names: tuple[str, str],
    reading: dict[str, Any],
    wanted: ReviewWanted,
    reader: ReaderChoice | None,
    language: str,
) -> None:
    """Ask what answers to the paragraphs whose links are not sure, and write what is wanted."""
    documents = read_pair(*names, reading, quiet=wanted.quiet)
    refuse_own_sources((wanted.questions, wanted.output), (*names, wanted.answers))
    given = _answers(wanted.answers, documents)
    heed_no_answers(wanted.answers, given, quiet=wanted.quiet)
    engine = compared(documents, wanted)
    from scodiff.compare.review.queue import review_queue

    left = review_queue(engine, given)
    if reader:
        given += link_answers_of_model(left[: wanted.limit], given, documents, reader, wanted)
        left = review_queue(engine, given)
    if wanted.output:
        refuse_no_answers(wanted.output, None if reader else wanted.answers, given)
        _write_output(wanted, left, given, engine, language)
    _tell_questions(wanted, left, given)


def _answers(path: str | None, documents: tuple[Any, Any]) -> tuple[ReviewAnswer, ...]:
    """The answers of a file, checked against the two texts; none without one."""
    if path is None:
        return ()
    from scodiff.compare.review.answer_file import read_answers
    from scodiff.compare.review.checking import check_answers

    return check_answers(read_answers(Path(path)), *documents, Path(path).name)


def _refuse_what_cannot_be(wanted: ReviewWanted, *, about: str, asking: bool) -> None:
    """Raise click.UsageError where there would be nothing to write, or nowhere to write it."""
    if wanted.links and about == "links":
        raise click.UsageError("--links is for --about shifts: the links themselves are asked of.")
    if asking and not wanted.output:
        raise click.UsageError(
            "--reader needs -o FILE: answers.jsonl for the answers, or decisions.toml."
        )
    answered = wanted.answers or asking
    if wanted.output and not answered and ending(wanted.output) != ".html":
        raise click.UsageError(
            "-o writes what answers come to: add --answers FILE or --reader ADDRESS, or name a "
            "page to answer in (.html)."
        )


def _write_output(
    wanted: ReviewWanted,
    left: Sequence[ReviewQuestion],
    given: Sequence[ReviewAnswer],
    engine: ScoredComparison,
    language: str,
) -> None:
    """Write what the ending of the file says."""
    target, asked = str(wanted.output), left[: wanted.limit]
    if ending(target) == ".html":
        from scodiff.corpus import VERSION
        from scodiff.reports.review.page import render

        data = render(asked, engine.comparison.a, engine.comparison.b, VERSION, language)
        write_told(target, data, of_all(asked, left), quiet=wanted.quiet)
    elif ending(target) == ".jsonl":
        from scodiff.compare.review.answer_file import answers_as_lines

        write_told(target, answers_as_lines(given), counted(given, "answer"), quiet=wanted.quiet)
    else:
        _write_decisions(target, given, engine, quiet=wanted.quiet)


def _write_decisions(
    target: str, given: Sequence[ReviewAnswer], engine: ScoredComparison, *, quiet: bool
) -> None:
    """Write what the answers come to, if it can be followed."""
    from scodiff.compare.decisions.written import decision_file
    from scodiff.compare.review.deciding import decisions_of_answers

    decisions = decisions_of_answers(given, engine.comparison)
    data = decision_file(decisions, engine.comparison.a, engine.comparison.b)
    write_told(target, data, counted(decisions.items, "decision"), quiet=quiet)


def _tell_questions(
    wanted: ReviewWanted, left: Sequence[ReviewQuestion], given: Sequence[ReviewAnswer]
) -> None:
    """Write the questions, or show the first of them unless something else was written."""
    from scodiff.compare.review.question_file import questions_as_lines

    asked = told_questions(wanted, left, questions_as_lines)
    if asked is not None:
        _print_queue(asked, left, given)


def _print_queue(
    asked: Sequence[ReviewQuestion], left: Sequence[ReviewQuestion], given: Sequence[ReviewAnswer]
) -> None:
    """How much there is to ask, the first questions in short, and how to go on."""
    if given:
        print_line(f"{counted(given, 'answer')} fit{'s' * (len(given) == 1)} the two texts.")
    again = sum(question.again for question in left)
    second = f", {again} of them a second look" if again else ""
    verb = "is" if len(left) == 1 else "are"
    print_line(f"{counted(left, 'question')} {verb} left{second}.")
    for question in asked[:_SHOWN]:
        paragraph = question.paragraph
        side = paragraph.side.upper()
        print_line()
        print_line(f" {short(paragraph.text)}", heading=f"{side} ¶{paragraph.n}")
        other = "B" if side == "A" else "A"
        for candidate in question.candidates:
            share = f"{candidate.probability:.0%}"
            print_line(f"  {other} ¶{candidate.n} ({share}) {short(candidate.text)}", dim=True)
    if asked:
        print_line()
        print_line(
            "-o review.html makes a page to answer them in, --questions FILE writes them all,"
        )
        print_line("--reader asks a language model, and --answers FILE takes answers.")
