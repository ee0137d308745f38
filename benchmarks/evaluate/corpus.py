"""Time, memory and slope of adding, phrases, lineages and matrices as a collection grows.

    python -m benchmarks.evaluate.corpus [--documents 30 300 3000] [--server | --store ADDRESS]
        [--workers N | --dask N | --scheduler ADDRESS] [--model NAME] [--steps add encode …]
        [--keep FOLDER]

The texts are those of ``series`` in ``../shared/data`` (or SCODIFF_DATA), in an order drawn by
seed, again and again under other ids: in each copy one word in a hundred is replaced by another
of theirs. They are added as ``scodiff corpus add`` adds them, with their index, to a collection in
a folder, to a PostgreSQL server of their own (``--server``, the wheel pgserver), or at the address
that ``--store`` gives (``postgresql://…``; of an empty database).

Every step runs in a process of its own, as a command does, and its peak memory is that of this
process. Printed are for each number of documents: the seconds for all additions and the ratio of
the last sixth of them to the first (500 of 3,000), by the clock and by the processor (with the
processes that read files); the seconds of a phrase, from the start of the command to its end
(``command``) and the search alone (``search``), the median and the worst of ten phrases, rare and
common; those of a lineage, the first time and the second; and those of a matrix and of formulas,
with nothing kept from before. ``--dask`` starts a cluster on this machine, whose processor seconds
are not counted. With a model,
``encode`` has it read all documents before. The first lineage then finds the vectors of all
passages, and has the pairs of passages read that are likeliest in twenty documents; the second
finds what the first has found. Processor seconds stand beside, for a machine that does other things
too.

Asked for at 3,000: a phrase in 0.3 s, a lineage in 5 s, the last additions at most 1.3 times the
first, less than 1 GiB of memory. It judges, but never fails.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.lib.gold import data_folder
from benchmarks.lib.postgres_server import postgres_server
from scodiff.embeddings.housekeeping import clear

SIZES = (30, 300, 3_000)
STEPS = ("add", "encode", "phrase", "lineage", "matrix", "formulas")
_UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
REPLACED = 0.01
SEED = 23
PHRASES = (
    "sustainable development", "economic growth", "peaceful uses of outer space", "human rights",
    "Federal Open Market Committee", "climate change", "weapons of mass destruction", "economy",
    "central coordinating role of the United Nations", "turquoise otters of the steppe",
)  # fmt: skip
Measured = dict[str, Any]


def copies(number: int) -> Iterator[tuple[str, bytes]]:
    """So many texts, with names for them."""
    folder = data_folder() / "series"
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in (".txt", ".md")]
    random.Random(SEED).shuffle(files)
    texts = [path.read_text("utf-8") for path in files]
    pool = sorted({word for text in texts for word in text.split() if word.isalpha()})
    for n in range(number):
        copy, which = divmod(n, len(files))
        draw = random.Random(f"{SEED} {n}")
        words = texts[which].split(" ")
        words = [draw.choice(pool) if draw.random() < REPLACED else word for word in words]
        name = f"{files[which].parent.name[:30]}-{files[which].stem[:40]}.{copy}"
        yield f"{name}{files[which].suffix}", f"{' '.join(words)}\n\nCopy {n}.\n".encode()


def add(arguments: argparse.Namespace, number: int, place: str) -> Measured:
    """Add so many texts; the ratio is that of the last sixth to the first."""
    from scodiff.cli.indexing import index_kept
    from scodiff.corpus.errors import CorpusError
    from scodiff.corpus.store.adding import add as add_text
    from scodiff.corpus.store.collection import Collection

    collection = Collection.open(place)
    spent, refused = [], 0
    with index_kept(collection) as note:
        for name, data in copies(number):
            begin = time.perf_counter(), _processor()
            try:
                note(add_text(collection, data, name=name, duplicate=True))
            except CorpusError:
                refused += 1
            spent.append((time.perf_counter() - begin[0], _processor() - begin[1]))
    sixth = max(1, number // 6)
    wall, processor = ([s[i] for s in spent] for i in (0, 1))
    return {
        "seconds": sum(wall),
        "processor": sum(processor),
        "ratio": sum(wall[-sixth:]) / sum(wall[:sixth]),
        "ratio_processor": sum(processor[-sixth:]) / sum(processor[:sixth]),
        "refused": refused,
    }


def encode(arguments: argparse.Namespace, number: int, place: str) -> Measured:
    """Have the model read all documents, if there is one, with no vectors kept from before."""
    if arguments.model == "none":
        return {}
    said = [*_ways(arguments), "--model", arguments.model, "--no-progress"]
    clear(("vectors",))
    return _figures(_command("encode", *said, place=place))


def phrase(arguments: argparse.Namespace, number: int, place: str) -> Measured:
    """Ask for each phrase, in this process and as a command."""
    from scodiff.compare.phrases.collection_index import open_collection_index
    from scodiff.compare.phrases.model import PhraseSettings
    from scodiff.compare.phrases.search import search_phrase
    from scodiff.corpus.store.collection import Collection

    settings = PhraseSettings(paraphrases="never")
    collection = Collection.open(place)
    searches, processor, found = [], [], {}
    for text in ("warming up", *PHRASES):
        begin = time.perf_counter(), time.process_time()
        with open_collection_index(collection) as index:
            history = search_phrase(text, index, settings, while_open=True)
        searches.append(time.perf_counter() - begin[0])
        processor.append(time.process_time() - begin[1])
        found[text] = len(history.occurrences)
    wanted = ("warming up", *PHRASES)
    _, *said = [_command("phrase", text, "--no-paraphrase", place=place) for text in wanted]
    commands, of_commands = zip(*said, strict=True)
    return {
        "search": statistics.median(searches[1:]),
        "search_worst": max(searches[1:]),
        "processor": statistics.median(processor[1:]),
        "processor_worst": max(processor[1:]),
        "command": statistics.median(commands),
        "command_worst": max(commands),
        "command_processor": statistics.median(of_commands),
        "command_processor_worst": max(of_commands),
        "each": {
            text: [round(seconds, 3), found[text]]
            for text, seconds in zip(PHRASES, processor[1:], strict=True)
        },
    }


def lineage(arguments: argparse.Namespace, number: int, place: str) -> Measured:
    """Follow a paragraph of an early copy, the first time and the second."""
    from scodiff.corpus.store.collection import Collection

    collection = Collection.open(place)
    added = [row.id for row in collection.provenance()]
    name = next(n for n in added if len(collection.document(n).citable) > 3)
    said = [*_ways(arguments), "--model", arguments.model]
    first, second = (_command("lineage", f"{name}:3", *said, place=place) for _ in range(2))
    return {
        "first": first[0],
        "first_processor": first[1],
        "second": second[0],
        "second_processor": second[1],
    }


def matrix(arguments: argparse.Namespace, number: int, place: str) -> Measured:
    """Draw up a matrix of all documents."""
    said = [*_ways(arguments), "--model", arguments.model, "--format", "csv"]
    clear(("pieces",))
    return _figures(_command("matrix", *said, place=place))


def formulas(arguments: argparse.Namespace, number: int, place: str) -> Measured:
    """Find the formulas of all documents."""
    clear(("pieces",))
    return _figures(_command("formulas", *_ways(arguments), "--format", "csv", place=place))


def _ways(arguments: argparse.Namespace) -> list[str]:
    """The options that say who does the work."""
    if arguments.scheduler:
        return ["--scheduler", arguments.scheduler]
    return ["--workers", str(arguments.workers)] if arguments.workers > 1 else []


def _figures(spent: tuple[float, float]) -> Measured:
    return dict(zip(("seconds", "processor"), spent, strict=True))


def _processor() -> float:
    """The processor seconds of this process and of those of its own that have ended."""
    return sum(os.times()[:4])


def _command(*said: str, place: str) -> tuple[float, float]:
    """The seconds that a command takes, from its start to its end, and those of the processor."""
    command = [sys.executable, "-m", "scodiff.cli", *said, "--collection", place, "--quiet"]
    # As where scodiff is installed: modules are compiled once.
    others = {name: value for name, value in os.environ.items() if name != _UNCOMPILED}
    begin = time.perf_counter(), _processor()
    run = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=others
    )
    if run.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(said)} failed: {run.stderr}")
    return time.perf_counter() - begin[0], _processor() - begin[1]


DONE: dict[str, Callable[[argparse.Namespace, int, str], Measured]] = {
    "add": add,
    "encode": encode,
    "phrase": phrase,
    "lineage": lineage,
    "matrix": matrix,
    "formulas": formulas,
}


def in_child(step: str, number: int, place: str, given: Sequence[str]) -> Measured:
    """The figures of one step, from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.evaluate.corpus", *given]
    command += ["--child", step, str(number), place]
    run = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    figures: Measured = json.loads(run.stdout.splitlines()[-1])
    return figures


def _peak() -> float:
    """The most memory that this process or one of its own has held, in MB."""
    held = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(who).ru_maxrss for who in held)
    return peak / (1e6 if sys.platform == "darwin" else 1024)


def show(number: int, step: str, figures: Measured) -> None:
    """Print what was measured."""
    shown = [f"{name} {value:.3f}" for name, value in figures.items() if isinstance(value, float)]
    print(f"{number:6,} {step:8} {'  '.join(shown)}", flush=True)
    for name, (seconds, found) in figures.get("each", {}).items():
        print(f"{'':15} {seconds:8.3f} s  {found:8,} places  {name}", flush=True)


def main() -> None:
    """Measure each size and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", nargs="*", type=int, default=SIZES, metavar="NUMBER")
    parser.add_argument("--server", action="store_true", help="a PostgreSQL server of its own")
    parser.add_argument("--store", default="", metavar="ADDRESS", help="a PostgreSQL database")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster")
    parser.add_argument("--dask", type=int, default=0, metavar="N", help="workers started for it")
    parser.add_argument("--model", default="none")
    parser.add_argument("--steps", nargs="*", choices=STEPS, default=STEPS)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="of collections, used again")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        step, number, place = arguments.child
        figures = DONE[step](arguments, int(number), place)
        print(json.dumps(figures | {"peak_mb": _peak()}))
        return
    with ExitStack() as opened:
        folder = arguments.keep or Path(opened.enter_context(tempfile.TemporaryDirectory()))
        # What is kept for users is not cleared, and not used.
        os.environ["SCODIFF_CACHE"] = str(folder / "cache")
        server = opened.enter_context(postgres_server()) if arguments.server else None
        scheduler = opened.enter_context(cluster(arguments.dask))
        given = [*sys.argv[1:], *(["--scheduler", scheduler] if scheduler else [])]
        for number in arguments.documents:
            place = arguments.store or str(folder / str(number))
            if server:
                place = server.address(server.database())
            for step in arguments.steps:
                show(number, step, in_child(step, number, place, given))


@contextmanager
def cluster(workers: int) -> Iterator[str | None]:
    """The address of a Dask cluster of so many workers on this machine; None without any."""
    if not workers:
        yield None
        return
    from distributed import LocalCluster

    with LocalCluster(workers, threads_per_worker=1, dashboard_address="127.0.0.1:0") as made:
        yield made.scheduler_address


if __name__ == "__main__":
    main()
