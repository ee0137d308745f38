"""The ``scodiff`` command: its subcommands are imported only when they are called."""

from __future__ import annotations

import gc
import os
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn, TextIO

import click

from scodiff.cli.console import print_error, print_line, print_message
from scodiff.cli.streams import StreamError, prepare_streams

DONE, TROUBLE, INTERRUPTED = 0, 2, 130

# The short help stands here so that ``scodiff --help`` imports no command.
COMMANDS = {
    "compare": ("scodiff.cli.compare:compare", "Show what became of A's language in B."),
    "synopsis": ("scodiff.cli.synopsis:synopsis", "Set several texts side by side."),
    "review": ("scodiff.cli.review:review", "Ask of what is not sure, and take the answers."),
    "phrase": ("scodiff.cli.phrase:phrase", "Show where a phrase first appeared, and since."),
    "lineage": ("scodiff.cli.lineage:lineage", "Follow one paragraph or formula everywhere."),
    "matrix": ("scodiff.cli.matrix:matrix", "Compare every document with every other."),
    "formulas": ("scodiff.cli.formulas:formulas", "List the formulas that recur."),
    "encode": ("scodiff.cli.encode:encode", "Have a model read texts ahead of time."),
    "serve": ("scodiff.cli.serve:serve", "Open a reading room in the browser."),
    "corpus": ("scodiff.cli.corpus:corpus", "Keep a collection of texts; fetch and check them."),
    "verify": ("scodiff.cli.verify:verify", "Check that a report says what the texts say."),
    "models": ("scodiff.cli.models:models", "List, check, add and prepare embedding models."),
    "cache": ("scodiff.cli.cache:cache", "Show or clear what is kept to save time."),
    "doctor": ("scodiff.cli.doctor:doctor", "Say what this installation has and lacks."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a name that is none is answered with the nearest one."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            raise click.UsageError(_unknown_command(args[0]), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, short_help) for name, (_, short_help) in COMMANDS.items()])


def _unknown_command(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(COMMANDS)}."
    return f"there is no command '{name}'; {hint}"


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from scodiff.corpus import VERSION

        print_line(f"scodiff {VERSION}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and leave.",
)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Compare declarations of the Shanghai Cooperation Organisation.

    scodiff aligns the paragraphs of two summit texts and shows what language
    persisted, changed, disappeared or is new.

    \b
    A first comparison:
      scodiff compare 2003-moscow LATER.txt -o report.html
    """
    from scodiff.cli.settings_file import default_map

    ctx.default_map = default_map(COMMANDS)


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code (0, 1, 2 or 130)."""
    prepare_streams()
    # A run is short, and what it makes lives to its end: a search for cycles of garbage every
    # 700 objects finds none and takes a twentieth of the time.
    gc.set_threshold(200_000, 20, 20)
    # The tables of two declarations are small: threads wait for each other longer than they work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = execute(sys.argv[1:] if arguments is None else arguments)
    gc.freeze()  # Nor does Python need to look for it on the way out.
    sys.exit(code)


def execute(arguments: Sequence[str]) -> int:
    """Run the command line; every foreseen trouble is one sentence on stderr and code 2."""
    code = _executed(arguments)
    try:
        sys.stdout.flush()
    except StreamError as error:
        return _complain(str(error))
    return code


def _executed(arguments: Sequence[str]) -> int:
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            code: Any = main.main(args=list(arguments), prog_name="scodiff", standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except click.exceptions.NoArgsIsHelpError as error:
        for line in error.format_message().splitlines():
            print_message(line)
        return TROUBLE
    except click.ClickException as error:
        return _complain(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("SCODIFF_DEBUG"):
            raise
        return _complain(_sentence(error))
    finally:
        # The connections to a collection on a server; who has a folder never imports this.
        if connecting := sys.modules.get("scodiff.corpus.store.postgres.connecting"):
            connecting.close_idle()


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Our own warnings as a sentence for users; others as Python writes them."""
    from scodiff.embeddings.errors import WaitNotice

    if issubclass(category, WaitNotice) and _quiet():
        return
    if category.__module__.startswith("scodiff."):
        print_error(f"{message}.")
        return
    for written in warnings.formatwarning(message, category, filename, lineno, line).splitlines():
        print_message(written)


def _quiet() -> bool:
    """Whether the command was asked to say nothing but what goes wrong."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.params.get("quiet"))


def _sentence(error: Exception) -> str:
    from scodiff.compare.decisions.anchors import DecisionError
    from scodiff.compare.jobs.model import JobError
    from scodiff.compare.phrases.model import PhraseError
    from scodiff.corpus.errors import CorpusError
    from scodiff.embeddings.errors import EmbeddingError
    from scodiff.llm.errors import ReaderError
    from scodiff.reports.errors import ReportError

    foreseen = (
        CorpusError, DecisionError, EmbeddingError, JobError, PhraseError, ReaderError, ReportError,
        StreamError,
    )  # fmt: skip
    if isinstance(error, foreseen):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'the system'}: {error.strerror or error}."
    return (
        f"something went wrong that scodiff did not foresee ({type(error).__name__}: {error}); "
        "please report it, with what SCODIFF_DEBUG=1 prints."
    )


def _complain(message: str) -> int:
    print_error(message)
    return TROUBLE
