"""``scodiff synopsis``: several texts side by side."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scodiff.cli.console import print_message
from scodiff.cli.encoding import comparing_encoder
from scodiff.cli.options import (
    METHOD,
    collection_option,
    command,
    lexicon_option,
    model_option,
    names_input_formats,
    option,
    reading_options,
    report_language_option,
)
from scodiff.cli.output import Output, output_options

if TYPE_CHECKING:
    from scodiff.compare.decisions.decisions import Decisions
    from scodiff.corpus.model import Document
    from scodiff.embeddings.encoder import ModelInfo


@command()
@click.argument("names", metavar="A B [C]...", nargs=-1, required=True)
@output_options("synopsis")
@report_language_option()
@reading_options
@collection_option
@option(
    "--base",
    group=METHOD,
    metavar="DOC",
    help="The text whose order is followed first (default: the earliest).",
)
@model_option
@lexicon_option
@option(
    "--links",
    group=METHOD,
    metavar="FILE",
    multiple=True,
    help="Decisions on links of two of the texts, as compare takes them; once for each file.",
)
@names_input_formats
def synopsis(
    names: tuple[str, ...],
    output: Output,
    report_language: str,
    base: str | None,
    model: str | None,
    lexicon: str | None,
    links: tuple[str, ...],
    **reading: Any,
) -> None:
    """Set several texts side by side, passage by passage.

    A, B, C … are each an id of the collection (2003-moscow), a file (ENDINGS), a folder
    of such, an address (https://…), or - for standard input; two or more texts. They
    stand in order of date, undated ones last as they are named. Each row is a passage
    with what each text has of it, and what changed against the version before and
    against the base. Without -o the life line of every passage is printed.

    \b
    Examples:
      scodiff synopsis 2003-moscow 2019.txt 2023.txt -o synopsis.html --open
      scodiff synopsis folder/ --base 2003-moscow -o synopsis.docx
      scodiff synopsis 2003-moscow 2019.txt 2023.txt --model none --format csv
    """
    from scodiff.cli.reader_files import lexicon_of
    from scodiff.compare.synopsis.build import build_synopsis
    from scodiff.corpus.sources import well_formed

    output.refuse_to_overwrite(names)
    documents = _read(names, reading, output)
    own_lexicon, decisions = lexicon_of(lexicon), _decisions(links, documents)
    with (
        comparing_encoder(model, show_progress=output.show_progress) as encoder,
        _progress(output.show_progress) as progress,
    ):
        _heed_languages(encoder.info if encoder else None, documents, quiet=output.quiet)
        found = build_synopsis(
            documents,
            encoder,
            base=well_formed(base) if base else None,
            decisions=decisions,
            lexicon=own_lexicon,
            progress=progress,
        )
    output.deliver("synopsis", found, report_language)


def _read(names: Sequence[str], reading: dict[str, Any], output: Output) -> list[Document]:
    """The texts, with what is suspected of them said before anyone relies on it."""
    from scodiff.cli.documents import documents, refuse_guess, warn_of_suspicions

    if names.count("-") > 1:
        raise click.UsageError("standard input can be read once only: two of the texts are '-'.")
    _refuse_for_folders(names, reading)
    found = documents(names, quiet=output.quiet, **reading)
    refuse_guess(found)
    if not output.quiet:
        warn_of_suspicions(found)
    return found


def _decisions(
    paths: Sequence[str], documents: Sequence[Document]
) -> dict[tuple[str, str], Decisions]:
    """The decisions of files, by the two texts, the older first, whose paragraphs they name."""
    from itertools import combinations

    from scodiff.cli.reader_files import decisions_of
    from scodiff.compare.decisions.decisions import NO_DECISIONS, Decisions
    from scodiff.compare.synopsis.build import in_order_of_date

    found: dict[tuple[str, str], Decisions] = {}
    for path in paths:
        decisions = decisions_of(path)
        pairs = combinations(in_order_of_date(documents), 2)
        of = [(a.id, b.id) for a, b in pairs if _fit(decisions, a, b)]
        if len(of) != 1:
            raise click.UsageError(
                f"the decisions of {path} fit {'more than one' if of else 'no'} pair of these "
                "texts, the older first; scodiff compare A B --links FILE says what is wrong."
            )
        held = found.get(of[0], NO_DECISIONS)
        found[of[0]] = Decisions((*held.items, *decisions.items))
    return found


def _fit(decisions: Decisions, a: Document, b: Document) -> bool:
    from scodiff.compare.decisions.anchors import DecisionError

    try:
        decisions.apply_to(a, b)
    except DecisionError:
        return False
    return True


def _refuse_for_folders(names: Sequence[str], reading: dict[str, Any]) -> None:
    """Options on how a text is read are for texts that were named, not for all of a folder."""
    defaults = {"paragraphs": "auto", "language": None, "encoding": None}
    given = [name for name, value in defaults.items() if reading[name] != value]
    if given and (folders := [name for name in names if Path(name).is_dir()]):
        raise click.UsageError(
            f"--{given[0]} says how a text is read, and '{folders[0]}' is a folder: name its files."
        )


def _heed_languages(info: ModelInfo | None, documents: Sequence[Document], *, quiet: bool) -> None:
    """Texts in several languages take a model that knows all; one that it does not, a warning."""
    from itertools import combinations

    from scodiff.embeddings.languages import language_warning, require_cross_lingual

    doubts = []
    for a, b in combinations(documents, 2):
        require_cross_lingual(info, a.language, b.language)
        doubts.append(language_warning(info, a.language, b.language))
    for doubt in dict.fromkeys(filter(None, doubts)):
        if not quiet:
            print_message(f"warning: {doubt}")


@contextmanager
def _progress(show: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Count the comparisons made, where someone can see it."""
    from scodiff.cli.progress import ProgressBar

    with ProgressBar("Comparing", "pairs") as bar:
        yield bar.update if show and sys.stderr.isatty() else None
