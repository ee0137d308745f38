"""The types of match: what counts as which match, and what does not count."""

from __future__ import annotations

import pytest
from phrase_texts import HARBOUR, declaration, history, places

from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.model import Alteration, PhraseError, PhraseSettings
from scodiff.compare.phrases.pattern import search_pattern
from scodiff.compare.phrases.query import parse
from scodiff.compare.phrases.search import search_phrase
from scodiff.compare.phrases.words import inflected, misspelt
from scodiff.corpus.reader import read


@pytest.mark.parametrize(
    ("phrase", "text", "match"),
    [
        ("open sea lanes", "for open sea lanes and harbours", "verbatim"),
        ("open sea lanes", "for open sea\nlanes and harbours", "verbatim"),
        ("open\n  sea lanes", "for open sea lanes and harbours", "verbatim"),
        ("open sea lanes", "for OPEN Sea Lanes and harbours", "normalised"),
        ("open sea lanes", "for open  sea\u00a0lanes and harbours", "normalised"),
        ("open sea lanes", "for open sea-lanes and harbours", "normalised"),
        ("open sea lanes", "for open “sea lanes” and harbours", "normalised"),
        ("keepers of peace", "We are keepers. Of peace we say more.", "normalised"),
        ("the keeper's lamp", "They lit the keeper’s lamp at night.", "normalised"),
        ("harbour centre", "They built a harbor center there.", "normalised"),
        ("close cooperation", "They want close co-operation now.", "normalised"),
        ("close co-operation", "They want close cooperation now.", "normalised"),
        ("close co‑operation", "They want close co-operation now.", "normalised"),
        ("protect the keeper", "They protected the keepers well.", "inflected"),
        ("protect the keeper", "They protect all of the keepers.", "inflected"),
        ("the keeper", "It is the keeper's lamp.", "inflected"),
        ("peace in the harbour", "They want peace of the harbour.", "function-words"),
        ("peace in the harbour", "They want peace the harbour.", "function-words"),
        ("peace and safety", "They want safety and peace.", "function-words"),
        ("sea, harbour and lane", "They have lanes, seas & harbours.", "function-words"),
        ("role of the keepers", "They praise the keepers’ role.", "function-words"),
        ("women at sea", "They met a woman at the sea.", "function-words"),
        ("criteria of a crisis", "They have a criterion for crises.", "function-words"),
        ("мир и безопасность", "Вопросы безопасности и мира важны.", "function-words"),
        ("Shanghai Cooperation Organisation", "They met at the SCO today.", "variant"),
        ("role of the SCO", "The Shanghai Cooperation Organization's role grows.", "variant"),
        ("three evils", "They fight extremism, separatism and terrorism.", "variant"),
        ("three evils", "Борьба с терроризмом, сепаратизмом и экстремизмом.", "variant"),
        ("Shanghai Spirit", "各方弘扬上海精神。", "variant"),
        ("harbours of young people", "They build youth harbours here.", "variant"),
        ("terrorist harbour channels", "They close channels of terror in a harbour.", "variant"),
        ("illicit trade in sea lanes", "They fight unlawful sea-lane traffic.", "variant"),
        ("peace in the calm harbour", "They want peace in the very calm harbour.", "inflected"),
        ("lighthouse keepers", "They met the lighthuose keepers.", "near"),
        ("lighthouse", "They built a lighthuose there.", "near"),
        ("безопасность маяков", "Вопросы БЕЗОПАСНОСТИ маяков важны.", "inflected"),
        ("расчёт путей", "Новый расчет путей готов сегодня.", "normalised"),
        ("海上通道", "各方重申海上通道开放。", "verbatim"),
        ("Sao Tome", "They met in São Tomé again.", "normalised"),
        ("São Tomé", "They met in Sao Tome again.", "normalised"),
        ("Lodz and Malmo", "They met in Łódź and Malmö again.", "normalised"),
        ("Istanbul", "They met in İstanbul again.", "normalised"),
        ("5%", "It rose by 5 % in a year.", "normalised"),
        ("rose by 5%", "It rose by 5% in a year.", "verbatim"),
        ("$300", "It costs $300 now.", "verbatim"),
        ("C++", "It is written in C++ now.", "verbatim"),
        ("§ 5", "As §5 says, they meet.", "normalised"),
        ("trade & transport", "They speak of trade and transport now.", "normalised"),
        ("trade and transport", "They speak of trade & transport now.", "normalised"),
        ("мой маяк", "Мои маяк и сад.", "inflected"),
        ("R&D", "They speak of R & D now.", "normalised"),
        ("کوه‌های شرقی", "مواد مخدر در كوه‌های شرقی.", "normalised"),
    ],
)
def test_a_phrase_is_found_by_its_rung(phrase: str, text: str, match: str) -> None:
    language = "ru" if "и" in text else "zh" if "海" in text else "en"
    found = history(phrase, declaration("a", text, "2005-01-01", language))
    assert [o.match for o in found.occurrences] == [match]
    assert found.first == found.occurrences[0]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("pact", "The impact was great."),
        ("sea lanes", "They have lanes and seas for all the others."),
        ("internal security", "They spoke of international security."),
        ("article 12", "They spoke of article 13 alone."),
        ("today", "It went on day-to-day."),
        ("5%", "5. They met on day 5 of May."),
        ("5 %", "They spent 5. A hundred $ more."),
        ("$300", "It counts 300 of them."),
        ("§ 5", "They met on day 5 of May."),
        ("C++", "They read annex C now."),
        ("5% of trade", "They lost 5 of trade."),
        ("keepers met", "They saw the keepers.\n\nThen others slept and met."),
        ("no such words", "They spoke of lanes."),
        ("peace and safety", "They want the safety of peace."),
        ("keeper of the lamp", "They want the lamp of the keeper."),
        ("peace without harbours", "They want the peace of the harbour."),
        ("lanes of the sea", "They have sea. Lanes are there."),
        ("Regional Anti-Terrorist Structure", "They saw rats in the harbour."),
        ("three evils", "They fight terrorism and extremism. There is separatism too."),
        ("Shanghai Spirit", "They met in Shanghai in a good spirit."),
        ("goals of the UN Charter", "They keep to goals of the SCO Charter."),
        ("under Security Council resolution 2231", "See under Security Council resolution 2254."),
    ],
)
def test_what_is_another_phrase_is_not_found(phrase: str, text: str) -> None:
    found = history(phrase, declaration("a", text, "2005-01-01"))
    assert found.first is None
    assert [e.state for e in found.history] == ["absent"]


def test_a_phrase_over_a_page_break_is_found() -> None:
    lines = [f"This is line {i} of a text that a machine has wrapped at its" for i in range(40)]
    lines[19] = "and they will protect all of the many open and the deep blue"
    lines[20] = "sea lanes for all vessels of the coast and of the farther sea"
    text = "\n".join([*lines[:20], "", "- 3 -", "", *lines[20:]])
    found = history("open and the deep blue sea lanes", read(text.encode(), name="a.txt"))
    assert len(found.occurrences) == 1
    assert found.first is not None
    assert found.first.match in ("verbatim", "normalised")


def test_where_rungs_overlap_the_higher_one_counts() -> None:
    text = "They protect the keeper. They protected the keepers. They protect the keeper."
    found = history("protect the keeper", declaration("a", text, "2005-01-01"))
    assert [o.match for o in found.occurrences] == ["verbatim", "inflected", "verbatim"]


def test_places_that_overlap_each_other_are_all_found() -> None:
    found = history("sea and sea", declaration("a", "Oh sea and sea and sea.", "2005-01-01"))
    assert [o.start for o in found.occurrences] == [3, 11]


def test_the_places_are_those_of_the_paragraph_and_of_the_source() -> None:
    for o in history("open sea lanes", *HARBOUR).occurrences:
        document = next(d for d in HARBOUR if d.id == o.document)
        assert document.paragraph(o.paragraph).text[o.start : o.end] == o.text
        in_source = document.source_text[slice(*o.source)]
        assert in_source.split() == o.text.split()
        assert o.context == f"{o.before}{o.text}{o.after}"
        assert o.context in document.paragraph(o.paragraph).text


def test_a_phrase_that_runs_on_into_the_next_paragraph_says_so_by_its_end() -> None:
    document = declaration("a", "They keep the open\n\nsea lanes for all of us here.", "2005-01-01")
    (o,) = history("open sea", document).occurrences
    first, second = document.citable[:2] if len(document.citable) > 1 else (None, None)
    if first is not None and second is not None:
        assert f"{first.text}\n\n{second.text}"[o.start : o.end] == o.text
    assert document.source_text[slice(*o.source)].split() == ["open", "sea"]


def test_alterations_say_how() -> None:
    document = declaration("a", "They want peace of the harbour. It is unlawful.", "2005-01-01")
    found = history("peace in the harbour", document)
    assert found.occurrences[0].alterations == (Alteration("in", "of"),)
    assert found.occurrences[0].entry is None
    other = history("safety and peace of harbours", document)
    assert not other.occurrences


def test_a_variant_says_of_which_entry_it_is_one_or_which_words_it_has() -> None:
    text = "They support illegal traffic in arms, and a community of common destiny for humanity."
    document = declaration("a", text, "2005-01-01")
    (known,) = history("community with a shared future for mankind", document).occurrences
    assert known.entry == "community with a shared future for mankind"
    assert known.text == "community of common destiny for humanity"
    (reworded,) = history("unlawful trade in weapons", document).occurrences
    assert reworded.entry is None
    assert reworded.alterations == (
        Alteration("unlawful", "illegal"),
        Alteration("trade", "traffic"),
        Alteration("weapons", "arms"),
    )


def test_the_words_between_are_bounded() -> None:
    document = declaration("a", "They protect one two three keepers.", "2005-01-01")
    index = PhraseIndex.of([document])
    for between, matches in ((2, 0), (3, 0)):
        settings = PhraseSettings(words_between=between, paraphrases="never")
        assert len(search_phrase("protect keepers", index, settings).occurrences) == matches
    wide = PhraseSettings(words_between=3, paraphrases="never")
    assert len(search_phrase("they protect keepers there", index, wide).occurrences) == 0
    nearer = declaration("b", "They protect one keepers.", "2005-01-01")
    assert places(history("protect keepers", nearer)) == [("b", "inflected", "protect one keepers")]


def test_exact_leaves_the_lower_rungs_out() -> None:
    settings = PhraseSettings(rungs="same-words", paraphrases="never")
    document = declaration("a", "They protected the keepers.", "2005-01-01")
    assert not search_phrase("protect the keeper", PhraseIndex.of([document]), settings).occurrences


@pytest.mark.parametrize("text", ["", "   ", "—", "…", '"'])
def test_a_phrase_without_words_is_refused(text: str) -> None:
    with pytest.raises(PhraseError, match="no word"):
        parse(text)


def test_a_phrase_of_a_thousand_words_is_the_longest() -> None:
    assert len(parse("word " * 1000).forms) == 1000
    with pytest.raises(PhraseError, match="1001 words"):
        parse("word " * 1001)


def test_a_very_long_phrase_is_found() -> None:
    words = " ".join(f"word{i}" for i in range(900))
    found = history(words, declaration("a", f"Before {words} after.", "2005-01-01"))
    assert [o.match for o in found.occurrences] == ["verbatim"]


@pytest.mark.parametrize("text", ["a*b", '"open sea"', "open AND sea", "(open", "sea^2", "NEAR("])
def test_a_phrase_is_text_and_no_pattern(text: str) -> None:
    found = history(text, declaration("a", f"Here is {text} in a sentence.", "2005-01-01"))
    assert found.first is not None
    assert found.first.match == "verbatim"
    assert found.first.text == text


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("commitment", "commitments", True),
        ("country", "countries", True),
        ("make", "making", True),
        ("stop", "stopped", True),
        ("keeper", "keeper's", True),
        ("international", "internal", False),
        ("organ", "organization", False),
        ("universe", "university", False),
    ],
)
def test_inflection_is_no_derivation(a: str, b: str, same: bool) -> None:
    assert inflected(a, b) is inflected(b, a) is same


@pytest.mark.parametrize(
    ("a", "b", "slip"),
    [
        ("iraqi", "iragi", True),
        ("keeper", "keepr", True),
        ("keeper", "kepeer", True),
        ("keeper", "keeper", False),
        ("1998", "1999", False),
        ("sea", "see", False),
        ("keeper", "kopeck", False),
    ],
)
def test_a_slip_is_one_letter(a: str, b: str, slip: bool) -> None:
    assert misspelt(a, b) is misspelt(b, a) is slip


def test_a_regular_expression_is_one_when_asked() -> None:
    found = search_pattern(r"open\s+sea\s+lanes?", PhraseIndex.of(HARBOUR))
    assert {o.match for o in found.occurrences} == {"pattern"}
    assert [e.state for e in found.history] == ["appears", "kept", "absent", "returns"]


def test_a_regular_expression_has_a_bound_on_its_time() -> None:
    index = PhraseIndex.of([declaration("a", "a" * 60 + " and then c.", "2005-01-01")])
    with pytest.raises(PhraseError, match=r"longer than 0\.2 seconds"):
        search_pattern(r"(?:a|aa)+c", index, PhraseSettings(seconds=0.2))


def test_a_wrong_regular_expression_is_said_to_be_one() -> None:
    with pytest.raises(PhraseError, match="no regular expression"):
        search_pattern("(open", PhraseIndex.of(HARBOUR))
