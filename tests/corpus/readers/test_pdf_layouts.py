"""PDF files in many layouts: no word of the text is set aside, and nothing else gets into it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from corpus_files import assert_nothing_is_lost
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from layouts import EDGES, PAGES, SIGNINGS, Layout, Signatory, set_text

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Paragraph
from scodiff.corpus.readers.formats import extract
from scodiff.corpus.segmentation.segmenter import segment

pytest.importorskip("reportlab", reason="the layouts are set by reportlab (the extra [test])")

TITLE = "Declaration of the Heads of the Mountain Library Union"
BODY = [
    "1. The Heads of the Parties met in Lakeside on 4 July 2031 and reviewed the work that has "
    "been done since the catalogue was agreed upon and the first globes were lent.",
    "2. The Parties reaffirm that disputes about the lending of globes shall be settled by "
    "negotiation, and that no Party will divert mules upstream without the written consent of "
    "its neighbours.",
    "3. They express deep concern at the trade in false maps across the eastern passes and "
    "instruct the wardens of the libraries to exchange what they know of it every month.",
    "4. Cooperation in transport remains a priority. The ministers are to present a common "
    "tariff for the carriage of books before the end of 2032, and to open two further passes.",
    "5. The Parties note with satisfaction the growth of the exchange of readers and welcome the "
    "proposal to establish a network of reading rooms that would recognise each other's cards.",
    "6. Small libraries deserve better access to credit; the union of printers is invited to "
    "draw up a scheme worth 300 million stamps, to which all Parties may contribute in kind.",
    "7. The Parties agree to set up a joint centre for early warning of floods, locusts and "
    "moths, with its seat in the city of Highford and a staff of forty experts.",
    "8. The next meeting will be held in 2033 in the city of Highford, which takes the chair.",
]
OFFICES = [
    "President of the Republic of Arania", "Prime Minister of the Kingdom of Belmark",
    "For the Republic of Corvia", "Chancellor of the Free City of Elmar",
    "On behalf of the Government of Farland", "Minister of Foreign Affairs of Ilar",
]  # fmt: skip
NAMES = ["J. Doe", "H.E. Mr. Aldo Poe", "Berta LOE", "M. A. Roe", "Dr. Carl Moe", "A. B. Voe, Jr."]

YEARS = ["first", "second", "third", "last"]


# No paragraph twice: what stands twice at one place of two pages is a running head.
def copies(times: int) -> list[str]:
    return [marked(text, year) for year in YEARS[:times] for text in BODY]


def marked(text: str, word: str) -> str:
    """A paragraph of which no line is that of another copy."""
    words = text.split()
    return " ".join(" ".join([*words[i : i + 5], word]) for i in range(0, len(words) - 4, 5)) + "."


bodies = st.integers(1, 4).map(copies)
# A right column of fewer than four lines is not told from a table.
long_bodies = st.integers(2, 4).map(copies)
signatories = st.lists(
    st.builds(Signatory, st.sampled_from(OFFICES), st.sampled_from(NAMES)), max_size=12
)
layouts = st.builds(
    Layout,
    page=st.sampled_from(sorted(PAGES)),
    font=st.sampled_from(["Times-Roman", "Helvetica"]),
    size=st.sampled_from([10.0, 11.0, 12.0, 14.0]),
    leading=st.sampled_from([1.15, 1.25, 1.5]),
    gap=st.sampled_from([0.5, 0.6, 1.0]),
    indent=st.sampled_from([0.0, 18.0]),
    edge=st.sampled_from(EDGES),
    signing=st.sampled_from(SIGNINGS),
)
several = settings(
    max_examples=10,
    deadline=None,
    # A failing layout is small enough as it is, and to shrink one takes minutes.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


def read_back(
    body: list[str], signed: list[Signatory], layout: Layout, title: str = TITLE
) -> tuple[Paragraph, ...]:
    found = extract("pdf", set_text(title, body, signed, layout), "x.pdf")
    assert_nothing_is_lost(found)
    return segment(found.lines, pages_seen=found.pages_seen).paragraphs


def bare(texts: list[str]) -> str:
    return "".join("".join(texts).split())


def assert_body_is_whole(found: tuple[Paragraph, ...], body: list[str]) -> None:
    assert bare([p.text for p in found if p.citable]) == bare(body)


@several
@given(bodies, signatories, layouts)
def test_signature_pages_leave_the_body_whole(
    body: list[str], signed: list[Signatory], layout: Layout
) -> None:
    found = read_back(body, signed, layout)
    assert_body_is_whole(found, body)
    below = bare([p.text for p in found if p.kind in ("signature", "separator")])
    for signatory in signed:
        assert bare([signatory.name]) in below


@several
@given(long_bodies, layouts, signatories)
@example(  # the last line before the page of the one signatory is nearly full
    copies(4),
    Layout(page="Letter", gap=1.0, indent=18.0, edge="number", signing="dotted"),
    [Signatory("Minister of Foreign Affairs of Ilar", "A. B. Voe, Jr.")],
)
def test_columns_are_read_one_after_the_other(
    body: list[str], layout: Layout, signed: list[Signatory]
) -> None:
    page = "A4" if layout.page == "A5" else layout.page
    found = read_back(body, signed, replace(layout, columns=2, page=page))
    assert_body_is_whole(found, body)


@several
@given(
    bodies, signatories, layouts, st.sampled_from([1, 1, 3, 5, 10]), st.booleans(), st.booleans()
)
def test_line_numbers_are_set_aside(
    body: list[str], signed: list[Signatory], layout: Layout, every: int, right: bool, anew: bool
) -> None:
    numbered = replace(layout, numbers=every, numbers_right=right, numbers_anew=anew)
    assert_body_is_whole(read_back(body, signed, numbered), body)


@several
@given(
    bodies,
    signatories,
    layouts,
    st.sampled_from([("DRAFT",), ("CONFIDENTIAL", "COPY 0042"), ("Not", "for", "quotation")]),
    st.sampled_from([-60.0, -45.0, 0.0, 30.0, 45.0, 55.0, 90.0]),
    st.sampled_from([30.0, 60.0, 80.0]),
    st.booleans(),
)
def test_watermarks_are_set_aside(
    body: list[str], signed: list[Signatory], layout: Layout, words: tuple[str, ...],
    angle: float, size: float, first: bool,
) -> None:  # fmt: skip
    stamped = replace(
        layout, watermark=words, angle=angle, watermark_size=size, watermark_first=first
    )
    found = read_back(body, signed, stamped)
    assert_body_is_whole(found, body)
    assert any(p.kind == "furniture" and words[0] in p.text for p in found)


@pytest.mark.parametrize("signing", SIGNINGS)
@pytest.mark.parametrize("count", [1, 2, 5, 6, 9])
def test_paragraphs_are_found_above_signatures(signing: str, count: int) -> None:
    signed = [Signatory(OFFICES[n % 6], NAMES[n % 6]) for n in range(count)]
    found = read_back(BODY, signed, Layout(size=14, leading=1.5, signing=signing))  # type: ignore[arg-type]
    assert [p.text for p in found if p.citable] == BODY
    assert found[0].text == TITLE
    assert not any(p.kind == "heading" for p in found)


def test_headings_at_the_top_of_pages_stay() -> None:
    """They stand at the same place, and their numbers differ; but they count no pages."""
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=PAGES["A4"])
    for number in (3, 7, 9):
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(72, 760, f"Article {number}")
        for line in range(6):
            canvas.drawString(72, 735 - 15 * line, f"The Parties lend globe {number}{line} to all")
        canvas.showPage()
    canvas.save()
    found = extract("pdf", out.getvalue(), "x.pdf")
    assert not [line.text for line in found.lines if line.role is not None]


def scan(pages: int, stamp: str, size: float = 8) -> bytes:
    """Pages that are pictures, with a stamp on each."""
    from io import BytesIO

    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=PAGES["A4"])
    picture = ImageReader(Image.new("L", (60, 80), 200))
    for number in range(pages):
        canvas.drawImage(picture, 0, 0, *PAGES["A4"])
        canvas.setFont("Helvetica", size)
        canvas.drawString(72, 20, stamp.format(number + 1))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("pages", [1, 2, 5])
@pytest.mark.parametrize(
    "stamp",
    ["Downloaded from archive.example.org on 3 May 2020", "Registry No. 12/{0}, received 4 May",
     "page {0}", "COPY"],
)  # fmt: skip
def test_a_scan_with_a_stamp_is_a_scan(pages: int, stamp: str) -> None:
    with pytest.raises(CorpusError, match="no text layer"):
        extract("pdf", scan(pages, stamp), "x.pdf")


@pytest.mark.parametrize("strength", [40, 128])
def test_a_closed_pdf_says_what_to_do(strength: int) -> None:
    from io import BytesIO

    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", strength=strength))
    canvas.drawString(72, 700, "The Parties welcome the opening of the library.")
    canvas.save()
    with pytest.raises(CorpusError, match=r"closed by a password: open it in a PDF viewer"):
        extract("pdf", out.getvalue(), "x.pdf")
