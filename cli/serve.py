"""``scodiff serve``: what the commands do, as pages in a browser on this machine."""

from __future__ import annotations

import importlib.util
import ipaddress
import sys
from typing import TYPE_CHECKING

import click

from scodiff.cli.console import print_line, print_message
from scodiff.cli.options import collection_option, command, option

if TYPE_CHECKING:
    from scodiff.corpus.store.location import Location

_NEEDED = ("starlette", "uvicorn", "multipart")


@command()
@option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="The port (default: 8462, or another where that is taken; 0: any that is free).",
)
@option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address of this machine to listen at; others open the room to the network.",
)
@option("--no-open", is_flag=True, help="Open no browser.")
@collection_option
def serve(port: int | None, host: str, no_open: bool, collection: Location | None) -> None:
    """Open a reading room: compare, collect and search in a browser.

    The pages are made on this machine and shown to it alone. The address that is
    printed holds a token, without which nothing is shown. Ctrl-C closes the room;
    files that were dropped on it and not added to the collection are gone then.

    \b
    Examples:
      scodiff serve
      scodiff serve --port 8000 --no-open
    """
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise click.ClickException(
            "the reading room needs packages that are not installed: pip install 'scodiff[serve]'."
        )
    from scodiff.corpus.store.collection import Collection
    from scodiff.serve.errors import ServeError
    from scodiff.serve.server import serve as serve_room

    if not _is_this_machine(host):
        print_message(
            "warning: the room is open to the network, unencrypted: whoever sees its address with "
            "the token can read and change your collection."
        )

    def opened(address: str) -> None:
        """Say where the room is, and show it."""
        print_line(address)
        sys.stdout.flush()
        print_message("The reading room is open; Ctrl-C closes it.")
        if not no_open and click.launch(address) != 0:
            print_message("No browser was found: open the address above in one.")

    try:
        serve_room(Collection.open(collection), host, port, opened)
    except ServeError as error:
        raise click.ClickException(str(error)) from error


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
