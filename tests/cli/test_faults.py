"""Files that once went wrong, through the command line: each comes out as it is to."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from command import assert_one_sentence, run
from inputs.faults import FAULTS, needs_faults

pytestmark = needs_faults

TITLE = "Harbour Declaration of the Heads of State of the Lakeside Council"
SET_ASIDE = ("furniture", "signature", "closing", "title", "separator")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A collection of the test's own."""
    monkeypatch.setenv("SCODIFF_COLLECTION", str(tmp_path / "collection"))


def compared(a: str, b: str, *options: str) -> dict[str, Any]:
    """The comparison of two inputs, by their words alone, as JSON."""
    said = run(
        "compare", FAULTS / a, FAULTS / b, "--model", "none", "-q", "--format", "json", *options
    )
    assert said.exit_code == 0, said.stderr
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def relations(comparison: dict[str, Any]) -> Counter[str]:
    return Counter(link["relation"] for link in comparison["links"])


def texts(side: dict[str, Any], *kinds: str) -> list[str]:
    return [p["text"] for p in side["paragraphs"] if p["kind"] in kinds]


def read(name: str) -> dict[str, Any]:
    """An input, as it is read when it is the first of two."""
    side: dict[str, Any] = compared(name, name)["a"]
    return side


def citable(side: dict[str, Any]) -> list[str]:
    return [p["text"] for p in side["paragraphs"] if p["n"] is not None]


def ledger(name: str) -> str:
    """What the ledger of an input says, once it is added to a collection."""
    assert run("corpus", "add", "-q", FAULTS / name, "--id", "added").exit_code == 0
    said = run("corpus", "show", "added", "--ledger")
    assert said.exit_code == 0, said.stderr
    return said.stdout


def test_a_signature_page_takes_nothing_from_the_body() -> None:
    found = compared("signature-page/clean.txt", "signature-page/signed.pdf")
    assert relations(found) == {"identical": 12}
    names = " ".join(texts(found["b"], "signature"))
    assert names
    bodies = citable(found["b"])
    for aside in texts(found["b"], *SET_ASIDE):
        assert aside == TITLE or not any(aside in body for body in bodies)
    assert bodies == citable(found["a"])


def test_what_a_ministrys_page_puts_around_a_text_is_no_text() -> None:
    found = compared("html-page/clean.txt", "html-page/page.html")
    assert relations(found) == {"identical": 12}
    assert found["b"]["title"] == found["a"]["title"] == TITLE
    assert texts(found["b"], "heading") == texts(found["a"], "heading")


def test_margin_line_numbers_are_no_text() -> None:
    found = compared("line-numbers/clean.txt", "line-numbers/draft.pdf")
    assert relations(found) == {"identical": 12}
    assert found["b"]["title"] == TITLE


@pytest.mark.parametrize("draft", ["draft-diagonal.pdf", "copy-horizontal.pdf"])
def test_a_watermark_is_no_text(draft: str) -> None:
    found = compared("watermark/clean.txt", f"watermark/{draft}")
    assert relations(found) == {"identical": 18}
    assert not any(word in t for t in citable(found["b"]) for word in ("DRAFT", "CONFIDENTIAL"))


def test_headings_in_sentence_case_are_headings() -> None:
    found = compared("headings/sections.txt", "headings/caps.txt")
    assert relations(found) == {"identical": 7}
    headings = ["Regional security", "Economic cooperation", "Culture and education"]
    assert texts(found["a"], "heading") == headings
    assert texts(found["b"], "heading") == [heading.upper() for heading in headings]


def test_a_scan_with_a_stamp_is_refused_as_a_scan() -> None:
    scan = FAULTS / "scan-stamp" / "scan.pdf"
    for said in (
        run("compare", "2003-moscow", scan, "--model", "none"),
        run("corpus", "add", scan),
    ):
        assert_one_sentence(said)
        assert "no text layer, as a scan has" in said.stderr
    assert "scan" not in run("corpus", "list", "--held").stdout


@pytest.mark.parametrize("kind", ["article", "section-sign", "decimal", "statya"])
def test_numbering_with_a_word_is_numbering(kind: str) -> None:
    a, b = (f"article-numbers/{kind}_{side}.txt" for side in "ab")
    found = compared(a, b, "--language", "en")
    assert relations(found) == {"identical": 1, "editorial": 3, "new": 1}
    assert not any(link["shifts"] for link in found["links"])


def test_deleted_paragraph_marks_are_obeyed() -> None:
    found = compared("tracked-merge/own-output-B.txt", "tracked-merge/own-output.docx")
    assert relations(found) == {"identical": 12}
    merged = [
        text
        for text in citable(read("tracked-merge/merged.docx"))
        if "Small and medium-sized" in text or "300 million dollars" in text
    ]
    assert len(merged) == 1
    assert merged[0].endswith("300 million dollars.")


def test_hidden_text_is_left_out_and_told() -> None:
    (hidden,) = (
        line for line in ledger("hidden-text/hidden.docx").splitlines() if "hidden" in line
    )
    words = hidden.split("'")[1]
    assert words
    assert not any(words in text for text in citable(read("hidden-text/hidden.docx")))


def test_hyphens_that_belong_to_words_stay() -> None:
    whole = " ".join(citable(read("line-end-hyphen/hyphen.pdf")))
    assert "east- and west-bound" in whole
    assert "anti-terrorist" in whole


def test_a_password_is_called_a_password() -> None:
    said = run("compare", "2003-moscow", FAULTS / "password" / "aes256.pdf", "--model", "none")
    assert_one_sentence(said)
    assert "closed by a password" in said.stderr


def test_deleted_text_of_a_page_is_left_out() -> None:
    found = citable(read("html-del/amended.html"))
    assert len(found) == 3
    assert "staff of forty experts" in found[1]
    told = ledger("html-del/amended.html")
    assert "'thirty'" in told
    assert "festival of film" in told


def test_a_pages_title_is_its_heading_alone() -> None:
    found = read("html-title/title.html")
    assert found["title"] == TITLE
    assert texts(found, "title") == [TITLE]
    assert texts(found, "heading") == ["Regional security"]
    assert len(citable(found)) == 4


def test_a_wide_encoding_without_its_mark_is_read() -> None:
    file = FAULTS / "utf16-no-bom" / "text.txt"
    found = compared("utf16-no-bom/text.txt", "utf16-no-bom/text.txt", "--encoding", "utf-16-le")
    words = " ".join(file.read_bytes().decode("utf-16-le").split())
    assert " ".join(p["text"] for p in found["a"]["paragraphs"]) == words


@pytest.mark.parametrize("name", ["decl.eml", "decl.xml"])
def test_a_format_that_is_not_read_is_refused_with_the_way_out(name: str) -> None:
    said = run("compare", "2003-moscow", FAULTS / "formats" / name, "--model", "none")
    assert_one_sentence(said)
    assert "save it as a Word file (.docx)" in said.stderr


def test_an_opendocument_text_is_read() -> None:
    assert len(citable(read("formats/decl.odt"))) == 12


def test_persian_is_persian_and_runs_from_right_to_left() -> None:
    found = compared("persian/a.txt", "persian/b.txt")
    assert found["a"]["language"] == found["b"]["language"] == "fa"
    page = run(
        "compare", FAULTS / "persian/a.txt", FAULTS / "persian/b.txt",
        "--model", "none", "-q", "--format", "html",
    ).stdout  # fmt: skip
    assert 'lang="fa" dir="rtl"' in page


def test_arabic_letters_of_a_pdf_are_letters() -> None:
    found = compared("persian/ar.txt", "persian/p_ar.pdf")
    assert found["a"]["language"] == found["b"]["language"] == "ar"
    # The file parts a word at a line's end, so that only the letters are the same.
    letters = [["".join(t.split()) for t in citable(found[side])] for side in ("a", "b")]
    assert letters[0] == letters[1]


@pytest.mark.parametrize(("phrase", "label"), [("Sao Tome", "2."), ("5%", "3.")])
def test_a_phrase_is_found_whatever_its_accents_and_signs(phrase: str, label: str) -> None:
    said = run(
        "phrase", phrase, FAULTS / "phrase" / "charter.txt",
        "--model", "none", "-q", "--format", "json",
    )  # fmt: skip
    assert said.exit_code == 0, said.stderr
    (occurrence,) = json.loads(said.stdout)["occurrences"]
    assert f"{occurrence['n']}." == label


def test_no_turn_is_said_to_keep_the_meaning() -> None:
    found = compared("meaning-kept/a.txt", "meaning-kept/b.txt")
    changed = [link for link in found["links"] if link["relation"] != "identical"]
    assert len(changed) == 8
    assert all(link["shifts"] for link in changed)
    assert not any(link["quarter"] in ("kept", "reworded") for link in changed)
    report = run(
        "compare", FAULTS / "meaning-kept/a.txt", FAULTS / "meaning-kept/b.txt",
        "--model", "none", "-q", "--format", "markdown",
    ).stdout  # fmt: skip
    assert report.count("words and meaning kept") == 4
