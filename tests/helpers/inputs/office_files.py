"""OpenDocument texts and books for the tests of readers, written by hand."""

from __future__ import annotations

from corpus_files import zipped

ODT_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
    for name, of in (("office", "office"), ("text", "text"), ("table", "table"),
                     ("style", "style"), ("draw", "drawing"))
)  # fmt: skip
ODT_STYLES = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" '
    'style:num-suffix=")"/></text:list-style>'
    '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/>'
    "</text:list-style>"
    '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/>'
    "</style:style>"
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
)


def odt(body: str, kind: str = "text") -> bytes:
    """An OpenDocument file: the XML of its body, in an element of that kind."""
    content = (
        f'<?xml version="1.0"?><office:document-content {ODT_NAMES}><office:automatic-styles>'
        f"{ODT_STYLES}</office:automatic-styles><office:body><office:{kind}>{body}"
        f"</office:{kind}></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def book(pages: dict[str, str], spine: str) -> bytes:
    """An EPUB book: the markup of its pages by name, and the names in the order of reading."""
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml" '
        f'properties="{"nav" if name == "nav" else ""}"/>'
        for name in pages
    )
    refs = "".join(f'<itemref idref="{name}"/>' for name in spine.split())
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Lakeside Declaration</dc:title>'
        f"<dc:language>en</dc:language></metadata><manifest>{items}</manifest>"
        f"<spine>{refs}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/c.opf"/></rootfiles></container>'
    )
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip", "META-INF/container.xml": container,
        "OEBPS/c.opf": package,
    }  # fmt: skip
    for name, body in pages.items():
        members[f"OEBPS/{name}.xhtml"] = f"<!DOCTYPE html><html><body>{body}</body></html>"
    return zipped(members)
