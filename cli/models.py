"""``scodiff models``: which models there are, and whether their files are the official ones."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodiff.cli.console import print_line, print_rows

if TYPE_CHECKING:
    from scodiff.embeddings.files.model_source import ModelSource
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
    """List, check, add and prepare the embedding models.

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
        print_rows((_COLUMNS, *(_row(card, registry) for card in registry.models.values())))
        return
    for card in registry.models.values():
        _describe(card)
    for line in _used(registry).splitlines():
        print_line(line)


def _row(card: ModelCard, registry: Registry) -> tuple[str, ...]:
    return (
        card.name,
        _default(card, registry),
        card.title,
        _installed(card),
        str(card.dimension),
        _limit(card),
        ", ".join(card.languages),
        card.licence,
        card.good_for,
    )


def _default(card: ModelCard, registry: Registry) -> str:
    """Whether the model is used where none is named."""
    if card.name == registry.default:
        return "yes"
    return "for comparing" if card.name in registry.defaults else "no"


def _limit(card: ModelCard) -> str:
    return str(card.max_pieces) if card.max_pieces else "none"


def _installed(card: ModelCard) -> str:
    from scodiff.embeddings.registry import is_installed

    return "yes" if is_installed(card) else f"no: {card.install}"


def _describe(card: ModelCard) -> None:
    print_line(f"  {card.title}", heading=card.name)
    print_line(f"  good for    {card.good_for}")
    print_line(f"  languages   {', '.join(card.languages) or 'not recorded'}")
    at_once = (
        f"{card.max_pieces} word pieces at a time" if card.max_pieces else "texts of any length"
    )
    print_line(f"  vectors     {card.dimension} numbers, from {at_once}")
    print_line(f"  licence     {card.licence}")
    print_line(f"  installed   {_installed(card)}")
    print_line()


def _used(registry: Registry) -> str:
    return (
        f"Unless --model names another, texts are compared with {registry.comparing}, and\n"
        f"{registry.default} is used for all else. A sentence-transformers model of your own, or\n"
        "of the Hugging Face hub, can be used once it is recorded:\n"
        "scodiff models add FOLDER|OWNER/NAME"
    )


@models.command("check")
@click.argument("names", metavar="[MODEL]...", nargs=-1)
@click.pass_context
def check_models(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Compare the SHA-256 of model files with the recorded ones.

    MODEL is a name of `scodiff models list`, or a folder, which is compared with
    the known model that has the same weights. Without MODEL: the default models,
    and all others that are installed. Leaves with 1 if a file is missing or not
    the official one.
    """
    from scodiff.embeddings.registry import is_installed, load_registry

    registry = load_registry()
    chosen = tuple(dict.fromkeys(names)) or tuple(
        name
        for name, card in registry.models.items()
        if name in registry.defaults or is_installed(card)
    )
    sound = [
        _check_known(registry.models[name]) if name in registry.models else _check_folder(name)
        for name in chosen
    ]
    if not all(sound):
        ctx.exit(WRONG)


def _check_known(card: ModelCard) -> bool:
    from scodiff.embeddings.models import open_source
    from scodiff.embeddings.registry import installed_folder, is_installed

    if not is_installed(card):
        print_line(f"{card.name}: not installed; {card.install}")
        return False
    folder = installed_folder(card) or open_source(card.name)[0].verified_folder()
    return _report(card, folder)


def _check_folder(name: str) -> bool:
    """Compares a folder with the known model of the same weights."""
    from scodiff.embeddings.files.digests import fingerprint, folder_digests
    from scodiff.embeddings.files.model_source import model_folder
    from scodiff.embeddings.registry import load_registry

    folder = model_folder(name)
    weights = fingerprint(folder_digests(folder)).weights
    for card in load_registry().models.values():
        if fingerprint(card.sha256).weights == weights:
            return _report(card, folder)
    print_line(f"{name}: not a model that scodiff has digests of; its weights have {weights}")
    return False


def _report(card: ModelCard, folder: Path) -> bool:
    from scodiff.embeddings.files.model_source import check_files

    checks = check_files(card, folder)
    wrong = [check for check in checks if not check.ok]
    verdict = "NOT the official files" if wrong else "the official files"
    print_line(f"{card.name}: {verdict} of {card.title} ({folder})")
    for check in checks:
        if check.ok:
            print_line(f"  ok       {check.expected}  {check.name}")
        elif check.actual is None:
            print_line(f"  MISSING  {check.expected}  {check.name}")
        else:
            print_line(f"  WRONG    {check.actual}  {check.name} (official: {check.expected})")
    return not wrong


@models.command("add")
@click.argument("model", metavar="FOLDER|OWNER/NAME")
@click.option("--name", metavar="NAME", help="What to call it; else the folder's name.")
@click.option(
    "--language",
    "languages",
    metavar="TAG",
    multiple=True,
    help="A language it covers; repeatable.",
)
def add_model(model: str, name: str | None, languages: tuple[str, ...]) -> None:
    """Record a sentence-transformers model of your own, after hashing its files.

    From then on --model takes its NAME, and refuses it if one of its files is
    changed. OWNER/NAME is a model of the Hugging Face hub, which is downloaded if
    it is not here. Say which languages it covers, each with --language, to have
    scodiff refuse comparisons across others.
    """
    from scodiff.embeddings.files.user_models import record_model
    from scodiff.embeddings.registry import user_registry

    card = record_model(model, name, languages)
    print_line(f"{card.name}: recorded in {user_registry()}, with the SHA-256 of its files")
    for file, digest in card.sha256.items():
        print_line(f"  {digest}  {file}")


@models.command("prepare")
@click.argument("names", metavar="[MODEL]...", nargs=-1)
@click.option(
    "--int8",
    is_flag=True,
    help="Also make MODEL-int8, faster and less exact: see above.",
)
def prepare_models(names: tuple[str, ...], int8: bool) -> None:
    """Make models ready before their first use; without MODEL, the default ones.

    A model is exported to ONNX once, into the cache, and from then on run by ONNX
    Runtime without torch: the same vectors, to a cosine of 0.9999, from a much
    quicker start. (Its first use does the same.)

    \b
    MODEL-int8 is some 2.5 times as fast. What it costs, for minilm-declarations,
    measured by benchmarks/evaluate/embeddings.py on 2,063 paragraphs:
    cosine to the exact vector .993 on average, .982 at least; one nearest
    neighbour in ten is another; F1 of alignment .978 for .978 (2022 to 2023),
    .803 for .817 (2019 to 2022), .462 for .571 (2003 to 2023). Not for results
    that you mean to cite.
    """
    from scodiff.embeddings.models import open_source
    from scodiff.embeddings.registry import load_registry

    for name in dict.fromkeys(names or load_registry().defaults):
        source, _ = open_source(name)
        _prepare(name, source, int8)


def _prepare(name: str, source: ModelSource, int8: bool) -> None:
    from scodiff.embeddings.engines.onnx_export import prepare
    from scodiff.embeddings.engines.onnx_int8 import prepare_int8
    from scodiff.embeddings.files.exported import INT8, exported_folder, fast_path_installed
    from scodiff.embeddings.models import USE

    if source.kind == USE:
        source.verified_folder()
        print_line(f"{name}: ready; numpy runs it, there is nothing to prepare")
        return
    if not fast_path_installed():
        raise click.ClickException(
            f"{name} is run by torch here; to prepare it for ONNX Runtime, which starts much "
            'quicker, first: pip install "scodiff[fast]"'
        )
    prepare(source)
    print_line(f"{name}: ready for ONNX Runtime in {exported_folder(source.fingerprint())}")
    if int8:
        prepare_int8(source)
        folder = exported_folder(source.fingerprint(), INT8)
        print_line(f"{name}-{INT8}: ready for ONNX Runtime in {folder}")
