"""The literal diff: exact, least, readable, and the same whatever the machine."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scodiff.compare.diff import edit_script as engine
from scodiff.compare.diff.diff import diff, inner_edits, share_kept
from scodiff.compare.diff.edit_script import Run, edit_script
from scodiff.compare.model import Edit
from scodiff.compare.settings import Settings

ANY_TEXT = st.text(st.characters(codec=None), max_size=80)
PHRASES = (
    "the member states", "must", "may", "not", "Organisation", "Organization", "29 May 2003",
    "May 29, 2003", ", ", ". ", " and ", "“", '"', "\n\n", "1. ", "12. ", "Kazakhstan", "China",
    "成员国", "и", "совет", "non-", "non - ", "\ud800", "\x00", "e\u0301", "\u00ad", "Weapons16",
    "the Republic of Kazakhstan and the Republic of Uzbekistan", "reaffirm their deep commitment",
)  # fmt: skip
DECLARATION_LIKE = st.lists(st.sampled_from([*PHRASES, " ", " "]), max_size=24).map("".join)


def rebuilt(edits: tuple[Edit, ...]) -> tuple[str, str]:
    return "".join(e.a for e in edits), "".join(e.b for e in edits)


def shown(a: str, b: str) -> str:
    """The edits in one line: what is kept in full, what is not as [old→new]."""
    return "".join(e.a if e.op == "equal" else f"[{e.a}→{e.b}]" for e in diff(a, b).edits)


@given(ANY_TEXT, ANY_TEXT)
def test_the_edits_rebuild_any_two_texts(a: str, b: str) -> None:
    assert rebuilt(diff(a, b).edits) == (a, b)


@given(DECLARATION_LIKE, DECLARATION_LIKE)
@settings(max_examples=300)
def test_the_edits_rebuild_texts_full_of_what_is_folded(a: str, b: str) -> None:
    result = diff(a, b)
    assert rebuilt(result.edits) == (a, b)
    assert 0 <= result.kept <= 1
    for edit in result.edits:
        assert (edit.op == "equal") == (edit.a == edit.b)
        assert edit.op != "delete" or not edit.b
        assert edit.op != "insert" or not edit.a
        assert edit.op != "replace" or (edit.a and edit.b)
        if edit.inner and not edit.moved:
            assert rebuilt(edit.inner) == (edit.a, edit.b)


@given(DECLARATION_LIKE, DECLARATION_LIKE)
def test_both_ends_of_a_move_are_there_and_its_inner_edits_rebuild_them(a: str, b: str) -> None:
    ends: dict[str, list[Edit]] = {}
    for edit in diff(a, b).edits:
        if edit.moved:
            ends.setdefault(edit.moved, []).append(edit)
    for pair in ends.values():
        assert sorted(end.op for end in pair) == ["delete", "insert"]
        [gone] = [end for end in pair if end.op == "delete"]
        [come] = [end for end in pair if end.op == "insert"]
        assert not come.inner or rebuilt(come.inner) == (gone.a, come.b)


@given(DECLARATION_LIKE)
def test_a_text_and_itself_are_one_equal_edit(text: str) -> None:
    assert diff(text, text).edits == ((Edit("equal", text, text),) if text else ())
    assert diff(text, text).kept == 1.0


@given(
    st.lists(st.sampled_from("abcde"), max_size=40), st.lists(st.sampled_from("abcde"), max_size=40)
)
@settings(max_examples=300)
def test_the_script_is_the_shortest(a: list[str], b: list[str]) -> None:
    runs = edit_script(a, b)
    kept = sum(run.i1 - run.i0 for run in runs if run.same)
    assert kept == longest_common_subsequence(a, b)
    assert covers(runs, a, b)


def longest_common_subsequence(a: list[str], b: list[str]) -> int:
    """The textbook table, as an independent judge."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = row[:]
        for k, y in enumerate(b, 1):
            row[k] = before[k - 1] + 1 if x == y else max(before[k], row[k - 1])
    return row[-1]


def covers(runs: list[Run], a: list[str], b: list[str]) -> bool:
    i = j = 0
    for run in runs:
        if (run.i0, run.j0) != (i, j) or (run.same and a[run.i0 : run.i1] != b[run.j0 : run.j1]):
            return False
        i, j = run.i1, run.j1
    return (i, j) == (len(a), len(b))


# ---- the known traps of mapping tokens to symbols --------------------------------------


def test_no_symbol_is_a_surrogate_or_white_space() -> None:
    symbols = engine._symbols(70_000)
    assert len(set(symbols)) == 70_000
    assert not any(0xD800 <= ord(s) < 0xE000 or s.isspace() for s in symbols)
    symbols.encode("utf-8")


def test_more_distinct_tokens_than_the_basic_plane_has() -> None:
    a = [f"w{k}" for k in range(70_000)]
    b = [*a[:35_000], "new", *a[35_001:]]
    assert [r for r in edit_script(a, b) if not r.same] == [
        Run(False, 35_000, 35_001, 35_000, 35_001)
    ]


def test_more_distinct_tokens_than_there_are_symbols() -> None:
    a = [f"w{k}" for k in range(700_000)]
    b = [f"v{k}" for k in range(700_000)]
    b[0], b[-1] = a[0], a[-1]
    encoded_a, encoded_b = engine.encode(a, b)
    assert len(set(encoded_a) | set(encoded_b)) == 1_399_998
    assert encoded_a[-1] == encoded_b[-1]
    assert encoded_a[-2] != encoded_b[-2]


def test_the_seven_hundred_thousandth_line_is_not_folded_into_one_symbol() -> None:
    lines = [str(k) for k in range(700_100)]
    symbols, same = engine.encode(lines, lines)
    assert len(set(symbols)) == 700_100
    assert symbols == same


def test_tokens_that_are_white_space_or_control_characters_are_told_apart() -> None:
    controls = [chr(k) for k in (*range(9, 14), *range(28, 33))]
    assert rebuilt(diff("a\tb\x1cc", "a\nb\x1dd").edits) == ("a\tb\x1cc", "a\nb\x1dd")
    encoded, _ = engine.encode(controls, [])
    assert len(set(encoded)) == len(controls)


def test_lone_surrogates_pass_through() -> None:
    assert rebuilt(diff("a \ud800 b", "a \udfff b").edits) == ("a \ud800 b", "a \udfff b")


def test_the_answer_does_not_depend_on_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(7)
    a = [rng.choice("abcdefgh") for _ in range(15)]
    b = [rng.choice("abcdefgh") for _ in range(15)]
    expected = edit_script(a, b)
    ticks = iter(range(0, 10**9, 10**6))
    monkeypatch.setattr(time, "time", lambda: float(next(ticks)))
    assert edit_script(a, b) == expected


def test_small_and_large_go_different_ways_to_equally_short_scripts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = random.Random(3)
    a = [rng.choice("abcdefghij") for _ in range(200)]
    b = [x if rng.random() < 0.7 else rng.choice("abcdefghij") for x in a]
    kept = []
    for bound in (0, 10**9):
        monkeypatch.setattr(engine, "SMALL", bound)
        kept.append(sum(r.i1 - r.i0 for r in edit_script(a, b) if r.same))
    assert kept[0] == kept[1] == longest_common_subsequence(a, b)


def test_anchors_cost_less_than_two_per_cent(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(5)
    vocabulary = [f"w{k}" for k in range(800)]
    a = [rng.choice(vocabulary) for _ in range(6_000)]
    b = [x for x in a if rng.random() > 0.05]
    whole = sum(r.i1 - r.i0 + r.j1 - r.j0 for r in edit_script(a, b) if not r.same)
    monkeypatch.setattr(engine, "LARGE", 100_000)
    cut = sum(r.i1 - r.i0 + r.j1 - r.j0 for r in edit_script(a, b) if not r.same)
    monkeypatch.setattr(engine, "HUGE", 100_000)
    monkeypatch.setattr(engine, "_DENSITY", 0.001)
    even = edit_script(a, b)
    assert cut <= whole * 1.02
    assert covers(even, a, b)


def test_a_moved_half_is_no_reason_to_fail_at_size() -> None:
    a = [f"w{k % 5000}" for k in range(20_000)]
    b = a[10_000:] + a[:10_000]
    assert covers(edit_script(a, b), a, b)


# ---- readable ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("They must act.", "They should act.", "They [must→should] act."),
        (
            "They condemned the cruel attacks.",
            "They deplored the recent events.",
            "They [condemned the cruel attacks→deplored the recent events].",
        ),
        (
            "trade, energy and culture",
            "trade, energy, health and culture",
            "trade, energy[→, health] and culture",
        ),
        (
            "First one. Second one. Third one.",
            "First one. Third one.",
            "First one. [Second one. →]Third one.",
        ),
        ("成员国有分歧。", "成员国没有分歧。", "成员国[→没]有分歧。"),
        ("Совет примет решение.", "Совет принял решение.", "Совет [примет→принял] решение."),
    ],
)
def test_edits_fall_on_words_and_phrases(a: str, b: str, expected: str) -> None:
    assert shown(a, b) == expected


def test_a_replaced_word_shows_its_inner_change() -> None:
    [edit] = [
        e for e in diff("the Organization met", "the Organisation met").edits if e.op != "equal"
    ]
    assert [(e.a, e.b) for e in edit.inner] == [
        ("Organi", "Organi"),
        ("z", "s"),
        ("ation", "ation"),
    ]


def test_words_with_little_in_common_show_no_inner_change() -> None:
    assert inner_edits("must", "may") == ()
    assert inner_edits("welcome", "support") == ()


def test_moves_are_told_by_the_settings() -> None:
    moved, kept = "with great regret they note it. ", "All of the parties signed the treaty today. "
    a, b = moved + kept, kept + moved
    assert any(edit.moved for edit in diff(a, b).edits)
    assert not any(edit.moved for edit in diff(a, b, settings=Settings(move_letters=99)).edits)


def test_the_share_kept_is_that_of_words_alone() -> None:
    assert share_kept("a, b; c!", "a b c") == 1.0
    assert share_kept("a b c d", "a b") == pytest.approx(2 * 2 / 6)
    assert share_kept("", "") == 1.0
