"""``scodiff models``: which models there are, and whether their files are the official ones."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scodiff.embeddings.registry import ModelCard, Registry

WRONG = 1

_COLUMNS = (
    "model",
    "default",
    "weights",
    "installed",
    "dimension",
    "limit",
    "languages",
    "licence",
    "good for",
)


@click.group()
def models() -> None:
    """List the embedding models and check their weights.

    The model gives each paragraph a vector; the nearer two vectors, the nearer
    the paragraphs in meaning.
    """


@models.command("list")
def list_models() -> None:
    """Show the models known, what is installed, and which one is used.

    The limit is the number of word pieces that a model reads at once; longer
    paragraphs are read in overlapping windows, so that nothing of them is lost.
    Redirected, the table has its columns separated by tabs.
    """
    from scodiff.embeddings.registry import load_registry

    registry = load_registry()
    if not sys.stdout.isatty():
        for row in (_COLUMNS, *(_row(card, registry) for card in registry.models.values())):
            click.echo("\t".join(row))
        return
    for card in registry.models.values():
        _describe(card)
    click.echo(_used(registry))


def _row(card: ModelCard, registry: Registry) -> tuple[str, ...]:
    return (
        card.name,
        "yes" if card.name == registry.default else "no",
        card.title,
        _installed(card),
        str(card.dimension),
        str(card.max_pieces),
        ", ".join(card.languages),
        card.licence,
        card.good_for,
    )


def _installed(card: ModelCard) -> str:
    from scodiff.embeddings.registry import installed_folder

    return "yes" if installed_folder(card) else f"no: {card.install}"


def _describe(card: ModelCard) -> None:
    click.echo(f"{click.style(card.name, bold=True)}  {card.title}")
    click.echo(f"  good for    {card.good_for}")
    click.echo(f"  languages   {', '.join(card.languages)}")
    click.echo(
        f"  vectors     {card.dimension} numbers, from {card.max_pieces} word pieces at a time"
    )
    click.echo(f"  licence     {card.licence}")
    click.echo(f"  installed   {_installed(card)}\n")


def _used(registry: Registry) -> str:
    return (
        f"{registry.default} is used unless --model names another, or the folder of a\n"
        "sentence-transformers model, or a model of the Hugging Face hub (owner/name)."
    )


@models.command("check")
@click.argument("names", metavar="[MODEL]...", nargs=-1)
@click.pass_context
def check_models(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Compare the SHA-256 of model files with the recorded ones.

    MODEL is a name of `scodiff models list`, or a folder, which is compared with
    the known model that has the same weights. Without MODEL: the default model,
    and all others that are installed. Leaves with 1 if a file is missing or not
    the official one.
    """
    from scodiff.embeddings.registry import installed_folder, load_registry

    registry = load_registry()
    chosen = names or tuple(
        name
        for name, card in registry.models.items()
        if name == registry.default or installed_folder(card)
    )
    sound = [
        _check_known(registry.models[name]) if name in registry.models else _check_folder(name)
        for name in chosen
    ]
    if not all(sound):
        ctx.exit(WRONG)


def _check_known(card: ModelCard) -> bool:
    from scodiff.embeddings.registry import installed_folder

    folder = installed_folder(card)
    if folder is None:
        click.echo(f"{card.name}: not installed; {card.install}")
        return False
    return _report(card, folder)


def _check_folder(name: str) -> bool:
    """Compares a folder with the known model of the same weights."""
    from scodiff.embeddings.digests import fingerprint, folder_digests
    from scodiff.embeddings.registry import load_registry
    from scodiff.embeddings.sources import model_folder

    folder = model_folder(name)
    weights = fingerprint(folder_digests(folder)).weights
    for card in load_registry().models.values():
        if fingerprint(card.sha256).weights == weights:
            return _report(card, folder)
    click.echo(f"{name}: not a model that scodiff has digests of; its weights have {weights}")
    return False


def _report(card: ModelCard, folder: Path) -> bool:
    from scodiff.embeddings.sources import check_files

    checks = check_files(card, folder)
    wrong = [check for check in checks if not check.ok]
    verdict = "NOT the official files" if wrong else "the official files"
    click.echo(f"{card.name}: {verdict} of {card.title} ({folder})")
    for check in checks:
        if check.ok:
            click.echo(f"  ok       {check.expected}  {check.name}")
        elif check.actual is None:
            click.echo(f"  MISSING  {check.expected}  {check.name}")
        else:
            click.echo(f"  WRONG    {check.actual}  {check.name} (official: {check.expected})")
    return not wrong
