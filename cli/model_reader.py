"""The questions of a review to a language model: what goes where is said before it goes."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

import click

from scodiff.cli.console import agreed, print_message
from scodiff.cli.options import METHOD, Command, all_of, option
from scodiff.cli.progress import ProgressBar

if TYPE_CHECKING:
    from scodiff.compare.review.model import ReviewAnswer, ReviewQuestion
    from scodiff.corpus.model import Document
    from scodiff.llm.client import ReaderLimits
    from scodiff.llm.endpoint import Endpoint
    from scodiff.llm.kept_replies import KeptReplies
    from scodiff.llm.reading import ModelReading, Unread

_NAMES = ("reader", "reader_model", "reader_timeout", "reader_parallel", "yes")
# Of the questions without an answer so many are named, of each kind.
_LISTED = 10


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """What the command line says of the model: which, how to ask it, ``yes`` to sending."""

    place: Endpoint
    limits: ReaderLimits
    yes: bool


_options = all_of(
    option(
        "--reader",
        group=METHOD,
        metavar="ADDRESS",
        help="Send the questions to a language model's server, such as "
        "http://localhost:11434/v1 (the protocol of OpenAI).",
    ),
    option("--reader-model", group=METHOD, metavar="NAME", help="Which model of that server."),
    option(
        "--reader-timeout",
        group=METHOD,
        metavar="SECONDS",
        type=click.FloatRange(1, 86_400),
        default=600.0,
        show_default=True,
        help="How long one question may take.",
    ),
    option(
        "--reader-parallel",
        group=METHOD,
        metavar="N",
        type=click.IntRange(1, 64),
        default=4,
        show_default=True,
        help="How many questions are asked at a time.",
    ),
    option("-y", "--yes", is_flag=True, help="Send without asking (for scripts)."),
)


def reader_options(function: Command) -> Command:
    """The options on the model, which a command is given together as ``reader``.

    Texts and key are sent on the user's own word: a settings file, which may come with a folder
    of texts, cannot name a server or agree to anything.
    """

    @wraps(function)
    def with_reader(*arguments: Any, **options: Any) -> Any:
        """Call the command with the ``ReaderChoice`` that the options describe, or None."""
        said = {name: options.pop(name) for name in _NAMES}
        _refuse_settings_file(click.get_current_context())
        return function(*arguments, reader=_choice(**said), **options)

    return cast(Command, _options(with_reader))


def _choice(
    reader: str | None,
    reader_model: str | None,
    reader_timeout: float,
    reader_parallel: int,
    yes: bool,
) -> ReaderChoice | None:
    if reader is None:
        if reader_model is not None:
            raise click.UsageError("--reader-model needs --reader, the address of its server.")
        return None
    if not (reader_model or "").strip():
        raise click.UsageError(
            "--reader needs --reader-model NAME: which model of that server is to answer."
        )
    from scodiff.llm.client import ReaderLimits, require_library
    from scodiff.llm.endpoint import endpoint

    place = endpoint(reader, str(reader_model), os.environ)
    require_library()
    limits = ReaderLimits(seconds=reader_timeout, parallel=reader_parallel)
    return ReaderChoice(place, limits, yes)


def _refuse_settings_file(ctx: click.Context) -> None:
    for name in ("reader", "reader_model", "yes"):
        if ctx.get_parameter_source(name) is click.core.ParameterSource.DEFAULT_MAP:
            raise click.UsageError(
                f"--{name.replace('_', '-')} is said on the command line only: take it out of the "
                "settings file."
            )


def answers_of_model(
    asked: Sequence[ReviewQuestion],
    given: Sequence[ReviewAnswer],
    documents: tuple[Document, Document],
    choice: ReaderChoice,
    quiet: bool,
    show_progress: bool,
) -> tuple[ReviewAnswer, ...]:
    """The model's answers beside those ``given``, checked as those of a file are.

    What is asked for a second look is for another reader: this one would say the same again.
    Raises as ``ask_model`` does.
    """
    from scodiff.compare.review.checking import check_answers
    from scodiff.llm.consistency import without_pairs_of

    fresh = [question for question in asked if not question.again]
    answers = ask_model(fresh, choice, quiet=quiet, show_progress=show_progress)
    answers = without_pairs_of(answers, given)
    check_answers(enumerate([*given, *answers], 1), *documents, "all answers")
    return tuple(answers)


def ask_model(
    questions: Sequence[ReviewQuestion], choice: ReaderChoice, *, quiet: bool, show_progress: bool
) -> list[ReviewAnswer]:
    """The model's answers. What was sent where, refused and not answered is said on stderr.

    Raises:
        click.ClickException: it was not agreed to send anything.
        ReaderError: the server cannot be asked.
    """
    kept = _kept(choice.place.model)
    _agree(questions, choice.place, kept, yes=choice.yes, quiet=quiet)
    reading = _read(questions, choice, kept, show_progress=show_progress)
    if not quiet:
        _tell(reading, len(questions))
    elif reading.broken_off:
        print_message(f"warning: not all questions were asked: {reading.broken_off}")
    return reading.answers


def _kept(model: str) -> KeptReplies:
    from scodiff.embeddings.cache.location import cache_root, private_folder
    from scodiff.llm.kept_replies import KeptReplies

    try:
        return KeptReplies(private_folder(cache_root() / "replies"), model)
    except OSError:
        return KeptReplies(None, model)


def _agree(
    questions: Sequence[ReviewQuestion],
    place: Endpoint,
    kept: KeptReplies,
    *,
    yes: bool,
    quiet: bool,
) -> None:
    """Say what is to be sent where, and go on only where that is agreed to."""
    from scodiff.llm.cost import cost_of

    todo = [question for question in questions if kept.load(question) is None]
    if place.key_withheld and todo:
        print_message(
            f"warning: {place.key_withheld} is not sent: {place.address} is not encrypted (https)."
        )
    if not todo:
        return
    cost = cost_of(todo)
    where = f"{place.host} ({'this machine' if place.is_here else 'over the network'})"
    told = (
        f"{_questions(len(todo))} with their paragraphs, {cost.characters} characters, to {where}, "
        f"model {place.model}: about {cost.tokens_sent} tokens, and about {cost.tokens_back} back."
    )
    before = len(questions) - len(todo)
    if not quiet or not yes:
        print_message(f"To be sent: {told}")
        if before:
            print_message(f"{_questions(before)} of {len(questions)} answered by it before.")
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("nothing was sent: say --yes where nobody can be asked.")
    if not agreed("Send it?"):
        raise click.ClickException("nothing was sent.")


def _read(
    questions: Sequence[ReviewQuestion],
    choice: ReaderChoice,
    kept: KeptReplies,
    *,
    show_progress: bool,
) -> ModelReading:
    from scodiff.llm.reading import read

    visible = show_progress and sys.stderr.isatty()
    with ProgressBar("Reading", "questions") as bar:
        told: Callable[[int, int], None] = bar.update if visible else lambda done, total: None
        try:
            return read(questions, choice.place, kept, choice.limits, told)
        except KeyboardInterrupt:
            print_message("Interrupted. What was answered is kept: the same command goes on.")
            raise


def _tell(reading: ModelReading, asked: int) -> None:
    """Say what came of the questions, and name those that stay open."""
    labels = Counter(verdict.label for answer in reading.answers for verdict in answer.verdicts)
    named = ", ".join(f"{label} {number}" for label, number in labels.items())
    print_message(
        f"{_questions(len(reading.answers))} of {asked} answered"
        + (f": {named}." if named else ".")
    )
    if reading.contradictions:
        print_message(f"On {reading.contradictions} pairs it said two things; the weaker counts.")
    _list("Claims refused in answers that stand without them", reading.claims_refused)
    _list("Refused, and open", reading.refused)
    _list("Without a reply, and open", reading.failed)
    if reading.broken_off:
        print_message(f"warning: not all questions were asked: {reading.broken_off}")


def _list(heading: str, found: Sequence[Unread]) -> None:
    if not found:
        return
    print_message(f"{heading}: {len(found)}.")
    for unread in found[:_LISTED]:
        asked = unread.question.paragraph
        text = getattr(unread.question, asked.side).document
        first, *others = unread.reason.split("; ")
        more = f" (and {len(others)} more)" if others else ""
        print_message(f"  {text} ¶{asked.n}: {first}{more}")
    if len(found) > _LISTED:
        print_message(f"  and {len(found) - _LISTED} more.")


def _questions(count: int) -> str:
    return f"{count} question{'s' * (count != 1)}"
