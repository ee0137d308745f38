"""A reader's decisions go before anything that is computed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from texts import WordEncoder, document, moscow_paragraphs

from scodiff.cli.main import execute
from scodiff.compare import compare
from scodiff.compare.decisions.anchors import DecisionError, digest
from scodiff.compare.decisions.decision_file import read_decisions
from scodiff.compare.decisions.decisions import Decisions
from scodiff.compare.decisions.model import ReaderDecision
from scodiff.compare.decisions.written import decisions_as_toml
from scodiff.compare.model import Comparison
from scodiff.corpus.library import resolve

ENCODER = WordEncoder()
A = document(moscow_paragraphs()[:8], "a")
B_TEXTS = [*moscow_paragraphs()[:5], *moscow_paragraphs()[9:12]]
# The third paragraph differs in words, the fourth in spelling only.
B_TEXTS[2] = B_TEXTS[2].replace(" the ", " no ", 1)
B_TEXTS[3] = B_TEXTS[3].replace(".", " .")
B = document(B_TEXTS, "b")


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
    text = entry("relabel", 3, 3, 'relation = "reformulated"')
    result = compare(A, B, ENCODER, decisions=decisions(tmp_path, text))
    link = next(link for link in result.links if link.a == ("p3",))
    assert (link.relation, link.decided_by) == ("reformulated", "reader")
    others = [link for link in result.links if link.a != ("p3",)]
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
        ("decision = [1]\n", "tables only"),
        (
            entry("relabel", 1, 1, 'relaton = "changed"'),
            r"decision 1 of the links file \(A ¶1, B ¶1\) has the key 'relaton'.*'relation'\?",
        ),
        (entry("pin", 1, 1, "colour = 1"), "may have action, a, b, relation, note"),
        (entry("pin", 1, 1, "note = 1"), "note"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DecisionError, match=said) as refusal:
        decisions(tmp_path, text)
    assert "\n" not in str(refusal.value).strip()


CONTRADICTIONS = [
    (entry("pin", 2, 2) + entry("forbid", 2, 2), "both pins and forbids A ¶2 with B ¶2"),
    (
        entry("forbid", 3, 3) + entry("relabel", 3, 3, 'relation = "changed"'),
        "both relabels and forbids A ¶3 with B ¶3",
    ),
    (entry("pin", 2, 2) + entry("pin", 2, 3), "pins A ¶2 twice, with B ¶2 and with B ¶3"),
    (entry("pin", 2, 2) + entry("pin", 4, 2), "pins B ¶2 twice, with A ¶2 and with A ¶4"),
    (
        entry("relabel", 3, 3, 'relation = "changed"')
        + entry("relabel", 3, 3, 'relation = "reformulated"'),
        "calls A ¶3 with B ¶3 both changed and reformulated",
    ),
    (
        entry("pin", 3, 3, 'relation = "changed"')
        + entry("relabel", 3, 3, 'relation = "reformulated"'),
        "calls A ¶3 with B ¶3 both changed and reformulated",
    ),
    (entry("relabel", 2, 8, 'relation = "changed"'), "relabels A ¶2 with B ¶8, which is no link"),
    (
        entry("pin", 3, 3, 'relation = "identical"'),
        "calls A ¶3 with B ¶3 identical, but their wording is not the same to the letter",
    ),
    (
        entry("relabel", 3, 3, 'relation = "editorial"'),
        "calls A ¶3 with B ¶3 editorial, but their wording differs in more than",
    ),
]


@pytest.mark.parametrize(("text", "said"), CONTRADICTIONS)
def test_what_cannot_be_followed_is_refused_and_names_the_paragraphs(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(DecisionError, match=re.escape(said)) as refusal:
        compare(A, B, ENCODER, decisions=decisions(tmp_path, text))
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 400


def test_a_relation_given_to_no_link_is_told_which_links_there_are(tmp_path: Path) -> None:
    text = entry("relabel", 2, 8, 'relation = "changed"')
    with pytest.raises(DecisionError, match="there is A ¶2 with B ¶2"):
        compare(A, B, ENCODER, decisions=decisions(tmp_path, text))


def test_what_may_be_said_of_a_link_is_accepted(tmp_path: Path) -> None:
    for relation in ("editorial", "changed", "reformulated"):
        text = entry("relabel", 4, 4, f'relation = "{relation}"')
        result = compare(A, B, ENCODER, decisions=decisions(tmp_path, text))
        link = next(link for link in result.links if link.a == ("p4",))
        assert (link.relation, link.decided_by) == (relation, "reader")


def test_an_entry_that_stands_twice_counts_once(tmp_path: Path) -> None:
    for one in (entry("pin", 7, 8), entry("forbid", 2, 2)):
        once, twice = (
            compare(A, B, ENCODER, decisions=decisions(tmp_path, one * times)) for times in (1, 2)
        )
        assert once == twice
        assert len(twice.decisions) == 1


def test_a_forbidden_pair_is_no_runner_up_and_no_doubt(tmp_path: Path) -> None:
    before = compare(A, B, ENCODER)
    linked = [(a, b) for a in range(1, 9) for b in range(1, 9) if _linked(before, a, b)]
    for a, b in linked:
        text = entry("forbid", a, b)
        result = compare(A, B, ENCODER, decisions=decisions(tmp_path, text))
        pair = (f"p{a}", f"p{b}")
        rivals = [link.runner_up for link in result.links if link.runner_up]
        assert pair not in {(rival.a, rival.b) for rival in rivals}
        touched = [link for link in result.links if pair[0] in link.a or pair[1] in link.b]
        for link in touched:
            if link.runner_up and not link.pairs:
                assert link.confidence > 0.5 > link.runner_up.score, link


def _linked(comparison: Comparison, a: int, b: int) -> bool:
    return any((link.a, link.b) == ((f"p{a}",), (f"p{b}",)) for link in comparison.links)


def test_decisions_are_recorded_with_their_notes(tmp_path: Path) -> None:
    text = entry("forbid", 2, 2, 'note = "other\\nmatter"') + entry(
        "pin", 7, 8, 'relation = "reformulated"'
    )
    result = compare(A, B, ENCODER, decisions=decisions(tmp_path, text))
    assert result.decisions == (
        ReaderDecision("forbid", ("p2",), ("p2",), None, "other\nmatter"),
        ReaderDecision("pin", ("p7",), ("p8",), "reformulated", ""),
    )


RECORD = """asked = "a"
by = { kind = "model", name = "m", prompt_version = "1" }
engine = { relation = "disappeared", certainty = "likely", links = [], parts = [] }
"""
BY_PERSON = RECORD.replace('"model"', '"person"').replace(', prompt_version = "1"', "")


def alone(side: str, n: int, extra: str = "") -> str:
    """The decision that nothing answers to a paragraph."""
    paragraph = (A if side == "a" else B).citable[n - 1]
    return f'[[decision]]\naction = "alone"\n{side} = ["{n} {digest(paragraph)}"]\n{extra}\n'


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    text = (
        entry("forbid", 2, 2, r'note = "\"other\"\nmatter \\ # \u007f"')
        + entry("pin", 7, 8, 'relation = "reformulated"')
        + entry("part", 6, 7, RECORD + 'when = "2026-01-31"')
        + entry("related", 4, 2)
        + alone("b", 6)
    )
    first = decisions(tmp_path, text)
    written = decisions_as_toml(first, A, B)
    assert decisions(tmp_path, written) == first
    assert f"A ¶7: {A.citable[6].text[:80]}" in written
    assert compare(A, B, ENCODER, decisions=first).decisions[2].record is not None


def test_a_paragraph_that_is_alone_is_sure_to_be(tmp_path: Path) -> None:
    before = compare(A, B, ENCODER)
    assert any((link.a, link.b) == (("p2",), ("p2",)) for link in before.links)
    result = compare(A, B, ENCODER, decisions=decisions(tmp_path, alone("a", 2)))
    link = next(link for link in result.links if "p2" in link.a)
    assert (link.b, link.certainty, link.confidence) == ((), "sure", 1.0)
    assert (link.decided_by, link.candidates) == ("reader", ())
    by_model = decisions(tmp_path, alone("a", 2, RECORD))
    link = next(x for x in compare(A, B, ENCODER, decisions=by_model).links if "p2" in x.a)
    # scodiff linked it, and its own estimate says so still.
    assert (link.decided_by, link.certainty) == ("model", "likely")
    assert link.confidence < 0.5
    assert not any("p2" in (p.a, r.a) for p in result.parts for r in result.related)


def test_a_shared_passage_that_a_person_found_is_a_sure_part_and_a_models_a_likely_one(
    tmp_path: Path,
) -> None:
    """How often a language model is right nobody knows: nothing is sure by its word alone."""
    text = entry("part", 8, 1, RECORD)
    by_person = entry("part", 8, 1, BY_PERSON)
    said = ((text, "likely", "model"), (by_person, "sure", "reader"))
    for words, sure, who in (*said, (by_person + text, "sure", "reader")):
        result = compare(A, B, ENCODER, decisions=decisions(tmp_path, words))
        part = next(p for p in result.parts if (p.a, p.b) == ("p8", "p1"))
        assert (part.certainty, part.decided_by) == (sure, who)
        assert (part.confidence == 1.0) == (who == "reader")
        link = next(link for link in result.links if "p8" in link.a)
        assert (link.relation, link.certainty, link.decided_by) == ("disappeared", sure, who)
        assert (link.confidence == 1.0) == (who == "reader")


def test_two_answers_about_one_paragraph_make_one_link(tmp_path: Path) -> None:
    text = entry("pin", 7, 8, RECORD) + entry("pin", 8, 8, RECORD)
    result = compare(A, B, ENCODER, decisions=decisions(tmp_path, text))
    link = next(link for link in result.links if "p8" in link.b)
    assert (link.a, link.merged, link.decided_by) == (("p7", "p8"), True, "model")
    assert {(p.a, p.b) for p in link.pairs} == {("p7", "p8"), ("p8", "p8")}


def test_a_link_is_a_persons_only_where_a_person_decided_all_of_it(tmp_path: Path) -> None:
    both, mixed = (BY_PERSON, BY_PERSON), (BY_PERSON, RECORD)
    for (first, second), who in ((both, "reader"), (mixed, "model"), (mixed[::-1], "model")):
        text = entry("pin", 7, 8, first) + entry("pin", 8, 8, second)
        result = compare(A, B, ENCODER, decisions=decisions(tmp_path, text))
        link = next(link for link in result.links if "p8" in link.b)
        assert (link.a, link.decided_by) == (("p7", "p8"), who)
        assert (link.certainty == "sure") == (who == "reader")


def test_a_pair_on_the_same_matter_is_shown_and_not_linked(tmp_path: Path) -> None:
    result = compare(A, B, ENCODER, decisions=decisions(tmp_path, entry("related", 2, 2)))
    assert not any((p.a, p.b) == ("p2", "p2") for link in result.links for p in link.pairs)
    assert ("p2", "p2") in {(r.a, r.b) for r in result.related}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (entry("pin", 7, 8) + entry("part", 7, 8), "both pins and parts A ¶7 with B ¶8"),
        (entry("related", 7, 8) + entry("part", 7, 8), "both parts and relates"),
        (alone("a", 7) + entry("pin", 7, 8), "says that nothing answers to A ¶7, and pins A ¶7"),
        (alone("b", 8) + entry("part", 7, 8, RECORD), "says that nothing answers to B ¶8, and"),
        (entry("alone", 7, 8), "paragraphs of one text only"),
        (entry("part", 7, 8, 'relation = "changed"'), "which a link alone has"),
        (entry("pin", 7, 8, 'asked = "a"'), "lacks 'by'"),
        (entry("pin", 7, 8, RECORD.replace('"a"', '"c"')), "'c' for 'asked'"),
        (entry("pin", 7, 8, RECORD.replace("links = [], ", "")), "'engine', which must be"),
        (entry("pin", 7, 8, RECORD.replace('"model"', '"robot"')), "'robot' for 'by.kind'"),
        (entry("pin", 7, 8, RECORD + "quotes = 3"), "'quotes', which must be a list"),
        (
            entry("pin", 7, 8, RECORD + 'quotes = [{ a = "never said", b = "so" }]'),
            "quotes for A ¶7 with B ¶8 what does not stand there in A",
        ),
        (
            entry("pin", 7, 8, RECORD.replace("links = []", 'links = ["1 00000000"]')),
            "b ¶1 is no longer",
        ),
    ],
)
def test_what_answers_say_is_checked_like_the_rest(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DecisionError) as refused:
        compare(A, B, ENCODER, decisions=decisions(tmp_path, text))
    assert said in str(refused.value)


@pytest.mark.parametrize("value", [["mine.toml"], []])
def test_the_option_that_is_gone_says_what_took_its_place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    value: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert execute(["compare", "2003-moscow", "illustration", "--links-template", *value]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "scodiff review A B" in said
    assert list(tmp_path.iterdir()) == []


def test_a_refused_decision_is_one_sentence_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    a, b = (resolve(name).citable for name in ("2003-moscow", "illustration"))
    Path("mine.toml").write_text(
        '[[decision]]\naction = "relabel"\nrelation = "changed"\n'
        f'a = ["1 {digest(a[0])}"]\nb = ["20 {digest(b[19])}"]\n'
    )
    arguments = ["compare", "2003-moscow", "illustration", "--model", "none", "-o", "r.html"]
    assert execute([*arguments, "-q", "--links", "mine.toml"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("scodiff: the links file relabels A ¶1 with B ¶20, which is no link")
    assert said.count("\n") == 1
    assert not Path("r.html").exists()
