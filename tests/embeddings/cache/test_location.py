"""Where the cache is, as users may write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run

from scodiff.embeddings.cache.location import cache_root


def test_the_home_of_nobody_is_a_name_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SCODIFF_CACHE", "~/cache")
    assert cache_root() == tmp_path / "cache"
    nobody = "~no such user/x"
    for variable in ("SCODIFF_CACHE", "SCODIFF_COLLECTION", "SCODIFF_MODELS"):
        assert run("models", "list", **{variable: nobody}).exit_code == 0
        assert run("corpus", "list", **{variable: nobody}).exit_code == 0
    refused = run("compare", "2003-moscow", "illustration", "--model", nobody)
    assert (refused.exit_code, refused.stderr) == (
        2,
        f"scodiff: there is no model folder {nobody}\n",
    )
