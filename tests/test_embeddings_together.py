"""Several models used as one: their vectors side by side, and one name for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from texts import WordEncoder

from scodiff.cli.main import main
from scodiff.embeddings import registry
from scodiff.embeddings.encoder import ModelInfo, SpanVectors, Vectors
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.models import ENGINES, identify, open_encoder
from scodiff.embeddings.recorded import record_model
from scodiff.embeddings.registry import is_installed, load_registry
from scodiff.embeddings.side_by_side import SideBySideEncoder

NAME = "mpnet-declarations"
TEXTS = st.lists(st.text("abc ", min_size=1, max_size=12).map(lambda t: f"x {t}"), min_size=1)


class Halved(WordEncoder):
    """The words' vectors of another model: half as long, with other languages."""

    info = ModelInfo("halved", 32, "1" * 64, ("en", "ru"))

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = super().encode(texts)[:, :32]
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@given(TEXTS)
def test_a_cosine_is_the_mean_of_all_cosines(texts: list[str]) -> None:
    encoders = (WordEncoder(), Halved())
    vectors = SideBySideEncoder("both", encoders).encode(texts)
    cosines = [found @ found.T for found in (e.encode(texts) for e in encoders)]
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors @ vectors.T, np.mean(cosines, axis=0), atol=1e-5)


@given(TEXTS)
def test_passages_stand_side_by_side_as_well(texts: list[str]) -> None:
    encoders = (WordEncoder(), Halved())
    spans = [[(0, 1), (0, len(text))] for text in texts]
    both = SideBySideEncoder("both", encoders).encode_spans(texts, spans)
    for name in SpanVectors.__dataclass_fields__:
        parts = [getattr(encoder.encode_spans(texts, spans), name) for encoder in encoders]
        expected = np.concatenate(parts, axis=1) / np.sqrt(2)
        np.testing.assert_allclose(getattr(both, name), expected, atol=1e-6)


def test_together_they_are_a_model_of_its_own() -> None:
    words, halved = WordEncoder(), Halved()
    info = SideBySideEncoder("both", (words, halved)).info
    assert (info.name, info.dimension, info.languages) == ("both", 96, ("en",))
    other = Halved()
    other.info = replace(halved.info, sha256="2" * 64)
    digests = {info.sha256, words.info.sha256, halved.info.sha256}
    digests.add(SideBySideEncoder("both", (words, other)).info.sha256)
    assert len(digests) == 4


def test_it_is_known_without_loading_anything() -> None:
    known = load_registry()
    info, engines = identify(NAME)
    parts = [open_encoder(part).info for part in known.parts(NAME)]
    assert info == open_encoder(NAME).info
    assert info.dimension == sum(part.dimension for part in parts)
    assert info.sha256 not in {part.sha256 for part in parts}
    assert set(engines.split("+")) <= set(ENGINES)
    assert len(engines.split("+")) == len(parts)


@pytest.mark.parametrize("there", [set(), {"minilm"}, {"mpnet"}, {"minilm", "mpnet"}])
def test_it_is_listed_and_installed_when_all_are(
    there: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        registry, "installed_folder", lambda card: tmp_path if card.name in there else None
    )
    (card,) = (card for card in load_registry().cards() if card.name == NAME)
    assert is_installed(card) is (len(there) == 2)
    header, *rows = (
        row.split("\t") for row in CliRunner().invoke(main, ["models", "list"]).output.splitlines()
    )
    (shown,) = (dict(zip(header, row, strict=True)) for row in rows if row[0] == NAME)
    assert (shown["default"], shown["dimension"], shown["limit"]) == ("no", "1152", "256")
    assert shown["languages"] == "en"
    expected = "yes" if len(there) == 2 else "no: scodiff models prepare mpnet"
    assert shown["installed"] == expected


def test_its_name_is_taken() -> None:
    with pytest.raises(EmbeddingError, match=f"did you mean {NAME}"):
        open_encoder("mpnet-declaration")


def test_no_model_of_the_user_can_have_its_name(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from test_embeddings_models import make_model

    folder = tmp_path_factory.mktemp("own")
    monkeypatch.setenv("SCODIFF_MODELS", str(folder / "models.toml"))
    with pytest.raises(EmbeddingError, match="a model of scodiff's own"):
        record_model(str(make_model(folder / "model")), NAME, ())
