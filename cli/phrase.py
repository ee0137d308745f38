"""``scodiff phrase``: where a phrase first appeared, and every time since."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from scodiff.cli.options import (
    METHOD,
    OUTPUT,
    boundaries_option,
    collection_option,
    command,
    model_option,
    option,
)
from scodiff.cli.output import Output, output_options

if TYPE_CHECKING:
    from scodiff.compare.phrases.indexes.asked import SearchIndex
    from scodiff.compare.phrases.model import ParaphrasesWanted, PhraseHistory, PhraseSettings
    from scodiff.compare.text.names import Thesaurus
    from scodiff.corpus.store.location import Location

NOT_FOUND = 1


@command()
@click.argument("text", metavar="TEXT")
@click.argument("names", metavar="[DOC]...", nargs=-1)
@output_options("phrase")
@option(
    "--context",
    group=OUTPUT,
    type=click.IntRange(0, 10_000),
    default=80,
    show_default=True,
    help="Characters shown on either side of a match.",
)
@collection_option
@boundaries_option
@option("--exact", group=METHOD, is_flag=True, help="Only the words themselves: no altered ones.")
@option("--regex", group=METHOD, is_flag=True, help="TEXT is a regular expression.")
@option(
    "--paraphrase/--no-paraphrase",
    "paraphrase",
    group=METHOD,
    default=None,
    help="Look for other words of near meaning always, or never (default: where nothing else is).",
)
@option(
    "--names-file",
    group=METHOD,
    metavar="FILE",
    help="A file of names and formulas in place of scodiff's own (names.toml).",
)
@model_option
@click.pass_context
def phrase(
    ctx: click.Context,
    text: str,
    names: tuple[str, ...],
    output: Output,
    context: int,
    collection: Location | None,
    boundaries: dict[str, str] | None,
    exact: bool,
    regex: bool,
    paraphrase: bool | None,
    names_file: str | None,
    model: str | None,
) -> None:
    """Show where a phrase first appeared, and what became of it since.

    TEXT is looked for in the collection, or in the DOCs named: ids, files and
    folders. The answer gives the type of each match (verbatim, normalised, inflected,
    function-words, near, variant, paraphrase) and says which documents it rests on. Leaves with
    0 if something is found, with 1 if nothing is.

    \b
    Examples:
      scodiff phrase "Shanghai Spirit"
      scodiff phrase "trade in small arms" 2003-moscow later.txt folder/
      scodiff phrase "pre-emptive measures" -o history.html --open
      scodiff phrase --regex "(terror|extrem)ism" --format csv
    """
    output.refuse_to_overwrite(names)
    from scodiff.cli.documents import open_index
    from scodiff.cli.reader_files import names_of
    from scodiff.compare.phrases.model import PhraseSettings
    from scodiff.corpus.sources import well_formed

    settings = PhraseSettings(
        context=context,
        rungs="same-words" if exact else "all",
        paraphrases=_paraphrases(paraphrase, exact, model),
    )
    known_names = names_of(names_file)
    with open_index(names, collection, output.quiet, boundaries) as index:
        found = _search(well_formed(text), index, regex, settings, known_names, model, output)
        # While the index is open: a summary reads but the places that it shows.
        output.deliver("phrase", found)
    if found.first is None:
        ctx.exit(NOT_FOUND)


def _paraphrases(asked: bool | None, exact: bool, model: str | None) -> ParaphrasesWanted:
    if asked and model == "none":
        raise click.UsageError("--paraphrase needs a model: leave out '--model none'.")
    if asked:
        return "always"
    return "never" if asked is False or exact or model == "none" else "fallback"


def _search(
    text: str,
    index: SearchIndex,
    regex: bool,
    settings: PhraseSettings,
    names: Thesaurus | None,
    model: str | None,
    output: Output,
) -> PhraseHistory:
    if regex:
        from scodiff.compare.phrases.pattern import search_pattern

        return search_pattern(text, index, settings)
    from scodiff.compare.phrases.search import search_phrase

    search = partial(search_phrase, text, index, settings, names=names, while_open=True)
    if settings.paraphrases == "never":
        return search()
    from scodiff.cli.encoding import paraphrase_models

    asked = settings.paraphrases == "always"
    with paraphrase_models(model, output, asked=asked) as models:
        return search(models=models)
