"""What must hold of an alignment of texts that were revised, in which no two paragraphs are equal.

Where paragraphs are the same, they are linked without being scored; here every link is found
by the scorer and the search.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from texts import WordEncoder, document, moscow_paragraphs

from scodiff.compare import compare
from scodiff.compare.model import Comparison, Link

ENCODER = WordEncoder()
SOME = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
UNRELATED = (
    "Beekeepers of the valley painted their hives in seven colours, and each child chose the "
    "shade under which honey would be sold at the autumn fair."
)
FORMULA = "The member states will continue to work together in this area."
LONG = [i for i, text in enumerate(moscow_paragraphs()) if len(text.split()) >= 25]

# In a text of four paragraphs hardly a word is rare, and an encoder of bare words misses links.
places = st.lists(st.sampled_from(LONG), min_size=6, max_size=12, unique=True).map(sorted)


def original(places: list[int]) -> list[str]:
    """Paragraphs of 2003."""
    return [moscow_paragraphs()[i] for i in places]


def revised(places: list[int]) -> list[str]:
    """The same paragraphs with every ninth word or so left out."""
    draw = random.Random(2003)
    found = []
    for text in original(places):
        words = text.split(" ")
        gone = draw.randrange(1, 9)
        found.append(" ".join(word for n, word in enumerate(words) if n % 9 != gone))
    return found


def pairs(result: Comparison) -> set[tuple[str, str]]:
    """The linked pairs, by their texts."""
    return {
        (result.a.paragraph(p.a).text, result.b.paragraph(p.b).text)
        for link in result.links
        for p in link.pairs
    }


def moves(result: Comparison) -> dict[str, int]:
    """How far each paragraph of A moved, of those that did."""
    return {link.a[0]: link.distance for link in result.links if link.moved}


@given(places)
@SOME
def test_each_paragraph_answers_to_its_revision(chosen: list[int]) -> None:
    a, b = original(chosen), revised(chosen)
    result = compare(document(a), document(b), ENCODER)
    assert pairs(result) == set(zip(a, b, strict=True))
    assert {link.relation for link in result.links} == {"changed"}
    assert not moves(result)


@given(places, st.randoms(use_true_random=False))
@SOME
def test_another_order_leaves_the_links_as_they_are(chosen: list[int], draw: random.Random) -> None:
    a, b = original(chosen), revised(chosen)
    shuffled = draw.sample(b, len(b))
    result = compare(document(a), document(shuffled), ENCODER)
    assert pairs(result) == set(zip(a, b, strict=True))
    still = [link.b[0] for link in result.links if not link.moved]
    assert still == sorted(still, key=lambda p: int(p[1:]))
    assert bool(moves(result)) == (shuffled != b)


@given(places, st.data())
@SOME
def test_what_moved_has_passed_what_it_stood_before(chosen: list[int], data: st.DataObject) -> None:
    a, b = original(chosen), revised(chosen)
    start = data.draw(st.integers(0, len(b) - 1))
    end = data.draw(st.integers(0, len(b) - 1))
    # One that passes a single other is told from it by their lengths alone.
    assume(abs(start - end) > 1)
    lengths = [len(x.split()) + len(y.split()) for x, y in zip(a, b, strict=True)]
    between = lengths[start + 1 : end + 1] if start < end else lengths[end:start]
    assume(lengths[start] < sum(between))
    b.insert(end, b.pop(start))
    there, back = (compare(document(x), document(y), ENCODER) for x, y in ((a, b), (b, a)))
    assert moves(there) == {f"p{start + 1}": end - start}
    assert moves(back) == {f"p{end + 1}": start - end}


def seen_from_b(link: Link) -> tuple[object, ...]:
    """A link as it is when A and B change places."""
    relation = {"disappeared": "new", "new": "disappeared"}.get(link.relation, link.relation)
    rival = link.runner_up and (link.runner_up.b, link.runner_up.a)
    return link.b, link.a, relation, link.merged, link.split, round(link.confidence, 3), rival


def as_it_is(link: Link) -> tuple[object, ...]:
    """The same of a link as it is."""
    rival = link.runner_up and (link.runner_up.a, link.runner_up.b)
    return (
        link.a, link.b, link.relation, link.split, link.merged, round(link.confidence, 3), rival
    )  # fmt: skip


@given(places, places)
@SOME
def test_changing_places_mirrors_links_evidence_parts_and_candidates(
    first: list[int], second: list[int]
) -> None:
    a, b = document(original(first)), document(revised(second))
    there, back = compare(a, b, ENCODER), compare(b, a, ENCODER)
    assert {as_it_is(link) for link in there.links} == {seen_from_b(link) for link in back.links}
    assert {(p.a, p.b) for p in there.parts} == {(p.b, p.a) for p in back.parts}


@given(places, st.data())
@SOME
def test_an_unrelated_paragraph_changes_no_other_link(
    chosen: list[int], data: st.DataObject
) -> None:
    a, b = original(chosen), revised(chosen)
    place = data.draw(st.integers(0, len(b)))
    result = compare(document(a), document([*b[:place], UNRELATED, *b[place:]]), ENCODER)
    assert pairs(result) == set(zip(a, b, strict=True))
    assert [link.b for link in result.links if not link.a] == [(f"p{place + 1}",)]
    assert not moves(result)


@given(places, st.data())
@SOME
def test_a_copy_that_was_put_in_is_what_is_new(chosen: list[int], data: st.DataObject) -> None:
    a, b = original(chosen), revised(chosen)
    copied = data.draw(st.integers(0, len(b) - 1))
    b[copied] = a[copied]
    places = [n for n in range(len(b) + 1) if abs(n - copied) > 2]
    assume(places)
    place = data.draw(st.sampled_from(places))
    result = compare(document(a), document([*b[:place], b[copied], *b[place:]]), ENCODER)
    assert [link.b for link in result.links if not link.a] == [(f"p{place + 1}",)]
    assert not moves(result)


@pytest.mark.parametrize(
    ("before", "after", "left_out", "put_in"),
    [((4, 8), (4, 8, 10), set(), {"p13"}), ((4, 8), (2, 4, 8), set(), {"p3"}),
     ((4, 8), (8,), {"p5"}, set()), ((2, 5, 8), (2, 8), {"p7"}, set())],
)  # fmt: skip
def test_a_repeated_formula_stays_where_it_stands(
    before: tuple[int, ...], after: tuple[int, ...], left_out: set[str], put_in: set[str]
) -> None:
    """The formula stands before the paragraphs of these numbers."""
    chosen = LONG[:12]

    def with_formula(texts: list[str], before: tuple[int, ...]) -> list[str]:
        return [
            text
            for n, paragraph in enumerate(texts)
            for text in ([FORMULA] * (n in before) + [paragraph])
        ]

    a, b = with_formula(original(chosen), before), with_formula(revised(chosen), after)
    result = compare(document(a), document(b), ENCODER)
    assert {p for link in result.links if not link.b for p in link.a} == left_out
    assert {p for link in result.links if not link.a for p in link.b} == put_in
    assert not moves(result)


def test_a_formula_that_both_kept_is_no_part() -> None:
    chosen = LONG[:8]
    a = [f"{text} {FORMULA}" if n in (1, 4, 6) else text for n, text in enumerate(original(chosen))]
    b = [f"{text} {FORMULA}" if n in (1, 4, 6) else text for n, text in enumerate(revised(chosen))]
    result = compare(document(a), document(b), ENCODER)
    assert len(pairs(result)) == len(chosen)
    formula = [p for p in result.parts if FORMULA[:30] in result.a.paragraph(p.a).text[p.a_start :]]
    assert not formula
    # Where another paragraph has it now, it has come there.
    b[4], b[2] = b[4].removesuffix(f" {FORMULA}"), f"{b[2]} {FORMULA}"
    again = compare(document(a), document(b), ENCODER)
    assert "p3" in {p.b for p in again.parts}


@pytest.mark.parametrize("size", [3, 4])
def test_several_paragraphs_merged_into_one_are_all_there(size: int) -> None:
    texts = list(moscow_paragraphs())
    for start in range(0, len(texts) - size + 1, 4):
        b = [*texts[:start], " ".join(texts[start : start + size]), *texts[start + size :]]
        result = compare(document(texts), document(b), ENCODER)
        gone = [link.a for link in result.links if link.relation == "disappeared"]
        assert not gone, (size, start)


@given(places)
@SOME
def test_marks_of_quotation_are_no_change(chosen: list[int]) -> None:
    a = [f'They call it "the spirit of {n}", and \'no other\': {text}' for n, text in
         enumerate(original(chosen))]  # fmt: skip
    b = [text.replace(' "', " “").replace('",', "”,").replace(" '", " ‘").replace("':", "’:")
         for text in a]  # fmt: skip
    assert all(x != y for x, y in zip(a, b, strict=True))
    result = compare(document(a), document(b), ENCODER)
    assert {link.relation for link in result.links} == {"editorial"}
