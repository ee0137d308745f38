"""What an index keeps of a stem: where its words stand, how each is written and what follows it.

So an index tells by itself where a phrase stands, and where just as it is written; a text is read
for what is quoted from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scodiff.compare.phrases.indexes.addresses import NONE, Addresses

Codes = npt.NDArray[np.uint32]
#: The texts between two words that a code tells apart from all others, which are 0.
TOLD_APART = {" ": 1, "-": 2}
_BITS, _FOLLOWED = 2, 3  # of a code that say what follows


class Posting(NamedTuple):
    """The words of one stem: their addresses in order, and for each its spelling and what follows.

    A code is the number of one of the ``spellings``, and in its last bits what follows.
    """

    places: Addresses
    codes: Codes
    spellings: tuple[str, ...]

    def written(self, wanted: Callable[[str], bool], before: str | None = None) -> Addresses:
        """Where words stand whose spelling is wanted; perhaps only ``before`` a space or hyphen."""
        fits = np.array([wanted(spelling) for spelling in self.spellings], dtype=bool)
        if not fits.any():
            return NONE
        found = fits[self.codes >> _BITS]
        if before is not None:
            found &= self.codes & _FOLLOWED == TOLD_APART[before]
        return self.places if found.all() else self.places[found]

    def at(self, chosen: npt.NDArray[np.bool_]) -> Posting:
        """Those words alone that are chosen."""
        if chosen.all():
            return self
        return Posting(self.places[chosen], self.codes[chosen], self.spellings)


NOWHERE = Posting(NONE, np.empty(0, dtype=np.uint32), ())


def code(spelling: int, between: str) -> int:
    """The code of a word by the number of its spelling and the text between it and the next."""
    return spelling << _BITS | TOLD_APART.get(between, 0)


def packed(posting: Posting) -> bytes:
    """A posting as bytes."""
    spellings = "\n".join(posting.spellings).encode("utf-8", "surrogatepass")
    numbers = np.concatenate([[len(posting.places)], posting.places, posting.codes])
    return numbers.astype("<u4").tobytes() + spellings


def unpacked(data: bytes) -> Posting:
    """The posting that ``packed`` made bytes of; raises ValueError where it cannot be one."""
    count = int.from_bytes(data[:4], "little")
    numbers = np.frombuffer(data, dtype="<u4", count=2 * count, offset=4)
    spellings = data[4 + 8 * count :].decode("utf-8", "surrogatepass")
    places = numbers[:count].astype(np.int64)
    return Posting(places, numbers[count:], tuple(spellings.split("\n")))


def joined(parts: Sequence[Posting]) -> Posting:
    """One posting of several, in order of the addresses."""
    if len(parts) < 2:
        return parts[0] if parts else NOWHERE
    ordered = sorted(parts, key=lambda part: int(part.places[0]) if len(part.places) else 0)
    spellings = list(dict.fromkeys(s for part in ordered for s in part.spellings))
    places = np.concatenate([part.places for part in ordered])
    codes = np.concatenate([_renumbered(part, spellings) for part in ordered])
    if (np.diff(places) < 0).any():
        order = np.argsort(places, kind="stable")
        places, codes = places[order], codes[order]
    return Posting(places, codes, tuple(spellings))


def _renumbered(part: Posting, spellings: Sequence[str]) -> Codes:
    """The codes of a posting with the numbers that its spellings have among others."""
    if part.spellings == tuple(spellings[: len(part.spellings)]):
        return part.codes
    numbers = {spelling: n for n, spelling in enumerate(spellings)}
    own = np.array([numbers[spelling] for spelling in part.spellings], dtype=np.uint32)
    renumbered: Codes = own[part.codes >> _BITS] << _BITS | part.codes & _FOLLOWED
    return renumbered
