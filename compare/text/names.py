"""The file of names: bodies, states, formulas and words under the names that texts give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from scodiff.compare.text.word_file import read_word_file

_DEFAULT = Path(__file__).with_name("names.toml")
VERSION = 1


class NamesError(Exception):
    """A file of names that cannot be used; the message says what is wrong and what to do."""


class KnownFormula(NamedTuple):
    """A formula and its ``ways``: rows of words that stand close together, in any order.

    In a way ``a|b`` is one word or the other, ``a_b`` words in this order, and ``a?`` may be
    lacking.
    """

    name: str
    ways: tuple[str, ...]
    source: str


class Thesaurus(NamedTuple):
    """What a file of names says, with the file's name and SHA-256.

    ``bodies`` has all names of each body, ``same_words`` the words that may stand for each
    other. ``states`` has the names of each state as the file has them: "adj:" before what is no
    name of it, "*" for any ending; ``state_forms`` the words that only make such names long.
    """

    file: str
    sha256: str
    bodies: tuple[tuple[str, ...], ...]
    formulas: tuple[KnownFormula, ...]
    same_words: tuple[tuple[str, ...], ...]
    states: tuple[tuple[str, ...], ...] = ()
    state_forms: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def load_names(path: Path | None = None, kept: Path | None = None) -> Thesaurus:
    """The names of a file, or scodiff's own.

    ``kept`` is a folder in which what was read is found again (see ``read_word_file``). Raises
    NamesError where the file cannot be read or is no file of names.
    """
    path = path or _DEFAULT

    def build(data: Mapping[str, Any], sha256: str) -> Thesaurus:
        """What the file says."""
        return _thesaurus(data, path.name, sha256)

    return read_word_file(path, "file of names", _DEFAULT.name, VERSION, build, NamesError, kept)


def _thesaurus(data: Mapping[str, Any], file: str, sha256: str) -> Thesaurus:
    states = data.get("states", {})
    return Thesaurus(
        file=file,
        sha256=sha256,
        bodies=tuple(_texts(body["names"]) for body in data.get("body", ())),
        formulas=tuple(
            KnownFormula(_text(entry["name"]), _texts(entry["ways"]), _text(entry["source"]))
            for entry in data.get("formula", ())
        ),
        same_words=tuple(_texts(group) for group in data.get("words", {}).get("same", ())),
        states=tuple(_texts(names) for names in states.get("names", ())),
        state_forms=_texts(states.get("forms", ())),
    )


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise TypeError(f"{values!r}, which must be a list")
    return tuple(map(_text, values))


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{value!r}, which must be a text")
    return value
