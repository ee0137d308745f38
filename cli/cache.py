"""``scodiff cache``: what is kept to save time, and taking it away."""

from __future__ import annotations

import sys

import click

from scodiff.cli.console import print_line, print_rows

_KINDS = ("vectors", "models", "readings", "replies", "pieces", "passages", "reports")
_COLUMNS = ("kind", "bytes", "what", "path")


@click.group()
def cache() -> None:
    """Show or clear what scodiff keeps to save time.

    Kept are the vectors of texts and of whole documents, models prepared for ONNX
    Runtime, what the files of folders were read as, what language models replied in
    a review, and the pieces of long jobs that were done. All of it can be had again.
    It lies in your user cache folder, or where SCODIFF_CACHE says.
    """


@cache.command("info")
def info() -> None:
    """Show what is kept, where, and how large it is.

    Redirected, the table has its columns separated by tabs.
    """
    from scodiff.embeddings.cache.location import cache_root
    from scodiff.embeddings.housekeeping import cache_items

    items = cache_items()
    if not sys.stdout.isatty():
        rows = ((i.kind, str(i.size), i.what, str(i.path)) for i in items)
        print_rows((_COLUMNS, *rows))
        return
    print_line(f"{cache_root()}")
    print_line()
    for kind in _KINDS:
        mine = [item for item in items if item.kind == kind]
        total = sum(item.size for item in mine)
        print_line(f" {_readable(total):>10}", heading=f"{kind:<10}")
        for item in mine:
            if item.size and kind not in ("reports", "readings", "replies", "pieces"):
                print_line(f"           {_readable(item.size):>10}  {item.what}")


@cache.command("clear")
@click.argument("kinds", metavar="[KIND]...", type=click.Choice(_KINDS), nargs=-1)
def clear_cache(kinds: tuple[str, ...]) -> None:
    """Take away what is kept: vectors, models, readings, replies or pieces; without KIND, all.

    Only what scodiff itself has put there is touched. Clearing models makes the
    next run prepare them anew. The KIND reports is what an earlier release kept.
    """
    from scodiff.embeddings.housekeeping import clear

    freed = clear(kinds or _KINDS)
    print_line(f"{', '.join(kinds or _KINDS)}: {_readable(freed)} freed")


def _readable(size: float) -> str:
    """A number of bytes for people."""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
