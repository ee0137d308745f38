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


def test_a_quotation_does_not_begin_with_a_label() -> None:
    assert bounds.verbs("12. Notes the report.", 0, 21)[0] == 4
    assert bounds.verbs("十二、成员国反对恐怖主义。", 0, 13)[0] == 3


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


@pytest.mark.parametrize(
    ("text", "quoted", "says"),
    [
        ("Fog and ice on the bar have doubled the tolls.", "Fog and ice on the bar", False),
        ("Fog and ice on the bar have doubled the tolls.", "Fog and ice on the bar have", True),
        ("They note that pilots of the bar have left.", "note that pilots of the bar", False),
        ("They note that pilots of the bar have left.", "note that pilots of the bar have", True),
        ("Deplores the wrecks on the bar.", "Deplores the wrecks", True),
    ],
)
def test_a_quotation_says_something_of_what_it_names(text: str, quoted: str, says: bool) -> None:
    start = text.index(quoted)
    assert bounds.says_something(text, start, start + len(quoted), []) == says


def test_no_quotation_begins_amid_a_list_or_ends_before_what_is_needed() -> None:
    text = "They carry green lamps, copper bells and anchors, and state the need to mend the nets."
    assert not any(found.startswith("copper") for found in begins(text))
    assert not bounds.is_whole(text, 0, text.index(" to mend"))


@pytest.mark.parametrize("verb", ["reaffirm", "reaffirming"])
def test_states_that_act_are_followed_by_their_verb(verb: str) -> None:
    text = f"The Republic of India, the Republic of Belarus and Mongolia {verb} the old tolls."
    assert begins(text)[0].startswith(f"{verb} the old tolls")
