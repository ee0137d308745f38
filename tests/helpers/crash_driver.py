"""Kills changes of a collection at random moments, and looks at what each kill left.

    python crash_driver.py FOLDER KILLS SEED

Run by the tests in a process of its own, since it forks. Prints how many of the kills of
additions came before and after the change; an assertion fails if one came in between, or if
a killed removal or rebuild lost anything.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from stores.behind import in_folder

from scodiff.corpus.store.adding import add
from scodiff.corpus.store.checking import check, mend
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.rebuilding import rebuild


def text(number: int) -> bytes:
    """An invented declaration, unlike all others."""
    body = "\n\n".join(
        f"The parties welcome hall {number} of the library, and globe {line} in it."
        for line in range(12)
    )
    return f"LAKESIDE DECLARATION {number}\n\n{body}\n\nLakeside, 4 July 2031\n".encode()


def change(folder: Path, number: int) -> None:
    """One addition."""
    collection = Collection.open(folder)
    add(collection, text(number), name=f"text-{number}.txt", document_id=f"text-{number}")


def state(folder: Path) -> dict[str, str]:
    """All texts held, with digests; every one must be whole, with its original and record."""
    collection = Collection.open(folder)
    wrong = [f for f in check(collection) if f.trouble not in ("stray", "lost text")]
    assert not [f for f in wrong if f.trouble != "damaged record"], wrong
    for held in collection.provenance():
        number = int(held.id.removeprefix("text-"))
        assert (in_folder(collection).originals / held.original).read_bytes() == text(number)
    mend(collection, tuple(wrong))
    return collection.digests()


def killed(job: Callable[[], object], after: float) -> bool:
    """Do a job in a child that is killed after so many seconds; whether it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            job()
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] == 0


def lose_database(folder: Path, copy: Path, rng: random.Random) -> None:
    """Damage or lose the database of a copy, kill rebuilds of it, and look at what is made."""
    shutil.copytree(folder, copy)
    collection = Collection.open(copy)
    was, whole = collection.digests(), in_folder(collection).database.read_bytes()
    files = {path.name: path.read_bytes() for path in in_folder(collection).originals.iterdir()}
    if rng.random() < 0.5:
        in_folder(collection).database.unlink()
    else:
        in_folder(collection).database.write_bytes(
            whole[: len(whole) // 3] + b"\0" * (len(whole) // 2)
        )
    for _ in range(2):
        killed(lambda: rebuild(collection), rng.uniform(0, 0.3))
    assert rebuild(collection).lost == []
    now = collection.digests()
    # What an interrupted addition had written but for its last step may be there, too.
    assert {name: now[name] for name in was} == was
    assert check(collection) == ()
    kept = {path.name: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    assert all(kept.get(name) == data for name, data in files.items() if "unfinished" not in name)
    shutil.rmtree(copy)


def remove_oldest(folder: Path, was: dict[str, str], after: float) -> dict[str, str]:
    """Kill a removal; returns the texts that are held then."""
    oldest = min(set(was) - {"2003-moscow"}, key=lambda n: int(n.removeprefix("text-")))
    killed(lambda: Collection.open(folder).remove(oldest), after)
    now = state(folder)
    assert set(was) - set(now) <= {oldest}
    rest = {name: digest for name, digest in was.items() if name != oldest}
    assert {name: now[name] for name in rest} == rest
    if oldest not in now:
        copy = folder.with_name("removed")
        shutil.copytree(folder, copy)
        in_folder(Collection.open(copy)).database.unlink()
        rebuild(Collection.open(copy))
        assert oldest not in Collection.open(copy).ids(), "what is removed does not come back"
        shutil.rmtree(copy)
    return now


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill, look, and go on with what is left."""
    rng = random.Random(seed)
    change(folder, 0)
    begin = time.perf_counter()
    change(folder, 1)
    longest = 1.3 * (time.perf_counter() - begin)
    before, after, number = 0, 0, 2
    was = state(folder)
    for kill in range(kills):
        killed(partial(change, folder, number), rng.uniform(0, longest))
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
            was = remove_oldest(folder, now, rng.uniform(0, longest))
        if kill % 10 == 9:
            lose_database(folder, folder.with_name("copy"), rng)
    add(Collection.open(folder), text(10_000), name="last.txt", document_id="text-10000")
    rebuild(Collection.open(folder))
    assert check(Collection.open(folder)) == ()
    print(before, after)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
