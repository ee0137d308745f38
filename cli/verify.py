"""``scodiff verify``: whether a report says what the two texts say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from scodiff.cli.console import print_line
from scodiff.cli.options import boundaries_option

if TYPE_CHECKING:
    from scodiff.compare.model import Comparison
    from scodiff.compare.settings import Settings
    from scodiff.corpus.model import Document
    from scodiff.embeddings.encoder import Encoder
    from scodiff.reports.serialise import Json

DIFFERENT = 1
_LARGEST = 256 * 2**20  # bytes of a report
MODES: tuple[Literal["auto", "blank", "lines"], ...] = ("auto", "blank", "lines")


@click.command()
@click.argument("report", metavar="REPORT", type=click.Path(exists=True, dir_okay=False))
@click.argument("texts", metavar="[A B]", nargs=-1)
@click.option(
    "--links", metavar="FILE", help="The reader's decisions that the report was made with."
)
@boundaries_option
@click.option("--lexicon", metavar="FILE", help="The lexicon that the report was made with.")
@click.option(
    "--model", metavar="MODEL", help="Where the recorded model is, if not under its name."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing; the exit code is the answer.")
@click.pass_context
def verify(
    ctx: click.Context,
    report: str,
    texts: tuple[str, ...],
    links: str | None,
    boundaries: dict[str, str] | None,
    lexicon: str | None,
    model: str | None,
    quiet: bool,
) -> None:
    """Derive a report again and say whether it is the same.

    The settings, the model and the digests of both texts are read from REPORT (the HTML or
    JSON of `scodiff compare`). The texts are looked for in the collection, beside REPORT and
    in the current folder, unless A and B name them. Leaves with 0 if the report is, byte for
    byte, what the texts give, and with 1 if anything differs, if a quotation does not stand in its
    text, or if one figure contradicts another.

    \b
    Examples:
      scodiff verify report.html
      scodiff verify report.html 2003-moscow later.txt
    """
    if len(texts) not in (0, 2):
        raise click.UsageError("name both texts, A and B, or neither.")
    path = Path(report)
    data = _report_bytes(path)
    format_, record = _recorded(data, report)
    documents = [
        _document(record[side], path.parent, texts[i] if texts else None, boundaries)
        for i, side in enumerate(("a", "b"))
    ]
    found = [*_other_program(record), *_other_texts(record, documents)]
    if not links:
        found += _without_decisions(record)
    if not found:
        comparison = _compared(documents, record, links=links, lexicon=lexicon, model=model)
        found = list(_other_result(data, format_, record, comparison))
    _tell(report, record, found, quiet)
    if found:
        ctx.exit(DIFFERENT)


def _report_bytes(path: Path) -> bytes:
    from scodiff.corpus.files import read_file

    try:
        return read_file(path, _LARGEST)
    except OSError as error:
        raise click.ClickException(
            f"cannot verify {path}: it cannot be read ({error.strerror})."
        ) from None


def _without_decisions(record: Json) -> Iterator[str]:
    """That a report which a reader's decisions went into cannot be derived without them."""
    made = record.get("decisions") or {"link": record["decided_links"]}
    counted = [f"{n} {what}" for what, n in sorted(made.items()) if n]
    if counted:
        yield (
            f"it was made with a reader's decisions ({', '.join(counted)}); "
            "name the file of decisions with --links"
        )


def _recorded(data: bytes, name: str) -> tuple[str, Json]:
    from scodiff.reports.errors import ReportError
    from scodiff.reports.verification import recorded

    try:
        return recorded(data)
    except ReportError as error:
        raise ReportError(f"cannot verify {name}: {error}.") from error


def _document(
    record: Json, beside: Path, given: str | None, boundaries: dict[str, str] | None
) -> Document:
    """The text that the report was made of, parted as it was then; the likeliest if none is."""
    first: Document | None = None
    for spec in [given] if given else _places(record, beside):
        for document in _readings(spec, record, boundaries):
            if _same(document, record):
                return document
            first = first or document
    if first is None:
        raise click.UsageError(
            f"the text '{record['source']}' is neither in the collection nor beside the report; "
            "name both texts: scodiff verify REPORT A B."
        )
    return first


def _places(record: Json, beside: Path) -> Iterator[str]:
    """Where a text may be: in the collection, beside the report, in the current folder."""
    yield record["id"]
    for folder in dict.fromkeys([beside, Path()]):
        candidate = folder / Path(record["source"]).name
        if candidate.is_file():
            yield str(candidate.resolve())


def _readings(spec: str, record: Json, boundaries: dict[str, str] | None) -> Iterator[Document]:
    """A text parted in each way that a plain text can be; nothing where it is not found."""
    from scodiff.corpus.errors import CorpusError
    from scodiff.corpus.library import resolve

    known = {key: record[key] for key in ("title", "date", "language")}
    for mode in MODES:
        try:
            yield resolve(
                spec,
                paragraphs=mode,
                document_id=record["id"],
                name=record["source"],
                boundaries=boundaries,
                **known,
            )
        except CorpusError:
            if spec != record["id"]:
                raise
            return


def _same(document: Document, record: Json) -> bool:
    from scodiff.reports.manifest import segmentation

    found = (document.source.text_sha256, segmentation(document))
    return found == (record["text_sha256"], record["paragraphs_sha256"])


def _other_program(record: Json) -> Iterator[str]:
    from scodiff.corpus import VERSION

    made, here = record["tool"]["version"], VERSION
    if made != here:
        yield (
            f"it was made by scodiff {made}, and this is {here}; "
            f"install that version to verify it: pip install scodiff=={made}"
        )


def _other_texts(record: Json, documents: list[Document]) -> Iterator[str]:
    for side, document in zip(("a", "b"), documents, strict=True):
        made = record[side]
        if document.source.sha256 != made["sha256"]:
            yield (
                f"{document.source.name} is another file: its SHA-256 is "
                f"{document.source.sha256}, recorded is {made['sha256']}"
            )
        elif not _same(document, made):
            yield f"{document.source.name} is read otherwise now than it was for the report"


def _compared(
    documents: list[Document],
    record: Json,
    *,
    links: str | None,
    lexicon: str | None,
    model: str | None,
) -> Comparison:
    from scodiff.cli.reader_files import decisions_of, lexicon_of
    from scodiff.compare import compare
    from scodiff.embeddings.languages import require_cross_lingual

    encoder = _encoder(record["model"], model)
    require_cross_lingual(
        encoder.info if encoder else None, documents[0].language, documents[1].language
    )
    return compare(
        documents[0],
        documents[1],
        encoder,
        _settings(record["settings"]),
        decisions_of(links),
        lexicon_of(lexicon),
    )


def _encoder(recorded: Json | None, model: str | None) -> Encoder | None:
    if recorded is None:
        return None
    from scodiff.embeddings.models import open_encoder

    return open_encoder(model or recorded["name"])


def _settings(recorded: Json) -> Settings:
    from scodiff.compare.settings import Settings

    try:
        return Settings(**recorded)
    except TypeError as error:
        raise click.ClickException(
            f"the report records settings that this scodiff does not know ({error})."
        ) from error


def _other_result(data: bytes, format_: str, record: Json, comparison: Comparison) -> Iterator[str]:
    from scodiff.compare.answer import faults
    from scodiff.reports.formats.formats import render
    from scodiff.reports.verification import differences, misquotations

    model = comparison.model
    if model and record["model"] and model.sha256 != record["model"]["sha256"]:
        yield (
            f"the model {model.name} has other weights: their SHA-256 is {model.sha256}, "
            f"recorded is {record['model']['sha256']}"
        )
    again = render(comparison, format_, record["report_language"])
    if again != data:
        yield f"it differs at {', '.join(differences(format_, data, again))}"
    yield from faults(comparison)
    yield from misquotations(format_, data, (comparison.a, comparison.b))


def _tell(report: str, record: Json, found: list[str], quiet: bool) -> None:
    if quiet:
        return
    names = f"{record['a']['id']} and {record['b']['id']}"
    if not found:
        print_line(
            f"identical: {report} is, byte for byte, what scodiff "
            f"{record['tool']['version']} makes of {names}."
        )
        return
    print_line(f"different: {report} is not what scodiff makes of {names}.")
    for words in found:
        print_line(f"  {words}.")
