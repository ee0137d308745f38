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
from scodiff.embeddings.encoder import Encoder, ModelInfo, SpanVectors, Vectors
from scodiff.embeddings.ensemble import EnsembleEncoder, Member
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files.recorded import record_model
from scodiff.embeddings.models import ENGINES, identify, open_encoder
from scodiff.embeddings.registry import is_installed, load_registry

NAME = "ensemble"
TEXTS = st.lists(st.text("abc ", min_size=1, max_size=12).map(lambda t: f"x {t}"), min_size=1)


class Halved(WordEncoder):
    """The words' vectors of another model: half as long, with other languages."""

    info = ModelInfo("halved", 32, "1" * 64, ("en", "ru"))

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = super().encode(texts)[:, :32]
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


class Plain:
    """An encoder that cannot read passages where they stand."""

    info = ModelInfo("plain", 64, "3" * 64)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return WordEncoder().encode(texts)


WEIGHTS = st.tuples(st.integers(1, 5), st.integers(1, 5))


def both(weights: tuple[int, int], second: Encoder | None = None) -> EnsembleEncoder:
    members = [Member(WordEncoder(), weights[0]), Member(second or Halved(), weights[1])]
    return EnsembleEncoder("both", members)


@given(TEXTS, WEIGHTS)
def test_a_cosine_is_the_weighted_mean_of_all(texts: list[str], weights: tuple[int, int]) -> None:
    vectors = both(weights).encode(texts)
    cosines = [found @ found.T for found in (e.encode(texts) for e in (WordEncoder(), Halved()))]
    assert vectors.dtype == np.float32
    expected = np.average(cosines, axis=0, weights=weights)
    np.testing.assert_allclose(vectors @ vectors.T, expected, atol=1e-5)


@given(TEXTS, WEIGHTS)
def test_passages_are_put_side_by_side_as_well(texts: list[str], weights: tuple[int, int]) -> None:
    spans = [[(0, 1), (0, len(text))] for text in texts]
    found = both(weights).encode_spans(texts, spans)
    shares = np.sqrt(np.array(weights) / sum(weights))
    for name in SpanVectors.__dataclass_fields__:
        parts = [
            share * getattr(encoder.encode_spans(texts, spans), name)
            for share, encoder in zip(shares, (WordEncoder(), Halved()), strict=True)
        ]
        np.testing.assert_allclose(getattr(found, name), np.concatenate(parts, 1), atol=1e-6)


@given(TEXTS)
def test_who_cannot_read_a_passage_in_its_text_encodes_it_alone(texts: list[str]) -> None:
    spans = [[(0, 1), (0, len(text))] for text in texts]
    found = both((1, 1), Plain()).encode_spans(texts, spans)
    passages = [text[s:e] for text, inside in zip(texts, spans, strict=True) for s, e in inside]
    alone = Plain().encode(passages) / np.sqrt(2)
    np.testing.assert_allclose(found.last[:, 64:], alone, atol=1e-6)
    np.testing.assert_allclose(found.layers[:, 64:], alone, atol=1e-6)


def test_together_they_are_a_model_of_its_own() -> None:
    info = both((1, 1)).info
    assert (info.name, info.dimension, info.languages) == ("both", 96, ("en",))
    other = Halved()
    other.info = replace(Halved.info, sha256="2" * 64)
    digests = {info.sha256, WordEncoder.info.sha256, Halved.info.sha256}
    digests |= {both((1, 1), other).info.sha256, both((2, 1)).info.sha256}
    assert len(digests) == 5


def test_it_is_known_without_loading_anything() -> None:
    known = load_registry()
    info, engines = identify(NAME)
    parts = [open_encoder(part).info for part in known.parts(NAME)]
    assert info == open_encoder(NAME).info
    assert info.dimension == sum(part.dimension for part in parts)
    assert info.sha256 not in {part.sha256 for part in parts}
    assert set(engines.split("+")) <= set(ENGINES)
    assert len(engines.split("+")) == len(parts)


@pytest.mark.parametrize("missing", [None, "minilm", "mpnet", "use-multilingual"])
def test_it_is_listed_and_installed_when_all_are(
    missing: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        registry, "installed_folder", lambda card: None if card.name == missing else tmp_path
    )
    (card,) = (card for card in load_registry().cards() if card.name == NAME)
    assert is_installed(card) is (missing is None)
    header, *rows = (
        row.split("\t") for row in CliRunner().invoke(main, ["models", "list"]).output.splitlines()
    )
    (shown,) = (dict(zip(header, row, strict=True)) for row in rows if row[0] == NAME)
    assert (shown["default"], shown["dimension"], shown["limit"]) == ("no", "1664", "256")
    assert shown["languages"] == "en"
    assert shown["installed"] == ("yes" if missing is None else f"no: {card.install}")


def test_its_name_is_taken() -> None:
    with pytest.raises(EmbeddingError, match=f"did you mean {NAME}"):
        open_encoder("ensembel")


def test_no_model_of_the_user_can_have_its_name(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from model_folders import make_model

    folder = tmp_path_factory.mktemp("own")
    monkeypatch.setenv("SCODIFF_MODELS", str(folder / "models.toml"))
    with pytest.raises(EmbeddingError, match="a model of scodiff's own"):
        record_model(str(make_model(folder / "model")), NAME, ())
