"""Finding texts: shipped and collected ones by id, others by path or on standard input."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Unpack, cast

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.formats import ENDINGS
from scodiff.corpus.shipped import read_shipped, shipped
from scodiff.corpus.sources import read_bytes, read_standard_input, well_formed

if TYPE_CHECKING:
    from scodiff.corpus.model import Document
    from scodiff.corpus.reader import ReadOptions
    from scodiff.corpus.readings import Readings
    from scodiff.corpus.store.location import Location


def resolve(
    spec: str,
    *,
    collection: Location | None = None,
    readings: Readings | None = None,
    **options: Unpack[ReadOptions],
) -> Document:
    """The document that ``spec`` names: an id, a file, or ``-`` for standard input.

    Ids are those of the shipped texts and of the collection at ``collection``
    (by default the user's own). An id wins over a file of the same name (``./NAME`` names
    the file). The reading of a shipped text or a file is one of ``readings`` where it is kept.
    The options are those of ``reader.read``; a text of the collection that is to be segmented
    otherwise (``paragraphs``) is read anew from its original. Raises CorpusError where there is
    no such text.
    """
    given = cast("ReadOptions", {k: value for k, value in options.items() if value is not None})
    if spec == "-":
        from scodiff.corpus.reader import read

        given.setdefault("name", "standard input")
        return read(read_standard_input(), **given)
    if spec in shipped():
        return read_shipped(spec, readings, **given)
    if spec.endswith(("#a", "#b")) and not Path(spec).exists() and Path(spec[:-2]).exists():
        return _read_part(spec, given)
    if _looks_like_path(spec):
        return _read_file(Path(spec), readings, given)
    if (found := _from_collection(spec, collection, given)) is not None:
        return found
    if Path(spec).exists():
        return _read_file(Path(spec), readings, given)
    raise CorpusError(_unknown(spec, collection))


def _read_file(path: Path, readings: Readings | None, options: ReadOptions) -> Document:
    if readings is not None:
        return readings.read(path, **options)
    from scodiff.corpus.reader import read

    return read(path, **options)


def _read_part(spec: str, options: ReadOptions) -> Document:
    """One of the two texts of a report in TEI: ``FILE#a`` or ``FILE#b``."""
    from scodiff.corpus.reader import read

    path, side = Path(spec[:-2]), spec[-1]
    name = f"{path.name}#{side}"
    options = {"document_id": f"{path.stem}-{side}", **options, "name": name}
    return read(read_bytes(path), **options)


def _from_collection(spec: str, place: Location | None, options: ReadOptions) -> Document | None:
    # A comparison of files has no use for a database: it is imported when it is asked.
    from scodiff.corpus.store.collection import Collection

    spec, collection = well_formed(spec), Collection.open(place)
    if not collection.exists() or spec not in collection.ids():
        return None
    return collection.reread(spec, **options)


def _looks_like_path(spec: str) -> bool:
    separators = {"/", os.sep, os.altsep or "/"}
    return any(s in spec for s in separators) or spec.lower().endswith(ENDINGS)


def _unknown(spec: str, place: Location | None) -> str:
    import difflib

    from scodiff.corpus.catalogue import summit
    from scodiff.corpus.store.collection import Collection

    if summit(spec) is not None:
        return (
            f"The text of {spec} is not held: scodiff corpus fetch {spec} looks for it, or save it "
            f"and run scodiff corpus add FILE --id {spec}."
        )
    known = tuple(dict.fromkeys([*shipped(), *Collection.open(place).ids()]))
    close = difflib.get_close_matches(spec, known, n=1, cutoff=0.4)
    hint = f"did you mean {close[0]}?" if close else f"the texts held are {', '.join(known)}."
    return f"No text is called {well_formed(spec)!r}: {hint}"
