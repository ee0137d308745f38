"""A job and its pieces, what a worker gives back, and who is told of the progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol


class JobError(Exception):
    """A job cannot be done, or not all of it; the message says why and what to do."""


class LostWorkerError(Exception):
    """A worker ended before it had done its piece."""


@dataclass(frozen=True, slots=True)
class JobPiece:
    """One piece of a job: what it is called, and the arguments of the work.

    ``key`` is a digest of all that the result depends on. ``size`` is in proportion to the time
    that the piece takes, in whatever unit.
    """

    name: str
    key: str
    arguments: tuple[Any, ...] = field(repr=False)
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class LongJob:
    """A function and the pieces that it is to be called for, in any order and on any machine.

    ``work`` is a function of a module, and returns what can be kept: for ``KeptPieces`` what JSON
    can hold. ``installed`` says what a machine needs to give the same results as another:
    the versions and digests of programs and models, by name. ``unit`` is what people call the
    pieces ("comparisons"). ``handed`` makes of a piece's arguments those of the work, when it is
    given out: where all of them together would take much memory.
    """

    unit: str
    work: Callable[..., Any]
    pieces: Sequence[JobPiece] = field(repr=False)
    installed: Callable[[], Mapping[str, str]]
    handed: Callable[..., tuple[Any, ...]] | None = None


@dataclass(frozen=True, slots=True)
class PieceDone:
    """What the work came to, how many seconds it took by which process, and what it warned of."""

    result: Any
    seconds: float
    worker: str
    warned: tuple[Warning, ...] = ()


class Keeper(Protocol):
    """Keeps results, by the keys of their pieces."""

    @property
    def is_open(self) -> bool:
        """Whether results are kept."""
        ...

    def opened(self) -> AbstractContextManager[Keeper]:
        """Open what they are kept in, and close it."""
        ...

    def load(self, keys: Iterable[str]) -> dict[str, Any]:
        """The results known of these keys."""
        ...

    def keep(self, key: str, result: Any) -> Any:
        """Keep a result; what is returned is what will be loaded."""
        ...


class Watcher(Protocol):
    """Is told how a job goes on."""

    def begin(self, unit: str, kept: int, left: int) -> None:
        """Say how many pieces were kept from before, and how many are left to be done."""
        ...

    def expect(self, seconds: float, left: int, width: int) -> None:
        """Say how long ``left`` pieces are expected to take, ``width`` at a time."""
        ...

    def advance(self, done: int, left: int) -> None:
        """Say how many of the pieces that were left at the beginning are done."""
        ...


class Unwatched:
    """Nobody is told."""

    def begin(self, unit: str, kept: int, left: int) -> None:
        """Say nothing."""

    def expect(self, seconds: float, left: int, width: int) -> None:
        """Say nothing."""

    def advance(self, done: int, left: int) -> None:
        """Say nothing."""
