"""A synopsis agrees with the comparisons it is made of, and leaves no paragraph out."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from examples.synopsis_example import NAMES, comparisons, synopsis_example, texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts import document, moscow_paragraphs

from scodiff.compare import compare
from scodiff.compare.model import Comparison, Link
from scodiff.compare.synopsis.build import build_synopsis, synopsis_of
from scodiff.compare.synopsis.model import Standing, Synopsis, SynopsisRow
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.corpus.model import Document

Paragraph = tuple[str, str]


def row_with(synopsis: Synopsis, name: str, paragraph: str) -> SynopsisRow:
    return next(r for r in synopsis.rows if paragraph in r.standing(name).paragraphs)


def states(row: SynopsisRow) -> list[str]:
    return [standing.state for standing in row.standings]


def test_the_life_lines_of_the_example() -> None:
    found = synopsis_example()
    assert states(row_with(found, "2003-moscow", "p2")) == ["appears", "kept", "altered"]
    assert states(row_with(found, "2003-moscow", "p3")) == ["appears", "absent", "returns"]
    assert states(row_with(found, "2003-moscow", "p4")) == ["appears", "part", "absent"]
    assert states(row_with(found, "2003-moscow", "p5")) == ["appears", "open", "absent"]
    assert states(row_with(found, "2003-moscow", "p6")) == ["appears", "altered", "altered"]
    assert states(row_with(found, "2031-lake", "p4")) == ["part", "appears", "absent"]


def test_what_is_open_never_joins_and_shows_its_candidates() -> None:
    row = row_with(synopsis_example(), "2003-moscow", "p5")
    doubtful = row.standing("2031-lake").doubtful
    assert [(d.paragraph, d.of_paragraph, d.probability) for d in doubtful] == [
        ("p4", "p5", 0.31),
        ("p2", "p5", 0.06),
    ]
    assert row.standing("2031-lake").certainty == "open"


def test_after_what_is_open_nothing_returns() -> None:
    first, second, third = comparisons()
    open_ = tuple(
        Link(**{**fields(link), "certainty": "open"}) if link.a == ("p3",) else link
        for link in first.links
    )
    found = synopsis_of([with_links(first, open_), second, third])
    assert states(row_with(found, "2003-moscow", "p3")) == ["appears", "open", "kept"]


def fields(link: Link) -> dict[str, object]:
    return {name: getattr(link, name) for name in Link.__dataclass_fields__}


def with_links(comparison: Comparison, links: tuple[Link, ...]) -> Comparison:
    values = {n: getattr(comparison, n) for n in Comparison.__dataclass_fields__}
    return Comparison(**{**values, "links": links})


def test_a_part_is_shown_with_its_passage() -> None:
    (part,) = row_with(synopsis_example(), "2003-moscow", "p4").standing("2031-lake").parts
    here = texts()[1].paragraph(part.paragraph).text[part.start : part.end]
    there = texts()[0].paragraph(part.of_paragraph).text[part.of_start : part.of_end]
    assert here == there == "the heads of state signed the respective agreement"


def test_the_changes_of_a_link_are_its_own_and_others_are_compared_anew() -> None:
    row = row_with(synopsis_example(), "2003-moscow", "p6")
    known = row.change("2003-moscow", "2031-lake")
    assert known
    assert known.certainty == "sure"
    assert [shift.kind for shift in known.shifts] == ["verb"]
    unknown = row.change("2031-lake", "2035-lake")
    assert unknown
    assert unknown.certainty is None
    assert unknown.edits
    assert not unknown.shifts


def test_the_base_and_the_texts_are_checked() -> None:
    with pytest.raises(CorpusError, match="two or more"):
        build_synopsis([document(["One."])])
    with pytest.raises(CorpusError, match="called 'made'"):
        build_synopsis([document(["One."]), document(["Two."])])
    with pytest.raises(CorpusError, match="not among the texts"):
        build_synopsis([document(["One."], "a"), document(["Two."], "b")], base="c")


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    made = [document(["One thing."], name) for name in "abc"]
    build_synopsis(made, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def check(synopsis: Synopsis, made: list[Comparison]) -> None:
    """What holds of every synopsis."""
    check_rows(synopsis)
    check_links(synopsis, made)
    for comparison in made:
        for link in comparison.links:
            check_lone(synopsis, comparison, link)
    check_edits(synopsis)


def check_rows(synopsis: Synopsis) -> None:
    """Every citable paragraph stands in one row, and every order holds every row."""
    for document_ in synopsis.documents:
        placed = [p for row in synopsis.rows for p in row.standing(document_.id).paragraphs]
        assert sorted(placed) == sorted(p.id for p in document_.citable)
    every = [row.number for row in synopsis.rows]
    assert every == list(range(1, len(every) + 1))
    assert all(sorted(order) == every for order in synopsis.orders.values())
    for name, order in synopsis.orders.items():
        own = [synopsis.row(n).standing(name).paragraphs for n in order]
        firsts = [places(synopsis.document(name))[ids[0]] for ids in own if ids]
        assert firsts == sorted(firsts)
    assert all(row.witnesses for row in synopsis.rows)


def places(document_: Document) -> dict[str, int]:
    return {p.id: n for n, p in enumerate(document_.citable)}


def check_links(synopsis: Synopsis, made: list[Comparison]) -> None:
    """Each known link is in one row or said to lead across; nothing else makes a row."""
    known: set[frozenset[Paragraph]] = set()
    for comparison in made:
        a, b = comparison.a.id, comparison.b.id
        for link in comparison.links:
            for pair in link.pairs if not link.is_open else ():
                known.add(frozenset({(a, pair.a), (b, pair.b)}))
                one, other = row_with(synopsis, a, pair.a), row_with(synopsis, b, pair.b)
                if one is not other:
                    across = one.standing(b).across
                    assert one.standing(b).paragraphs or pair.b in {x.paragraph for x in across}
    for row in synopsis.rows:
        members = [(s.document, p) for s in row.standings for p in s.paragraphs]
        reached, waiting = {members[0]}, [members[0]]
        while waiting:
            here = waiting.pop()
            found = {p for p in members if frozenset({here, p}) in known} - reached
            reached |= found
            waiting += found
        together = held(made, synopsis)
        for one, other in combinations(members, 2):
            assert one[0] != other[0] or frozenset({one, other}) in together
        assert reached == set(members) or len({name for name, _ in members}) > 1


def held(made: list[Comparison], synopsis: Synopsis) -> set[frozenset[Paragraph]]:
    """The pairs of paragraphs of one text that may stand in one row."""
    found = set()
    for comparison in made:
        for link in comparison.links:
            for name, ids in ((comparison.a.id, link.a), (comparison.b.id, link.b)):
                if not link.is_open:
                    found |= {frozenset({(name, x), (name, y)}) for x, y in combinations(ids, 2)}
    for document_ in synopsis.documents:
        ids = [p.id for p in document_.citable]
        found |= {frozenset({(document_.id, x), (document_.id, y)}) for x, y in pairwise(ids)}
    return found


def check_lone(synopsis: Synopsis, comparison: Comparison, link: Link) -> None:
    """What is open is never told as absent."""
    if not link.is_open:
        return
    sides = ((comparison.a.id, link.a, comparison.b.id), (comparison.b.id, link.b, comparison.a.id))
    for name, ids, other in sides:
        for paragraph in ids:
            standing: Standing = row_with(synopsis, name, paragraph).standing(other)
            assert standing.state != "absent"


def check_edits(synopsis: Synopsis) -> None:
    for row in synopsis.rows:
        for change in row.changes:
            for side in ("a", "b"):
                name = getattr(change, side)
                ids = row.standing(name).paragraphs
                text = PARAGRAPH_BREAK.join(synopsis.document(name).paragraph(p).text for p in ids)
                assert "".join(getattr(edit, side) for edit in change.edits) == text


def test_the_example_holds() -> None:
    check(synopsis_example(), comparisons())


changed = st.sampled_from(moscow_paragraphs()[:12]).flatmap(
    lambda text: st.sampled_from(
        [text, text.replace("must", "may"), text.split(". ")[0], f"{text} Nothing else is said."]
    )
)
declarations = st.lists(st.lists(changed, min_size=1, max_size=7), min_size=2, max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(declarations)
def test_of_invented_texts_it_holds(written: list[list[str]]) -> None:
    made = [document(paragraphs, f"text-{n}") for n, paragraphs in enumerate(written)]
    pairs = [compare(a, b) for a, b in combinations(made, 2)]
    check(synopsis_of(pairs), pairs)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(declarations)
def test_the_base_reorders_and_never_regroups(written: list[list[str]]) -> None:
    made = [document(paragraphs, f"text-{n}") for n, paragraphs in enumerate(written)]
    found = [build_synopsis(made[::-1], base=d.id) for d in made]
    assert all(synopsis.rows == found[0].rows for synopsis in found)
    assert all(synopsis.orders == found[0].orders for synopsis in found)
    assert [synopsis.base for synopsis in found] == [d.id for d in made]
    assert found[0].in_order() == found[0].in_order(made[0].id)


def test_documents_are_put_in_order_of_date() -> None:
    assert tuple(d.id for d in synopsis_of(comparisons()[::-1]).documents) == NAMES


def test_undated_documents_keep_their_order() -> None:
    made = [document(["One thing."], name) for name in ("zero-draft", "draft", "final")]
    dated = replace(document(["One thing."], "vote"), date="2020-01-01")
    found = build_synopsis([*made, dated])
    assert [d.id for d in found.documents] == ["vote", "zero-draft", "draft", "final"]
    pairs = [compare(a, b) for a, b in combinations(found.documents, 2)]
    assert synopsis_of(pairs[::-1]).documents == found.documents
