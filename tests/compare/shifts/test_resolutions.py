"""What a resolution of another year says otherwise, and what only looks so."""

# ruff: noqa: E501 - a case is easiest to read in one line

from __future__ import annotations

import pytest

from scodiff.compare.diff.diff import diff
from scodiff.compare.shifts.shifts import find_shifts

LAKES = (
    "Welcoming the work of the Commission for the Lakes on the supply of water to the towns of the "
    "valley and the reports that it has submitted to the Council in the course of the year"
)


def told(a: str, b: str) -> set[tuple[str, str, str, str]]:
    """Kind, direction and quotations of the shifts that are told."""
    return {
        (s.kind, s.direction, s.a, s.b)
        for s in find_shifts(diff(a, b).edits)
        if s.certainty != "open"
    }


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # A footnote's number, printed onto a year, a comma, a name, a word.
        ("Recalling resolution 48/8 of 8 October 20217, as well as others,", "Recalling resolution 48/8 of 8 October 2021,8 as well as others,"),
        ("The decision of 29 May 2009, 4 as well as other decisions,", "The decision of 29 May 2009,5 as well as other decisions,"),
        ("The Declaration on the Rights of Lakes 10 can be fully realized,", "The Declaration on the Rights of Lakes 11 can be fully realized,"),
        ("Noting that the Commission met twice,", "Noting 6that the Commission met twice,"),
        ("The Agenda for Water 17 for the towns of the valley,", "The Agenda for Water 18 for the towns of the valley,"),
        ("The midterm review of the Plan for Dams 2015–2030 19 by the towns", "The midterm review of the Plan for Dams 2015–203020 by the towns"),
        ("The guidelines of the Committee on the Use of Dams, 22 endorsed by the towns,", "The guidelines of the Committee on the Use of Dams, 27 endorsed by the towns,"),
        ("The work of the Group in the New Water Agenda21 and of others", "The work of the Group in the New Water Agenda 20 and of others"),
        # A name's short form, its full form, and what a title says is done.
        ("The outcome of the Fourth Conference on Dams, held in Orlan in June;", "The outcome of the Fourth Conference on Dams (the Fourth Conference), held in Orlan in June;"),
        ("The lasting impact of the MRV-19 blight on the fishermen of the valley,", "The lasting impact of the mire rot virus (MRV-19) blight on the fishermen of the valley,"),
        ("The schedule of Biennial Meetings of Towns, to develop recommendations by consensus,", "The schedule of Biennial Meetings of Towns to Prevent, Combat and Eradicate Illicit Fishing, to develop recommendations by consensus,"),
        # Whose a resolution is, and of what day.
        ("The group established pursuant to Lake Council resolution 76/233 on dams", "The group established pursuant to resolution 76/233 on dams"),
        ("Its decision, in resolution 77/71, to train fishermen in all towns", "Its decision, in resolution 77/71 of 7 December 2022, to train fishermen in all towns"),
        # A session goes on by one every year.
        ("Decides to return to the lakes at its fifty-ninth session in the autumn.", "Decides to return to the lakes at its sixtieth session in the autumn."),
        # One name, in full and in short.
        ("They work towards the Agenda 2040 for Clean Lakes in all towns.", "They work towards the Agenda 2040 in all towns."),
        # Words that only link a paragraph to the last.
        ("Once again invites the Commission to report on the lakes.", "Invites the Commission to report on the lakes."),
        ("It affects, among others, fisheries and transport on the lakes.", "It affects, inter alia, fisheries and transport on the lakes."),
    ],
)  # fmt: skip
def test_what_goes_on_every_year_is_no_shift(a: str, b: str) -> None:
    assert told(a, b) == set()


@pytest.mark.parametrize(
    ("added", "direction"),
    [
        (", noting that the dams of the northern shore need repair before winter", "widened"),
        (" and encourages the towns to share the costs of the northern dams", "widened"),
        (", ensuring that farmers and fishermen are heard before any decision", "widened"),
        (" under the condition that fishermen share the costs of the northern dams", "narrowed"),
        (", particularly in the poorest settlements along the northern shore", "narrowed"),
        (" through the convening of regular conferences of farmers and fishermen", "narrowed"),
    ],
)  # fmt: skip
def test_a_clause_is_added_or_dropped_whole(added: str, direction: str) -> None:
    clause = added.lstrip(" ,")
    opposite = {"widened": "narrowed", "narrowed": "widened"}[direction]
    assert told(f"{LAKES};", f"{LAKES}{added};") == {("scope", direction, "", clause)}
    assert told(f"{LAKES}{added};", f"{LAKES};") == {("scope", opposite, clause, "")}


def test_of_a_long_clause_the_beginning_is_quoted() -> None:
    clause = ", and calls upon the towns " + "to mend one more of the old dams of the shore, " * 6
    [(kind, direction, quoted, _)] = told(f"{LAKES}{clause.rstrip(', ')};", f"{LAKES};")
    assert (kind, direction) == ("scope", "narrowed")
    assert quoted.startswith("and calls upon the towns")
    assert quoted in clause
    assert len(quoted.split()) <= 40


def test_a_clause_in_the_place_of_another_is_one_dropped_and_one_added() -> None:
    a = f"{LAKES}, under the theme “Clean water for every household of the northern shore”;"
    b = f"{LAKES}, and encourages member towns to host future conferences of fishermen;"
    assert {(kind, direction) for kind, direction, _, _ in told(a, b)} == {
        ("scope", "narrowed"),
        ("scope", "widened"),
    }


def test_a_clause_put_in_other_words_is_neither_dropped_nor_added() -> None:
    a = "The drought is aggravating regional instability and uncertainty of harvests. New wells are dug."
    b = "The drought goes on. New wells are dug, adding to uncertainty of regional harvests and instability."
    assert {kind for kind, *_ in told(a, b)} <= {"verb", "object"}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("wells and ponds", "wells, springs and ponds", ("scope", "widened", "", "springs")),
        ("wells and COVID-19 wards and ponds", "wells and ponds", ("scope", "narrowed", "COVID-19 wards and", "")),
    ],
)  # fmt: skip
def test_an_item_of_a_list_is_added_or_dropped(
    a: str, b: str, expected: tuple[str, str, str, str]
) -> None:
    said = "They will see to the upkeep of {} in each of the towns along the northern shore."
    assert told(said.format(a), said.format(b)) == {expected}


def test_a_reference_more_is_quoted_by_itself() -> None:
    a = "Recalling its decisions 33/3 of 29 May 2016,2 48/8 of 8 October 20217 and 54/4 of 11 October 2023,9"
    b = "Recalling its decisions 33/3 of 29 May 2016,2 48/8 of 8 October 2021,7 54/4 of 11 October 20239 and 57/7 of 9 October 2024,10"
    [(kind, direction, quoted_a, quoted_b)] = told(a, b)
    assert (kind, direction, quoted_a) == ("quantity", "widened", "")
    assert quoted_b.startswith("57/7 of 9 October 2024")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # States by all their names, also far from the Organization.
        ("hosted by the Government of the Bolivarian Republic of Venezuela", "hosted by the Government of Timor-Leste", ("actor", "different", "the Bolivarian Republic of Venezuela", "Timor-Leste")),
        ("held with the support of Vanuatu", "held with the support of Vanuatu and Cabo Verde", ("actor", "widened", "", "Cabo Verde")),
        # What names a meeting is no actor; a footnote's number is no number.
        ("held in the year 2024 in the Pacific", "held in the year 2025 in the Pacific", ("quantity", "different", "2024", "2025")),
        ("held by all towns that are in a position to do so in the spring", "held by all towns in the spring", ("scope", "widened", "that are in a position to do so", "")),
        # A limit that was dropped, and how a thing is noted.
        ("held within existing resources in the capital", "held in the capital", ("scope", "widened", "within existing resources", "")),
    ],
)  # fmt: skip
def test_what_changed_is_quoted_and_no_more(
    a: str, b: str, expected: tuple[str, str, str, str]
) -> None:
    said = "Welcoming the regional seminar on lakes and rivers, {}, as a significant event for all towns,"
    assert told(said.format(a), said.format(b)) == {expected}


def test_the_title_of_a_meeting_names_no_actor() -> None:
    said = (
        "Welcoming the seminar on the theme “{}”, held by the Committee of the towns in the spring,"
    )
    found = told(said.format("Pursuing Goals for Lakes"), said.format("Pathways to Sound Rivers"))
    assert "actor" not in {kind for kind, *_ in found}


def test_a_quotation_ends_with_a_sentence() -> None:
    said = (
        "They oppose the closing of harbours. {}the use of force against fishermen and their boats."
    )
    added = "They object to secret fishing grounds in the northern waters. They condemn "
    assert told(said.format("They condemn "), said.format(added)) == {
        ("scope", "widened", "", "They object to secret fishing grounds in the northern waters"),
    }


def test_numbers_are_compared_that_count_the_same() -> None:
    a = f"{LAKES}, and calls for the full use of the outcome of the second High-level Conference on Dams;"
    b = f"{LAKES}, and looks forward to the twenty-second session of the Commission, to be held in 2031;"
    assert "quantity" not in {kind for kind, *_ in told(a, b)}


def test_where_a_meeting_was_held_is_no_actor() -> None:
    a = "Welcoming the conference on the lakes, held in Orlan from 21 to 23 June 2022, and its report,"
    b = "Welcoming the conference on the lakes, held in Tamar from 27 to 30 May 2025, and its report,"
    assert told(a, b) == {("quantity", "different", "21 to 23 June 2022", "27 to 30 May 2025")}
    c, d = a.replace("Orlan", "India"), b.replace("Tamar", "the Republic of Belarus")
    assert told(c, d) == told(a, b)
    e, f = (
        "Ministers met (Orlan, 2 May 2019) and agreed.",
        "Ministers met (Tamar, 2 May 2019) and agreed.",
    )
    assert told(e, f) == {("object", "different", "Orlan", "Tamar")}


def test_an_actor_stands_against_one_in_its_slot() -> None:
    a = "Welcoming the report on the lakes that was written by Orlan in June 2022, and its annexes,"
    b = "Welcoming the report on the lakes that was written by Tamar in May 2025, and its annexes,"
    assert ("actor", "different", "Orlan", "Tamar") in told(a, b)


def test_what_a_resolution_does_is_compared_in_any_wording() -> None:
    a = "11. Looks forward to the third conference on the lakes, to be held in Orlan from 21 to 23 May 2024;"
    b = "12. Notes with appreciation the convening of the third conference on the lakes, held in Orlan on 21 and 22 May 2024;"
    assert ("verb", "different", "Looks forward", "Notes with appreciation") in told(a, b)


def test_noting_with_appreciation_is_more_than_noting() -> None:
    b = LAKES.replace("Welcoming", "Noting with appreciation")
    a = LAKES.replace("Welcoming", "Noting")
    assert told(a, b) == {("verb", "strengthened", "Noting", "Noting with appreciation")}
