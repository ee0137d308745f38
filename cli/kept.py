"""What the command line keeps of the texts it has read, so that a second question is quick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scodiff.cli.console import print_message
from scodiff.corpus.errors import CorpusError

if TYPE_CHECKING:
    from scodiff.compare.phrases.index import PhraseIndex
    from scodiff.corpus.model import Document
    from scodiff.corpus.readings import Readings

Tell = Callable[[str], None]


def kept_folder() -> Path | None:
    """The folder of what is kept; None where there can be no such folder."""
    from scodiff.embeddings.cache.location import cache_root, private_folder

    try:
        return private_folder(cache_root() / "readings")
    except OSError:
        return None


def kept_readings() -> Readings:
    """The readings kept in the user's cache; none where there can be no such folder."""
    from scodiff.corpus.readings import Readings

    return Readings(kept_folder())


def folders_index(
    folders: Sequence[str],
    files: Sequence[Path],
    read: Callable[[Tell], list[Document]],
    quiet: bool,
) -> PhraseIndex:
    """The index of all texts in some folders: the one kept, or one that is made and kept.

    ``files`` are all in the folders, with the corrections beside texts; ``read`` reads the
    texts, and says through its argument what has to be told of them, which is told again when
    the index that was kept is used.
    """
    from scodiff.compare.phrases.index import PhraseIndex

    def tell(line: str) -> None:
        """Say something, unless nothing is to be said."""
        if not quiet:
            print_message(line)

    folder = kept_folder()
    if folder is None:
        return PhraseIndex.of(read(tell))
    from scodiff.compare.phrases.kept_index import load_index, make_index, state_of

    place = folder / f"{state_of(str(Path(name).absolute()) for name in folders)}.index"
    seen = place.with_suffix(".seen")
    state = _state(files, seen)
    if kept := load_index(place, state):
        for line in kept.told:
            tell(line)
        return kept.phrases
    told: list[str] = []

    def tell_and_note(line: str) -> None:
        """Say something now, and whenever the index is used."""
        told.append(line)
        tell(line)

    index = make_index(place, state, read(tell_and_note), told)
    _state(files, seen)  # files that were new when the work began may have settled since
    return index


def _state(files: Sequence[Path], seen: Path) -> str:
    """The state of an index of some files, which are read only if they look as never before.

    ``seen`` keeps how they looked last, and the state that they had.
    """
    from scodiff.compare.phrases.kept_index import state_of
    from scodiff.corpus.files import looks_of
    from scodiff.corpus.readings import keep_sealed, load_sealed, reader_digest

    looks = looks_of(files)
    look = state_of([reader_digest(), *looks]) if looks else ""
    known = bytes(load_sealed(seen) or b"").decode().partition(" ")
    if look and look == known[0]:
        return known[2]
    state = state_of(_keys(files))
    if look:
        keep_sealed(seen, f"{look} {state}".encode())
    return state


def _keys(files: Sequence[Path]) -> list[str]:
    from scodiff.corpus.readers.formats import may_be_text

    readings, keys = kept_readings(), []
    for path in files:
        try:
            key = readings.key(path) if may_be_text(path.name) else ""
        except CorpusError as error:
            key = str(error)
        keys.append(f"{path}\0{key}")
    return keys
