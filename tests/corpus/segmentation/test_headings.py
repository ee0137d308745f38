"""Headings in sentence case are blocks of their own, however the text is laid out."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scodiff.corpus.reader import read
from scodiff.corpus.segmentation.lines import split_lines
from scodiff.corpus.segmentation.segmenter import segment

ENGLISH = (
    (
        "Trade and transport",
        (
            "The ministers of trade reviewed the tariffs on grain and agreed to lower them step "
            "by step before the end of the decade, beginning with wheat and barley.",
            "Ports on the southern shore remain closed to large vessels in winter. The ministers "
            "ask the harbour masters for a plan to keep two of them open all year.",
        ),
    ),
    (
        "Science",
        (
            "Scientific exchange has doubled since the last session. The academies are invited "
            "to open their archives and to publish the catalogues of their collections.",
        ),
    ),
    (
        "Health and food",
        (
            "Health officers reported no outbreak of fever in any of the valleys, and the "
            "stations at the passes will go on with their weekly inspections until spring.",
            "Food reserves suffice for eight months; a common store is to be built in the "
            "lowlands, where the railways meet, with room for nine hundred tonnes.",
        ),
    ),
)
RUSSIAN = (
    (
        "Торговля и транспорт",
        (
            "Министры торговли рассмотрели пошлины на зерно и решили понизить их постепенно до "
            "конца десятилетия, начиная с пшеницы и ячменя.",
            "Порты южного берега зимой закрыты для больших судов. Министры просят капитанов "
            "портов представить план, чтобы два из них были открыты весь год.",
        ),
    ),
    (
        "Наука",
        (
            "Научный обмен с прошлой встречи удвоился. Академиям предлагается открыть свои "
            "архивы и издать описи своих собраний, доступные всем читателям.",
        ),
    ),
)
CHINESE = (
    (
        "贸易与交通",
        ("各国部长审议了粮食关税，商定在本十年结束前逐步降低关税，首先从小麦和大麦开始。",),
    ),
    (
        "科学技术",
        (
            "自上次会议以来，科学交流增加了一倍。各科学院应开放档案并出版其藏品目录，供各国读者查阅。",
        ),
    ),
)
Sections = tuple[tuple[str, tuple[str, ...]], ...]


def blocks_of(sections: Sections) -> list[tuple[str, str]]:
    return [
        block
        for heading, paragraphs in sections
        for block in (("heading", heading), *(("body", text) for text in paragraphs))
    ]


def found(source: str) -> list[tuple[str, str]]:
    paragraphs = segment(split_lines(source)).paragraphs
    return [(p.kind, p.text) for p in paragraphs]


def wrapped(sections: Sections, width: int, gap: str) -> str:
    return gap.join("\n".join(textwrap.wrap(text, width)) for _, text in blocks_of(sections))


SENTENCES = [text for _, paragraphs in ENGLISH for text in paragraphs]
TITLE = "Statement of the Ministers\n\nTamar, 3 March 2005\n\n"


@pytest.mark.parametrize(
    ("sections", "gap"),
    [(ENGLISH, "\n\n"), (ENGLISH, "\n"), (RUSSIAN, "\n\n"), (RUSSIAN, "\n"), (CHINESE, "\n\n")],
)
def test_a_heading_on_its_own_line_is_a_heading(sections: Sections, gap: str) -> None:
    source = TITLE + gap.join(text for _, text in blocks_of(sections)) + "\n"
    assert found(source)[2:] == blocks_of(sections)


@pytest.mark.parametrize("sections", [ENGLISH, RUSSIAN])
@pytest.mark.parametrize("width", [60, 72, 90])
def test_a_heading_between_wrapped_paragraphs_is_a_heading(sections: Sections, width: int) -> None:
    source = TITLE + wrapped(sections, width, "\n\n") + "\n"
    assert found(source)[2:] == blocks_of(sections)


def test_paragraphs_stand_under_their_heading() -> None:
    source = TITLE + "\n\n".join(text for _, text in blocks_of(ENGLISH)) + "\n"
    document = read(source.encode(), name="statement.txt")
    assert [p.section for p in document.citable] == [
        heading for heading, paragraphs in ENGLISH for _ in paragraphs
    ]


def test_the_first_of_several_headings_is_no_part_of_the_title() -> None:
    source = "Statement of the Ministers\n\n" + "\n\n".join(t for _, t in blocks_of(ENGLISH))
    assert found(source) == [("title", "Statement of the Ministers"), *blocks_of(ENGLISH)]


def test_a_subtitle_of_a_text_without_headings_belongs_to_the_title() -> None:
    source = "Statement of the Ministers\n\nFourth Session\n\n" + "\n\n".join(SENTENCES)
    assert found(source)[0] == ("title", "Statement of the Ministers Fourth Session")


def test_a_paragraph_broken_by_a_blank_line_is_no_heading() -> None:
    cut = ENGLISH[0][1][0]
    at = cut.index("before the end")
    source = TITLE + "\n\n".join([cut[:at].strip(), cut[at:], *ENGLISH[0][1][1:]])
    assert [text for kind, text in found(source) if kind == "heading"] == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Regional affairs", "Energy", "Youth and sport", "Final provisions"]),
            st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_however_many_headings_and_paragraphs_each_is_found(
    sections: list[tuple[str, list[str]]],
) -> None:
    blocks = blocks_of(tuple((heading, tuple(texts)) for heading, texts in sections))
    source = TITLE + "\n\n".join(text for _, text in blocks) + "\n"
    assert found(source)[-len(blocks) :] == blocks


WELCOME = "The Parties welcome the books that came over the pass in the spring of this year."


def kinds(text: str) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in segment(split_lines(text)).paragraphs]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_place_and_date_below_the_title_is_no_part_of_it(gap: str) -> None:
    lines = ["Declaration of the Mountain Union", "Lakeside, 4 July 2031", f"{WELCOME} {WELCOME}"]
    assert kinds(gap.join(lines)) == [
        ("title", lines[0]), ("closing", lines[1]), ("body", lines[2]),
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["and", "of", "in"])
def test_a_line_that_another_must_follow_ends_no_paragraph(word: str) -> None:
    text = (
        f"Declaration of the Mountain Union\n\nThe Parties welcome books {word}\n"
        "Lakeside maps.\n\nThey welcome mules.\n\nThey welcome the spring.\n"
    )
    assert f"The Parties welcome books {word} Lakeside maps." in [t for _, t in kinds(text)]


def test_headings_between_paragraphs_of_one_line_each() -> None:
    """No blank lines, and each paragraph begins with its number."""
    texts = [f"§ {n} {WELCOME} It was their choice number {n}." for n in range(1, 7)]
    lines = ["Declaration of the Mountain Union", *texts[:3], "Books and maps", *texts[3:]]
    found = kinds("\n".join(lines))
    assert ("heading", "Books and maps") in found
    assert [text for kind, text in found if kind == "body"] == texts


def test_a_title_ends_at_a_blank_line_however_long_it_is() -> None:
    """It may fill a line, as those of the text below do, and a date may begin the text."""
    title = "Port Selim Declaration of the Council of Heads of State of the Union"
    first = [
        "The Heads of State met in Port Selim and, having looked at the state of\nthe passes, of "
        "the library and of the mules, declare as follows.",
        "2011年5月14日，联盟成员国元首在塞利姆港举行会晤，讨论了地区形势，声明如下。",
    ]
    more = "They reaffirm that disputes about the river shall be settled by nobody\nbut themselves."
    for text, name in zip(first, (title, "联盟成员国元首塞利姆港宣言"), strict=True):
        found = segment(split_lines("\n\n".join([name, text, more, more, more]))).paragraphs
        assert [found[0].kind, found[0].text] == ["title", name]
