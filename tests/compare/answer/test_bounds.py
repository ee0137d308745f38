"""Where a quotation begins and ends: so that it can be read by itself."""

from __future__ import annotations

import pytest

from scodiff.compare.answer import bounds

ASIDE = (
    "The member states, acting in accordance with the charter of the harbours, are committed to "
    "avoiding quarrels on moorings (Narva, 3 May 2011)."
)


def begins(text: str) -> list[str]:
    """What a sentence may be quoted from, its verbs first."""
    found = [*bounds.verbs(text, 0, len(text)), *bounds.starts(text, 0, len(text))]
    return [text[at:] for at in found]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (ASIDE, "are committed to"),
        (ASIDE, "avoiding quarrels"),
        ("In view of the fog, the member states emphasise the need to launch talks.", "emphasise"),
        ("In view of the fog, the member states emphasise the need to launch talks.", "to launch"),
        ("They consider it a duty to lower the flags.", "consider it"),
    ],
)
def test_a_quotation_begins_at_a_verb_or_at_what_it_governs(text: str, start: str) -> None:
    assert any(begun.startswith(start) for begun in begins(text))


def test_a_quotation_does_not_begin_within_a_list_of_words() -> None:
    text = "They oppose narrow, selfish and hasty plans, and call for patience."
    assert not any(begun.startswith("selfish") for begun in begins(text))


def test_a_quotation_does_not_begin_with_the_number_of_a_note() -> None:
    text = "They welcome the report of the harbour master,3 submitted pursuant to the charter."
    assert not any(begun.startswith("3") for begun in begins(text))
    assert any(begun.startswith("submitted pursuant") for begun in begins(text))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("They signed it with the U.S. side and left.", "the U"),
        ("They signed it with the U.S. side and left.", "the U.S"),
        ("They thank Ada S. Lovelace, who in May has left.", "Ada S"),
        ("Through the dialogue, we in the north will share maps.", "we"),
        ("They signed it between the bank and the U.S. side.", "bank and the"),
        ("They praise the guild which in winter mends nets.", "which"),
    ],
)
def test_a_quotation_does_not_end_within_initials_or_with_a_subject(text: str, cut: str) -> None:
    assert not bounds.is_whole(text, 0, text.index(cut) + len(cut))
    assert bounds.is_whole(text, 0, len(text) - 1)


def test_a_verb_may_be_told_without_the_subject_that_stands_before_it() -> None:
    text = "Note that fleets of strangers endanger the nets, which has troubled the villages."
    found = [text[at:] for at in bounds.finite_verbs(text, 0, len(text))]
    assert found[0].startswith("endanger the nets")
    assert found[1].startswith("has troubled")


@pytest.mark.parametrize(("most", "end"), [(200, "on moorings"), (40, "avoiding quarrels")])
def test_a_quotation_goes_on_to_the_end_of_its_clause_or_of_its_phrase(most: int, end: str) -> None:
    start = ASIDE.index("are committed")
    stop = bounds.clause_end(ASIDE, start, start + len("are committed to avoiding"), most)
    assert ASIDE[start:stop].endswith(end)
