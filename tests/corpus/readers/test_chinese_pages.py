"""PDF pages in Chinese: characters spread over a line, headings, the foot of a page."""

from __future__ import annotations

from io import BytesIO

import pytest

from scodiff.corpus.model import Document
from scodiff.corpus.reader import read

pytest.importorskip("reportlab", reason="the pages are set by reportlab (the extra [test])")

TITLE = "山区图书馆联盟宣言"
SECTIONS = {
    "一、地图和地球仪": [
        "各方重申，借阅地球仪的争端应通过谈判解决，任何一方未经邻国书面同意不得将骡队引向上游。",
        "各方欢迎2031年7月4日在湖畔签署的书籍运输协定生效，并请部长们在2032年底前提出共同运价。",
        "各方对东部山口的假地图贸易深表关切，责成图书馆管理员每月交换所掌握的情况和新的发现。",
    ],
    "二、阅览室": [
        "各方满意地注意到读者交流的增长，欢迎关于建立互认借书证的阅览室网络的建议和各项安排。",
        "小型图书馆应当获得更好的信贷条件，请印刷工会制定一项价值三百万邮票的方案供各方审议。",
        "各方同意设立洪水、蝗虫和飞蛾预警联合中心，中心设在高津市，工作人员为四十名各国专家。",
    ],
}
SIGNED = ("阿拉尼亚共和国总统", "贝尔马克王国首相")
WIDTH = 28


def test_a_page_in_chinese() -> None:
    document = read(page(height=842), name="a.pdf")
    assert_whole(document)
    assert document.date == "2031-07-04"
    assert document.place == "湖畔"


def test_a_heading_at_the_foot_of_a_page_begins_nothing_below() -> None:
    # The pages are so high that the second section's heading is the last line of the first.
    heights = [h for h in range(300, 420, 6) if heading_ends_page(h)]
    assert heights
    assert_whole(read(page(height=heights[0]), name="a.pdf"))


def assert_whole(document: Document) -> None:
    kinds = [(p.kind, p.text) for p in document.paragraphs]
    assert document.title == TITLE
    assert [text for kind, text in kinds if kind == "heading"] == list(SECTIONS)
    assert [p.text for p in document.citable] == [t for texts in SECTIONS.values() for t in texts]
    assert [text for kind, text in kinds if kind == "signature"] == list(SIGNED)


def page(height: int) -> bytes:
    """The text set in lines of so many characters, spread by a tenth of their size."""
    out = BytesIO()
    file = _canvas(out, height)
    y = height - 60.0
    for size, gap, text in _lines():
        if y < 50:
            file.showPage()
            y = height - 60.0
        y -= gap
        line = file.beginText(60, y)
        line.setFont("STSong-Light", size)
        line.setCharSpace(size / 5)
        line.textOut(text)
        file.drawText(line)
    file.save()
    return out.getvalue()


def _canvas(out: BytesIO, height: int):  # type: ignore[no-untyped-def]
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    return Canvas(out, pagesize=(595, height), invariant=1)


def _lines() -> list[tuple[float, float, str]]:
    """The size of each line, its distance from the one above, and what it says."""
    lines = [(20.0, 24.0, TITLE), (12.0, 36.0, "2031年7月4日，湖畔")]
    for heading, texts in SECTIONS.items():
        lines.append((16.0, 34.0, heading))
        for text in texts:
            cut = [text[at : at + WIDTH] for at in range(0, len(text), WIDTH)]
            lines += [(12.0, 16.0 if number else 28.0, part) for number, part in enumerate(cut)]
    return lines + [(12.0, 28.0, signed) for signed in SIGNED]


def heading_ends_page(height: int) -> bool:
    y = height - 60.0
    lines = _lines()
    for index, (_, gap, text) in enumerate(lines):
        y = height - 60.0 - gap if y < 50 else y - gap
        if text == list(SECTIONS)[1]:
            return y < 50 and index > 0
    return False
