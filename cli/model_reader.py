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
    from scodiff.cli.reviewing import ReviewWanted
    from scodiff.compare.model import Comparison
    from scodiff.compare.review.model import ReviewAnswer, ReviewQuestion
    from scodiff.compare.review.shifts.model import ShiftAnswer, ShiftQuestion
    from scodiff.corpus.model import Document
    from scodiff.llm.client import ReaderLimits
    from scodiff.llm.endpoint import Endpoint
    from scodiff.llm.kept_replies import KeptReplies
    from scodiff.llm.prompt import Prompt
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


def link_answers_of_model(
    asked: Sequence[ReviewQuestion],
    given: Sequence[ReviewAnswer],
    documents: tuple[Document, Document],
    choice: ReaderChoice,
    wanted: ReviewWanted,
) -> tuple[ReviewAnswer, ...]:
    """The model's answers beside those ``given``, checked as those of a file are.

    What is asked for a second look is for another reader: this one would say the same again.
    Raises as ``_reading_of`` does.
    """
    from scodiff.compare.review.checking import check_answers
    from scodiff.llm.consistency import without_pairs_of
    from scodiff.llm.link_prompt import link_prompt
    from scodiff.llm.reading import read

    fresh = [question for question in asked if not question.again]
    reading = _reading_of(fresh, [link_prompt(q) for q in fresh], read, choice, wanted)
    labels = Counter(verdict.label for answer in reading.answers for verdict in answer.verdicts)
    _tell(reading, labels, len(fresh), quiet=wanted.quiet)
    answers = without_pairs_of(reading.answers, given)
    check_answers(enumerate([*given, *answers], 1), *documents, "all answers")
    return tuple(answers)


def shift_answers_of_model(
    asked: Sequence[ShiftQuestion],
    engine: Comparison,
    choice: ReaderChoice,
    wanted: ReviewWanted,
) -> tuple[ShiftAnswer, ...]:
    """The model's answers on what changed, checked as those of a file are.

    Raises as ``_reading_of`` does.
    """
    from scodiff.compare.review.shifts.deciding import check_shift_answers
    from scodiff.llm.reading import read_shifts
    from scodiff.llm.shift_prompt import shift_prompt

    reading = _reading_of(asked, [shift_prompt(q) for q in asked], read_shifts, choice, wanted)
    kinds = Counter(change.kind for answer in reading.answers for change in answer.changes)
    _tell(reading, kinds, len(asked), quiet=wanted.quiet)
    return check_shift_answers(enumerate(reading.answers, 1), engine)


def _reading_of(
    questions: Sequence[Any],
    prompts: Sequence[Prompt[Any]],
    read: Callable[..., ModelReading[Any]],
    choice: ReaderChoice,
    wanted: ReviewWanted,
) -> ModelReading[Any]:
    """What the model makes of the questions, once it is agreed to send them.

    Raises:
        click.ClickException: it was not agreed to send anything.
        ReaderError: the server cannot be asked.
    """
    kept = _kept(choice.place.model)
    _agree(prompts, choice, kept, quiet=wanted.quiet)
    visible = wanted.show_progress and sys.stderr.isatty()
    with ProgressBar("Reading", "questions") as bar:
        told: Callable[[int, int], None] = bar.update if visible else lambda done, total: None
        try:
            return read(questions, choice.place, kept, choice.limits, told)
        except KeyboardInterrupt:
            print_message("Interrupted. What was answered is kept: the same command goes on.")
            raise


def _kept(model: str) -> KeptReplies:
    from scodiff.embeddings.cache.location import cache_root, private_folder
    from scodiff.llm.kept_replies import KeptReplies

    try:
        return KeptReplies(private_folder(cache_root() / "replies"), model)
    except OSError:
        return KeptReplies(None, model)


def _agree(
    prompts: Sequence[Prompt[Any]], choice: ReaderChoice, kept: KeptReplies, *, quiet: bool
) -> None:
    """Say what is to be sent where, and go on only where that is agreed to."""
    from scodiff.llm.cost import cost_of

    place = choice.place
    todo = [prompt for prompt in prompts if kept.load(prompt) is None]
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
    before = len(prompts) - len(todo)
    if not quiet or not choice.yes:
        print_message(f"To be sent: {told}")
        if before:
            print_message(f"{_questions(before)} of {len(prompts)} answered by it before.")
    if choice.yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("nothing was sent: say --yes where nobody can be asked.")
    if not agreed("Send it?"):
        raise click.ClickException("nothing was sent.")


def _tell(reading: ModelReading[Any], said: Counter[str], asked: int, *, quiet: bool) -> None:
    """Say what came of the questions, and name those that stay open."""
    if reading.broken_off:
        print_message(f"warning: not all questions were asked: {reading.broken_off}")
    if quiet:
        return
    named = ", ".join(f"{name} {number}" for name, number in said.items())
    print_message(
        f"{_questions(len(reading.answers))} of {asked} answered"
        + (f": {named}." if named else ".")
    )
    if reading.contradictions:
        print_message(f"On {reading.contradictions} pairs it said two things; the weaker counts.")
    _list("Claims refused in answers that stand without them", reading.claims_refused)
    _list("Refused, and open", reading.refused)
    _list("Without a reply, and open", reading.failed)


def _list(heading: str, found: Sequence[Unread]) -> None:
    if not found:
        return
    print_message(f"{heading}: {len(found)}.")
    for unread in found[:_LISTED]:
        first, *others = unread.reason.split("; ")
        more = f" (and {len(others)} more)" if others else ""
        print_message(f"  {unread.question.place}: {first}{more}")
    if len(found) > _LISTED:
        print_message(f"  and {len(found) - _LISTED} more.")


def _questions(count: int) -> str:
    return f"{count} question{'s' * (count != 1)}"
