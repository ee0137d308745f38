"""The reading room on a collection that a team shares."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rooms.reading_room import open_room

from benchmarks.lib.postgres_server import PostgresServer
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.collection import Collection

pytest.importorskip("uvicorn", reason="the extra [serve] is not installed")

LAKES = b"LAKE COUNCIL\n\n1 June 2031\n\nWe shall build a railway together.\n\nWe thank the town.\n"


def test_what_others_add_is_shown_and_found_at_once(server: PostgresServer, tmp_path: Path) -> None:
    url = server.emptied().replace("scodiff@", "scodiff:secret@")
    collection = Collection.open(url)
    with open_room(tmp_path, SCODIFF_COLLECTION=url) as room:
        visitor = room.client()
        assert "lakes" not in visitor.read("/collection").text
        add(collection, LAKES, name="lakes.txt", document_id="lakes")
        pages = [visitor.read("/collection"), visitor.read("/texts/lakes")]
        pages.append(visitor.http.get("/phrase", params={"q": "a railway", "exact": "yes"}))
        assert [page.status_code for page in pages] == [200, 200, 200]
        assert all("lakes" in page.text for page in pages)
        assert re.search("build a.{0,40}railway|a railway", pages[2].text, re.DOTALL)
        server.execute("ALTER SCHEMA scodiff RENAME TO away", "shared")
        server.execute("CREATE SCHEMA scodiff CREATE TABLE mine (n int)", "shared")
        pages.append(visitor.read("/collection"))
        server.execute("DROP SCHEMA scodiff CASCADE", "shared")
        server.execute("DROP SCHEMA away CASCADE", "shared")
        assert "another program" in pages[3].text
        for page in pages:
            assert "secret" not in page.text
            assert "postgresql://" not in page.text
