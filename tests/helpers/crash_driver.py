"""Kills additions to a collection at random moments, and looks at what each kill left.

    python crash_driver.py FOLDER KILLS SEED

Run by the tests in a process of its own, since it forks. Prints how many of the kills came
before and after the change; an assertion fails if one came in between.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from scodiff.corpus.store.adding import add
from scodiff.corpus.store.checking import check
from scodiff.corpus.store.collection import Collection


def text(number: int) -> bytes:
    """An invented declaration, unlike all others."""
    body = "\n\n".join(
        f"The parties welcome hall {number} of the library, and globe {line} in it."
        for line in range(12)
    )
    return f"LAKESIDE DECLARATION {number}\n\n{body}\n\nLakeside, 4 July 2031\n".encode()


def change(folder: Path, number: int) -> None:
    """One addition, and the removal of an earlier text now and then."""
    collection = Collection.open(folder)
    add(collection, text(number), name=f"text-{number}.txt", document_id=f"text-{number}")


def state(folder: Path) -> dict[str, str]:
    """All texts held, with digests; every one must be whole."""
    collection = Collection.open(folder)
    wrong = [finding for finding in check(collection) if finding.trouble != "stray"]
    assert not wrong, wrong
    for held in collection.provenance():
        number = int(held.id.removeprefix("text-"))
        assert (collection.originals / held.original).read_bytes() == text(number)
    return collection.digests()


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill, look, and go on with what is left."""
    rng = random.Random(seed)
    change(folder, 0)
    begin = time.perf_counter()
    change(folder, 1)
    longest = 1.3 * (time.perf_counter() - begin)
    before, after, number = 0, 0, 2
    was = state(folder)
    for _ in range(kills):
        child = os.fork()
        if child == 0:
            change(folder, number)
            os._exit(0)
        time.sleep(rng.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        now = state(folder)
        gained = set(now) - set(was)
        assert gained <= {f"text-{number}"}
        assert {name: now[name] for name in was} == was
        before, after = before + (not gained), after + bool(gained)
        # How long an addition takes changes with the load of the machine.
        longest *= 0.93 if gained else 1.07
        number += bool(gained)
        was = now
        if len(now) > 8:
            oldest = min(set(now) - {"2003-moscow"}, key=lambda n: int(n.removeprefix("text-")))
            Collection.open(folder).remove(oldest)
            was = state(folder)
    add(Collection.open(folder), text(10_000), name="last.txt", document_id="text-10000")
    assert check(Collection.open(folder)) == (), "the next addition sweeps up"
    print(before, after)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
