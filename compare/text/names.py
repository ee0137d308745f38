"""The file of names: bodies, formulas and words under all the names by which texts know them."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from scodiff.corpus.files import read_file

_DEFAULT = Path(__file__).with_name("names.toml")
VERSION = 1
_LARGEST = 4 * 2**20  # bytes of a file


class NamesError(Exception):
    """A file of names that cannot be used; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class KnownFormula:
    """A formula and its ``ways``: rows of words that stand close together, in any order.

    In a way ``a|b`` is one word or the other, ``a_b`` words in this order, and ``a?`` may be
    lacking.
    """

    name: str
    ways: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """What a file of names says, with the file's name and SHA-256.

    ``bodies`` has all names of each body, ``same_words`` the words that may stand for each
    other.
    """

    file: str
    sha256: str
    bodies: tuple[tuple[str, ...], ...] = field(repr=False)
    formulas: tuple[KnownFormula, ...] = field(repr=False)
    same_words: tuple[tuple[str, ...], ...] = field(repr=False)


@lru_cache(maxsize=4)
def load_names(path: Path | None = None) -> Thesaurus:
    """The names of a file, or scodiff's own.

    Raises NamesError where the file cannot be read or is no file of names.
    """
    path = path or _DEFAULT
    content, data = _read(path)
    if data.get("version") != VERSION:
        raise NamesError(
            f"the file of names '{path}' says version {data.get('version')!r}; "
            f"this scodiff reads version {VERSION}."
        )
    try:
        return _thesaurus(data, path.name, hashlib.sha256(content).hexdigest())
    except (KeyError, TypeError, AttributeError) as error:
        raise NamesError(
            f"the file of names '{path}' lacks or misuses {error}; see names.toml for its form."
        ) from error


def _read(path: Path) -> tuple[bytes, dict[str, Any]]:
    """The file's bytes and what they say."""
    try:
        content = read_file(path, _LARGEST)
        return content, tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise NamesError(f"the file of names '{path}' cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NamesError(
            f"the file of names '{path}' is not valid TOML ({error}); see names.toml for its form."
        ) from error


def _thesaurus(data: Mapping[str, Any], file: str, sha256: str) -> Thesaurus:
    return Thesaurus(
        file=file,
        sha256=sha256,
        bodies=tuple(_texts(body["names"]) for body in data.get("body", ())),
        formulas=tuple(
            KnownFormula(_text(entry["name"]), _texts(entry["ways"]), _text(entry["source"]))
            for entry in data.get("formula", ())
        ),
        same_words=tuple(_texts(group) for group in data.get("words", {}).get("same", ())),
    )


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise TypeError(f"{values!r}, which must be a list")
    return tuple(map(_text, values))


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{value!r}, which must be a text")
    return value
