"""``scodiff corpus copy``: texts put into another collection as they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodiff.cli.console import print_message
from scodiff.cli.options import CollectionType, collection_option, quiet_option

if TYPE_CHECKING:
    from scodiff.corpus.store.location import Location


@click.command()
@click.argument("target", metavar="PLACE", type=CollectionType(file_okay=False, path_type=Path))
@click.argument("names", metavar="[ID]...", nargs=-1)
@quiet_option
@collection_option
@click.pass_context
def copy(
    ctx: click.Context,
    target: Location,
    names: tuple[str, ...],
    quiet: bool,
    collection: Location | None,
) -> None:
    """Put texts with their originals into another collection.

    PLACE is a folder, or the address postgresql://… of a collection on a server. Ids,
    texts, originals and what is known of their additions stay as they are; a text that is
    there already is left as it is.

    \b
    Examples:
      scodiff corpus copy postgresql://ann@db.example.org/un
      scodiff corpus copy folder --collection postgresql://ann@db.example.org/un
    """
    from scodiff.compare.phrases.collection_index import update_index
    from scodiff.corpus.store.collection import Collection
    from scodiff.corpus.store.export import copy as copy_texts

    opened = Collection.open(target)
    copied = copy_texts(Collection.open(collection or ctx.obj), opened, names)
    update_index(opened, {})
    if not quiet:
        texts = f"{len(copied)} text{'s' * (len(copied) != 1)}"
        print_message(f"Put {texts} into {opened.place}.")
