"""``scodiff doctor``: what this installation has, and what it lacks."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from scodiff.cli.console import print_line

PACKAGES = (
    "scodiff",
    "click",
    "diff-match-patch",
    "distributed",
    "jinja2",
    "numpy",
    "onnxruntime",
    "openai",
    "pgvector",
    "psycopg",
    "sentence-transformers",
    "starlette",
    "torch",
    "uvicorn",
)
OPTIONAL = {
    "distributed": "--scheduler needs it",
    "onnxruntime": "it makes encoding faster",
    "openai": "review --reader needs it",
    "pgvector": "a collection on a server needs it",
    "psycopg": "a collection on a server needs it",
    "starlette": "serve needs it",
    "uvicorn": "serve needs it",
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: its name, whether it is as it should be, and what was seen."""

    name: str
    well: bool
    seen: str


@click.command()
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Ask the workers of this Dask cluster, too, what they have.",
)
@click.pass_context
def doctor(ctx: click.Context, scheduler: str | None) -> None:
    """Say what this installation has and what it lacks.

    Nothing is loaded or downloaded. Leaves with 1 when something that scodiff
    needs is not as it should be.
    """
    diagnoses = [*_system(), *_packages(), *_model(), *_places(), _full_text_search()]
    if scheduler is not None:
        diagnoses += _cluster(scheduler)
    width = max(len(diagnosis.name) for diagnosis in diagnoses)
    for diagnosis in diagnoses:
        mark = "ok" if diagnosis.well else "NO"
        print_line(f"{mark}  {diagnosis.name:<{width}}  {diagnosis.seen}")
    if not all(diagnosis.well for diagnosis in diagnoses):
        ctx.exit(1)


def _system() -> Iterator[Diagnosis]:
    from scodiff.compare.jobs.executors import cores

    seen = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield Diagnosis("Python", sys.version_info >= (3, 11), seen)
    yield Diagnosis("cores", True, f"{cores()}; more --workers than that gain nothing")


def _packages() -> Iterator[Diagnosis]:
    from importlib.metadata import PackageNotFoundError, version

    for package in PACKAGES:
        try:
            yield Diagnosis(package, True, version(package))
        except PackageNotFoundError:
            use = OPTIONAL.get(package)
            seen = f"not installed; {use}" if use else "not installed"
            yield Diagnosis(package, use is not None, seen)


def _model() -> Iterator[Diagnosis]:
    from scodiff.embeddings.errors import EmbeddingError
    from scodiff.embeddings.models import open_encoder
    from scodiff.embeddings.registry import for_comparing

    for use, name in {"default model": None, "to compare": for_comparing(None)}.items():
        try:
            info = open_encoder(name).info
            digest = f"SHA-256 {info.sha256[:16]}…"
            yield Diagnosis(
                use, True, f"{info.name}, {digest} (scodiff models check reads the files)"
            )
        except EmbeddingError as error:
            yield Diagnosis(use, False, str(error))


def _places() -> Iterator[Diagnosis]:
    from scodiff.corpus.store.location import default_place
    from scodiff.embeddings.cache.location import cache_root, private_folder

    yield _place("cache", lambda: os.fspath(private_folder(cache_root())))
    place = default_place()
    absent = isinstance(place, Path) and not place.exists()
    seen = f"{place} (nothing added yet)" if absent else f"{place}"
    yield Diagnosis("collection", True, seen)


def _cluster(address: str) -> Iterator[Diagnosis]:
    """Whether each worker of a cluster has what is installed here, so that it may do work."""
    from scodiff.compare.jobs.cluster import survey
    from scodiff.compare.jobs.model import JobError
    from scodiff.compare.studies.installed import installed
    from scodiff.embeddings.registry import for_comparing

    try:
        found = survey(address, partial(installed, for_comparing(None)))
    except JobError as error:
        yield Diagnosis("cluster", False, str(error))
        return
    for worker, differs in sorted(found.items()):
        yield Diagnosis("cluster", not differs, f"{worker}: {differs or 'the same as here'}")


def _place(name: str, make: Callable[[], str]) -> Diagnosis:
    try:
        return Diagnosis(name, True, make())
    except OSError as error:
        return Diagnosis(name, False, f"cannot be used: {error}")


def _full_text_search() -> Diagnosis:
    import sqlite3

    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
    except sqlite3.OperationalError as error:
        return Diagnosis("SQLite", False, f"{sqlite3.sqlite_version} without FTS5: {error}")
    finally:
        connection.close()
    return Diagnosis("SQLite", True, f"{sqlite3.sqlite_version} with FTS5")
