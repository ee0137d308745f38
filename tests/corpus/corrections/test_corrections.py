"""A reader's corrections to how a text is parted: obeyed, recorded, refused where none fits."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from scodiff.cli.main import main
from scodiff.corpus.corrections.template import template
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.collection import Collection

TEXT = """Statement of the Harbour Masters

Tamar, 3 March 2005

They met in the harbour at dawn. They spoke of lamps and of ropes until noon.

Order of the day

Ropes are to be renewed each spring, as the masters agreed.

Lamps burn all night. No ship leaves without a pilot aboard.
"""
HEAD = f'text = "{hashlib.sha256(TEXT.encode()).hexdigest()[:12]}"\n'


def entry(action: str, **words: str) -> str:
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in words.items()]
    return "\n".join(["", "[[correction]]", f'action = "{action}"', *lines, ""])


def corrected(*entries: str, head: str = HEAD, text: str = TEXT) -> Document:
    return read(
        text.encode(), name="a.txt", boundaries={"a.boundaries.toml": head + "".join(entries)}
    )


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in document.paragraphs]


SPLIT = entry("split", after="harbour at dawn.", before="They spoke")
JOIN = entry("join", after="masters agreed.", before="Lamps burn")
KIND = entry("kind", block="Order of the day", kind="body", note="a resolution")


def test_a_split_a_join_and_a_kind_are_obeyed_and_recorded() -> None:
    document = corrected(SPLIT, JOIN, KIND)
    assert [(p.n, p.text) for p in document.citable] == [
        (1, "They met in the harbour at dawn."),
        (2, "They spoke of lamps and of ropes until noon."),
        (3, "Order of the day"),
        (
            4,
            "Ropes are to be renewed each spring, as the masters agreed. "
            "Lamps burn all night. No ship leaves without a pilot aboard.",
        ),
    ]
    assert all(p.section is None for p in document.citable)
    notes = [e for e in document.ledger if e.action == "correct"]
    assert [e.paragraph for e in notes] == ["p4", "p6", "p5"]
    assert all("a.boundaries.toml" in e.note for e in notes)
    assert "a resolution" in notes[2].note


def test_the_whole_text_is_described_as_said() -> None:
    about = 'title = "On Ropes"\ndate = 2004-02-01\nplace = "Selim"\nlanguage = "fr"\n'
    document = corrected(head=HEAD + about)
    assert (document.title, document.date, document.place, document.language) == (
        "On Ropes",
        "2004-02-01",
        "Selim",
        "fr",
    )
    assert sum(e.action == "correct" for e in document.ledger) == 4


def test_a_heading_made_by_a_correction_opens_its_section() -> None:
    document = corrected(
        SPLIT, entry("kind", block="They met in the harbour at dawn.", kind="heading")
    )
    assert [p.section for p in document.citable] == [
        "They met in the harbour at dawn.",
        "Order of the day",
        "Order of the day",
    ]


def test_what_a_correction_asks_for_may_be_so_already() -> None:
    split = entry("split", after="until noon.", before="Order of")
    join = entry("join", after="harbour at dawn.", before="They spoke")
    assert kinds(corrected(split, join)) == kinds(corrected())


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (entry("split", after="harbour at dusk.", before="They spoke"), "no longer fits"),
        (entry("split", after="They"), "fits 2 places"),
        (entry("split", after="They met in the har"), "cuts a word"),
        (entry("split"), "names no place"),
        (entry("join", after="at noon.", before="Order"), "no longer fits"),
        (entry("kind", block="Orders of the day", kind="heading"), "no longer fits"),
        (entry("kind", block="They", kind="heading"), "no longer fits|fits"),
        (entry("kind", block="Order of the day", kind="chapter"), "has the kind 'chapter'"),
        (entry("cut", after="noon."), "has the action 'cut'"),
        (entry("split", after="noon.", words="x"), "has the key 'words'"),
    ],
)
def test_an_entry_that_does_not_fit_is_refused_by_name(wrong: str, why: str) -> None:
    with pytest.raises(CorpusError, match=why) as refused:
        corrected(SPLIT, wrong)
    if "places" not in why and "fits" not in why:
        assert "correction 2 of the boundaries file a.boundaries.toml" in str(refused.value)
    assert str(refused.value).count("\n") == 0


@pytest.mark.parametrize(
    "written",
    ["[[correction]", 'text = "abc"', 'texts = "3f2a9b01"', 'date = "May 2003"', "text = 1"],
)
def test_a_file_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(CorpusError, match=r"a\.boundaries\.toml"):
        corrected(head=written)


def test_corrections_of_another_text_are_let_pass_unless_they_stand_beside_it(
    tmp_path: Path,
) -> None:
    other = 'text = "00000000"\n' + SPLIT
    assert kinds(corrected(head=other)) == kinds(corrected())
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.boundaries.toml").write_text(other)
    with pytest.raises(CorpusError, match=r"a\.boundaries\.toml is not for a\.txt as it is now"):
        read(tmp_path / "a.txt")


def test_the_file_beside_a_text_is_found_by_itself(tmp_path: Path) -> None:
    for name in ("a.boundaries.toml", "a.txt.boundaries.toml"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "a.txt").write_text(TEXT)
        (folder / name).write_text(HEAD + SPLIT)
        assert len(read(folder / "a.txt").citable) == 4


@given(st.lists(st.tuples(st.sampled_from(["split", "join"]), st.integers(4, 50)), max_size=6))
def test_nothing_of_a_text_is_lost_by_a_correction(places: list[tuple[str, int]]) -> None:
    words = TEXT.split()
    entries = [
        entry(
            action, after=" ".join(words[max(0, at - 4) : at]), before=" ".join(words[at : at + 4])
        )
        for action, at in places
        if at < len(words)
    ]
    try:
        document = corrected(*entries)
    except CorpusError:
        return
    covered = [s for p in document.paragraphs for s in p.spans]
    seen = sorted(k for s in covered for k in range(s.start, s.end))
    assert len(seen) == len(set(seen))
    assert {k for k, c in enumerate(TEXT) if not c.isspace()} <= set(seen)
    for p in document.paragraphs:
        shown = "".join(TEXT[s.start : s.end] for s in p.spans)
        assert "".join(shown.split()) == "".join(p.text.split())
    assert [p.n for p in document.citable] == list(range(1, len(document.citable) + 1))
    assert [p.id for p in document.paragraphs] == [
        f"p{k + 1}" for k in range(len(document.paragraphs))
    ]


def test_the_template_changes_nothing_until_it_is_taken_up() -> None:
    document = corrected()
    written = template(document)
    assert kinds(corrected(head=written)) == kinds(document)
    taken = "\n".join(line.removeprefix("# ") for line in written.splitlines())
    again = corrected(head=taken)
    assert kinds(again) == kinds(document)
    assert (again.title, again.date, again.place) == (document.title, document.date, document.place)


def test_corrections_are_kept_with_a_text_of_the_collection(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.boundaries.toml").write_text(HEAD + SPLIT)
    collection = Collection.open(tmp_path / "collection")
    added = add(collection, tmp_path / "a.txt")
    assert len(added.document.citable) == 4
    assert collection.reread(added.document.id, paragraphs="blank").paragraphs != ()
    assert len(collection.document(added.document.id).citable) == 4
    joined = {"b.boundaries.toml": HEAD + JOIN}
    assert len(collection.reread(added.document.id, boundaries=joined).citable) == 2
    assert "a.boundaries.toml" in str(collection.provenance()[0].settings)


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_compare_obeys_a_file_for_either_text_and_says_so(tmp_path: Path) -> None:
    a, b = tmp_path / "a.txt", tmp_path / "b.txt"
    a.write_text(TEXT)
    b.write_text(TEXT.replace("dawn", "noon"))
    (tmp_path / "mine.toml").write_text(HEAD + SPLIT)
    options = ("--model", "none", "--format", "json")
    code, out, told = run(
        "compare", str(a), str(b), "--boundaries", str(tmp_path / "mine.toml"), *options
    )
    assert code == 0
    assert "a.txt: 1 correction of its boundaries file obeyed." in told
    found = json.loads(out)
    assert sum(p["n"] is not None for p in found["a"]["paragraphs"]) == 4
    assert sum(p["n"] is not None for p in found["b"]["paragraphs"]) == 3
    (tmp_path / "none.toml").write_text('text = "00000000"\n')
    code, _, told = run(
        "compare", str(a), str(b), "--boundaries", str(tmp_path / "none.toml"), *options
    )
    assert code == 2
    assert "none.toml is for none of these texts" in told


def test_a_report_is_verified_with_the_corrections_that_it_was_made_with(tmp_path: Path) -> None:
    a, b, report = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "report.html"
    a.write_text(TEXT)
    b.write_text(TEXT.replace("dawn", "noon"))
    mine = tmp_path / "mine.toml"
    mine.write_text(HEAD + SPLIT)
    options = ("--model", "none", "-q")
    code, _, _ = run(
        "compare", str(a), str(b), "--boundaries", str(mine), "-o", str(report), *options
    )
    assert code == 0
    assert run("verify", str(report), "--boundaries", str(mine))[0] == 0
    assert run("verify", str(report))[0] == 1
    mine.rename(tmp_path / "a.boundaries.toml")
    assert run("verify", str(report), str(a), str(b))[0] == 1  # the ledger names the file
    code, _, _ = run("compare", str(a), str(b), "-o", str(report), *options)
    assert run("verify", str(report))[0] == 0


def test_a_phrase_stands_in_the_paragraph_that_a_correction_made(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.boundaries.toml").write_text(HEAD + SPLIT)
    code, out, told = run(
        "phrase", "lamps and of ropes", str(tmp_path), "--format", "json", "--no-paraphrase"
    )
    assert code == 0
    assert json.loads(out)["first"]["n"] == 2
    assert "obeyed" in told
    assert "Left out" not in told


def test_a_template_is_printed_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    code, out, _ = run("corpus", "show", str(tmp_path / "a.txt"), "--boundaries-template")
    assert code == 0
    assert out.startswith("## Corrections")
    assert HEAD.strip() in out
