"""A reader's decisions go before anything that is computed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from texts import WordEncoder, document, moscow_paragraphs

from scodiff.cli.main import execute
from scodiff.compare import compare
from scodiff.compare.decisions.decision_file import read_decisions
from scodiff.compare.decisions.decisions import DecisionError, Decisions, digest
from scodiff.compare.decisions.template import template
from scodiff.compare.model import Comparison, ReaderDecision
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


def uncommented(lines: list[str]) -> str:
    """The lines without one # each, as an editor takes it away."""
    return "\n".join(line.removeprefix("#") for line in lines)


def offered(text: str, heading: str) -> list[list[str]]:
    """The entries under a heading of the template, each as its lines."""
    blocks = [block.splitlines() for block in text.split("\n\n")]
    headings = [n for n, block in enumerate(blocks) if len(block) == 1] + [len(blocks)]
    start = next(n for n in headings if blocks[n][0].startswith(f"## {heading}"))
    return blocks[start + 1 : headings[headings.index(start) + 1]]


def probabilities(entries: list[list[str]]) -> list[float]:
    """The probability that each entry of the template tells."""
    return [float(re.findall(r"probability ([\d.]+)", lines[0])[0]) for lines in entries]


def test_the_template_offers_every_link_the_least_certain_first() -> None:
    comparison = compare(resolve("2003-moscow"), resolve("illustration"), None)
    text = template(comparison)
    assert tomllib.loads(text) == {}
    entries = offered(text, "Links")
    assert len(entries) == sum(bool(link.pairs) for link in comparison.links)
    found = probabilities(entries)
    assert found == sorted(found)
    assert len(set(found)) > 3
    lone = probabilities(offered(text, "Paragraphs without an answer"))
    assert lone == sorted(lone)
    assert len(set(lone)) > 3


def test_every_entry_of_the_template_can_be_taken_up_whole(tmp_path: Path) -> None:
    before = compare(A, B, ENCODER)
    entries = offered(template(before), "Links")
    after = compare(
        A, B, ENCODER, decisions=decisions(tmp_path, "\n".join(map(uncommented, entries)))
    )
    assert [(x.a, x.b, x.relation) for x in after.links] == [
        (x.a, x.b, x.relation) for x in before.links
    ]
    assert all(link.decided_by == "reader" for link in after.links if link.pairs)


def test_the_template_offers_lone_paragraphs_with_their_best_candidate(tmp_path: Path) -> None:
    before = compare(A, B, ENCODER)
    lone = sorted(
        (link for link in before.links if not link.pairs and link.runner_up),
        key=lambda link: link.confidence,
    )
    entries = offered(template(before), "Paragraphs without an answer")
    assert entries
    first = decisions(tmp_path, uncommented(entries[0])).apply_to(A, B).taken[0]
    rival = lone[0].runner_up
    assert rival is not None
    assert (first.action, first.a, first.b) == ("pin", (rival.a,), (rival.b,))


def test_the_template_keeps_what_is_decided(tmp_path: Path) -> None:
    text = (
        entry("forbid", 2, 2, r'note = "\"other\"\nmatter \\ # \u007f"')
        + entry("pin", 7, 8, 'relation = "reformulated"')
        + entry("relabel", 3, 3, 'relation = "changed"')
    )
    first = compare(A, B, ENCODER, decisions=decisions(tmp_path, text))
    kept = template(first)
    assert kept.index("[[decision]]") < kept.index("# [[decision]]")
    second = compare(A, B, ENCODER, decisions=decisions(tmp_path, kept))
    assert second == first
    assert template(second) == kept


@pytest.mark.parametrize(
    ("option", "value"), [("-o", "r.html"), ("--format", "json"), ("--exit-code", "")]
)
def test_a_template_is_no_report(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    option: str,
    value: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ["compare", "2003-moscow", "illustration", "--model", "none"]
    more = ["--links-template", "mine.toml", option, *filter(None, [value])]
    assert execute([*arguments, *more]) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert f"leave {option} out" in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_template_never_overwrites_a_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = tmp_path / "a.txt"
    text.write_text("The states will work together.\n\nThey met today.\n")
    before = text.read_bytes()
    arguments = ["compare", "./a.txt", "illustration", "--model", "none", "-q"]
    assert execute([*arguments, "--links-template", "a.txt"]) == 2
    assert "one of the texts read" in capsys.readouterr().err
    assert text.read_bytes() == before


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
