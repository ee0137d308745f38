"""What can be wrong with a collection, each with its remedy: all sentences about damage.

A test follows the advice of every one of them, and sees that nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store.location import Location, command

DamageKind = Literal[
    "damaged database",
    "lost database",
    "foreign database",
    "newer database",
    "locked database",
    "full disk",
    "no access",
    "failing disk",
    "damaged text",
    "damaged row",
    "damaged text without original",
    "changed record",
    "damaged record",
    "damaged original",
    "missing original",
    "lost text",
    "stray",
    "replaced database",
    "unreadable folder",
]


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong, and what to do: sentences with names in braces to be filled in."""

    wrong: str
    remedy: str


_REBUILD = "{rebuild} sets it aside and makes it anew from the originals and records beside it"
DAMAGE: dict[DamageKind, Damage] = {
    "damaged database": Damage("the collection {name} is damaged ({error})", _REBUILD),
    "lost database": Damage(
        "the collection {name} is missing or empty, while there are originals of its texts",
        "{rebuild} makes it anew from the originals and records beside it",
    ),
    "foreign database": Damage(
        "{name} is a database of another program, not a collection of scodiff",
        "choose another folder with --collection; if the originals of a collection stand beside "
        "it, {rebuild} sets it aside and makes the collection anew from them",
    ),
    "newer database": Damage(
        "the collection {name} was made by a newer scodiff (format {found}, this one knows "
        "{known})",
        "upgrade scodiff, or {rebuild} sets it aside and makes it anew in the format that this "
        "one knows",
    ),
    "locked database": Damage(
        "the collection {name} has been locked by another process for {seconds} seconds",
        "wait for it to end, and repeat",
    ),
    "full disk": Damage(
        "the disk is full", "the collection {name} is as it was; make room and repeat"
    ),
    "no access": Damage(
        "the collection {name} cannot be opened or written",
        "check the permissions of its folder, or choose another with --collection",
    ),
    "failing disk": Damage(
        "the disk failed ({error})",
        "the collection {name} is as it was; make room or look after the disk, and repeat",
    ),
    "damaged text": Damage(
        "{name}: its text or paragraphs are not those that were added",
        "{mend} reads it again from its original",
    ),
    "damaged row": Damage(
        "the text {name} of the collection is damaged",
        "{mend} reads it again from its original, or says what else to do",
    ),
    "damaged text without original": Damage(
        "{name}: its text or paragraphs are not those that were added, and its original is "
        "damaged or missing",
        "add the file again, which came from {origin} ({add}), and {mend} reads it again",
    ),
    "changed record": Damage(
        "{name}: the database and the record of its addition ({file}) say different things of it",
        "{rebuild} makes the database anew, as the records say",
    ),
    "damaged record": Damage(
        "{name}: the record of its addition ({file}) is damaged or missing, as in collections "
        "made before there were records",
        "{mend} writes it from the database",
    ),
    "damaged original": Damage(
        "{name}: its original is damaged ({file})",
        "add the file again, which came from {origin} ({add}): it is put in its place, and what "
        "is there now is set aside",
    ),
    "missing original": Damage(
        "{name}: its original is missing ({file})",
        "add the file again, which came from {origin} ({add}): it is put in its place",
    ),
    "lost text": Damage(
        "{name}: the database does not have this text, but its original and the record of its "
        "addition are there ({file}), as after an interrupted addition",
        "{rebuild} takes it up again",
    ),
    "stray": Damage(
        "{name}: no text has this file, as after an interrupted run",
        "{mend} sets it aside, or {rebuild} takes it up as a text",
    ),
    "replaced database": Damage(
        "the collection {name} was made anew by another process meanwhile",
        "repeat; nothing was changed",
    ),
    "unreadable folder": Damage(
        "{name} cannot be used ({error})",
        "check its permissions and the disk, and repeat",
    ),
}


def remedy(kind: DamageKind, place: Location, **names: object) -> str:
    """What to do about a damage of the collection at that place."""
    return DAMAGE[kind].remedy.format(**_commands(place), **names)


def wrong(kind: DamageKind, **names: object) -> str:
    """What is wrong, without the remedy."""
    return DAMAGE[kind].wrong.format(**names)


def damaged(kind: DamageKind, place: Location, **names: object) -> CorpusError:
    """The error that says what is wrong with the collection at that place, and the remedy."""
    return CorpusError(f"{wrong(kind, **names)}: {remedy(kind, place, **names)}.")


def _commands(place: Location) -> dict[str, str]:
    return {
        "rebuild": command(place, "rebuild"),
        "mend": command(place, "check --mend"),
        "add": command(place, "add FILE"),
    }
