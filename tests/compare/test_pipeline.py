"""What must hold of every comparison, whatever the texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts import WordEncoder, document, moscow_paragraphs

from scodiff.compare import compare
from scodiff.compare.model import Comparison, Link
from scodiff.corpus.library import resolve
from scodiff.corpus.reader import read

ENCODER = WordEncoder()
UNRELATED = (
    "Beekeepers of the valley painted their hives in seven colours, and each child chose the "
    "shade under which honey would be sold at the autumn fair."
)
SOME = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))

subsets = st.lists(
    st.integers(0, len(moscow_paragraphs()) - 1), min_size=3, max_size=14, unique=True
).map(lambda places: [moscow_paragraphs()[i] for i in sorted(places)])
any_paragraphs = st.lists(
    st.one_of(st.sampled_from(moscow_paragraphs()), st.text(min_size=1, max_size=60)).filter(
        lambda text: bool(text.strip()) and "\n" not in text and "\r" not in text
    ),
    max_size=8,
)


def assert_complete(result: Comparison) -> None:
    """Every citable paragraph stands in one link, and the edits rebuild both texts."""
    for document_, ids in (
        (result.a, [p for link in result.links for p in link.a]),
        (result.b, [p for link in result.links for p in link.b]),
    ):
        assert Counter(ids) == Counter(p.id for p in document_.citable)
    for link in result.links:
        text_a = "\n\n".join(result.a.paragraph(p).text for p in link.a)
        text_b = "\n\n".join(result.b.paragraph(p).text for p in link.b)
        assert "".join(edit.a for edit in link.edits) == text_a
        assert "".join(edit.b for edit in link.edits) == text_b


@given(any_paragraphs, any_paragraphs)
@SOME
def test_nothing_is_lost_and_nothing_stands_twice(a: list[str], b: list[str]) -> None:
    assert_complete(compare(document(a), document(b), ENCODER))
    assert_complete(compare(document(a), document(b), None))


@given(any_paragraphs, any_paragraphs)
@SOME
def test_the_same_input_gives_the_same_comparison(a: list[str], b: list[str]) -> None:
    first = compare(document(a), document(b), ENCODER)
    second = compare(document(a), document(b), ENCODER)
    assert (first.links, first.parts, first.related) == (second.links, second.parts, second.related)


@given(subsets)
@SOME
def test_a_text_and_itself_are_identical(paragraphs: list[str]) -> None:
    result = compare(document(paragraphs), document(paragraphs), ENCODER)
    assert all(link.relation == "identical" and not link.moved for link in result.links)


def shape(link: Link) -> tuple[object, ...]:
    """What of a link does not depend on which text is A."""
    return link.a, link.b, link.relation, link.split, link.merged


def mirrored(link: Link) -> tuple[object, ...]:
    """The shape that the link has when A and B change places."""
    relation = {"disappeared": "new", "new": "disappeared"}.get(link.relation, link.relation)
    return link.b, link.a, relation, link.merged, link.split


@given(subsets, subsets)
@SOME
def test_changing_places_mirrors_the_comparison(a: list[str], b: list[str]) -> None:
    there = compare(document(a), document(b), ENCODER)
    back = compare(document(b), document(a), ENCODER)
    assert {shape(link) for link in there.links} == {mirrored(link) for link in back.links}


@given(subsets.flatmap(lambda p: st.tuples(st.just(p), st.permutations(p))))
@SOME
def test_another_order_gives_moves_only(case: tuple[list[str], list[str]]) -> None:
    a, b = case
    result = compare(document(a), document(b), ENCODER)
    assert all(link.relation == "identical" for link in result.links)
    still = [link.b[0] for link in result.links if not link.moved]
    assert still == sorted(still, key=lambda p: int(p[1:]))
    assert any(link.moved for link in result.links) == (a != b)
    assert all(bool(link.distance) == link.moved for link in result.links)


@given(st.data())
@SOME
def test_a_paragraph_cut_at_a_sentence_is_one_split(data: st.DataObject) -> None:
    from scodiff.compare.text.sentences import sentence_spans

    paragraphs = list(moscow_paragraphs())
    long = [i for i, text in enumerate(paragraphs) if len(sentence_spans(text)) > 1]
    index = data.draw(st.sampled_from(long))
    spans = sentence_spans(paragraphs[index])
    cut = data.draw(st.sampled_from(spans[1:]))[0]
    halves = [paragraphs[index][:cut].strip(), paragraphs[index][cut:].strip()]
    b = [*paragraphs[:index], *halves, *paragraphs[index + 1 :]]
    result = compare(document(paragraphs), document(b), ENCODER)
    split = [link for link in result.links if link.split]
    assert [link.a for link in split] == [(f"p{index + 1}",)]
    assert split[0].b == (f"p{index + 1}", f"p{index + 2}")
    assert all(link.relation in ("identical", "editorial") for link in result.links)


@given(subsets, st.integers(0, 14))
@SOME
def test_an_unrelated_paragraph_changes_nothing_else(paragraphs: list[str], place: int) -> None:
    b = [*paragraphs[:place], UNRELATED, *paragraphs[place:]]
    result = compare(document(paragraphs), document(b), ENCODER)
    relations = Counter(link.relation for link in result.links)
    assert relations == {"identical": len(paragraphs), "new": 1}
    assert not any(link.moved for link in result.links)


@given(subsets)
@SOME
def test_quotes_and_spacing_are_no_change(paragraphs: list[str]) -> None:
    b = [text.replace("'", "’").replace(" - ", " — ").replace(", ", ",  ") for text in paragraphs]
    result = compare(document(paragraphs), document(b), ENCODER)
    assert all(link.relation in ("identical", "editorial") for link in result.links)
    assert all(link.relation == "identical" for link in result.links) == (b == paragraphs)


def test_a_merged_pair_is_one_link() -> None:
    paragraphs = list(moscow_paragraphs())
    b = [*paragraphs[:5], f"{paragraphs[5]} {paragraphs[6]}", *paragraphs[7:]]
    result = compare(document(paragraphs), document(b), ENCODER)
    merged = [link for link in result.links if link.merged]
    assert [(link.a, link.b) for link in merged] == [(("p6", "p7"), ("p6",))]
    assert {(p.a, p.b) for p in merged[0].pairs} == {("p6", "p6"), ("p7", "p6")}


def test_a_sentence_that_went_elsewhere_is_a_part() -> None:
    paragraphs = list(moscow_paragraphs())
    sentence = (
        "This change is not only about the political structure, but also the entire "
        "international security system."
    )
    index = next(i for i, text in enumerate(paragraphs) if sentence in text)
    target = next(i for i, text in enumerate(paragraphs) if "strategic stability" in text)
    b = list(paragraphs)
    b[index] = b[index].replace(f"{sentence} ", "")
    b[target] = f"{b[target]} {sentence}"
    result = compare(document(paragraphs), document(b), ENCODER)
    part = next(p for p in result.parts if (p.a, p.b) == (f"p{index + 1}", f"p{target + 1}"))
    assert result.a.paragraph(part.a).text[part.a_start : part.a_end] in sentence
    assert part.literal > 0.9


@pytest.mark.parametrize("later", ["2019-bishkek", "2022-samarkand", "2023-new-delhi"])
def test_the_real_declarations_are_accounted_for(data_dir, later: str) -> None:
    result = compare(
        resolve("2003-moscow"), resolve(str(data_dir / "sco" / f"{later}.en.txt")), ENCODER
    )
    assert_complete(result)
    assert 0 < sum(1 for link in result.links if link.pairs) < len(result.a.citable)


def test_links_come_in_reading_order() -> None:
    paragraphs = list(moscow_paragraphs())[:10]
    result = compare(
        document(paragraphs), document([*paragraphs[:3], UNRELATED, *paragraphs[3:]]), ENCODER
    )
    order = [link.b[0] for link in result.links]
    assert order == sorted(order, key=lambda p: int(p[1:]))


def test_no_paragraphs_on_one_side() -> None:
    result = compare(document([]), document(["One paragraph stands here."]), ENCODER)
    assert [link.relation for link in result.links] == ["new"]


def test_between_two_languages_no_words_are_compared() -> None:
    a = document(moscow_paragraphs()[:6])
    b = replace(document(moscow_paragraphs()[:6]), language="ru")
    result = compare(a, b, ENCODER)
    assert_complete(result)
    linked = [link for link in result.links if link.pairs]
    assert linked
    for link in linked:
        assert link.relation == "reformulated"
        assert link.literal is None
        assert link.beyond_noise is None
        assert not link.shifts
        assert all(pair.literal is None for pair in link.pairs)


@pytest.mark.parametrize(("language", "quarter"), [("en", "kept"), ("fa", None), ("fr", None)])
def test_meaning_is_called_kept_only_in_a_language_with_a_lexicon(
    language: str, quarter: str | None
) -> None:
    text = "The nations of the region depend on clean water and share what they know of it."
    told = [
        read(words.encode(), name=f"{name}.txt", language=language)
        for name, words in (("a", text), ("b", text.replace(" and share", "; they share")))
    ]
    (link,) = compare(*told).links
    assert link.relation == "changed"
    assert link.quarter == quarter
