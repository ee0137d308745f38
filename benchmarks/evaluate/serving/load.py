"""How the reading room bears twenty users: phrase searches while a comparison runs.

    python -m benchmarks.evaluate.serving.load [--users 20] [--rounds 10]

Opens a room on a collection of its own (the declarations in ``../shared/data``, or SCODIFF_DATA;
else parts of the declaration of 2003) and asks it on the loopback address:

* one user, one search after another, nothing else going on: the search alone;
* the users at once, each with the pause of a reader between two searches, without and with
  comparisons that run all the while; and the same without any pause;
* comparisons of all users at once, each of which must be answered (nothing is lost);
* the memory of the room's process after 100 requests and after 1,000 more.

Prints medians and their multiples of the search alone. Needs the extra ``serve``. It judges, but
never fails.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx

from scodiff.corpus.shipped import shipped_document
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.collection import Collection

ROOT = Path(__file__).resolve().parents[3]
PHRASES = (
    "regional security", "fight against terrorism", "Shanghai Spirit", "central coordinating role",
    "non-interference in internal affairs", "illicit drug trafficking", "cultural dialogue",
    "sustainable development", "mutual trust", "energy", "peaceful settlement", "food security",
)  # fmt: skip
# Seconds that a reader takes between two searches, drawn evenly from this range.
PAUSE = (0.5, 1.5)
MEMORY_TARGET = 50.0  # MiB


class Asker:
    """One user's browser."""

    def __init__(self, first: str) -> None:
        self.root = first.partition("/?")[0]
        self.http = httpx.Client(base_url=self.root, timeout=300, trust_env=False)
        self.http.get(first)

    def search(self, phrase: str) -> float:
        """Search for a phrase in its words; returns the seconds until the answer is there."""
        begin = time.perf_counter()
        page = self.http.get("/phrase", params={"q": phrase, "exact": "yes"})
        elapsed = time.perf_counter() - begin
        if page.status_code != 200 or 'id="answer"' not in page.text:
            raise SystemExit(f"a search was lost: {page.status_code}")
        return elapsed

    def compare(self, a: str, b: str) -> bool:
        """Compare two texts, wait for the report, and say whether it came."""
        headers = {"origin": self.root}
        begun = self.http.post("/compare", data={"a": a, "b": b}, headers=headers)
        path = begun.headers["location"]
        while True:
            page = self.http.get(path)
            if "refresh" not in page.headers:
                break
            time.sleep(0.3)
        report = self.http.get(f"{path}/report.html")
        self.http.post(f"{path}/delete", headers=headers)
        return report.status_code == 200 and b'id="comparison"' in report.content


def fill(collection: Collection) -> None:
    """Add the declarations at hand, else parts of the one that is shipped."""
    folder = Path(os.environ.get("SCODIFF_DATA", ROOT.parent / "shared" / "data")) / "sco"
    for path in sorted(folder.glob("*.en.txt")):
        add(collection, path)
    if len(collection.ids()) > 2:
        return
    known = [p.text for p in shipped_document("2003-moscow").citable]
    for year in range(2031, 2043):
        drawn = random.Random(year).sample(known, len(known) * 2 // 3)
        data = "\n\n".join(drawn).encode()
        add(collection, data, name=f"{year}.txt", document_id=f"{year}-made", date=f"{year}-06-01")


@contextmanager
def opened(folder: Path) -> Iterator[tuple[str, int]]:
    """A room's first address and its process; closed with Ctrl-C."""
    env = {**os.environ, "SCODIFF_CACHE": str(folder / "cache")}
    command = [sys.executable, "-m", "scodiff.cli", "serve", "--no-open", "--port", "0"]
    command += ["--collection", str(folder / "collection")]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def at_once(askers: list[Asker], rounds: int, pause: tuple[float, float] | None) -> list[float]:
    """The seconds of all searches of users who search at the same time."""

    def searches(number: int) -> list[float]:
        """One user's."""
        drawn, found = random.Random(number), []
        for _ in range(rounds):
            if pause:
                time.sleep(drawn.uniform(*pause))
            found.append(askers[number].search(drawn.choice(PHRASES)))
        return found

    with ThreadPoolExecutor(len(askers)) as threads:
        return [s for found in threads.map(searches, range(len(askers))) for s in found]


@contextmanager
def comparing(first: str, pairs: list[tuple[str, str]]) -> Iterator[list[bool]]:
    """Keep comparisons running; yields what came of each."""
    asker, made, over = Asker(first), list[bool](), threading.Event()

    def work() -> None:
        """One comparison after another."""
        while not over.is_set():
            a, b = pairs[len(made) % len(pairs)]
            made.append(asker.compare(a, b))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield made
    finally:
        over.set()
        thread.join()


def memory(process: int) -> float:
    """MiB of the room's process that are in memory."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else float("nan")


def told(what: str, seconds: list[float], alone: float) -> None:
    """Print a median, its multiple of the search alone, and the slowest of twenty."""
    median = statistics.median(seconds)
    slow = sorted(seconds)[int(len(seconds) * 0.95)]
    print(
        f"{what:<52} {median * 1000:7.1f} ms  x {median / alone:5.2f}  "
        f"(95 of 100 within {slow * 1000:.0f} ms, {len(seconds)} searches)"
    )


def main() -> None:
    """Open a room, and ask it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=10)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        collection = Collection.open(Path(name) / "collection")
        fill(collection)
        ids = [d.id for d in collection.documents() if d.language == "en"]
        pairs = [(a, b) for a in ids for b in ids if a < b]
        with opened(Path(name)) as (first, process):
            ask(first, process, said.users, said.rounds, pairs)


def ask(first: str, process: int, users: int, rounds: int, pairs: list[tuple[str, str]]) -> None:
    """Ask a room all that is measured."""
    askers = [Asker(first) for _ in range(users)]
    for phrase in PHRASES:  # What is made once only is made here.
        askers[0].search(phrase)
    single = [askers[0].search(phrase) for phrase in PHRASES * 3]
    alone = statistics.median(single)
    told("one user, nothing else", single, alone)
    told(f"{users} users who read between", at_once(askers, rounds, PAUSE), alone)
    with comparing(first, pairs) as made:
        busy = at_once(askers, rounds, PAUSE)
    told(f"{users} users who read between, {len(made)} comparisons", busy, alone)
    told(f"{users} users without a pause", at_once(askers, rounds, None), alone)
    with comparing(first, pairs) as more:
        busy = at_once(askers, rounds, None)
    told(f"{users} users without a pause, {len(more)} comparisons", busy, alone)
    with ThreadPoolExecutor(users) as threads:
        asked = [pairs[n % len(pairs)] for n in range(users)]
        reports = list(threads.map(lambda asker, pair: asker.compare(*pair), askers, asked))
    answered = sum([*made, *more, *reports])
    print(f"comparisons answered: {answered} of {len(made) + len(more) + len(reports)}")
    for _ in range(100 // len(PHRASES) + 1):
        at_once(askers[:1], len(PHRASES), None)
    before = memory(process)
    at_once(askers, 1000 // users, None)
    after = memory(process)
    verdict = "within" if after - before <= MEMORY_TARGET else "beyond"
    print(
        f"memory: {before:.0f} MiB, after 1,000 requests more {after:.0f} MiB "
        f"({after - before:+.1f}; {verdict} {MEMORY_TARGET:.0f})"
    )


if __name__ == "__main__":
    main()
