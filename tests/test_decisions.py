"""A reader's decisions go before anything that is computed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from texts import WordEncoder, document, moscow_paragraphs

from scodiff.compare import compare
from scodiff.compare.decisions import DecisionError, Decisions, digest, read_decisions, template

ENCODER = WordEncoder()
A = document(moscow_paragraphs()[:8], "a")
B = document([*moscow_paragraphs()[:5], *moscow_paragraphs()[9:12]], "b")


def decisions(tmp_path: Path, text: str) -> Decisions:
    """The decisions of a file with that text."""
    path = tmp_path / "links.toml"
    path.write_text(text, "utf-8")
    return read_decisions(path)


def entry(action: str, a: int, b: int, extra: str = "") -> str:
    """One decision on paragraph ``a`` of A and ``b`` of B."""
    anchor_a, anchor_b = digest(A.citable[a - 1]), digest(B.citable[b - 1])
    return (
        f'[[decision]]\naction = "{action}"\na = ["{a} {anchor_a}"]\n'
        f'b = ["{b} {anchor_b}"]\n{extra}\n'
    )


def test_a_pinned_link_stands(tmp_path: Path) -> None:
    result = compare(A, B, ENCODER, decisions=decisions(tmp_path, entry("pin", 7, 8)))
    link = next(link for link in result.links if "p7" in link.a)
    assert (link.a, link.b) == (("p7",), ("p8",))
    assert link.decided_by == "reader"
    assert link.confidence == 1.0


def test_a_forbidden_link_is_not_made(tmp_path: Path) -> None:
    before = compare(A, B, ENCODER)
    assert any((link.a, link.b) == (("p2",), ("p2",)) for link in before.links)
    result = compare(A, B, ENCODER, decisions=decisions(tmp_path, entry("forbid", 2, 2)))
    found = {(p.a, p.b) for link in result.links for p in link.pairs}
    found |= {(p.a, p.b) for p in result.parts} | {(r.a, r.b) for r in result.related}
    assert ("p2", "p2") not in found


def test_a_relabelled_link_has_the_readers_relation(tmp_path: Path) -> None:
    text = entry("relabel", 2, 2, 'relation = "reformulated"')
    result = compare(A, B, ENCODER, decisions=decisions(tmp_path, text))
    link = next(link for link in result.links if link.a == ("p2",))
    assert (link.relation, link.decided_by) == ("reformulated", "reader")
    others = [link for link in result.links if link.a != ("p2",)]
    assert not any(link.decided_by for link in others)


def test_a_stale_decision_names_its_paragraph(tmp_path: Path) -> None:
    stale = entry("pin", 7, 8).replace(digest(A.citable[6]), "deadbeef")
    with pytest.raises(DecisionError, match="a ¶7 is no longer"):
        compare(A, B, ENCODER, decisions=decisions(tmp_path, stale))


def test_a_paragraph_that_is_not_there_is_named(tmp_path: Path) -> None:
    wrong = entry("pin", 7, 8).replace('a = ["7', 'a = ["70')
    with pytest.raises(DecisionError, match="names a ¶70"):
        compare(A, B, ENCODER, decisions=decisions(tmp_path, wrong))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[decision]]\n", "action"),
        ('[[decision]]\naction = "pin"\n', "must name paragraphs"),
        (entry("relabel", 1, 1), "names no relation"),
        (entry("pin", 1, 1, 'relation = "new"'), "relation"),
        (entry("forbid", 1, 1, 'relation = "changed"'), "forbids"),
        ("nonsense", "not TOML"),
        ("other = 1\n", "not 'other'"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DecisionError, match=said) as refusal:
        decisions(tmp_path, text)
    assert "\n" not in str(refusal.value).strip()


def test_contradictions_are_refused(tmp_path: Path) -> None:
    both = entry("pin", 2, 2) + entry("forbid", 2, 2)
    with pytest.raises(DecisionError, match="both pins and forbids"):
        compare(A, B, ENCODER, decisions=decisions(tmp_path, both))
    twice = entry("pin", 2, 2) + entry("pin", 2, 3)
    with pytest.raises(DecisionError, match="twice"):
        compare(A, B, ENCODER, decisions=decisions(tmp_path, twice))


def test_the_template_is_a_file_of_decisions_that_change_nothing(tmp_path: Path) -> None:
    before = compare(A, B, ENCODER)
    text = template(before)
    assert tomllib.loads(text) == {}
    entries = "\n".join(
        line.removeprefix("# ")
        for line in text.splitlines()
        if line.startswith(("# [[", "# action = ", "# a = ", "# b = "))
    )
    after = compare(A, B, ENCODER, decisions=decisions(tmp_path, entries))
    assert [(x.a, x.b, x.relation) for x in after.links] == [
        (x.a, x.b, x.relation) for x in before.links
    ]
    assert all(link.decided_by == "reader" for link in after.links if link.pairs)
