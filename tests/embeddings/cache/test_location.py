"""Where the cache is, as users may write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run
from platformdirs import user_cache_path, user_config_path

from scodiff.embeddings.cache.location import cache_root, user_folder


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


@pytest.mark.parametrize("named", [None, "", "/srv/own", "relative/own"])
@pytest.mark.parametrize("home", ["/home/somebody", "relative", ""])
def test_the_folders_are_those_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, named: str | None, home: str
) -> None:
    monkeypatch.setenv("HOME", home)
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(variable, raising=False)
        if named is not None:
            monkeypatch.setenv(variable, named)
    assert user_folder("cache") == user_cache_path("scodiff", appauthor=False)
    assert user_folder("config") == user_config_path("scodiff", appauthor=False)
