"""Editorial or substantive, and moves inside a passage."""

# ruff: noqa: E501 - a case is easiest to read in one line

from __future__ import annotations

import pytest

from scodiff.compare.diff.diff import diff
from scodiff.compare.model import EDITORIAL_KINDS, Edit
from scodiff.compare.text.abbreviations import Names, defined_names, known_names
from scodiff.compare.text.names import load_names

SCO = defined_names(
    [
        "The Shanghai Cooperation Organization (hereinafter referred to as the SCO or the Organization)"
    ]
)


def changes(a: str, b: str, names: Names = Names()) -> list[Edit]:  # noqa: B008 - frozen
    return [edit for edit in diff(a, b, names).edits if edit.op != "equal"]


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("the organisation of trade", "the organization of trade", "spelling"),
        ("the Member States agree", "the member states agree", "case"),
        ("the “Spirit” of 2001", 'the "Spirit" of 2001', "quotes"),
        ("the Council – its aims", "the Council — its aims", "dashes"),
        ("states, parties to it", "states parties to it", "punctuation"),
        ("of the  Council", "of the Council", "spacing"),
        ("socio-economic ties", "socio economic ties", "hyphenation"),
        ("co-operation grows", "cooperation grows", "hyphenation"),
        ("signed on 29 May 2003 in Moscow", "signed on May 29, 2003 in Moscow", "date"),
        ("подписана 29 мая 2003 года", "подписана 29 мая 2003 г.", "date"),
        (
            "the Republic of Kazakhstan, the Kyrgyz Republic and the Russian Federation agree",
            "the Russian Federation, the Republic of Kazakhstan and the Kyrgyz Republic agree",
            "order",
        ),
        ("Kazakhstan and China agree", "China and Kazakhstan agree", "order"),
        ("12. Urges all states to act", "13. Urges all states to act", "numbering"),
        ("(a) To report", "(b) To report", "numbering"),
        ("Article 3. They agree", "Article 4. They agree", "numbering"),
        ("Article 3. They agree", "They agree", "numbering"),
        ("Article 3. They agree", "3. They agree", "numbering"),
        ("§ 3 They agree", "§ 4 They agree", "numbering"),
        ("3.1. They agree", "4.1. They agree", "numbering"),
        ("3.1 They agree", "3.1.2 They agree", "numbering"),
        ("Статья 3. Стороны согласны", "Статья 4. Стороны согласны", "numbering"),
        ("Статья 3. Стороны согласны", "Стороны согласны", "numbering"),
        ("第三条 成员国重申", "第四条 成员国重申", "numbering"),
        ("三、成员国重申", "四、成员国重申", "numbering"),
        ("ماده ۳. سران تأکید کردند", "ماده ۴. سران تأکید کردند", "numbering"),
        ("Article 3. Recalls the decision", "Article 4. Also recalls the decision", "connective"),
        ("the Treaty on Weapons16 and", "the Treaty on Weapons17 and", "numbering"),
        (
            "the Uses of Outer Space, 22  endorsed by all",
            "the Uses of Outer Space, 27  endorsed by all",
            "numbering",
        ),
        (
            "the treaties governing the use of the moon 11 to give",
            "the treaties governing the use of the moon 14 to give",
            "numbering",
        ),
        (
            "the Action Plan 2021–2026 3  to support",
            "the Action Plan 2021–2026 4  to support",
            "numbering",
        ),
        (
            "since its founding in 200624 with help",
            "since its founding in 2006 30 with help",
            "numbering",
        ),
        ("Recalls the decision", "Also recalls the decision", "connective"),
    ],
)
def test_what_changes_no_meaning_is_editorial_and_has_a_name(a: str, b: str, kind: str) -> None:
    found = changes(a, b)
    assert found
    assert all(edit.editorial for edit in found), found
    assert kind in {edit.kind for edit in found}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("signed on 29 May 2003", "signed on 30 May 2003"),
        ("in 12 states", "in 13 states"),
        ("Article 3 of the Charter binds all", "Article 4 of the Charter binds all"),
        ("§ 3 of the Rules binds all", "§ 4 of the Rules binds all"),
        ("Статья 3 Устава обязывает всех", "Статья 4 Устава обязывает всех"),
        ("第三条规定成员国", "第四条规定成员国"),
        ("as Article 3. says", "as Article 4. says"),
        ("Kazakhstan and China agree", "Kazakhstan and Russia agree"),
        ("they must act", "they may act"),
        ("they act", "they do not act"),
        ("the SCO", "the UN"),
        ("a form of trade", "a from of trade"),
        ("resolution 77/133", "resolution 78/85"),
        ("security and trade matter", "trade and security matter"),
        ("They also support this, and further steps", "They also support this, and steps"),
    ],
)
def test_what_may_change_the_meaning_is_not(a: str, b: str) -> None:
    assert not all(edit.editorial for edit in changes(a, b))


def test_abbreviations_are_those_that_the_documents_define() -> None:
    for b in ("The Organization will act.", "The Shanghai Cooperation Organisation will act."):
        [edit] = changes("The SCO will act.", b, SCO)
        assert (edit.editorial, edit.kind) == (True, "abbreviation")
    assert not changes("The SCO will act.", "The Organization will act.")[0].editorial
    assert not changes("The SCO will act.", "The organization will act.", SCO)[0].editorial


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        (
            "the Regional Anti-Terrorist Structure (RATS) began",
            "RATS",
            "Regional Anti-Terrorist Structure",
        ),
        (
            "Шанхайская организация сотрудничества (далее – ШОС)",
            "ШОС",
            "Шанхайская организация сотрудничества",
        ),
        ("上海合作组织（以下简称“上合组织”）成员国", "上合组织", "上海合作组织"),
    ],
)
def test_definitions_are_found_in_three_languages(text: str, short: str, full: str) -> None:
    stands_for = dict(defined_names([text]).stands_for)
    assert stands_for[short] == stands_for[full]


def test_an_abbreviation_defined_in_two_ways_stands_for_nothing() -> None:
    names = defined_names(["the General Assembly (GA) met", "the Global Agenda (GA) grew"])
    assert "GA" not in dict(names.stands_for)


def test_a_name_is_one_with_its_abbreviation_and_keeps_its_words_for_others() -> None:
    a = "The Council of Foreign Ministers met in May."
    texts = [a, "The CFM met in May."]
    names = known_names(texts, load_names())
    [edit] = changes(*texts, names)
    assert (edit.editorial, edit.kind) == (True, "abbreviation")
    # Not known as one name: what words both have stay what they have in common.
    other = "The Council of Trade Ministers met in May, with the CIS."
    assert diff(a, other, names).kept == diff(a, other).kept > 0.6
    # In the case of a sentence as well.
    belt, road = "the Belt and Road Initiative grows", "the Belt and Road initiative (BRI) grows"
    again = diff(belt, road, known_names([belt, road], load_names()))
    assert again.kept >= diff(belt, road).kept


def test_a_common_bracket_defines_nothing() -> None:
    assert defined_names(["The Council (in Moscow) met (see above) on Monday (2003)."]) == Names()


def test_a_list_of_other_things_in_another_order_is_told_but_not_called_editorial() -> None:
    [edit] = changes(
        "They ensure security, stability and trust.", "They ensure stability, security and trust."
    )
    assert (edit.kind, edit.editorial) == ("order", False)


def test_a_moved_clause_is_one_event_with_two_ends() -> None:
    a = "Recalling the decisions of the Council of heads, the states will build the railway together."
    b = "The states will build the railway together, recalling the decisions of the Council of heads."
    ends = [edit for edit in changes(a, b) if edit.moved]
    assert sorted(edit.op for edit in ends) == ["delete", "insert"]
    assert len({edit.moved for edit in ends}) == 1


def test_edits_inside_a_moved_clause_are_still_shown() -> None:
    a = "Recalling the main decisions of the Council of heads, the states will build the railway together."
    b = "The states will build the railway together, recalling the last decisions of the Council of heads."
    [come] = [edit for edit in changes(a, b) if edit.moved and edit.op == "insert"]
    assert ("main", "last") in [(e.a, e.b) for e in come.inner]


def test_a_moved_list_item_needs_no_length() -> None:
    a = "They develop trade, energy, transport, culture and tourism."
    b = "They develop energy, transport, culture, trade and tourism."
    assert {edit.moved for edit in changes(a, b) if edit.moved} == {"m1"}


def test_a_short_phrase_that_is_no_list_item_is_not_called_moved() -> None:
    assert not any(e.moved for e in changes("They now agree to this.", "They agree to this now."))


def test_every_kind_has_its_name_in_the_data_model() -> None:
    assert len(set(EDITORIAL_KINDS)) == len(EDITORIAL_KINDS) == 12
