"""How the collection is shown: as a table, and text by text."""

from __future__ import annotations

import sys
from dataclasses import astuple
from typing import TYPE_CHECKING

import click

from scodiff.cli.console import on_one_line, print_bytes, print_line, print_message, print_rows
from scodiff.corpus.misreadings import suspicions_of
from scodiff.corpus.recognition import Recognised, recognise
from scodiff.corpus.shipped import shipped, shipped_document

if TYPE_CHECKING:
    from scodiff.corpus.catalogue import Summit
    from scodiff.corpus.model import Document
    from scodiff.corpus.store.adding import Addition
    from scodiff.corpus.store.collection import Collection
    from scodiff.corpus.store.holdings import TextRow
    from scodiff.corpus.store.location import Location

_COLUMNS = (
    "id",
    "date",
    "place",
    "state",
    "kind",
    "language",
    "paragraphs",
    "edition",
    "addresses",
)


def print_table(rows: list[TextRow], collection: Collection) -> None:
    """Print rows: for a person on a terminal, else with tabs between the columns."""
    cells = [_COLUMNS, *(astuple(row) for row in rows)]
    if not sys.stdout.isatty():
        print_rows(cells)
        return
    shown = [[on_one_line(cell) for cell in row[:7]] for row in cells]
    widths = [max(len(row[i]) for row in shown) for i in range(7)]
    for number, row in enumerate(shown):
        line = "  ".join(
            cell.ljust(width) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        if number:
            print_line(line, dim=row[3] == "missing")
        else:
            print_line(heading=line)
    missing = sum(row.state == "missing" for row in rows)
    print_line()
    print_line(f"{len(rows) - missing} texts, in {collection.place}; {missing} summits missing.")
    if missing:
        print_line(
            "`scodiff corpus fetch ID` downloads one, `scodiff corpus add FILE` adds a file."
        )


def show_document(
    collection: Collection, name: str, *, text: bool, ledger: bool, as_json: bool
) -> None:
    """Print one text: where it comes from and what is doubtful, its paragraphs, its ledger."""
    document = shipped_document(name) if name in shipped() else collection.document(name)
    if as_json:
        from scodiff.corpus.model import as_data
        from scodiff.reports.serialise import json_bytes

        print_bytes(json_bytes(as_data(document)))
    elif text:
        for paragraph in document.paragraphs:
            mark = f"¶{paragraph.n}" if paragraph.n else paragraph.kind
            print_line(f"[{mark}] {on_one_line(paragraph.text)}")
            print_line()
    elif ledger:
        print_rows(
            (entry.action, entry.paragraph or f"{entry.span.start}-{entry.span.end}", entry.note)
            for entry in document.ledger
        )
    else:
        _print_provenance(collection, document)


def show_template(name: str, place: Location | None) -> None:
    """Print a file of corrections to a text's paragraphs, to fill in."""
    from scodiff.corpus.corrections.template import template
    from scodiff.corpus.library import resolve

    print_bytes(template(resolve(name, collection=place)).encode("utf-8"))


def _print_provenance(collection: Collection, document: Document) -> None:
    lines = [
        ("title", document.title),
        ("date", document.date or "not found"),
        ("place", document.place or "not found"),
        ("language", document.language),
        ("edition", document.source.edition or "not said"),
        ("kind", recognise(document).kind),
        ("paragraphs", f"{len(document.citable)} citable, {len(document.paragraphs)} in all"),
        ("signatures", str(sum(p.kind == "signature" for p in document.paragraphs))),
        ("file", document.source.name),
        ("SHA-256", document.source.sha256),
        ("reader", document.source.reader),
    ]
    added = collection.provenance_of(document.id)
    if added is not None:
        lines += [("from", added.origin), ("added", added.added), ("bytes", str(added.size))]
        lines += [(f"server: {key}", value) for key, value in (added.headers or {}).items()]
        lines += [("original", collection.store.shown_original(added.original))]
    print_line(heading=document.id)
    for name, value in lines:
        print_line(f"  {name:<12} {on_one_line(value)}")
    if document.notice:
        print_line(f"  notice       {document.notice}")
    for doubt in _doubts(document, recognise(document)):
        print_line(f"  doubt        {on_one_line(doubt)}")


def show_summit(found: Summit) -> None:
    """Print what the catalogue knows of a summit."""
    print_line(heading=f"{found.id}: {found.title}")
    note = f", {found.note}" if found.note else ""
    print_line(f"  meeting {found.number}, {found.city}, {found.date}{note}")
    if not found.editions:
        print_line("  no address of the whole text is known")
    for number, edition in enumerate(found.editions, 1):
        said = [edition.language, "official" if edition.official else "not official"]
        said += ["machine translation"] if edition.machine else []
        said += [edition.note] if edition.note else []
        print_line(f"  {number}  {edition.publisher} ({'; '.join(said)})")
        print_line(f"     {edition.address}")


def say_added(added: Addition, what: str, quiet: bool) -> None:
    """Say what became of an addition, and what is doubtful about the text."""
    document = added.document
    if not quiet:
        count = f"{len(document.citable)} paragraphs"
        where = ", ".join(part for part in (document.date, document.place) if part)
        sentence = {
            "added": f"Added {document.id} from {what}: {where or 'no date found'}; {count}.",
            "put back": f"The original of {document.id} is put back, from {what}.",
            "same bytes": f"{what} is held already, as {document.id}; nothing was changed.",
            "same text": (
                f"The text of {what} is held already, as {document.id}, from the file "
                f"{document.source.name}; nothing was changed (--duplicate holds both)."
            ),
        }[added.outcome]
        print_message(sentence)
    if added.outcome == "added":
        for doubt in _doubts(document, added.recognised):
            print_message(f"warning: {document.id}: {on_one_line(doubt)}.")


def _doubts(document: Document, recognised: Recognised) -> list[str]:
    """What contradicts the catalogue, and what the reader doubts of the file as a whole."""
    return [*recognised.contradictions, *suspicions_of(document)]


def check_date(date: str | None) -> None:
    """Raise click.UsageError where a date is no day of the calendar."""
    from datetime import date as calendar

    if date is not None:
        try:
            calendar.fromisoformat(date)
        except ValueError:
            raise click.UsageError(
                f"--date {date!r} is no day of the calendar: write it as 2003-05-29."
            ) from None
