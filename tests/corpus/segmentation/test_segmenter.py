"""Paragraphs out of lines: the invariants, and the layouts that real files have."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.evaluate import segmentation as benchmark
from scodiff.corpus.library import resolve
from scodiff.corpus.model import PARAGRAPH_KINDS
from scodiff.corpus.segmentation.lines import split_lines
from scodiff.corpus.segmentation.segmenter import ParagraphMode, Segmentation, segment
from scodiff.corpus.segmentation.unwrap import unwrap

MODES: tuple[ParagraphMode, ...] = ("auto", "blank", "lines")

# Invented sentences in the genre's language, of uneven length.
PROSE = [
    "The member states of the Mountain Library Union, having met in Lakeside, declare the "
    "following:",
    "The parties welcome the opening of the travelling library and thank the mule drivers who "
    "carried its books over the passes. They note that readers came from every valley of the "
    "region, including the most remote.",
    "The parties reaffirm their support for the catalogue agreed upon last year.",
    "The parties intend to build a common reading room near the pass, to train librarians from "
    "all the valleys, to exchange duplicates of rare maps, and to hold a yearly festival of "
    "letters in which schools and museums will take part. The costs will be shared equally.",
    "In this regard, the parties stress the importance of dry storage.",
    "The parties consider it useful to continue consultations on the lending of globes, which "
    "remain scarce, and instruct their experts to report on the matter before the end of spring.",
    "The next meeting will be held in Highford in two years.",
]


def wrap(text: str, width: int, indent: int = 0) -> list[str]:
    """Hard-wrap by counting characters."""
    lines, current = [], ""
    for word in text.split():
        room = width - (indent if not lines else 0)
        if current and len(current) + 1 + len(word) > room:
            lines.append(current)
            current = word
        else:
            current = f"{current} {word}".strip()
    return [*lines, current]


def run(source: str, mode: ParagraphMode = "auto") -> Segmentation:
    return segment(split_lines(source), mode)


def texts(source: str, mode: ParagraphMode = "auto") -> list[str]:
    return [p.text for p in run(source, mode).paragraphs if p.kind != "furniture"]


def kinds(source: str) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in run(source).paragraphs]


def bare(text: str) -> str:
    return "".join(c for c in text if not c.isspace())


# What holds for every text.

_pieces = st.sampled_from(
    ["The parties note", "this.", "\n", "\n\n", "\r\n", "\r", "\f", " ", "\t", "-", "– ", "1. ",
     "VI", "v", "***", "12", "Lakeside, 4 July 2031", "President", "и", "。", "上海", "a-", "(b) ",
     "\u2028", "\ufeff", "\x00", "\ud800", "\u202e", "\x1c", "\u3000"]
)  # fmt: skip
any_text = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=200),
    st.lists(_pieces, max_size=60).map("".join),
)


@given(any_text, st.sampled_from(MODES))
def test_spans_hold_every_character_but_white_space_once(source: str, mode: ParagraphMode) -> None:
    spans = [span for p in run(source, mode).paragraphs for span in p.spans]
    covered = sorted((span.start, span.end) for span in spans)
    assert all(a_end <= b_start for (_, a_end), (b_start, _) in pairwise(covered))
    assert bare("".join(source[start:end] for start, end in covered)) == bare(source)


@given(any_text, st.sampled_from(MODES))
def test_text_is_the_characters_of_the_spans(source: str, mode: ParagraphMode) -> None:
    for p in run(source, mode).paragraphs:
        assert bare(p.text) == bare("".join(source[s.start : s.end] for s in p.spans))
        assert p.text == p.text.strip()
        assert p.spans == tuple(sorted(p.spans, key=lambda span: span.start))


@given(any_text, st.sampled_from(MODES))
def test_ids_numbers_and_kinds(source: str, mode: ParagraphMode) -> None:
    paragraphs = run(source, mode).paragraphs
    assert [p.id for p in paragraphs] == [f"p{i}" for i in range(1, len(paragraphs) + 1)]
    assert [p.n for p in paragraphs if p.citable] == list(
        range(1, sum(p.citable for p in paragraphs) + 1)
    )
    assert all(p.n is None for p in paragraphs if not p.citable)
    assert all(p.kind in PARAGRAPH_KINDS for p in paragraphs)
    starts = [p.spans[0].start for p in paragraphs]
    assert starts == sorted(starts)


@given(any_text, st.sampled_from(MODES))
def test_ledger_points_into_the_text(source: str, mode: ParagraphMode) -> None:
    found = run(source, mode)
    ids = {p.id for p in found.paragraphs}
    for entry in found.ledger:
        assert entry.paragraph in ids
        assert entry.span.end <= len(source)


@given(any_text)
def test_same_text_same_paragraphs(source: str) -> None:
    assert run(source) == run(source)


@given(st.lists(_pieces.filter(lambda piece: "\r" not in piece), max_size=60).map("".join))
def test_line_ends_make_no_difference(source: str) -> None:
    expected = [(p.kind, p.text) for p in run(source).paragraphs]
    for end in ("\r\n", "\r"):
        other = source.replace("\n", end)
        assert [(p.kind, p.text) for p in run(other).paragraphs] == expected


@given(st.lists(st.text(st.characters(categories=("L", "N", "P")), min_size=1), min_size=1))
def test_every_line_is_a_paragraph_when_asked(lines: list[str]) -> None:
    paragraphs = run("\n".join(lines), "lines").paragraphs
    assert [p.text for p in paragraphs] == lines
    assert {p.kind for p in paragraphs} == {"body"}


def test_time_grows_with_the_length_of_the_text() -> None:
    def seconds(source: str) -> float:
        start = time.process_time()
        run(source)
        return time.process_time() - start

    page = "\n".join(line for text in PROSE for line in wrap(text, 70)) + "\n"
    small = min(seconds(page * 40) for _ in range(2))
    assert min(seconds(page * 160) for _ in range(2)) < 12 * small + 0.1
    assert len(texts("word. Another sentence here " * 40_000)) == 1


# Layouts.


@pytest.mark.parametrize("width", [50, 66, 72, 90])
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_hard_wrapped_lines_with_and_without_blank_lines(width: int, gap: str) -> None:
    # A last line that happens to be full leaves the boundary open: fill such ones differently.
    source = gap.join("\n".join(wrap(text, width)) for text in PROSE)
    if gap == "\n":
        assert set(texts(source)) & set(PROSE) >= set(PROSE[1:3])
        assert abs(len(texts(source)) - len(PROSE)) <= 1
    else:
        assert texts(source) == PROSE


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_one_line_for_each_paragraph(gap: str) -> None:
    assert texts(gap.join(PROSE)) == PROSE


def test_indented_first_lines() -> None:
    source = "\n".join("    " + "\n".join(wrap(text, 70, 4)) for text in PROSE)
    assert texts(source) == PROSE


def broken_in_mid_sentence() -> tuple[list[str], int]:
    """Wrapped lines, and the index of one that stands in the middle of a sentence."""
    lines = [line for text in PROSE * 2 for line in wrap(text, 70)]
    at = lines.index(wrap(PROSE[3], 70)[1])
    assert lines[at][0].islower()
    return lines, at


def test_blank_line_inside_a_sentence_is_a_page_break() -> None:
    lines, at = broken_in_mid_sentence()
    source = "\n".join([*lines[:at], "", *lines[at:]])
    found = run(source)
    assert any(p.text == PROSE[3] for p in found.paragraphs)
    assert any(e.action == "join" and "page break or blank line" in e.note for e in found.ledger)


def test_page_number_inside_a_sentence_is_set_aside() -> None:
    lines, at = broken_in_mid_sentence()
    found = run("\n".join([*lines[:at], "1", "", *lines[at:], "2"]))
    interrupted = next(p for p in found.paragraphs if p.text == PROSE[3])
    assert len(interrupted.spans) == 2
    furniture = [p.text for p in found.paragraphs if p.kind == "furniture"]
    assert furniture == ["1", "2"]
    assert sum(e.action == "set-aside" for e in found.ledger) == 2


def test_running_heads_are_set_aside() -> None:
    pages = []
    for number in range(1, 6):
        body = [line for text in PROSE for line in wrap(text, 70)]
        pages.append("\n".join(["Union of Libraries, Papers", *body, f"- {number} -"]))
    found = run("\n\f".join(pages))
    heads = [p for p in found.paragraphs if p.kind == "furniture"]
    # On the first page it may be the title, and stays.
    assert sum(p.text == "Union of Libraries, Papers" for p in heads) == 4
    assert sum(p.text.startswith("- ") for p in heads) == 5


def test_footnotes_at_the_foot_of_a_page_are_set_aside() -> None:
    first, second = "The parties recall the rules of the", "reading room, and will keep them."
    notes = "_______________\n1 Papers of the Union, vol. 3,\np. 12.\n2 Ibid."
    source = f"{first}\n{notes}\n1/2\n\n{second}"
    found = run(source)
    assert [p.text for p in found.paragraphs if p.kind == "furniture"] == [
        "_______________",
        "1 Papers of the Union, vol. 3, p. 12.",
        "2 Ibid.",
        "1/2",
    ]
    assert found.paragraphs[0].text == f"{first} {second}"


def test_title_over_several_lines_is_one_block() -> None:
    title = "DECLARATION\nBY THE HEADS OF THE MEMBER STATES\nOF THE MOUNTAIN LIBRARY UNION\n"
    found = kinds(title + "\n" + "\n\n".join("\n".join(wrap(t, 70)) for t in PROSE))
    assert found[0] == ("title", " ".join(title.split()))
    assert [kind for kind, _ in found[1:]] == ["body"] * len(PROSE)


def test_section_marks_and_headings() -> None:
    body = ["\n".join(wrap(text, 70)) for text in PROSE]
    first = ["Lakeside Declaration", body[0], "I", body[1], "v", body[2]]
    source = "\n".join([*first, "***", body[3], "3. COMMON READING ROOMS", body[5]])
    paragraphs = run(source).paragraphs
    by_text = {p.text: p for p in paragraphs}
    assert by_text["I"].kind == "heading"
    assert by_text["v"].kind == by_text["***"].kind == "separator"
    assert by_text["3. COMMON READING ROOMS"].kind == "heading"
    assert by_text[PROSE[1]].section == "I"
    assert by_text[PROSE[2]].section == by_text[PROSE[3]].section == "v"
    assert by_text[PROSE[5]].section == "3. COMMON READING ROOMS"


@pytest.mark.parametrize("bullet", ["-", "–", "•", "*"])
def test_bullets(bullet: str) -> None:
    items = [
        f"{bullet} the lending of globes, of atlases and of maps on which rivers are named;",
        f"{bullet} the care of ink and paper;",
        f"{bullet} the training of mule drivers in the reading of catalogues, and their pay.",
    ]
    lead = PROSE[4].replace(".", ", including:")
    source = "\n".join(line for t in [*PROSE[:4], lead, *items, PROSE[5]] for line in wrap(t, 60))
    found = [p for p in run(source).paragraphs if p.kind == "item"]
    assert [p.text for p in found] == items
    assert {p.label for p in found} == {bullet}


def test_printed_numbers_are_labels() -> None:
    numbered = [f"{i}. {text}" for i, text in enumerate(PROSE[1:], 1)]
    source = "\n".join(line for text in [PROSE[0], *numbered] for line in wrap(text, 70))
    paragraphs = run(source).paragraphs
    assert [p.text for p in paragraphs] == [PROSE[0], *numbered]
    assert [p.label for p in paragraphs[1:]] == [f"{i}." for i in range(1, len(PROSE))]
    assert {p.kind for p in paragraphs} == {"body"}


def test_closing_and_signatures() -> None:
    body = "\n".join(line for text in PROSE for line in wrap(text, 70))
    end = (
        "\nLakeside, 4 July 2031\nPresident\nRepublic of the Upper Valley Ada Brook\n"
        "Prime Minister\nKingdom of the Lower Valley\nBen Carter\n"
    )
    found = kinds(body + end)
    assert found[-3:] == [
        ("closing", "Lakeside, 4 July 2031"),
        ("signature", "President Republic of the Upper Valley Ada Brook"),
        ("signature", "Prime Minister Kingdom of the Lower Valley Ben Carter"),
    ]


def test_russian() -> None:
    paragraphs = [
        "Стороны приветствуют открытие передвижной библиотеки и благодарят погонщиков, которые "
        "доставили книги через горные перевалы в самые отдаленные долины региона.",
        "Стороны подтверждают поддержку общего каталога.",
        "Стороны намерены построить общий читальный зал, готовить библиотекарей и обмениваться "
        "редкими картами. Расходы распределяются поровну между участниками проекта.",
    ]
    source = "\n".join(line for text in paragraphs for line in wrap(text, 64))
    assert texts(source) == paragraphs


def test_chinese_lines_are_joined_without_spaces() -> None:
    paragraphs = [
        "各方欢迎流动图书馆开放，感谢赶骡人把书籍运过山口，送到最偏远的山谷，并指出各地读者踊跃前来。",
        "各方重申支持去年商定的共同目录。",
        "各方愿在山口附近修建公共阅览室，培训各地图书管理员，交换珍贵地图，每年举办文学节。",
    ]
    lines = [text[i : i + 20] for text in paragraphs for i in range(0, len(text), 20)]
    assert texts("\n".join(lines)) == paragraphs


def test_blank_mode_believes_blank_lines_only() -> None:
    assert texts("One.\nTwo.\n\nthree", "blank")[-1] == "three"
    source = "The first line.\nThe second line.\n\nof a sentence, after a page break."
    assert texts(source, "blank") == [
        "The first line. The second line.",
        "of a sentence, after a page break.",
    ]


# Unwrapping.


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["non-", "proliferation"], "non-proliferation"),
        (["Acting Secretary-", "General"], "Acting Secretary-General"),
        (["2027-", "2028"], "2027-2028"),
        (["short-", "and long-term"], "short- and long-term"),
        (["the Republic –", "having met"], "the Republic – having met"),
        (["and/", "or"], "and/or"),
        (["上海合作", "组织"], "上海合作组织"),
        (["the SCO", "上海"], "the SCO 上海"),
    ],
)
def test_joints(lines: list[str], text: str) -> None:
    assert unwrap(lines) == text


def test_hyphens_at_line_ends_stay_and_are_reported() -> None:
    source = "\n".join(
        [
            *wrap(PROSE[1], 70),
            "The parties favour a policy of disarmament and non-",
            "proliferation.",
        ]
    )
    entries = [e for e in run(source).ledger if e.action == "dehyphenate"]
    assert ["non-proliferation." in e.note for e in entries] == [True]


def test_moscow_2003_hides_one_boundary_behind_a_page_break() -> None:
    document = resolve("2003-moscow")
    assert len(document.citable) == 35
    hidden = next(p for p in document.citable if p.text.endswith("of the international community."))
    entries = [e for e in document.ledger if e.action == "split"]
    assert [e.paragraph for e in entries] == [hidden.id]
    assert "would still have fitted" in entries[0].note
    assert document.source_text[hidden.spans[0].end :].startswith("\n The SCO member states")


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("2003-moscow", 1.0),
        ("2019-bishkek", 0.98),
        ("2022-samarkand", 0.98),
        ("2023-new-delhi", 0.98),
    ],
)
def test_boundaries_of_the_gold(data_dir: Path, repository: Path, name: str, least: float) -> None:
    if not (data_dir / "gold" / "sco-paragraphs").is_dir():
        pytest.skip("the gold paragraphs are not here (set SCODIFF_DATA)")
    source = (data_dir / "sco" / f"{name}.en.txt").read_text(encoding="utf-8")
    assert benchmark.measure(name, source, benchmark.read_gold(name), False).f1 >= least


# Mastheads of the United Nations.


def test_a_masthead_is_set_aside() -> None:
    source = (
        "United Nations\nA/RES/99/7\n\nGeneral Assembly\nDistr.: General\n6 December 2044\n\n"
        "44-12345 (E)  131244\n*4412345*\n\nNinety-ninth session\nAgenda item 92\n\n"
        "Globes of the Mountain Libraries\n\nThe General Assembly,\n\n"
        "Recalling its interest in globes,\n\n1. Thanks the drivers of the mules.\n"
        "44-12345 2/2\nA/RES/99/7 Globes\n\n2. Decides to thank them again.\n"
    )
    found = run(source).paragraphs
    assert [p.text for p in found if p.kind != "furniture"] == [
        "Globes of the Mountain Libraries", "The General Assembly,",
        "Recalling its interest in globes,", "1. Thanks the drivers of the mules.",
        "2. Decides to thank them again.",
    ]  # fmt: skip
    other = run(source.replace("United Nations", "Mountain Library Union")).paragraphs
    assert sum(p.kind == "furniture" for p in other) < 3


def test_the_title_in_the_head_of_a_page_and_the_line_of_the_meeting_are_set_aside() -> None:
    filler = "".join(
        f"{n}. Thanks the driver of mule {n} for the globes.\n\n" for n in range(1, 30)
    )
    source = (
        "United Nations\nA/RES/99/7\n\nGeneral Assembly\nDistr.: General\n6 December 2044\n\n"
        "44-12345 (E)  131244\n*4412345*\n\nNinety-ninth session\nAgenda item 92\n\n"
        "99/7. Globes of the Mountain\nLibraries\n\nThe General Assembly,\n\n"
        f"{filler}30. Decides to give them hay\n\n"
        "A/RES/99/7\nGlobes of the Mountain\nLibraries\n\n44-12345\n2/2\n\n"
        "and to thank them in the Globes of the Mountain Libraries.\n\n"
        "52nd (resumed) plenary meeting\n1 December 2044\n"
    )
    body = [p.text for p in run(source).paragraphs if p.kind in {"body", "item"}]
    assert body[-1] == (
        "30. Decides to give them hay and to thank them in the Globes of the Mountain Libraries."
    )
    assert not any("plenary meeting" in text for text in body)
