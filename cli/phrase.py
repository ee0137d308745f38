"""``scodiff phrase``: where a phrase first appeared, and every time since."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodiff.cli.delivery import (
    chosen_format,
    common_options,
    deliver,
    model_option,
    opened_encoder,
)

if TYPE_CHECKING:
    from scodiff.compare.phrases.model import PhraseHistory
    from scodiff.compare.phrases.settings import Paraphrases, PhraseSettings

NOT_FOUND = 1


@click.command()
@click.argument("text", metavar="TEXT")
@click.argument("names", metavar="[DOC]...", nargs=-1)
@click.option("--exact", is_flag=True, help="Only the words themselves: no altered ones.")
@click.option("--regex", is_flag=True, help="TEXT is a regular expression.")
@click.option(
    "--paraphrase/--no-paraphrase",
    "paraphrase",
    default=None,
    help="Look for other words of near meaning always, or never (default: if nothing is found).",
)
@click.option(
    "--threshold",
    type=click.FloatRange(-1, 1),
    metavar="COSINE",
    help="The least cosine of a paraphrase (default: as calibrated).",
)
@click.option(
    "--words-between",
    type=click.IntRange(0, 20),
    default=2,
    show_default=True,
    help="Words that an inflected match may have between its own.",
)
@click.option(
    "--context",
    type=click.IntRange(0, 10_000),
    default=80,
    show_default=True,
    help="Characters shown on either side of a match.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(0, 3600, min_open=True),
    default=10.0,
    show_default=True,
    help="How long --regex may take.",
)
@model_option
@common_options
@click.pass_context
def phrase(
    ctx: click.Context,
    text: str,
    names: tuple[str, ...],
    exact: bool,
    regex: bool,
    paraphrase: bool | None,
    threshold: float | None,
    words_between: int,
    context: int,
    seconds: float,
    model: str | None,
    collection: Path | None,
    output: str | None,
    format_: str | None,
    open_: bool,
    no_progress: bool,
    quiet: bool,
) -> None:
    """Show where a phrase first appeared, and what became of it since.

    TEXT is looked for in the collection, or in the DOCs named: ids, files and
    folders. The answer climbs down a ladder of evidence (verbatim, normalised,
    inflected, near, paraphrase) and says which documents it rests on. Leaves with
    0 if something is found, with 1 if nothing is.

    \b
    Examples:
      scodiff phrase "Shanghai Spirit"
      scodiff phrase "trade in small arms" 2003-moscow later.txt folder/
      scodiff phrase "pre-emptive measures" -o history.html --open
      scodiff phrase --regex "(terror|extrem)ism" --format csv
    """
    format_name = chosen_format(output, format_, open_, names)
    from scodiff.compare.phrases.settings import PhraseSettings

    settings = PhraseSettings(
        words_between=words_between,
        context=context,
        rungs="same-words" if exact else "all",
        paraphrases=_paraphrases(paraphrase, exact, model),
        paraphrase_threshold=threshold,
        seconds=seconds,
    )
    show = not (no_progress or quiet)
    found = _search(text, names, regex, settings, model, collection, quiet, show)
    deliver("phrase", found, output, format_name, open_, quiet)
    if found.first is None:
        ctx.exit(NOT_FOUND)


def _paraphrases(asked: bool | None, exact: bool, model: str | None) -> Paraphrases:
    if asked and model == "none":
        raise click.UsageError("--paraphrase needs a model: leave out '--model none'.")
    if asked:
        return "always"
    return "never" if asked is False or exact or model == "none" else "fallback"


def _search(
    text: str,
    names: tuple[str, ...],
    regex: bool,
    settings: PhraseSettings,
    model: str | None,
    collection: Path | None,
    quiet: bool,
    show_progress: bool,
) -> PhraseHistory:
    from scodiff.cli.searched import open_index

    with open_index(names, collection, quiet) as index:
        if regex:
            from scodiff.compare.phrases.pattern import search_pattern

            return search_pattern(text, index, settings)
        from scodiff.compare.phrases.search import search

        if settings.paraphrases == "never":
            return search(text, index, settings)
        with opened_encoder(model, show_progress=show_progress) as encoder:
            return search(text, index, settings, encoder=encoder)
