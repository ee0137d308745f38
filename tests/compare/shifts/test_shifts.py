"""Shifts, meaning against wording, moves between links, and the plain words."""

# ruff: noqa: E501 - a case is easiest to read in one line

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.evaluate import shifts as benchmark
from scodiff.cli.compare import compare as compare_command
from scodiff.compare import compare
from scodiff.compare.alignment.part_moves import mark_part_moves
from scodiff.compare.diff.diff import diff
from scodiff.compare.model import Edit, Link, Part, Shift
from scodiff.compare.pipeline import _interpreted
from scodiff.compare.settings import DEFAULTS
from scodiff.compare.shifts.lexicon import LexiconError, load_lexicon
from scodiff.compare.shifts.quarters import is_deliberate, quarter_of
from scodiff.compare.shifts.shifts import find_shifts
from scodiff.corpus.library import resolve
from scodiff.corpus.reader import read

LEXICON = Path(__file__).parents[3] / "compare" / "shifts" / "lexicon.toml"


def shifts(a: str, b: str) -> list[tuple[str, str]]:
    return [(shift.kind, shift.direction) for shift in find_shifts(diff(a, b).edits)]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # Modality, in three languages.
        ("The parties may submit reports.", "The parties shall submit reports.", ("modality", "strengthened")),
        ("The UN can and must be reformed.", "The UN can be reformed.", ("modality", "weakened")),
        ("Стороны могут обмениваться.", "Стороны должны обмениваться.", ("modality", "strengthened")),
        ("各方必须遵守协定。", "各方可以遵守协定。", ("modality", "weakened")),
        # Operative verbs, on one ladder and across two.
        ("They note the report.", "They welcome the report.", ("verb", "strengthened")),
        ("They condemn the attack.", "They deplore the attack.", ("verb", "weakened")),
        ("They call upon all states to act.", "They urge all states to act.", ("verb", "strengthened")),
        ("They deem it necessary to act.", "They consider it useful to act.", ("verb", "weakened")),
        ("They condemn the plan.", "They welcome the plan.", ("verb", "different")),
        # Polarity.
        ("Force is acceptable here.", "Force is not acceptable here.", ("polarity", "different")),
        ("It is permissible to act.", "It is impermissible to act.", ("polarity", "different")),
        ("They support the sanctions.", "They oppose the sanctions.", ("polarity", "different")),
        ("Стороны признают санкции.", "Стороны не признают санкции.", ("polarity", "different")),
        # Degree and hedge.
        ("They are concerned about this.", "They are deeply concerned about this.", ("degree", "strengthened")),
        ("They will reduce the tariffs.", "They will gradually reduce the tariffs.", ("degree", "weakened")),
        ("Growth has slowed again.", "Growth appears to have slowed again.", ("hedge", "weakened")),
        ("A reserve of an estimated ten tons.", "A reserve of ten tons.", ("hedge", "strengthened")),
        # Quantities and dates.
        ("It ends on 31 May 2004 in Bishkek.", "It ends on 30 June 2004 in Bishkek.", ("quantity", "different")),
        ("The 12 members met.", "The 14 members met.", ("quantity", "different")),
        ("The third session met.", "The fifth session met.", ("quantity", "different")),
        # Actors.
        ("They meet in Bishkek again.", "They meet in Dushanbe again.", ("actor", "different")),
        ("The plan was backed by Kyrgyzstan.", "The plan was backed by Kyrgyzstan and Belarus.", ("actor", "widened")),
        ("The heads of state agreed to this.", "The member states agreed to this.", ("actor", "different")),
        # Scope.
        ("They will share data.", "They will share data, as appropriate.", ("scope", "narrowed")),
        ("They oppose force unless the Council decides otherwise.", "They oppose force.", ("scope", "widened")),
        ("They fight terrorism.", "They fight terrorism and the spread of its propaganda.", ("scope", "widened")),
        # Commitment.
        ("They intend to build the road.", "They will build the road.", ("commitment", "strengthened")),
        ("They will conclude the treaty.", "They note the conclusion of the treaty.", ("commitment", "weakened")),
    ],
)  # fmt: skip
def test_a_shift_has_its_kind_and_its_direction(a: str, b: str, expected: tuple[str, str]) -> None:
    assert expected in shifts(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The Organisation will act.", "The Organization will act."),
        ("They stress its importance.", "They emphasise its importance."),
        ("It is not possible to solve this alone.", "It is impossible to solve this alone."),
        ("The parties can't accept this.", "The parties cannot accept this."),
        ("They ensure security, stability and trust.", "They ensure stability, security and trust."),
        ("Signed on 29 May 2003 there.", "Signed on May 29, 2003 there."),
        ("The May session dealt with energy.", "In May the session dealt with energy."),
        ("12. Urges all states to act.", "13. Also urges all states to act."),
        ("Kazakhstan, China and Russia agree.", "China, Kazakhstan and Russia agree."),
        ("Backed by the Republic of Kazakhstan, the Russian Federation and the Kyrgyz Republic.", "Backed by Kyrgyzstan, Kazakhstan and Russia."),
        ("They met with Mongolia, the Islamic Republic of Iran and India.", "They met with India, Iran and Mongolia."),
        ("They support the Afghan government.", "They support the government of Afghanistan."),
        ("Республика Казахстан и Кыргызская Республика согласны.", "Кыргызстан и Казахстан согласны."),
        ("哈萨克斯坦共和国、中华人民共和国同意。", "中国、哈萨克斯坦同意。"),
        ("The Treaty on Weapons16 is in force.", "The Treaty on Weapons17 is in force."),
    ],
)  # fmt: skip
def test_where_nothing_shifted_nothing_is_said(a: str, b: str) -> None:
    assert shifts(a, b) == []


def test_a_shift_quotes_the_words_of_both_sides() -> None:
    [shift] = find_shifts(diff("They must act.", "They should act.").edits)
    assert (shift.a, shift.b) == ("must", "should")
    [shift] = find_shifts(diff("各方必须遵守协定。", "各方可以遵守协定。").edits)
    assert (shift.a, shift.b) == ("必须", "可以")


def test_synonyms_of_one_step_make_no_shift_and_neighbouring_steps_do() -> None:
    for ladder in ("support", "demand", "assertion", "disapproval"):
        assert any(
            entry.ladder == ladder
            for found in load_lexicon().phrases.values()
            for _, entry in found
        )


def test_a_shift_inside_a_moved_clause_is_found() -> None:
    a = "As the Council of Ministers of Trade must decide each year, the states build roads together here."
    b = "The states build roads together here, as the Council of Ministers of Trade may decide each year."
    assert ("modality", "weakened") in shifts(a, b)


# ---- the lexicon ------------------------------------------------------------------------


def test_the_lexicon_can_be_replaced(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    text = LEXICON.read_text(encoding="utf-8")
    own.write_text(
        text.replace('"must", "shall"', '"shall"').replace(
            '["may", "can"', '["may", "must", "can"'
        ),
        "utf-8",
    )
    edits = diff("They must act.", "They shall act.").edits
    assert find_shifts(edits) == ()
    [shift] = find_shifts(edits, load_lexicon(own))
    assert (shift.kind, shift.direction) == ("modality", "strengthened")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"version = [", "not valid TOML"),
        (b"\xff\xfe", "not valid TOML"),
        (b"version = 7", "version 7"),
        (b"version = 1", "lacks or misuses"),
        (b"version = 1\nmodality = 3", "lacks or misuses"),
    ],
)
def test_a_bad_lexicon_is_one_clear_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    with pytest.raises(LexiconError, match=says):
        load_lexicon(path)


def test_the_command_line_says_what_is_wrong_with_a_lexicon(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.toml")
    result = CliRunner().invoke(
        compare_command, ["2003-moscow", "illustration", "--model", "none", "--lexicon", missing]
    )
    assert result.exit_code != 0
    assert "none.toml' cannot be read" in result.output


# ---- meaning against wording ------------------------------------------------------------

NOT = Shift("polarity", "different", "", "not")
NUMBER = Shift("quantity", "different", "12", "13")
INDIA = Shift("actor", "widened", "", "India")


@pytest.mark.parametrize(
    ("relation", "semantic", "literal", "found", "quarter"),
    [
        ("identical", 1.0, 1.0, (), "kept"),
        ("editorial", None, 0.9, (), "kept"),
        ("changed", 0.95, DEFAULTS.same_words, (), "kept"),
        ("changed", 0.95, 0.9, (NUMBER,), None),
        ("changed", 0.95, 0.9, (NOT,), "turned"),
        ("changed", None, DEFAULTS.mostly_same_words, (NOT,), "turned"),
        ("changed", DEFAULTS.same_meaning - 0.1, 0.9, (), "turned"),
        ("changed", 1.0, 0.98, (INDIA,), "turned"),
        ("reformulated", 0.95, 0.2, (INDIA,), "replaced"),
        ("reformulated", None, 0.2, (INDIA,), "replaced"),
        ("reformulated", DEFAULTS.same_meaning, 0.2, (), "reworded"),
        ("reformulated", DEFAULTS.same_meaning - 0.01, 0.2, (), "replaced"),
        ("reformulated", 0.9, 0.2, (NOT,), None),
        ("reformulated", None, 0.2, (), None),
        ("disappeared", None, None, (), None),
        ("new", None, None, (), None),
    ],
)
def test_the_quarters(
    relation: str,
    semantic: float | None,
    literal: float | None,
    found: tuple[Shift, ...],
    quarter: str | None,
) -> None:
    assert quarter_of(relation, semantic, literal, found) == quarter  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("a", "b", "deliberate"),
    [
        ("They support peace in the region.", "They oppose peace in the region.", True),
        ("The parties may act.", "The parties must act.", True),
        ("The parties shall act.", "The parties will act.", False),
        ("The 12 members met.", "The 14 members met.", True),
        ("They meet on 4 June 2004.", "They meet on 5 June 2004.", True),
        ("They note the report.", "They welcome the report.", True),
        ("They are concerned about this.", "They are deeply concerned about this.", False),
        ("They will share data.", "They will share data, as appropriate.", False),
    ],
)
def test_which_shifts_no_translator_makes(a: str, b: str, deliberate: bool) -> None:
    found = find_shifts(diff(a, b).edits)
    assert found
    assert any(map(is_deliberate, found)) == deliberate


def test_what_may_be_the_translators_is_no_turn_of_position() -> None:
    texts = {"a": "They support peace talks.", "b": "They oppose peace talks."}
    edits = diff(*texts.values()).edits
    link = _link(("p1",), ("q1",), edits)
    assert _interpreted(link, load_lexicon(), DEFAULTS).beyond_noise
    same = replace(link, edits=diff("They met there.", "They met here.").edits)
    assert _interpreted(same, load_lexicon(), DEFAULTS).beyond_noise is False


@pytest.mark.parametrize(("kept", "rewritten"), [(0.33, True), (0.34, False)])
def test_above_two_thirds_changed_the_data_say_so(kept: float, rewritten: bool) -> None:
    link = replace(_link(("p1",), ("q1",), ()), literal=kept)
    assert _interpreted(link, load_lexicon(), DEFAULTS).rewritten is rewritten


# ---- moves between links ----------------------------------------------------------------


def _link(a: tuple[str, ...], b: tuple[str, ...], edits: tuple[Edit, ...]) -> Link:
    return Link(a, b, "changed", False, False, False, None, 0.5, 0.9, "sure", edits=edits)


def test_a_sentence_that_went_to_another_link_is_one_event_with_two_ends() -> None:
    texts = {
        "a": {"p1": "One stays here. Two goes away.", "p2": "Three."},
        "b": {"q1": "One stays here.", "q2": "Three. Two went away."},
    }
    links = [
        _link(("p1",), ("q1",), diff(texts["a"]["p1"], texts["b"]["q1"]).edits),
        _link(("p2",), ("q2",), diff(texts["a"]["p2"], texts["b"]["q2"]).edits),
    ]
    part = Part("p1", "q2", 16, 30, 7, 21, None, 0.7, 0.95, "sure")
    marked = mark_part_moves(links, [part], texts)
    [gone] = [e for e in marked[0].edits if e.moved]
    [come] = [e for e in marked[1].edits if e.moved]
    assert gone.moved == come.moved == "part0"
    assert (gone.op, gone.a) == ("delete", "Two goes away.")
    assert (come.op, come.b) == ("insert", "Two went away.")
    assert [(e.a, e.b) for e in come.inner if e.op == "replace"] == [("goes", "went")]
    for link, before in zip(marked, links, strict=True):
        for side in ("a", "b"):
            assert "".join(getattr(e, side) for e in link.edits) == "".join(
                getattr(e, side) for e in before.edits
            )


def test_what_was_kept_where_it_stood_did_not_move() -> None:
    texts = {"a": {"p1": "Same words."}, "b": {"q1": "Same words.", "q2": "Same words."}}
    links = [
        _link(("p1",), ("q1",), diff("Same words.", "Same words.").edits),
        replace(_link((), ("q2",), diff("", "Same words.").edits), relation="new"),
    ]
    assert mark_part_moves(
        links, [Part("p1", "q2", 0, 11, 0, 11, None, 1.0, 0.95, "sure")], texts
    ) == tuple(links)


def test_the_same_comparison_twice_is_the_same() -> None:
    a, b = resolve("2003-moscow"), resolve("illustration")
    assert compare(a, b).links == compare(a, b).links


def test_a_text_and_itself_have_no_shifts() -> None:
    a = resolve("2003-moscow")
    result = compare(a, a)
    assert all(link.quarter == "kept" and not link.shifts for link in result.links)


def test_the_json_names_the_lexicon(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(LEXICON.read_bytes() + b"# mine\n")
    out = tmp_path / "out.json"
    arguments = ["2003-moscow", "illustration", "--model", "none", "--quiet", "-o", str(out)]
    assert CliRunner().invoke(compare_command, [*arguments, "--lexicon", str(own)]).exit_code == 0
    digest = hashlib.sha256(own.read_bytes()).hexdigest()
    assert json.loads(out.read_bytes())["lexicon"] == {"name": "own.toml", "sha256": digest}


def test_the_development_part_of_the_gold_reaches_the_targets(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    total = benchmark.read_passages("dev", False)
    assert total.right >= 0.9 * total.given
    assert total.found >= 0.75 * total.expected
    made = benchmark.read_made("dev", False)
    assert made.right == made.given
    assert made.found == made.expected
    assert "verb" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("They welcome the report that was adopted.", "They welcome the report 6that was adopted."),
        (
            "They welcome the report. They met.",
            "They welcome the report. 6 Ibid., Supplement No. 27, paras. 13 and 14. They met.",
        ),
    ],
)
def test_a_footnote_in_the_running_text_is_no_quantity(a: str, b: str) -> None:
    assert not [kind for kind, _ in shifts(a, b) if kind == "quantity"]


def test_another_object_in_a_script_without_capitals_is_no_kept_meaning() -> None:
    ledgers, wages = "灯塔基金的季度账目", "引航员薪金的年度预算"
    sentence = "各方同意于每年三月审议{}并向全体成员国公布结果同时继续就区域经济合作与人文交流保持密切协调。"
    a, b = (
        read(sentence.format(what).encode(), name="a.txt", language="zh")
        for what in (ledgers, wages)
    )
    (link,) = compare(a, b).links
    assert (link.relation, link.quarter) == ("changed", None)
