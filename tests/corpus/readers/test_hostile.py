"""Files made to harm: each is bounded, answered in one sentence, and harms nothing.

The long run, for continuous integration: SCODIFF_FUZZ_SECONDS=600 (for each reader).
"""

from __future__ import annotations

import os
import struct
import time
import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest
from corpus_files import assembled, compressed_stream, docx, paragraph, pdf, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inputs.office_files import book, odt
from patience import ENDLESS, PATIENCE

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read
from scodiff.corpus.readers import sandbox
from scodiff.corpus.readers.formats import extract
from scodiff.corpus.segmentation.segmenter import segment

MIB = 2**20
FUZZ_SECONDS = float(os.environ.get("SCODIFF_FUZZ_SECONDS", "0"))
LINE = "The parties welcome the opening of the library in the mountains."


def refusal(data: bytes, name: str) -> str:
    """What the reader says of a file it must not read: one line, and the file's name in it."""
    with pytest.raises(CorpusError) as caught:
        read(data, name=name)
    message = str(caught.value)
    assert "\n" not in message
    assert name in message
    return message


# Word.


def test_zip_bombs() -> None:
    body = paragraph("x")
    big = docx(body, media=b"0" * (65 * MIB))
    assert len(big) < MIB
    assert "no honest Word file" in refusal(big, "bomb.docx")
    wide = zipped({"word/document.xml": b" " * (40 * MIB), "[Content_Types].xml": "x"})
    assert "no honest Word file" in refusal(wide, "wide.docx")
    many = BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(5_100):
            archive.writestr(f"word/{number}.xml", "")
        archive.writestr("word/document.xml", "")
    assert "files" in refusal(many.getvalue(), "many.docx")


def test_a_zip_that_lies_about_its_sizes() -> None:
    """The declared size is small, and what is packed is large."""
    honest = bytearray(zipped({"word/document.xml": b" " * (3 * MIB), "a": b"a"}))
    at = honest.rindex(b"PK\x01\x02", 0, honest.rindex(b"PK\x01\x02"))
    struct.pack_into("<I", honest, at + 24, 100)
    assert "damaged" in refusal(bytes(honest), "liar.docx")


def test_entities_are_refused() -> None:
    entity = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for shown in (
        f"{entity}<w>&b;</w>",
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w/>',
    ):
        data = docx(paragraph("x"), footnotes=b"")
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = {n: archive.read(n) for n in archive.namelist()}
        members["word/document.xml"] = shown.encode()
        assert "entities" in refusal(zipped(dict(members)), "entity.docx")


def test_external_relationships_are_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text("secret")
    relation = (
        '<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/image" Target="{secret.as_uri()}" TargetMode="External"/>'
        '<Relationship Id="rY" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/attachedTemplate" Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/>'
    )
    document = read(docx(paragraph(LINE) + paragraph(LINE), relations=relation), name="x.docx")
    assert document.source_text == f"{LINE}\n\n{LINE}"


def test_deep_xml_and_damaged_archives() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000
    refusal(docx(deep), "deep.docx")
    whole = docx(paragraph(LINE))
    for cut in (30, len(whole) // 2, len(whole) - 10):
        refusal(whole[:cut], "cut.docx")


# PDF.


def test_cyclic_page_trees() -> None:
    cyclic = assembled(
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]
    )
    refusal(cyclic, "cyclic.pdf")
    crossed = assembled(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>",
            "<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 2 >>",
        ]
    )
    refusal(crossed, "crossed.pdf")


def test_a_form_that_draws_itself() -> None:
    form = "q /X Do Q"
    file = assembled(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R "
            "/Resources << /XObject << /X 4 0 R >> >> >>",
            "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject "
            f"<< /X 4 0 R >> >> /Length {len(form)} >>\nstream\n{form}\nendstream",
            f"<< /Length {len(form)} >>\nstream\n{form}\nendstream",
        ]
    )
    refusal(file, "self.pdf")


@pytest.mark.slow
def test_a_giant_stream_is_bounded_in_memory() -> None:
    packed = compressed_stream(b"q " * (200 * MIB))
    file = b"".join(
        [
            b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
            b"2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
            b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >> endobj\n",
            b"4 0 obj\n", packed.encode("latin-1"), b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF",
        ]
    )  # fmt: skip
    assert len(file) < 2 * MIB
    refusal(file, "giant.pdf")


def test_encrypted_truncated_and_empty_pdfs() -> None:
    whole = pdf([[(72, 700, 12, LINE)]])
    refusal(b"%PDF-1.7\n", "empty.pdf")
    refusal(whole[:200], "cut.pdf")
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(whole)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    assert "password" in refusal(out.getvalue(), "closed.pdf")


def test_a_child_that_hangs_or_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", -14.5)
    monkeypatch.setattr(sandbox, "_PROGRAM", f"import time; time.sleep({ENDLESS})")
    begin = time.monotonic()
    assert "could not be read within" in refusal(pdf([[(72, 700, 12, LINE)]]), "hang.pdf")
    assert time.monotonic() - begin < ENDLESS / 10
    for program in ("import os; os.abort()", "import os; os._exit(9)"):
        monkeypatch.setattr(sandbox, "SECONDS", PATIENCE)
        monkeypatch.setattr(sandbox, "_PROGRAM", program)
        assert "damaged or made to exhaust" in refusal(pdf([[(72, 700, 12, LINE)]]), "dies.pdf")


# Web pages and texts.


def test_deep_nesting() -> None:
    def nested(depth: int) -> bytes:
        deep = "<div>" * depth + LINE + "</div>" * depth
        return f"<html><body><p>{LINE}</p>{deep}</body></html>".encode()

    assert [p.text for p in read(nested(3_000), name="deep.html").citable] == [LINE, LINE]
    assert "deep, as no page does" in refusal(nested(60_000), "deeper.html")


def test_scripts_and_handlers_become_no_text() -> None:
    page = (
        f"<html><body><p onclick='alert(1)'>{LINE}</p><script>alert(2)</script>"
        "<svg><text>drawn</text></svg><iframe srcdoc='<p>framed</p>'></iframe>"
        f"<p>{LINE} &lt;script&gt;alert(3)&lt;/script&gt;</p><template>hidden</template>"
        "</body></html>"
    )
    document = read(page.encode(), name="x.html")
    assert [p.text for p in document.citable] == [LINE, f"{LINE} <script>alert(3)</script>"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"a" * (100 * MIB), "line.txt"), (b"<html>" + b"a" * (21 * MIB), "line.html"),
        (b"%PDF-1.7" + b"0" * (101 * MIB), "line.pdf"), (b"a" * (9 * MIB), "line.md"),
    ],
    ids=["text", "html", "pdf", "markdown"],
)  # fmt: skip
def test_a_hundred_megabytes_are_refused_at_once(data: bytes, name: str) -> None:
    assert "MiB" in refusal(data, name)


def test_a_long_line_is_read_in_linear_time() -> None:
    words = " ".join(f"globe{n}" for n in range(40_000))
    document = read(f"{LINE}\n\n{words}.\n".encode(), name="long.txt")
    assert document.citable[-1].text.endswith("globe39999.")


def test_bytes_that_are_no_characters() -> None:
    assert "NUL" in refusal(b"The parties\x00 welcome", "nul.txt")
    refusal(b"a\xed\xa0\x80b", "surrogate.txt")
    refusal(f"<html><body><p>{LINE}\x00</p></body></html>".encode(), "nul.html")
    page = f"<html><body><p>{LINE}\x07 &#xD800; &#0;</p></body></html>"
    text = read(page.encode(), name="x.html").source_text
    assert text.startswith(LINE[:20])
    assert all(c.isprintable() or c.isspace() for c in text)


def test_bidirectional_controls_and_homoglyphs_stay_in_the_source() -> None:
    """They are shown by the reports, and told by the ledger; the text is not altered."""
    text = "The pаrties \u202ewelcome\u202c the library of Мoscow."
    document = read(f"{text}\n\n{LINE}\n".encode(), name="x.txt")
    assert document.citable[0].text == text
    assert sum("Latin and Cyrillic" in entry.note for entry in document.ledger) == 2


# Fuzzing: whatever the bytes, a document that keeps its promises, or one sentence.

SEEDS = {
    "pdf": pdf([[(72, 700 - 13 * n, 11, LINE) for n in range(9)]] * 2),
    "docx": docx(paragraph(LINE) + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"),
    "html": f"<html><body><ol><li><p>{LINE}</p></li></ol><table><tr><td>a<td>b</table>".encode(),
    "markdown": f"---\ntitle: x\n---\n# A\n\n{LINE}\n\n1. b\n   - c\n\n|a|b|\n|-|-|\n".encode(),
    "rtf": (
        rf"{{\rtf1\ansi{{\fonttbl{{\f0 Times;}}}}\f0 {LINE}\par {{\b \u1088?\'e9\tab x}}"
        rf"{{\footnote a}}\par\trowd a\cell b\cell\row {LINE}\par}}"
    ).encode(),
    "plain": f"LAKESIDE\n\n{LINE}\n\n  1. {LINE}\n\f2\n\nLakeside, 4 July 2031\n".encode(),
}
FUZZ = settings(
    max_examples=150,
    deadline=None,
    derandomize=FUZZ_SECONDS == 0,
    database=None,
    suppress_health_check=list(HealthCheck),
)


Read = TypeVar("Read")


def read_or_refused(reading: Callable[[], Read]) -> Read | str:
    """What was read, or the sentence that says why not; any other error is a failure."""
    try:
        return reading()
    except CorpusError as error:
        return str(error)


def keeps_its_promises(document: Document) -> None:
    """Spans lie in the text, do not overlap, and hold every character that is not white space."""
    spans = sorted((s.start, s.end) for p in document.paragraphs for s in p.spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    held = "".join(document.source_text[a:b] for a, b in spans)
    assert "".join(held.split()) == "".join(document.source_text.split())
    document.source_text.encode()
    for entry in document.ledger:
        assert 0 <= entry.span.start <= entry.span.end <= len(document.source_text)


@pytest.mark.parametrize("kind", sorted(SEEDS))
def test_no_bytes_break_a_reader(kind: str) -> None:
    fuzz(kind, SEEDS[kind], bytes)


# What is packed is changed before it is packed: damaged archives are all refused alike.
PACKED: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "docx": (f"{paragraph(LINE)}<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc></w:tr></w:tbl>", docx),
    "odt": (
        f'<text:h text:outline-level="1">A</text:h><text:p>{LINE}<text:s text:c="3"/></text:p>'
        f'<text:list text:style-name="L1"><text:list-item><text:p>a</text:p></text:list-item>'
        "</text:list><table:table><table:table-row><table:table-cell><text:p>b</text:p>"
        "</table:table-cell></table:table-row></table:table>",
        odt,
    ),
    "epub": (
        f"<h1>A</h1><p>{LINE}</p><ol><li>a<p>b</li></ol><table><tr><td>c</table>",
        lambda body: book({"one": body}, "one"),
    ),
}


@pytest.mark.parametrize("kind", sorted(PACKED))
def test_no_markup_breaks_a_reader_of_packed_files(kind: str) -> None:
    body, packed = PACKED[kind]
    fuzz(kind, body.encode(), lambda data: packed(data.decode("utf-8", "replace")))


@pytest.mark.parametrize("kind", sorted(PACKED))
def test_archives_cut_off_or_damaged_are_refused(kind: str) -> None:
    body, packed = PACKED[kind]
    whole = packed(body)
    bomb = zipped({"mimetype": "x", "content.xml": b" " * (80 * MIB), "word/document.xml": ""})
    cut = [whole[:end] for end in range(0, len(whole) - 1, 97)]
    for file in (*cut, bomb):
        assert isinstance(read_or_refused(partial(extract, kind, file, "cut")), str)
    for at in range(0, len(whole), 31):
        damaged = whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :]
        read_or_refused(partial(extract, kind, damaged, "damaged"))


def fuzz(kind: str, seed: bytes, packed: Callable[[bytes], bytes]) -> None:
    """Change the seed in many ways, pack it, and read it."""
    place = st.integers(0, len(seed))
    piece = st.binary(max_size=12) | st.sampled_from(
        [b"<", b">>", b"endobj", b"\xef\xbb\xbf", "\u202e\u00ad\ufb01".encode(), b"<table><tr><ol>",
         b"0 0 0 0 0 0 Tm", b"\\u-1?", b"{\\*\\v ", b"\\bin99 ", b"</text:p>", b"<text:span>",
         b"/Kids [2 0 R]", b"- \n  - ", b"\x00", b"\xff\xfe", b"[" * 40]
    )  # fmt: skip
    change = st.tuples(place, place, piece)

    @FUZZ
    @given(st.lists(change, min_size=1, max_size=6))
    def run(changes: list[tuple[int, int, bytes]]) -> None:
        data = seed
        for start, length, new in changes:
            data = data[:start] + new + data[start + length % 40 :]
        file = packed(data)
        found = read_or_refused(lambda: extract(kind, file, "fuzzed"))
        if isinstance(found, str):
            assert "\n" not in found
            return
        text = "".join(found.text[line.start : line.end] for line in found.lines)
        assert "".join(text.split()) == "".join(found.text.split())
        found.text.encode()
        segment(found.lines)

    run()
    until = time.monotonic() + FUZZ_SECONDS
    while time.monotonic() < until:
        run()


@settings(FUZZ, max_examples=60)
@given(st.text(max_size=400))
def test_no_text_breaks_the_plain_reader(text: str) -> None:
    data = text.encode(errors="surrogatepass")
    document = read_or_refused(lambda: read(data, name="x.txt"))
    if isinstance(document, str):
        assert "\n" not in document
    else:
        keeps_its_promises(document)


# A megabyte of one thing: time grows with the text, whatever it repeats.

GROWING = {
    "blanks": ("a", " ", "b"), "tabs": ("a", "\t", "b"), "lines": ("a", "\n", "b"),
    "no-break": ("a", "\xa0", "b"), "points": ("", ".", "b"), "dashes": ("", "-", "x"),
    "rules": ("", "- ", "x"), "digits": ("", "1", ""), "commas": ("", ",", ""),
    "brackets": ("", "(", ""), "squares": ("", "[", ""), "quotes": ("", '"', ""),
    "underscores": ("", "_", ""), "stars": ("", "*", ""), "ticks": ("", "`", "a"),
    "letters": ("", "a ", ""), "word": ("", "x", ""), "capitals": ("", "A", ""),
    "names": ("", "The A, ", "x"), "points after names": ("", "A.", ""), "numbers": ("", "1.", ""),
    "han": ("", "和", ""), "marks": ("e", "\u0301", ""), "tags": ("", "<", ""),
    "entities": ("", "&amp;", ""), "half entities": ("", "&", ""), "links": ("", "[a](", ""),
    "front matter": ("---\na: b", "\n", "---\n"), "folded": ("---\na: b", "\n ", "\n---\nx"),
    "hereinafter": ("(hereinafter", " ", "x"), "comments": ("", "<!---->", "x"),
}  # fmt: skip
WORDS = ("blanks", "word", "letters", "points")
PAGES = {
    "attributes": ("<p", " a{0}=1", f">{LINE}</p>"), "names": ("<p", " a{0}", f">{LINE}</p>"),
    "bodies": (f"<p>{LINE}</p>", "<body a{0}=1>", ""), "deep": ("", "<q>", LINE),
    "deep boxes": ("", "<div>", LINE), "open": ("", "<p", ""), "closed": (LINE, "</p>", ""),
    "comment": (LINE, "<!--", ""), "lists": (LINE, "<ol><li>", ""), "notes": (LINE, "<sup>1", ""),
    "bold": (LINE, "<b><p>x</b>", ""), "classes": ("<p class='", " c{0}", f"'>{LINE}</p>"),
    "blanks": ("<p>a", " ", f"b</p><p>{LINE}</p>"), "entities": (f"<p>{LINE}", "&nbsp;", "b</p>"),
}  # fmt: skip


def grown(parts: tuple[str, str, str], size: int) -> str:
    """The first part, the second until the text has that size, and the last."""
    start, unit, end = parts
    if "{0}" not in unit:
        return start + unit * (size // len(unit)) + end
    return start + "".join(unit.format(n) for n in range(size // (len(unit) + 2))) + end


def grows_with_the_size(took: Callable[[int], float], size: int, slack: float) -> bool:
    """Whether twice the size takes about twice the time, in one of three measurements.

    A collection of the garbage that other tests have left can fall into a single one.
    """
    for _ in range(3):
        whole = took(size)
        if whole < slack or whole < min(60, 3 * took(size // 2) + slack):
            return True
    return False


def seconds_to_read(data: bytes, name: str, kind: str) -> float:
    """How long the reader of the format and the segmenter work, in this process."""
    begin = time.process_time()
    found = read_or_refused(lambda: extract(kind, data, name))
    if not isinstance(found, str):
        segment(found.lines)
    return time.process_time() - begin


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        *((kind, parts) for kind in ("plain", "markdown") for parts in GROWING.values()),
        *(("html", parts) for parts in PAGES.values()),
        *(("docx", GROWING[name]) for name in ("blanks", "tabs", "word", "letters", "points")),
        *((kind, GROWING[name]) for kind in ("rtf", "odt", "epub") for name in WORDS),
    ],
    ids=[
        *(f"{kind}-{name}" for kind in ("plain", "markdown") for name in GROWING),
        *(f"html-{name}" for name in PAGES),
        *(f"docx-{name}" for name in ("blanks", "tabs", "word", "letters", "points")),
        *(f"{kind}-{name}" for kind in ("rtf", "odt", "epub") for name in WORDS),
    ],
)
def test_time_grows_with_the_size_of_a_file(kind: str, parts: tuple[str, str, str]) -> None:
    def took(size: int) -> float:
        """The time for a file of that size."""
        text = grown(parts, size)
        made = {
            "docx": lambda: docx(paragraph(text)),
            "html": lambda: f"<html><body>{text}</body></html>".encode(),
            "odt": lambda: odt(f"<text:p>{text}</text:p>"),
            "epub": lambda: book({"one": f"<p>{text}</p>"}, "one"),
            "rtf": lambda: f"{{\\rtf1 {text}\\par}}".encode(),
        }
        data = made.get(kind, text.encode)()
        return seconds_to_read(data, f"grown.{kind}", kind)

    # Short times are mostly those of the imports and of chance.
    assert grows_with_the_size(took, MIB, slack=1)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(GROWING))
def test_time_grows_with_the_size_of_a_compared_text(name: str) -> None:
    """From the sentences and clauses to the edits and the reports."""

    def took(size: int) -> float:
        """The time for two texts of about that size which differ in the middle."""
        start, unit, end = GROWING[name]
        halves = grown((start, unit, ""), size // 2), grown(("", unit, end), size // 2)
        texts = [f"{LINE}\n\n{halves[0]}{new}{halves[1]}\n" for new in ("", " and amended ")]
        begin = time.process_time()
        read_or_refused(lambda: reports_of(texts))
        return time.process_time() - begin

    assert grows_with_the_size(took, MIB // 5, slack=2)


def reports_of(texts: list[str]) -> list[bytes]:
    """The reports of a comparison of two plain texts, by words alone."""
    from scodiff.compare import compare
    from scodiff.reports.formats.formats import render

    a, b = (
        read(text.encode(), name=f"{side}.txt", language="en")
        for side, text in zip("ab", texts, strict=True)
    )
    found = compare(a, b)
    return [render(found, format_, "en") for format_ in ("html", "json", "markdown", "text")]
