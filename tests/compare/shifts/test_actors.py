"""Who signs: lists of states are sets, and a state has several names."""

# ruff: noqa: E501 - a case is easiest to read in one line

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pytest

from scodiff.compare import compare
from scodiff.compare.diff.diff import diff
from scodiff.compare.model import Edit
from scodiff.compare.shifts.lexicon import LexiconError, load_lexicon
from scodiff.compare.shifts.shifts import find_shifts
from scodiff.compare.text.names import load_names
from scodiff.corpus.library import resolve

SIX = ("the Republic of Kazakhstan", "the People's Republic of China", "the Kyrgyz Republic", "the Russian Federation", "the Republic of Tajikistan", "the Republic of Uzbekistan")  # fmt: skip


def signed(*states: str) -> str:
    return f"The heads of state of {', '.join(states[:-1])} and {states[-1]} declare the following."


def named(a: str, b: str) -> tuple[set[str], set[str]]:
    """Who is said to be left out, and who to be added."""
    found = [shift for shift in find_shifts(diff(a, b).edits) if shift.kind == "actor"]
    assert all((s.direction == "narrowed") == (not s.b) for s in found)
    assert all((s.direction == "widened") == (not s.a) for s in found)
    gone, come = ({name for s in found for name in re.split(", | and ", side(s)) if name}
                  for side in (lambda s: s.a, lambda s: s.b))  # fmt: skip
    return gone, come


@pytest.mark.parametrize("order", list(permutations(range(6)))[::29])
def test_a_list_is_a_set_whatever_the_order(order: tuple[int, ...]) -> None:
    a, b = signed(*SIX), [SIX[k] for k in order]
    assert find_shifts(diff(a, signed(*b)).edits) == ()
    india = "the Republic of India"
    assert named(a, signed(*b[:2], india, *b[2:])) == (set(), {india})
    assert named(signed(*b[:2], india, *b[2:]), a) == ({india}, set())
    assert named(a, signed(*b[:4], india)) == (set(b[4:]), {india})
    assert named(a, signed(*b[1:])) == ({b[0]}, set())
    assert named(a, signed("Iran", "India", "Belarus")) == (set(SIX), {"Iran", "India", "Belarus"})


@pytest.mark.parametrize(
    ("a", "b", "gone", "come"),
    [
        # The same words before another name are no move.
        ("The Republic of Kazakhstan, the Republic of India and the Islamic Republic of Iran agree.", "The Islamic Republic of Pakistan, the Republic of Kazakhstan and the Republic of India agree.", {"the Islamic Republic of Iran"}, {"The Islamic Republic of Pakistan"}),
        # States that scodiff knows nothing of, and such as are no states.
        ("Signed by Freedonia, Sylvania, Ruritania and Osterlich.", "Signed by Osterlich, Grand Fenwick, Sylvania and Freedonia.", {"Ruritania"}, {"Grand Fenwick"}),
        ("The UN, the CIS and ASEAN take part.", "ASEAN, the UN, the CSTO and the CIS take part.", set(), {"the CSTO"}),
        ("The Counter-Terrorism Committee, the UN, and the CIS take part.", "The UN and the CIS take part.", {"The Counter-Terrorism Committee"}, set()),
        ("They met with the United States of America and the United Kingdom.", "They met with the UK, the USA and France.", set(), {"France"}),
        ("The Indian Ocean is calm, India and Iran say.", "The Indian Ocean is calm, Iran says.", {"India"}, set()),
        ("Signed by A. Ivanov, B. Brown, C. Young and D. Li.", "Signed by D. Li, E. Khan, A. Ivanov and B. Brown.", {"C. Young"}, {"E. Khan"}),
        # One name inside another.
        ("The Republic of Korea took part.", "The Democratic People's Republic of Korea took part.", {"The Republic of Korea"}, {"The Democratic People's Republic of Korea"}),
        ("Республика Казахстан, Российская Федерация и Республика Таджикистан.", "Россия, Индия и Казахстан.", {"Республика Таджикистан"}, {"Индия"}),
        ("俄罗斯联邦、中华人民共和国和塔吉克斯坦共和国。", "中国、印度共和国和俄罗斯。", {"塔吉克斯坦共和国"}, {"印度共和国"}),
    ],
)  # fmt: skip
def test_who_is_left_out_of_a_list_and_who_is_added(
    a: str, b: str, gone: set[str], come: set[str]
) -> None:
    assert named(a, b) == (gone, come)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (signed(*SIX), "The heads of state of the member states declare the following."),
        (f"The member states ({', '.join(SIX)}) will plant trees.", "The member states will plant trees."),
        (
            f"The heads of the member states of the Region (hereinafter the Region) - {', '.join(SIX)} — declare this.",
            "The heads of the member states of the Region (hereinafter the Region) declare this.",
        ),
        (f"The member states, {', '.join(SIX)}, will plant trees.", "The member states will plant trees."),
        ("China, Russia, Kazakhstan, Kyrgyzstan, Tajikistan and Uzbekistan will plant trees.", "The SCO member states will plant trees."),
        ("We, the founding members (China, Russia and Kazakhstan), will plant trees.", "We, the member states, will plant trees."),
        ("Россия, Китай, Казахстан, Киргизия, Таджикистан и Узбекистан будут сажать деревья.", "Государства-члены будут сажать деревья."),
        ("中国、俄罗斯、哈萨克斯坦、吉尔吉斯斯坦、塔吉克斯坦和乌兹别克斯坦将植树。", "成员国将植树。"),
    ],
)  # fmt: skip
def test_a_list_that_spells_out_the_member_states_is_no_list_of_actors(a: str, b: str) -> None:
    assert named(a, b) == named(b, a) == (set(), set())


def test_who_joins_the_member_states_is_told_where_both_sides_have_a_list() -> None:
    a = f"The member states ({', '.join(SIX)}) will plant trees."
    assert named(a, a.replace("(", "(the Republic of India, ")) == (
        set(),
        {"the Republic of India"},
    )
    partners = (
        "The member states grant the status of partner to Kuwait, Bahrain and Myanmar in 2023."
    )
    gone = named(partners, "The member states grant the status of partner in 2023.")
    assert gone == ({"Kuwait", "Bahrain", "Myanmar"}, set())


@pytest.mark.parametrize(
    "states",
    [
        ("the Russian Federation", "the Republic of India", *SIX[1:2], *SIX[5:], SIX[0]),
        (*SIX[::-1][:5], "the Republic of India", SIX[0]),
        ("the Islamic Republic of Iran", "the Republic of India", "the Republic of Belarus"),
    ],
)
def test_other_signatories_are_never_the_same_meaning_nor_a_translation(
    states: tuple[str, ...], tmp_path: Path
) -> None:
    a = resolve("2003-moscow")
    members = f"{', '.join(SIX[:-1])} and {SIX[-1]}"
    text = "\n\n".join(p.text for p in a.citable)
    assert members in text
    changed = tmp_path / "b.txt"
    changed.write_text(text.replace(members, f"{', '.join(states[:-1])} and {states[-1]}"), "utf-8")
    link = compare(a, resolve(str(changed))).links[0]
    assert link.quarter == "turned"
    assert link.beyond_noise
    assert any("India" in shift.b for shift in link.shifts)


def test_what_went_to_another_passage_is_not_left_out() -> None:
    text = "They meet often. They thank India and Nepal for their help."
    edits = (
        Edit("equal", text[:17], text[:17]),
        Edit("delete", text[17:], "", moved="part0"),
    )
    assert find_shifts(edits) == ()


def test_an_actor_is_quoted_in_full_where_one_of_its_words_tells_it_apart() -> None:
    long = "The heads of state emphasize the importance of closer contacts between ministries on all topical issues."
    later = "The member states will go on looking for views that are shared in regard of policy abroad, wherever."
    assert named(long, later) == ({"heads of state"}, {"member states"})
    assert named("The heads of state agree.", "The heads of government agree.") == (
        {"heads of state"},
        {"heads of government"},
    )


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("They will ask UNDCP for help with the crops.", "They will ask UNODC for help with the crops."),
        ("They thank the UN Drug Control Program for its help.", "They thank the United Nations Office on Drugs and Crime for its help."),
        ("The CIS calls on all states to plant trees.", "The Commonwealth of Independent States calls on all states to plant trees."),
        ("The SCO Secretariat, the UN and ASEAN will send help.", "The Association of Southeast Asian Nations, the United Nations and the Secretariat of the Shanghai Cooperation Organisation will send help."),
        ("They will keep information and communication technologies out of crime.", "They will keep ICT out of crime."),
        ("Доклад Организации Объединённых Наций принят всеми.", "Доклад ООН принят всеми."),
        ("各国感谢联合国安理会的帮助。", "各国感谢安理会的帮助。"),
    ],
)  # fmt: skip
def test_a_body_under_another_name_is_no_other_actor(a: str, b: str) -> None:
    assert find_shifts(diff(a, b).edits) == find_shifts(diff(b, a).edits) == ()


@pytest.mark.parametrize(
    ("a", "b", "gone", "come"),
    [
        ("They will ask UNDCP for help with the crops.", "They will ask OPCW for help with the crops.", "UNDCP", "OPCW"),
        ("They thank the UN Security Council for it.", "They thank the UN General Assembly for it.", "Security Council", "General Assembly"),
        ("They thank the SCO Secretariat for it.", "They thank the SCO Academy for it.", "Secretariat", "Academy"),
    ],
)  # fmt: skip
def test_another_body_is_another_actor(a: str, b: str, gone: str, come: str) -> None:
    [shift] = find_shifts(diff(a, b).edits)
    assert shift.kind == "actor"
    assert gone in shift.a
    assert come in shift.b


def test_states_and_bodies_are_those_of_the_file_of_names(tmp_path: Path) -> None:
    file = tmp_path / "names.toml"
    file.write_text(
        "version = 1\n[[body]]\nnames = ['Guild of Bakers', 'Bread Board']\n"
        "[states]\nnames = [['Ruritania', 'Strelsau']]\n",
        "utf-8",
    )
    own = load_lexicon(None, load_names(file))
    bakers = diff(
        "They ask the Guild of Bakers to come.", "They ask the Bread Board to come."
    ).edits
    states = diff("Signed by Sylvania and Ruritania.", "Signed by Strelsau and Sylvania.").edits
    assert find_shifts(bakers)
    assert find_shifts(states)
    assert find_shifts(bakers, own) == find_shifts(states, own) == ()


def test_a_lexicon_with_states_of_its_own_is_told_where_they_are_now(tmp_path: Path) -> None:
    lexicon = Path(__file__).parents[3] / "compare" / "shifts" / "lexicon.toml"
    old = tmp_path / "old.toml"
    text = lexicon.read_text("utf-8")
    old.write_text(text.replace("[actor]\n", "[actor]\nstates = [['Iran']]\n"), "utf-8")
    with pytest.raises(LexiconError, match="file of names"):
        load_lexicon(old)


def test_another_form_of_a_given_name_is_nobody_else() -> None:
    a = "We thank Minister Orla Venn, President Jon Tarn, and Minister Ida Sorn for the visit."
    assert find_shifts(diff(a, a.replace("Jon", "Jonas R.")).edits) == ()
    other = find_shifts(diff(a, a.replace("Jon", "Mira")).edits)
    assert {shift.kind for shift in other} == {"actor"}
