"""Readings kept: the same document as read anew, whatever happened to what was kept."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from scodiff.corpus import readings
from scodiff.corpus.errors import CorpusError, ExhaustedError
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read
from scodiff.corpus.readings import Readings

TEXT = "Statement of the Pilots\n\nTamar, 3 March 2005\n\nThey met at dawn.\n\nThey left at noon.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept"


def test_a_reading_that_is_kept_is_what_was_read(file: Path, folder: Path) -> None:
    readings = Readings(folder)
    first = readings.read(file)
    kept = list(folder.iterdir())
    assert len(kept) == 1
    assert first == readings.read(file) == Readings(None).read(file) == read(file)
    assert list(folder.iterdir()) == kept


@pytest.mark.parametrize("damage", [b"", b"x", b"\n", b"\xff" * 80])
def test_a_damaged_reading_is_made_anew(file: Path, folder: Path, damage: bytes) -> None:
    readings = Readings(folder)
    document = readings.read(file)
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-5] + damage)
    assert readings.read(file) == document
    assert kept.read_bytes() == whole


def test_what_a_reading_depends_on_makes_another(file: Path, folder: Path) -> None:
    readings = Readings(folder)
    assert len(readings.read(file).citable) == 2
    digest = read(file).source.sha256[:12]
    split = '\n[[correction]]\naction = "join"\nafter = "dawn."\nbefore = "They left"\n'
    (file.parent / "a.boundaries.toml").write_text(f'text = "{digest}"\n{split}')
    assert len(readings.read(file).citable) == 1
    (file.parent / "a.boundaries.toml").unlink()
    file.write_text(TEXT + "\nThey came again.\n")
    assert len(readings.read(file).citable) == 3
    again = file.rename(file.with_name("b.txt"))
    assert readings.read(again).id == "b"
    assert len(list(folder.iterdir())) == 4


def test_a_folder_that_cannot_be_written_keeps_nothing(file: Path, tmp_path: Path) -> None:
    assert Readings(tmp_path / "absent").read(file) == read(file)


def test_a_reading_that_is_kept_is_had_without_the_reader(file: Path, folder: Path) -> None:
    readings.reader_digest.cache_clear()  # whoever else installs something changes it
    Readings(folder).read(file)
    asked = (
        "import sys; from pathlib import Path; from scodiff.corpus.readings import Readings; "
        "print(Readings(Path(sys.argv[1])).read(Path(sys.argv[2])).id); "
        "print([name for name in sys.modules if name.startswith('scodiff.corpus.segmentation')])"
    )
    command = [sys.executable, "-c", asked, str(folder), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "a\n[]\n"


def test_a_refusal_is_kept_for_its_path_alone(file: Path, folder: Path) -> None:
    scan = file.with_suffix(".pdf")
    scan.write_bytes(b"%PDF-1.4 no more")
    readings = Readings(folder)
    for _ in range(2):
        with pytest.raises(CorpusError, match=re.escape(str(scan))):
            readings.read(scan)
    assert len(list(folder.iterdir())) == 1
    (file.parent / "below").mkdir()
    moved = scan.rename(file.parent / "below" / scan.name)
    with pytest.raises(CorpusError, match=re.escape(str(moved))):
        readings.read(moved)


def test_what_was_too_much_for_once_is_tried_again(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(path: Path, **_: object) -> Document:
        raise ExhaustedError(f"{path} is too much.")

    readings = Readings(folder)
    with monkeypatch.context() as patch:
        patch.setattr("scodiff.corpus.reader.read", exhausted)
        with pytest.raises(ExhaustedError):
            readings.read(file)
    assert readings.read(file) == read(file)


def test_the_options_of_a_reading_are_part_of_it(file: Path, folder: Path) -> None:
    readings = Readings(folder)
    assert readings.read(file).title != readings.read(file, title="Another").title
    assert readings.read(file, paragraphs="lines") == read(file, paragraphs="lines")
