"""A reading room for tests: opened as its command opens it, and asked over its socket."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from patience import PATIENCE

_SIDE = re.compile(r"^(a|b|new|words)_")


@dataclass
class OpenRoom:
    """A room that is open: its process, its first address, and where it keeps things."""

    process: subprocess.Popen[str]
    first: str
    cache: Path
    collection: Path
    visitors: list[httpx.Client] = field(default_factory=list)

    @property
    def root(self) -> str:
        """The address without the token."""
        return self.first.partition("/?")[0]

    @property
    def folders(self) -> list[Path]:
        """The folders of rooms that are in the cache."""
        return [path for path in (self.cache / "serve").iterdir() if path.is_dir()]

    def client(self) -> Visitor:
        """Someone who has opened the first address."""
        return Visitor(self)

    def close(self) -> int:
        """Press Ctrl-C, and wait for the end."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


class Visitor:
    """A browser without a screen: keeps its cookies, and says where its forms come from."""

    def __init__(self, room: OpenRoom, token: bool = True) -> None:
        self.room = room
        self.http = httpx.Client(base_url=room.root, timeout=PATIENCE, trust_env=False)
        room.visitors.append(self.http)
        if token:
            self.http.get(room.first)

    def read(self, path: str) -> httpx.Response:
        """A page, after what it redirects to."""
        return self.http.get(path, follow_redirects=True)

    def send(
        self,
        path: str,
        files: dict[str, tuple[str, bytes]] | None = None,
        **fields: str,
    ) -> httpx.Response:
        """The page that a form leads to; of a side's fields ``_`` stands for ``-``."""
        said = {_SIDE.sub(r"\1-", name): value for name, value in fields.items()}
        return self.http.post(
            path,
            data=said,
            files=files,
            headers={"origin": self.room.root},
            follow_redirects=True,
        )

    def send_all(
        self, path: str, chosen: tuple[str, tuple[str, ...]], **fields: str
    ) -> httpx.Response:
        """As ``send``, with several values under one name."""
        said: dict[str, str | list[str]] = {**fields, chosen[0]: list(chosen[1])}
        headers = {"origin": self.room.root}
        return self.http.post(path, data=said, headers=headers, follow_redirects=True)

    def wait(self, page: httpx.Response) -> httpx.Response:
        """Ask again as a page tells the browser to, until it no longer does."""
        until = time.monotonic() + PATIENCE
        while "refresh" in page.headers:
            assert time.monotonic() < until, page.text
            time.sleep(0.2)
            page = self.read(str(page.url))
        return page


@contextmanager
def open_room(folder: Path, *options: str, **env: str) -> Iterator[OpenRoom]:
    """A room on a collection of its own in a folder, in a process of its own."""
    cache, collection = folder / "cache", folder / "collection"
    own = {"SCODIFF_CACHE": str(cache), "SCODIFF_COLLECTION": str(collection), **env}
    command = [sys.executable, "-m", "scodiff.cli", "serve", "--no-open", "--port", "0", *options]
    errors = folder / "stderr"
    room = None
    with errors.open("w") as stderr:
        process = subprocess.Popen(
            command, env=os.environ | own, stdout=subprocess.PIPE, stderr=stderr, text=True
        )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert re.match(r"http://127\.0\.0\.1:\d+/\?token=\S+\n", line), errors.read_text()
        room = OpenRoom(process, line.strip(), cache, collection)
        yield room
    finally:
        for visitor in room.visitors if room else ():
            visitor.close()
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()
