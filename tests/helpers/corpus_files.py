"""Files for the tests of readers, written by hand: PDF, Word, zip."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Sequence
from io import BytesIO

from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.segmentation.segmenter import segment

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# A piece of a page: x, y, size, text.
PlacedText = tuple[float, float, float, str]


def pdf(pages: Sequence[Sequence[PlacedText]], *, extra: str = "") -> bytes:
    """A PDF of pieces of text in Times, in the order given."""
    contents = [
        "\n".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj ET"
            for x, y, size, text in page
        )
        for page in pages
    ]
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        page = 5 + 2 * number
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {page} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        data = content.encode("cp1252")
        objects.append(f"<< /Length {len(data)} >>\nstream\n{content}\nendstream")
    return assembled(objects)


def column(
    lines: Sequence[str], x: float = 72, top: float = 760, size: float = 11
) -> list[PlacedText]:
    """Lines of one size below each other, for ``pdf``."""
    return [(x, top - 13 * n, size, line) for n, line in enumerate(lines)]


def assembled(objects: Iterable[str]) -> bytes:
    """A PDF of the bodies of its objects, numbered from 1; the first is the catalogue."""
    out = BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252"))
    start = out.tell()
    out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010} 00000 n \n" for place in places).encode())
    out.write(f"trailer << /Size {len(places) + 1} /Root 1 0 R >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def compressed_stream(data: bytes) -> str:
    """The body of a stream object with deflated data, for ``assembled``."""
    packed = zlib.compress(data, 9).decode("latin-1")
    return f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n{packed}\nendstream"


def docx(body: str, **parts: str | bytes) -> bytes:
    """A Word file: the body's XML, and further parts by name (numbering, footnotes, styles)."""
    kinds = {"numbering": "numbering", "footnotes": "footnotes", "styles": "styles"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in kinds.items()
        if name in parts
    )
    relations = "".join(
        f'<Relationship Id="r{name}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{name}.xml"/>'
        for name, kind in kinds.items()
        if name in parts
    )
    relations += str(parts.pop("relations", ""))
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
        f'Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{main}"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f"{relations}</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }
    for name, content in parts.items():
        wrapped = (
            f'<w:{name} xmlns:w="{W}">{content}</w:{name}>' if isinstance(content, str) else content
        )
        members[f"word/{name}.xml"] = wrapped
    return zipped(members)


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph's XML."""
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A deflated zip archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


LONG = "The parties welcome the opening of the library, and thank all who carried its globes"


def paragraphs(found: Extract) -> list[tuple[str, str]]:
    """Kind and text of each paragraph that the segmenter finds in an extract."""
    return [(p.kind, p.text) for p in segment(found.lines, pages_seen=found.pages_seen).paragraphs]


def texts(found: Extract) -> list[str]:
    """The texts of the paragraphs that are not set aside."""
    return [text for kind, text in paragraphs(found) if kind != "furniture"]


def assert_nothing_is_lost(found: Extract) -> None:
    """Every character that is not white space stands in exactly one line."""
    shown = "".join(found.text[line.start : line.end] for line in found.lines)
    assert "".join(shown.split()) == "".join(found.text.split())
    for line in found.lines:
        assert line.text == found.text[line.start : line.end]
        assert line.text == line.text.strip() != ""
    starts = [line.start for line in found.lines]
    assert starts == sorted(starts)
