"""Histories: states, order of date, what is undated, of one date, an edition, or lacking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from phrase_texts import HARBOUR, declaration, history
from texts import WordEncoder

from scodiff.compare.phrases.history import frequency
from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.model import PhraseSettings
from scodiff.compare.phrases.search import Models, search_phrase
from scodiff.corpus.catalogue import catalogue
from scodiff.embeddings.encoder import Vectors


def test_the_states_tell_what_became_of_the_phrase() -> None:
    found = history("open sea lanes", *HARBOUR)
    assert [(e.document, e.state, e.match, e.count) for e in found.history] == [
        ("2005-north", "appears", "verbatim", 1),
        ("2007-south", "kept", "normalised", 1),
        ("2009-east", "absent", None, 0),
        ("2011-west", "returns", "verbatim", 1),
    ]


def test_an_altered_phrase_is_altered_and_says_how() -> None:
    found = history("protect the lighthouse keepers", *HARBOUR)
    north, south, *rest = found.history
    assert (north.state, south.state) == ("appears", "altered")
    assert [(a.old, a.new) for a in south.how] == [
        ("protect", "protected"),
        ("keepers", "keeper"),
    ]
    assert {e.state for e in rest} == {"absent"}


def test_words_before_the_words_themselves_do_not_take_the_first_place() -> None:
    found = history("protected the lighthouse keeper", *HARBOUR)
    assert found.first is not None
    assert (found.first.document, found.first.match) == ("2007-south", "verbatim")
    assert found.first_of["inflected"].document == "2005-north"
    assert [e.state for e in found.history][:2] == ["altered", "appears"]


def test_the_order_of_the_documents_given_does_not_matter() -> None:
    assert history("open sea lanes", *HARBOUR) == history("open sea lanes", *reversed(HARBOUR))


def test_undated_documents_come_last_and_are_said_to() -> None:
    undated = declaration("an-undated-one", "The open sea lanes, once more.")
    found = history("open sea lanes", *HARBOUR, undated)
    assert found.documents[-1].id == "an-undated-one"
    assert found.first is not None
    assert found.first.document == "2005-north"
    assert any("Without a date" in n and "may be earlier" in n for n in found.notes)


def test_a_date_may_stand_in_the_name() -> None:
    found = history(
        "open sea lanes",
        declaration("2004-somewhere", "The open sea lanes."),
        declaration("2004-03-02-there", "The open sea lanes."),
    )
    assert [d.date for d in found.documents] == ["2004", "2004-03-02"]
    assert any("to the year or month only" in note for note in found.notes)


def test_documents_of_one_date_are_put_in_order_of_id_and_named() -> None:
    b = declaration("b-place", "The open sea lanes.", "2005-01-01")
    a = declaration("a-place", "We keep the open sea lanes.", "2005-01-01")
    found = history("open sea lanes", b, a)
    assert found.first is not None
    assert found.first.document == "a-place"
    assert any("Of the same date as a-place: b-place" in note for note in found.notes)


def test_editions_are_not_counted_twice() -> None:
    first = declaration("2005-astana", "The open sea lanes.", "2005-07-05")
    other = declaration(
        "2005-astana.other", "The open sea lanes, and open sea lanes.", "2005-07-05"
    )
    found = history("open sea lanes", first, other)
    (event,) = found.history
    assert event.count == 2
    assert event.editions == ("2005-astana.other",)
    assert any("Counted once" in note for note in found.notes)
    assert len(found.occurrences) == 3


def test_a_text_in_other_letters_says_nothing_by_its_silence() -> None:
    russian = declaration("2005-b", "Открытые морские пути.", "2005-01-01", "ru")
    found = history("open sea lanes", russian, *HARBOUR)
    assert "2005-b" not in [e.document for e in found.history]
    assert any("other letters" in note and "2005-b" in note for note in found.notes)


def test_a_translation_does_not_make_its_declaration_absent() -> None:
    english = declaration("2005-astana", "The open sea lanes.", "2005-07-05")
    russian = declaration("2005-astana", "Открытые морские пути.", "2005-07-05", "ru")
    russian = replace(russian, id="2005-astana.ru")
    (event,) = history("open sea lanes", english, russian).history
    assert (event.document, event.state) == ("2005-astana", "appears")


def test_the_summits_that_are_lacking_are_named() -> None:
    moscow = declaration("2003-moscow", "Of lanes we say nothing.", "2003-05-29")
    astana = declaration("2005-astana", "The open sea lanes.", "2005-07-05")
    found = history("open sea lanes", moscow, astana)
    assert found.missing_summits == ("2001-shanghai", "2002-st-petersburg", "2004-tashkent")
    nothing = history("no such thing", moscow, astana)
    assert nothing.first is None
    assert nothing.missing_summits == found.missing_summits


def test_a_press_release_of_the_day_does_not_stand_for_the_declaration() -> None:
    date = next(s.date for s in catalogue() if s.id == "2004-tashkent")
    release = declaration("tashkent-press-release", "The open sea lanes.", date)
    astana = declaration("2005-astana", "The open sea lanes.", "2005-07-05")
    assert "2004-tashkent" in history("sea lanes closed", release, astana).missing_summits
    text = declaration("tashkent-text", "The open sea lanes.", date)
    assert "2004-tashkent" not in history("sea lanes closed", text, astana).missing_summits


def test_documents_of_no_summit_have_nothing_to_do_with_the_catalogue() -> None:
    found = history("open sea lanes", *HARBOUR)
    assert found.missing_summits == ()
    assert any("None of these documents is of a summit" in note for note in found.notes)


@pytest.mark.parametrize(
    ("count", "words", "low", "rate", "high"),
    # Reference values of Wilson's interval: Newcombe 1998, table I (81 of 263, 15 of 148, 0 of 20).
    [(81, 263, 255.3, 308.0, 366.2), (15, 148, 62.4, 101.4, 160.5), (0, 20, 0.0, 0.0, 161.1)],
)
def test_the_interval_is_wilsons(
    count: int, words: int, low: float, rate: float, high: float
) -> None:
    found = frequency("a", count, words)
    assert [round(v, 1) for v in (found.low, found.rate, found.high)] == [low, rate, high]


def test_frequencies_count_the_words_themselves_in_all_words() -> None:
    found = history("open sea lanes", *HARBOUR)
    north = found.frequencies[0]
    assert (north.document, north.count) == ("2005-north", 1)
    assert north.words == len(
        " ".join(p.text for p in HARBOUR[0].paragraphs if p.kind != "furniture").split()
    )


def test_an_empty_corpus_of_documents_is_no_error() -> None:
    found = search_phrase("open", PhraseIndex.of([]), PhraseSettings(paraphrases="never"))
    assert found.first is None
    assert found.history == ()


def test_a_title_counts_and_has_no_number() -> None:
    document = replace(HARBOUR[0], title="x")
    titled = replace(document, paragraphs=(replace(document.paragraphs[0], kind="title", n=None),))
    (occurrence,) = history("northern harbour", titled).occurrences
    assert occurrence.n is None


def test_a_threshold_that_is_not_calibrated_is_said_to_be_none() -> None:
    encoder = WordEncoder()
    index = PhraseIndex.of(HARBOUR)
    always = PhraseSettings(paraphrases="always")
    found = search_phrase("open sea lanes", index, always, models=Models(lambda: encoder))
    assert any("not calibrated" in note for note in found.notes)
    chosen = PhraseSettings(paraphrases="always", paraphrase_threshold=0.9)
    found = search_phrase("open sea lanes", index, chosen, models=Models(lambda: encoder))
    assert not any("not calibrated" in note for note in found.notes)


def test_paraphrases_stand_beside_the_other_rungs_and_never_over_them() -> None:
    encoder = WordEncoder()
    settings = PhraseSettings(paraphrases="always", paraphrase_threshold=0.1)
    found = search_phrase(
        "open sea lanes", PhraseIndex.of(HARBOUR), settings, models=Models(lambda: encoder)
    )
    assert {o.match for o in found.occurrences} >= {"verbatim", "paraphrase"}
    assert found.first is not None
    assert found.first.match == "verbatim"
    scores = [o.score for o in found.occurrences if o.match == "paraphrase"]
    assert all(score is not None and score >= 0.1 for score in scores)
    assert len(scores) <= settings.most_paraphrases


NEAR = (
    declaration(
        "2005-a", "They keep calm and just coexistence of people and the harbour.", "2005-01-01"
    ),
    declaration("2006-b", "They want coexistence of people and the harbour.", "2006-01-01"),
    declaration("2007-c", "They speak of fish and of nets alone.", "2007-01-01"),
)


def test_a_model_is_asked_of_documents_that_have_nothing_and_only_of_what_has_a_part() -> None:
    asked: list[str] = []

    class Recorder(WordEncoder):
        """Keeps the texts that it is asked of."""

        def encode(self, texts: Sequence[str]) -> Vectors:
            """Vectors of texts, as those of its base."""
            asked.extend(texts)
            return super().encode(texts)

    phrase = "calm and just coexistence of people and the harbour"
    found = search_phrase(phrase, PhraseIndex.of(NEAR), models=Models(Recorder))
    assert [e.state for e in found.history][0::2] == ["appears", "absent"]
    assert asked
    assert all("fish" not in text and "keep calm" not in text for text in asked)
    assert found.tried[-1] == "paraphrase"
    assert not any("Not looked for" in note for note in found.notes)


def test_what_a_model_finds_of_a_short_phrase_is_open_and_never_the_words() -> None:
    phrase = "calm and just coexistence of people and the harbour"
    alike = WordEncoder()
    index = PhraseIndex.of(NEAR[:2])
    found = search_phrase(phrase, index, models=Models(lambda: alike))
    (near,) = [o for o in found.occurrences if o.document == "2006-b"]
    assert (near.match, near.certainty) == ("paraphrase", "open")
    assert found.history[1].state == "open"
    assert found.frequencies[1].count == 0
    refused = Models(lambda: alike, lambda: Refusing())  # type: ignore[return-value, arg-type]
    assert search_phrase(phrase, index, models=refused).history[1].state == "absent"


class Refusing:
    """A reader of pairs to whom no two are alike."""

    def read(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        """Log-probabilities: nothing in common, for all."""
        return np.log(np.array([[0.01, 0.01, 0.01, 0.97]] * len(pairs), dtype=np.float32))


def test_no_model_is_opened_where_every_document_has_it_or_none_has_a_part() -> None:
    def unwanted() -> WordEncoder:
        raise AssertionError("opened")

    index = PhraseIndex.of([NEAR[0], NEAR[2]])
    for phrase in ("they", "calm and just coexistence of people and the harbour"):
        assert search_phrase(phrase, index, models=Models(unwanted)).occurrences


def test_absent_says_what_was_not_looked_for() -> None:
    index = PhraseIndex.of([NEAR[0], NEAR[2]])
    words = search_phrase("calm and just coexistence", index, PhraseSettings(paraphrases="never"))
    assert words.notes[-1].endswith("Not looked for: paraphrase.")
    exact = PhraseSettings(rungs="same-words", paraphrases="never")
    same = search_phrase("calm and just coexistence", index, exact)
    assert "inflected, function-words, near, variant, paraphrase" in same.notes[-1]
    everywhere = search_phrase("they", index, PhraseSettings(paraphrases="never"))
    assert not any("Not looked for" in note for note in everywhere.notes)
