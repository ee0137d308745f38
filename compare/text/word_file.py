"""A file of words in TOML, scodiff's own or one given in its place: read, and refused by name."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from scodiff.corpus.files import read_file

T = TypeVar("T")

_LARGEST = 4 * 2**20  # bytes of a file


def read_word_file(
    path: Path,
    what: str,
    example: str,
    version: int,
    build: Callable[[Mapping[str, Any], str], T],
    refusal: type[Exception],
) -> T:
    """What ``build`` makes of a file's table and its SHA-256.

    ``what`` names the file in sentences ("lexicon"), ``example`` scodiff's own. Raises a
    ``refusal`` where the file cannot be read, is of another version, or has not the form that
    ``build`` expects.
    """
    form = f"see {example} for its form"
    try:
        content = read_file(path, _LARGEST)
        data = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise refusal(f"the {what} '{path}' cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refusal(f"the {what} '{path}' is not valid TOML ({error}); {form}.") from error
    if data.get("version") != version:
        raise refusal(
            f"the {what} '{path}' says version {data.get('version')!r}; "
            f"this scodiff reads version {version}."
        )
    try:
        return build(data, hashlib.sha256(content).hexdigest())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refusal(f"the {what} '{path}' lacks or misuses {error}; {form}.") from error
