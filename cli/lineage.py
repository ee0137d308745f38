"""``scodiff lineage``: one paragraph or formula through every document held."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodiff.cli.encoding import comparing_encoder, paraphrase_models
from scodiff.cli.jobs import way_of_working, workers_opener, workers_options
from scodiff.cli.options import boundaries_option, collection_option, command, model_option
from scodiff.cli.output import Output, output_options

if TYPE_CHECKING:
    from scodiff.compare.jobs.executors import WorkersOpener
    from scodiff.compare.studies.model import Lineage
    from scodiff.compare.studies.short_list import ShortList
    from scodiff.corpus.model import Document, Paragraph
    from scodiff.corpus.store.location import Location

NOT_FOUND = 1
_PARAGRAPH = re.compile(r"(?P<name>.*\S)\s*+(?P<sign>:|¶)\s*+(?P<place>p?\d+)", re.DOTALL)


@command()
@click.argument("what", metavar="DOC:P|TEXT")
@click.argument("names", metavar="[DOC]...", nargs=-1)
@output_options("lineage")
@collection_option
@boundaries_option
@model_option
@workers_options
@click.pass_context
def lineage(
    ctx: click.Context,
    what: str,
    names: tuple[str, ...],
    output: Output,
    collection: Location | None,
    boundaries: dict[str, str] | None,
    model: str | None,
    workers: int,
    scheduler: str | None,
) -> None:
    """Follow one paragraph or formula through all documents.

    DOC:P names a paragraph by its number (2003-moscow:29, or "2003-moscow ¶29");
    anything else is a formula. For each document of the collection, or of the DOCs
    named, it shows what persisted, changed, was dropped or came back, with the edits
    from the version before. Leaves with 1 if a formula is not found.

    \b
    Examples:
      scodiff lineage 2003-moscow:29
      scodiff lineage "central coordinating role of the United Nations" folder/
      scodiff lineage "2003-moscow ¶12" 2003-moscow later.txt -o lineage.html
      scodiff lineage 2003-moscow:29 folder/ --workers 4
    """
    opener = workers_opener(workers, scheduler)
    match = _PARAGRAPH.fullmatch(what.strip())
    output.refuse_to_overwrite((*names, match["name"]) if match else names)
    named = _paragraph(what, collection, boundaries)
    if named is None:
        if workers > 1 or scheduler is not None:
            raise click.UsageError(
                "--workers and --scheduler are for a paragraph (DOC:P): leave them out."
            )
        found = _formula(what, names, model, collection, boundaries, output)
    else:
        followed, short = _followed(*named, names, collection, boundaries, model, output)
        found = _follow(*named, followed, short, model, opener, output)
    output.deliver("lineage", found)
    if all(version.answer is None for version in found.versions):
        ctx.exit(NOT_FOUND)


def _paragraph(
    what: str, collection: Location | None, boundaries: dict[str, str] | None
) -> tuple[Document, Paragraph] | None:
    """The paragraph that ``DOC:P`` names; None for a formula, which has several words."""
    match = _PARAGRAPH.fullmatch(what.strip())
    if match is None:
        return None
    from scodiff.corpus.errors import CorpusError
    from scodiff.corpus.library import resolve

    try:
        document = resolve(match["name"], collection=collection, boundaries=boundaries)
    except CorpusError:
        several_words = any(map(str.isspace, match["name"]))
        if match["sign"] == "¶" or not several_words or Path(match["name"]).exists():
            raise
        return None
    for paragraph in document.citable:
        if match["place"] in (str(paragraph.n), paragraph.id):
            return document, paragraph
    raise click.UsageError(
        f"{document.id} has no paragraph {match['place']}: it has {len(document.citable)}."
    )


def _formula(
    text: str,
    names: tuple[str, ...],
    model: str | None,
    collection: Location | None,
    boundaries: dict[str, str] | None,
    output: Output,
) -> Lineage:
    from scodiff.cli.documents import open_index
    from scodiff.compare.phrases.model import PhraseSettings
    from scodiff.compare.phrases.search import search_phrase
    from scodiff.compare.studies.lineage import follow_formula
    from scodiff.corpus.sources import well_formed

    settings = PhraseSettings(paraphrases="never" if model == "none" else "fallback")
    with (
        open_index(names, collection, output.quiet, boundaries) as index,
        paraphrase_models(model, output) as models,
    ):
        found = search_phrase(well_formed(text), index, settings, models=models)
        return follow_formula(found, index)


def _followed(
    document: Document,
    paragraph: Paragraph,
    names: tuple[str, ...],
    collection: Location | None,
    boundaries: dict[str, str] | None,
    model: str | None,
    output: Output,
) -> tuple[list[Document], ShortList | None]:
    """The document, and all in its language that its paragraph is looked for in.

    Of many documents of a collection those that are likeliest to have it, and the list of all.
    """
    from scodiff.cli.documents import documents, only_in

    short = None
    if likely := None if names or boundaries else _likely(document, paragraph, collection, model):
        held, short = likely
    else:
        held = documents(names, collection, output.quiet, boundaries, document)
    others = [other for other in held if other.id != document.id]
    return only_in(document.language, [document, *others], output.quiet), short


def _follow(
    document: Document,
    paragraph: Paragraph,
    followed: Sequence[Document],
    short: ShortList | None,
    model: str | None,
    opener: WorkersOpener,
    output: Output,
) -> Lineage:
    from scodiff.compare.studies.lineage import follow_paragraph
    from scodiff.compare.studies.pair_jobs import lineage_mapper
    from scodiff.compare.studies.pairwise import PairwiseComparisons
    from scodiff.embeddings.registry import for_comparing

    with (
        comparing_encoder(model, show_progress=False) as encoder,
        way_of_working("Comparing", output, opener) as way,
    ):
        mapper = lineage_mapper(document, paragraph, for_comparing(model), way)
        pairs = PairwiseComparisons(followed, encoder)
        return follow_paragraph(document, paragraph, pairs, mapper, short)


def _likely(
    document: Document, paragraph: Paragraph, collection: Location | None, model: str | None
) -> tuple[list[Document], ShortList] | None:
    """Of many documents of a collection those to be compared, and the list of all.

    Those of another language are not among either. None where they are few, or all have to be
    read in any case.
    """
    from scodiff.compare.phrases.collection_index import (
        known_by,
        open_collection_index,
        rows_opened,
    )
    from scodiff.compare.studies.encoding_job import passages_near
    from scodiff.compare.studies.short_list import MOST_FOLLOWED, likely_in_index
    from scodiff.corpus.store.collection import Collection
    from scodiff.embeddings.registry import for_comparing

    opened = Collection.open(collection)
    if len(opened.ids()) <= MOST_FOLLOWED + 1:
        return None
    known, shared = known_by(opened), rows_opened(opened)
    near = passages_near(document, paragraph, for_comparing(model), known, shared)
    with open_collection_index(opened) as index:
        short = likely_in_index(document, paragraph, index, near)
    return short and (opened.documents_of(short.names), short)
