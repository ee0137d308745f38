"""Numbers in the margin of a plain text are no part of its lines, and other numbers are."""

from __future__ import annotations

from textwrap import wrap

import pytest

from scodiff.corpus.reader import read

TITLE = "Declaration of the Mountain Library Union"
TEXTS = [
    "The Heads of the Parties met in Lakeside and reviewed the work that has been done since the "
    "catalogue was agreed upon and the first globes were lent to all of the reading rooms.",
    "The Parties reaffirm that disputes about the lending of globes shall be settled by "
    "negotiation, and that no Party will divert mules upstream without the consent of others.",
    "They express deep concern at the trade in false maps across the eastern passes and instruct "
    "the wardens of the libraries to exchange what they know of it every month.",
    "Cooperation in transport remains a priority. The ministers are to present a common tariff "
    "for the carriage of books before the end of the year, and to open two further passes.",
    "Small libraries deserve better access to credit; the union of printers is invited to draw up "
    "a scheme to which all Parties may contribute in kind or with stamps.",
]


def lines() -> list[str]:
    found = [f"{TITLE:^60}".rstrip(), ""]
    for text in TEXTS:
        found += [*wrap(text, 60), ""]
    return found


@pytest.mark.parametrize("step", [1, 5])
@pytest.mark.parametrize("width", [2, 4])
def test_numbered_lines(step: int, width: int) -> None:
    count, shown = 0, []
    for line in lines():
        count += line != ""
        numbered = line and count % step == 0
        shown.append(f"{count if numbered else '':>{width}}  {line}".rstrip())
    document = read("\n".join(shown).encode(), name="draft.txt")
    assert document.title == TITLE
    assert [p.text for p in document.citable] == TEXTS
    numbers = [p.text for p in document.paragraphs if p.kind == "furniture"]
    assert numbers == [str(n) for n in range(step, count + 1, step)]
    assert not any("page break" in entry.note for entry in document.ledger)


def test_numbers_of_paragraphs_stay() -> None:
    texts = [f"{n} {text}" for n, text in enumerate(TEXTS * 2, 1)]
    document = read("\n".join(texts).encode(), name="a.txt")
    assert [p.text for p in document.citable] == texts
