"""Fetching on the command line: a progress bar, and what was got, summit by summit."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scodiff.cli.console import print_message
from scodiff.cli.corpus_views import say_added
from scodiff.cli.indexing import index_kept
from scodiff.cli.progress import ProgressBar
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.fetching.download import Downloader
from scodiff.corpus.fetching.fetch import Fetched, by_hand, chosen, fetch

if TYPE_CHECKING:
    from scodiff.corpus.store.collection import Collection


def fetch_all(
    collection: Collection, names: Sequence[str], *, show_progress: bool, quiet: bool
) -> list[str]:
    """Fetch each of the summits; returns a sentence for each that could not be."""
    wanted = [chosen(name) for name in names]
    failed: list[str] = []

    def told(sentence: str) -> None:
        """Say how it goes, unless nothing is to be said."""
        if not quiet:
            print_message(f"  {sentence}.")

    with Downloader() as downloader, index_kept(collection) as note:
        for summit, editions in wanted:
            if not editions:
                failed.append(by_hand(summit, editions))
                continue
            try:
                with ProgressBar(summit.id) as bar:
                    if show_progress and sys.stderr.isatty():
                        downloader.progress = partial(_advance, bar)
                    found = fetch(collection, downloader, summit, editions, told)
            except CorpusError as error:
                failed.append(str(error))
                continue
            note(found.added)
            _say(found, quiet)
    return failed


def _advance(bar: ProgressBar, done: int, total: int | None) -> None:
    bar.update(done, total or done)


def _say(found: Fetched, quiet: bool) -> None:
    download = found.download
    if not quiet:
        print_message(
            f"Got {len(download.data)} bytes of {download.headers.get('content-type', 'no type')} "
            f"from {download.address} ({found.edition.publisher})."
        )
    say_added(found.added, download.address, quiet)
