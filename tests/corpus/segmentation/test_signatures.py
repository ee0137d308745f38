"""Signatories: whoever signs below a text, and however, is no part of what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scodiff.corpus.segmentation.lines import split_lines
from scodiff.corpus.segmentation.segmenter import segment
from scodiff.corpus.segmentation.signatures import are_signatories, is_signature_line

# As in a declaration, the text is longer than the list of those who sign it.
THEMES = {
    "the travelling library": "it carries",
    "a common reading room near the pass, open on market days as well as in winter": "they share",
    "water from the upper lake while the lower is cleaned": "the towns on its shore need",
    "bridges": "the rivers ask for",
    "the free passage of mules and books over the border, by day and by night": "it saves",
}
BODY = [
    f"{number}. The Parties {verb} {theme}, and give thanks for all that {reason} in a dry year."
    for number, (verb, (theme, reason)) in enumerate(
        ((verb, item) for verb in ("welcome", "support", "call for") for item in THEMES.items()), 1
    )
]
NAMES = ["J. Doe", "M. A. Roe", "H.E. Mr. Aldo Poe", "Berta LOE", "Н. А. Лесной", "Carl Moe, Jr."]
OFFICES = [
    "President of the Republic of Arania", "Prime Minister of the Kingdom of Belmark",
    "Chancellor of the Free City of Elmar", "For the Republic of Corvia:",
    "За Республику Делания", "On behalf of the Government of Farland",
    "Deputy Prime Minister and Minister of Foreign Affairs", "Президент Республики Гория",
]  # fmt: skip
STROKES = ["____________________", "........................", "(signed)", "/s/", "(подпись)"]
FLAGS = ["", "\U0001f1ec\U0001f1ea ", "[flag] "]

signatory = st.builds(
    lambda office, name, stroke, flag, order: [
        *([f"{flag}{office}", *stroke, name] if order else [name, *stroke, f"{flag}{office}"])
    ],
    st.sampled_from(OFFICES),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(STROKES), max_size=1),
    st.sampled_from(FLAGS),
    st.booleans(),
)
leader = st.builds(
    "{0} {1} {2}".format,
    st.sampled_from(OFFICES),
    st.sampled_from([".....", "________", "\t", "   ", "… … …"]),
    st.sampled_from(NAMES),
).map(lambda row: [row])


@given(st.lists(st.one_of(signatory, leader), max_size=12), st.booleans(), st.booleans())
def test_signatories_are_signatures_and_the_body_stays(
    signatories: list[list[str]], apart: bool, dated: bool
) -> None:
    gap = "\n\n" if apart else "\n"
    tail = ["Lakeside, 4 July 2031"] if dated else []
    source = "\n\n".join([*BODY, *tail, gap.join("\n".join(one) for one in signatories)])
    found = segment(split_lines(source)).paragraphs
    assert [p.text for p in found if p.kind in ("body", "item")] == BODY
    shown = " ".join(p.text for p in found if p.kind in ("signature", "separator"))
    for one in signatories:
        for line in one:
            assert " ".join(line.split()) in " ".join(shown.split())


@pytest.mark.parametrize(
    "rows",
    [
        ["President of the Republic of Arania\tJ. Doe", "Prime Minister of Belmark\tM. Roe"],
        ["For the Republic of Arania\tFor the Kingdom of Belmark", "Juan Doe\tMaria Roe"],
        ["Nursultan NAZAROV", "XI Yuan", "Askar AKBAROV"],
        ["哈萨克斯坦共和国总统", "中华人民共和国主席"],
        ["رئيس جمهورية الشرق", "عن حكومة الغرب"],
    ],
)
def test_rows_of_signatories(rows: list[str]) -> None:
    assert are_signatories(rows)


@pytest.mark.parametrize("heads", [[], ["Arania", "Belmark"], ["For the Republic of A", "For B"]])
@pytest.mark.parametrize("dots", [[], ["..........", ".........."]])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_names_side_by_side_are_signatories(heads: list[str], dots: list[str], gap: str) -> None:
    pairs = [heads, dots, ["Juan Doe", "Maria Roe"], ["Petra Loe", "Otto Poe"]]
    table = gap.join(f"{left:36}{right}" for left, right in filter(None, pairs))
    found = segment(split_lines("\n\n".join([*BODY, table]))).paragraphs
    assert [p.text for p in found if p.kind in ("body", "item", "heading")] == BODY
    assert "Otto Poe" in " ".join(p.text for p in found if p.kind == "signature")


@pytest.mark.parametrize(
    "lines",
    [
        ["Cooperation in Transport", "Trade and Investment"],
        ["The President of Arania thanked the drivers."],
        ["The parties agree on the following:"],
        ["Railways 300", "Roads 40"],
        [],
    ],
)
def test_what_is_no_signatory(lines: list[str]) -> None:
    assert not are_signatories(lines)


@pytest.mark.parametrize("text", ["_" * 50_000, "A. " * 20_000, ". " * 50_000, "Mr " * 30_000])
def test_long_lines_cost_no_time(text: str) -> None:
    assert is_signature_line(text) in (True, False)
    assert are_signatories([text]) in (True, False)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in segment(split_lines(text)).paragraphs][len(BODY) :]


def test_an_office_may_stand_behind_its_name() -> None:
    listed = "Anna Poe, President of Arania\nBerta Loe, Prime Minister of Belmark"
    assert kinds("\n\n".join([*BODY, listed])) == [
        ("signature", line) for line in listed.splitlines()
    ]


@pytest.mark.parametrize("wrapped", [False, True])
def test_each_name_above_its_office_is_one_signatory(wrapped: bool) -> None:
    of = "of\n" if wrapped else "of "
    listed = f"Anna Poe\nPresident {of}Arania\nBerta Loe\nPresident {of}Belmark"
    assert kinds("\n\n".join([*BODY, listed])) == [
        ("signature", "Anna Poe President of Arania"),
        ("signature", "Berta Loe President of Belmark"),
    ]


def test_names_cut_off_from_their_offices_by_a_page_are_given_to_none() -> None:
    offices = "President of Arania\nPresident of Belmark\nPresident of Corvia"
    names = "Anna Poe\nBerta Loe\nCarl Moe"
    found = kinds("\n\n".join([*BODY, offices]) + f"\n\f{names}\n")
    assert found == [("signature", line) for line in f"{offices}\n{names}".splitlines()]


SIGNED = ["President of the Republic of Arania", "J. Doe", "For the Republic of Corvia:", "A. Poe"]


def whole(text: str) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in segment(split_lines(text)).paragraphs]


def test_notes_on_the_text_may_stand_below_the_signatures() -> None:
    notes = [
        "Done in two languages, of which both are authentic and neither prevails.",
        "Press: 7.",
    ]
    found = whole("\n\n".join(["A Declaration", *BODY, *SIGNED, *notes]))
    assert [text for kind, text in found if kind == "body"] == [*BODY, *notes]
    assert " ".join(text for kind, text in found if kind == "signature") == " ".join(SIGNED)


def test_those_whom_a_text_lists_near_its_end_sign_nothing() -> None:
    told = ["The following took part:", *SIGNED, "They met twice, and parted as good neighbours."]
    found = whole("\n\n".join(["A Declaration", *BODY, *told]))
    assert "signature" not in {kind for kind, _ in found}


@pytest.mark.parametrize(
    "note",
    ["Unofficial translation", "(Неофициальный перевод)", "[Courtesy translation from French]"],
)
@pytest.mark.parametrize("above", [True, False])
def test_whose_translation_it_is_belongs_to_no_title(note: str, above: bool) -> None:
    head = [note, "A Declaration"] if above else ["A Declaration", note]
    found = whole("\n\n".join([*head, *BODY]))
    assert ("title", "A Declaration") in found
    assert ("furniture", note) in found
    assert [text for kind, text in found if kind == "body"] == BODY


def test_an_office_that_the_columns_tore_is_one_among_the_others() -> None:
    torn = ["Minister of Foreign Affairs Ada Roe", "of the Republic of Arania"]
    torn += ["Premier of the State Co Ben Loe", "uncil of the People’s Re", "public of Belmark"]
    torn += ["Prime Minister of the Cyd Moe", "Kingdom of Corvia"]
    found = segment(split_lines("\n".join([*BODY, *torn]))).paragraphs
    assert [p.text for p in found if p.kind in ("body", "item")] == BODY
    assert [p.text.split()[0] for p in found if p.kind == "signature"] == [
        "Minister",
        "Premier",
        "Prime",
    ]
