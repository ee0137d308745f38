"""Finding texts by id, by path and on standard input."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from scodiff import corpus
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.library import resolve
from scodiff.corpus.shipped import shipped

LINE = b"The parties welcome the library.\n"


def test_shipped_texts_resolve() -> None:
    assert shipped() == ("2003-moscow", "illustration")
    for text_id in shipped():
        document = resolve(text_id)
        assert document.id == text_id
        assert document.citable
        assert document.title
        assert document.date
        assert document.place


def test_moscow_2003() -> None:
    document = resolve("2003-moscow")
    assert (document.date, document.place, document.language) == ("2003-05-29", "Moscow", "en")
    assert document.notice is None
    assert document.source.name == "2003-moscow.txt"


def test_the_illustration_says_that_it_is_invented() -> None:
    document = resolve("illustration")
    assert document.notice == "Invented for demonstration: no summit adopted this text."
    assert "Invented" in document.title


def test_options_reach_the_reader() -> None:
    document = resolve("2003-moscow", title="T", date="2000-01-01", paragraphs="lines")
    assert (document.title, document.date) == ("T", "2000-01-01")
    assert len(document.citable) == 161


def test_file_and_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "2031-lakeside.en.txt"
    file.write_bytes(LINE)
    assert resolve(str(file)).id == "2031-lakeside"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LINE)))
    document = resolve("-")
    assert document.citable[0].text == LINE.decode().strip()


def test_an_id_wins_over_a_file_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("2003-moscow").write_bytes(LINE)
    assert len(resolve("2003-moscow").citable) == 35
    assert len(resolve("./2003-moscow").citable) == 1
    Path("lakeside").write_bytes(LINE)
    assert resolve("lakeside").id == "lakeside"


@pytest.mark.parametrize("spec", ["2003-moscwo", "moscow-2003", "2003-Moscow"])
def test_unknown_ids_get_a_suggestion(spec: str) -> None:
    with pytest.raises(CorpusError, match="did you mean 2003-moscow"):
        resolve(spec)


def test_a_summit_that_is_not_held_is_told_from_a_mistake() -> None:
    with pytest.raises(CorpusError, match="2004-tashkent is not held: scodiff corpus fetch"):
        resolve("2004-tashkent")


def test_an_unknown_id_without_likeness_lists_the_texts() -> None:
    with pytest.raises(CorpusError, match="2003-moscow, illustration"):
        resolve("zzzz")


@pytest.mark.parametrize("spec", ["absent.txt", "folder/absent", "2003-moscow.en.txt"])
def test_what_looks_like_a_path_is_a_missing_file(spec: str) -> None:
    with pytest.raises(CorpusError, match="does not exist"):
        resolve(spec)


def test_a_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("texts").mkdir()
    for spec in ("texts", str(tmp_path)):
        with pytest.raises(CorpusError, match="is a folder"):
            resolve(spec)


def test_the_short_way_from_python(tmp_path: Path) -> None:
    path = tmp_path / "lakeside.txt"
    path.write_bytes(LINE)
    assert corpus.read(str(path)) == corpus.read(path) == corpus.resolve(str(path))
    with pytest.raises(corpus.CorpusError, match="does not exist"):
        corpus.read("absent.txt")


def test_importing_is_cheap() -> None:
    heavy = ("numpy", "torch", "regex", "rich", "click", "tomllib", "json", "difflib")
    code = (
        "import sys, scodiff.corpus.library, scodiff.corpus.reader\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
