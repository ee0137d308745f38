"""``scodiff corpus``: the texts held, the summits there were, and what joins the two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scodiff.cli.console import leave_with, print_line, print_message
from scodiff.cli.corpus_copy import copy
from scodiff.cli.options import (
    collection_option,
    names_input_formats,
    progress_option,
    quiet_option,
    reading_options,
)

if TYPE_CHECKING:
    from scodiff.corpus.store.adding import Addition
    from scodiff.corpus.store.collection import Collection
    from scodiff.corpus.store.location import Location

WRONG = 1


def _open(ctx: click.Context, collection: Location | None) -> Collection:
    """The collection that the command, or the group before it, names."""
    from scodiff.corpus.store.collection import Collection

    return Collection.open(collection or ctx.obj)


@click.group()
@collection_option
@click.pass_context
def corpus(ctx: click.Context, collection: Location | None) -> None:
    """Keep a collection of summit texts that you can trust and cite.

    It is one SQLite file with the original files beside it, in your user data folder,
    or a PostgreSQL database that a team shares. Shipped texts belong to every one.

    \b
    From nothing to a collection of one's own:
      scodiff corpus list
      scodiff corpus fetch 2002-st-petersburg 2004-tashkent
      scodiff corpus add downloaded.pdf --id 2022-samarkand
      scodiff corpus show 2022-samarkand
      scodiff compare 2003-moscow 2022-samarkand
    """
    ctx.obj = collection


@corpus.command("list")
@click.option("--missing", is_flag=True, help="Only summits of which no text is held.")
@click.option("--held", is_flag=True, help="Only texts that are held.")
@collection_option
@click.pass_context
def list_texts(ctx: click.Context, missing: bool, held: bool, collection: Location | None) -> None:
    """Show all summits, the texts held of each, and what is missing.

    Redirected, the table has its columns separated by tabs.
    """
    from scodiff.cli.corpus_views import print_table
    from scodiff.corpus.store.holdings import list_rows

    rows = list_rows(opened := _open(ctx, collection))
    if held != missing:
        rows = [row for row in rows if (row.state == "missing") == missing]
    print_table(rows, opened)


@corpus.command()
@click.argument("name", metavar="ID")
@click.option("--text", is_flag=True, help="Print the paragraphs.")
@click.option("--ledger", is_flag=True, help="Print what was done while the text was read.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@click.option(
    "--boundaries-template",
    is_flag=True,
    help="Print a file of corrections to its paragraphs to fill in; ID may be a file.",
)
@collection_option
@click.pass_context
def show(
    ctx: click.Context,
    name: str,
    text: bool,
    ledger: bool,
    as_json: bool,
    boundaries_template: bool,
    collection: Location | None,
) -> None:
    """Show a text's title, provenance and doubts, or a summit's known editions."""
    from scodiff.cli.corpus_views import show_document, show_summit, show_template
    from scodiff.corpus.catalogue import summit
    from scodiff.corpus.shipped import shipped

    if boundaries_template:
        show_template(name, collection or ctx.obj)
        return
    opened = _open(ctx, collection)
    known = None if text or ledger or as_json else summit(name)
    if name in (*opened.ids(), *shipped()) or known is None:
        # What is neither held nor a summit is answered with an error here.
        show_document(opened, name, text=text, ledger=ledger, as_json=as_json)
    if known is not None:
        show_summit(known)


@corpus.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--id", "document_id", metavar="ID", help="What the text is called.")
@click.option("--date", metavar="YYYY-MM-DD", help="Its date.")
@click.option("--title", metavar="TEXT", help="Its title.")
@click.option("--edition", metavar="TEXT", help="Whose text it is: 'SCO Secretariat'.")
@reading_options
@click.option("--duplicate", is_flag=True, help="Hold a text although its words are held.")
@quiet_option
@collection_option
@click.pass_context
@names_input_formats
def add(
    ctx: click.Context,
    /,
    files: tuple[str, ...],
    document_id: str | None,
    quiet: bool,
    collection: Location | None,
    **options: Any,
) -> None:
    """Read files (ENDINGS) and keep them with their originals.

    An address (https://…) is downloaded, as fetch does, and its text added.

    Adding the same file twice changes nothing. What a text says of itself is
    compared with the catalogue, and a contradiction is told with both values.
    """
    if document_id and len(files) > 1:
        raise click.UsageError("--id names one text: add the files one by one.")
    from scodiff.cli.corpus_views import check_date, say_added
    from scodiff.cli.indexing import index_kept
    from scodiff.corpus.errors import CorpusError

    check_date(options["date"])
    failed: list[str] = []
    with index_kept(opened := _open(ctx, collection)) as note:
        for file in files:
            try:
                say_added(note(_add(opened, file, document_id=document_id, **options)), file, quiet)
            except CorpusError as error:
                failed.append(str(error))
    if failed:
        leave_with(ctx, failed)


def _add(opened: Collection, file: str, **options: Any) -> Addition:
    """Add a file, standard input or what stands at an address."""
    from scodiff.cli.addresses import downloaded, is_address
    from scodiff.corpus.sources import read_standard_input
    from scodiff.corpus.store.adding import add as add_text

    if file == "-":
        return add_text(opened, read_standard_input(), name="standard-input", **options)
    if not is_address(file):
        return add_text(opened, Path(file), **options)
    from scodiff.corpus.fetching.addresses import charset

    found, name = downloaded(file, quiet=True)
    options |= {"origin": found.address, "headers": found.headers}
    options["encoding"] = options.get("encoding") or charset(found)
    return add_text(opened, found.data, name=name, **options)


@corpus.command()
@click.argument("names", metavar="ID...", nargs=-1, required=True)
@quiet_option
@collection_option
@click.pass_context
def remove(
    ctx: click.Context, names: tuple[str, ...], quiet: bool, collection: Location | None
) -> None:
    """Remove texts from the collection, with the originals kept of them."""
    opened = _open(ctx, collection)
    for name in names:
        opened.remove(name)
        if not quiet:
            print_message(f"Removed {name}.")


@corpus.command()
@click.argument("names", metavar="ID...", nargs=-1)
@click.option("--missing", is_flag=True, help="All summits of which no text is held.")
@progress_option
@quiet_option
@collection_option
@click.pass_context
def fetch(
    ctx: click.Context,
    names: tuple[str, ...],
    missing: bool,
    no_progress: bool,
    quiet: bool,
    collection: Location | None,
) -> None:
    """Download declarations from the catalogue's addresses, and add them.

    ID:2 takes the second edition of the catalogue alone. The addresses of a summit
    are tried in their order; machine translations only when they are named.
    """
    if bool(names) == missing:
        raise click.UsageError("name the summits to fetch, or say --missing.")
    from scodiff.cli.corpus_fetch import fetch_all

    opened = _open(ctx, collection)
    if missing:
        from scodiff.corpus.catalogue import missing_summits

        names = tuple(summit.id for summit in missing_summits(opened.ids()))
    if failed := fetch_all(opened, names, show_progress=not (no_progress or quiet), quiet=quiet):
        leave_with(ctx, failed)


@corpus.command()
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.argument("names", metavar="[ID]...", nargs=-1)
@quiet_option
@collection_option
@click.pass_context
def export(
    ctx: click.Context,
    folder: Path,
    names: tuple[str, ...],
    quiet: bool,
    collection: Location | None,
) -> None:
    """Write texts, data and originals into a new folder, with their SHA-256."""
    from scodiff.corpus.store.export import export as export_texts

    files = export_texts(_open(ctx, collection), folder, names)
    if not quiet:
        print_message(f"Wrote {len(files)} files into {folder}.")


@corpus.command()
@click.option("--mend", is_flag=True, help="Mend what can be mended.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@collection_option
@click.pass_context
def check(ctx: click.Context, mend: bool, quiet: bool, collection: Location | None) -> None:
    """Hash everything again, and say what is damaged or missing.

    Leaves with 1 where something is not as it should be.
    """
    from scodiff.corpus.store import checking

    opened = _open(ctx, collection)
    findings = checking.check(opened)
    for finding in findings:
        print_line(f"{finding.trouble}: {finding.wrong}; {finding.remedy}.")
    if mend and findings:
        mended = checking.mend(opened, findings)
        findings = mended.left
        if mended.aside:
            print_message(f"What no text names is set aside in {mended.aside}.")
        print_message(f"Mended what could be; {len(findings)} left.")
    if findings:
        ctx.exit(WRONG)
    if not quiet:
        held = len(opened.provenance())
        print_line(f"All is whole: {held} added text{'s' * (held != 1)} in {opened.place}.")


@corpus.command()
@quiet_option
@collection_option
@click.pass_context
def rebuild(ctx: click.Context, quiet: bool, collection: Location | None) -> None:
    """Make the database anew from the originals and their records.

    The old database is set aside in a dated folder, and so is what no text names:
    nothing is deleted. Leaves with 1 where a text could not be made again.
    """
    from scodiff.corpus.store.rebuilding import rebuild as rebuild_collection

    rebuilt = rebuild_collection(_open(ctx, collection))
    for sentence in rebuilt.notes:
        print_message(f"warning: {sentence}.")
    for sentence in rebuilt.lost:
        print_line(f"lost text: {sentence}.")
    if not quiet:
        aside = f"; the old one is set aside in {rebuilt.aside}" if rebuilt.aside else ""
        texts = f"{len(rebuilt.ids)} added text{'s' * (len(rebuilt.ids) != 1)}"
        print_message(f"Made the database anew, with {texts}{aside}.")
    if rebuilt.lost:
        ctx.exit(WRONG)


corpus.add_command(copy)
