"""What all tests share: the folder of real texts, and a cache that is theirs alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

# Before anything imports torch: one thread, and no model hub whatever happens.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["HF_HUB_OFFLINE"] = "1"

import pytest
from hypothesis import HealthCheck, settings

from benchmarks.lib.postgres_server import PostgresServer, ServerUnavailableError, postgres_server

ROOT = Path(__file__).resolve().parents[1]

# How long an example takes is told by what else the machine does.
settings.register_profile(
    "unhurried",
    settings(settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]),
)
settings.load_profile("unhurried")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests from the user's cache and collection, and share vectors between them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCODIFF_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("SCODIFF_COLLECTION", str(tmp_path_factory.mktemp("user") / "collection"))
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL server; tests that need it skip where there can be none."""
    try:
        with postgres_server() as made:
            yield made
    except ServerUnavailableError as error:
        pytest.skip(f"{error}")


@pytest.fixture(params=["folder", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a collection may be made: a folder, and then a database of a server."""
    if request.param == "server":
        return str(request.getfixturevalue("server").emptied())
    return str(tmp_path / "collection")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real declarations; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("SCODIFF_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("no real declarations in ../shared/data (SCODIFF_DATA names another folder)")
    return folder
