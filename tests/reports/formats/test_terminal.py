"""The summary on the terminal: the figures, the citations, no escape sequences."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO

from report_example import assemble, document, example, link
from rich.console import Console
from texts import SHARED, certain, compared

from scodiff.compare.answer import sound_answer
from scodiff.compare.model import Comparison
from scodiff.reports.formats.terminal import TOLD, print_summary


def printed(comparison: Comparison, width: int = 100) -> str:
    console = Console(file=StringIO(), width=width, color_system=None)
    print_summary(comparison, console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_the_summary_names_both_texts_and_counts() -> None:
    text = printed(example())
    assert "2003-moscow: Declaration by the Heads of the Member States of the SCO" in text
    assert "Moscow, 29 May 2003" in text
    assert "This text is invented" in text
    assert "Of the 8 paragraphs of 2003-moscow, 5 live on in invented-lake" in text
    assert "3 of 8" in text
    assert "2 of 8, 1 open" in text


def test_passages_are_cited() -> None:
    text = printed(example())
    assert "2003-moscow ¶1 → invented-lake ¶2" in text
    assert "Gone from 2003-moscow" in text
    assert "” (¶" in text
    assert "New in invented-lake" in text


def test_lines_fit_a_narrow_terminal() -> None:
    assert max(len(line) for line in printed(example(), 60).splitlines()) <= 60


def test_escapes_and_markup_in_a_text_are_not_obeyed() -> None:
    evil = "\x1b[31mred\x9b0m [bold]markup[/bold] [/] \u202eback"
    a = document("a", (("body", evil),), title=evil)
    b = document("b", (("body", evil),))
    text = printed(assemble(a, b, (link(a, b, "identical", "p1", "p1", literal=1.0),)))
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert "\u202e" not in text
    assert "[U+001B][31mred[U+009B]0m [bold]markup[/bold] [/]" in text


def test_rich_is_imported_only_when_something_is_printed() -> None:
    code = "import sys, scodiff.reports.formats.terminal; print('rich' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"


def test_a_long_list_of_the_answer_is_cut_and_its_rest_counted() -> None:
    matters = """dams bridges; ports lighthouses; grain silos; salt mines; coral reefs; copper
    wires; dairy herds; opera houses; night trains; paper mills; glass towers"""
    many = "\n\n".join(
        f"They oppose new levies on {' '.join(matter.split())}." for matter in matters.split(";")
    )
    comparison = certain(compared(f"{SHARED}\n\n{many}", SHARED))
    quoted = len(sound_answer(comparison).gone)
    assert quoted > TOLD
    text = printed(comparison)
    assert text.count("” (¶") == TOLD
    assert f"… and {quoted - TOLD} more, in the report" in text
