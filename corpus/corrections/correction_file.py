"""The file of corrections to a text: TOML, its name ``TEXT.boundaries.toml`` beside the text.

::

    text = "3f2a9b01c0de"       # how the SHA-256 of the text's file begins
    title = "Moscow Declaration"  # these four only where they were read wrongly
    date = "2003-05-29"
    place = "Moscow"
    language = "en"

    [[correction]]
    action = "split"            # a paragraph begins between these words
    after = "the end of the first."
    before = "The beginning of the second"

    [[correction]]
    action = "join"             # and here none does
    after = "of the Member"
    before = "States of the"

    [[correction]]
    action = "kind"             # the block that begins so is a heading
    block = "Economic cooperation"
    kind = "heading"
    note = "set in bold in the printed text"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from scodiff.corpus.corrections.corrections import (
    CORRECTION_ACTIONS,
    DESCRIBED,
    Correction,
    CorrectionAction,
    Corrections,
)
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.files import read_file
from scodiff.corpus.model import PARAGRAPH_KINDS, Source

_KEYS: dict[CorrectionAction, tuple[str, ...]] = {
    "split": ("action", "after", "before", "note"),
    "join": ("action", "after", "before", "note"),
    "kind": ("action", "block", "kind", "note"),
}
_DIGEST = re.compile(r"[0-9a-f]{8,64}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LARGEST = 2**20  # bytes of a file


def read_correction_file(path: Path) -> str:
    """The TOML of a file of corrections; raises CorpusError where it is none."""
    try:
        written = read_file(path, _LARGEST).decode("utf-8-sig")
    except OSError as error:
        why = error.strerror or str(error)
        raise CorpusError(f"the boundaries file {path} cannot be read ({why}).") from None
    except UnicodeDecodeError:
        raise CorpusError(f"the boundaries file {path} is not TOML in UTF-8.") from None
    parse(path.name, written)
    return written


def parse(name: str, written: str) -> Corrections:
    """The corrections that a file says; raises CorpusError where it is not as described above."""
    import tomllib

    try:
        table = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"the boundaries file {name} is not TOML: {error}.") from None
    rows = table.pop("correction", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CorpusError(f"the boundaries file {name} writes correction otherwise than [[…]].")
    _know(table, ("text", *DESCRIBED), f"the boundaries file {name}")
    about = {key: _words(table, key, f"the boundaries file {name}") for key in ("text", *DESCRIBED)}
    digest = about.pop("text").lower()
    if digest and not _DIGEST.fullmatch(digest):
        raise CorpusError(
            f'the boundaries file {name} says text = "{digest}": write how the SHA-256 of the '
            "text's file begins, eight digits or more."
        )
    if about["date"] and not _DATE.fullmatch(about["date"]):
        raise CorpusError(
            f"the boundaries file {name} has the date {about['date']!r}: write it as 2003-05-29."
        )
    corrections = tuple(_correction(row, number, name) for number, row in enumerate(rows, 1))
    return Corrections(name, digest, corrections, **{k: v or None for k, v in about.items()})


def those_for(source: Source, files: Mapping[str, str], own: str | None) -> Corrections | None:
    """Those of some files of corrections (their names, and TOML) that are for a text.

    ``own`` is the name of the file that stands beside it, and has to be for it. Raises
    CorpusError where it is not, and where two files are for one text.
    """
    read = [parse(name, written) for name, written in files.items()]
    for corrections in read:
        if not corrections.text or (corrections.name == own and not corrections.fit(source)):
            said = f'it says text = "{corrections.text}"' if corrections.text else "it says none"
            raise CorpusError(
                f"the boundaries file {corrections.name} is not for {source.name} as it is now: "
                f'{said}, and the SHA-256 begins with "{source.sha256[:12]}"; look through its '
                f'entries and write text = "{source.sha256[:12]}", or take the file away.'
            )
    fitting = [corrections for corrections in read if corrections.fit(source)]
    given = [corrections for corrections in fitting if corrections.name != own] or fitting
    if len(given) > 1:
        names = " and ".join(corrections.name for corrections in given[:2])
        raise CorpusError(f"the boundaries files {names} are both for {source.name}: give one.")
    return given[0] if given else None


def _correction(row: Mapping[str, Any], number: int, file: str) -> Correction:
    action = row.get("action")
    words = row.get("block") or row.get("after") or row.get("before") or ""
    quoted = f' ("{" ".join(str(words).split())[:40]}")' if words else ""
    name = f"correction {number} of the boundaries file {file}{quoted}"
    if action not in CORRECTION_ACTIONS:
        raise CorpusError(f"{name} has the action {action!r}; it must be split, join or kind.")
    _know(row, _KEYS[action], name)
    said = {key: _words(row, key, name) for key in _KEYS[action] if key != "action"}
    if action != "kind":
        if not (said["after"].strip() or said["before"].strip()):
            raise CorpusError(f"{name} names no place: quote words after or before which it is.")
        return Correction(action, name, said["after"], said["before"], note=said["note"])
    kind = next((kind for kind in PARAGRAPH_KINDS if kind == said["kind"]), None)
    if kind is None:
        kinds = ", ".join(PARAGRAPH_KINDS)
        raise CorpusError(f"{name} has the kind {said['kind']!r}; it must be one of {kinds}.")
    if not said["block"].strip():
        raise CorpusError(f"{name} names no block: quote the words it begins with.")
    return Correction(action, name, block=said["block"], kind=kind, note=said["note"])


def _know(table: Mapping[str, Any], keys: Iterable[str], name: str) -> None:
    known = tuple(keys)
    unknown = next((key for key in table if key not in known), None)
    if unknown is not None:
        from difflib import get_close_matches

        near = get_close_matches(unknown, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"it may have {', '.join(known)}."
        raise CorpusError(f"{name} has the key '{unknown}', which means nothing; {hint}")


def _words(table: Mapping[str, Any], key: str, name: str) -> str:
    value = table.get(key, "")
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        raise CorpusError(f"{name} has no text in quotation marks for {key}: {value!r}.")
    return value
