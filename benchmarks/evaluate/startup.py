"""How long scodiff takes to start, against the libraries it cannot do without.

    python -m benchmarks.evaluate.startup [RUNS]

Prints medians of wall time over alternating runs, and their ratios: of ``scodiff
--help`` to importing click; of a repeated comparison, to HTML and to JSON, whose vectors
are all at hand, whole and without the work itself, to importing numpy, click and jinja2; of
the second question to a folder of 117 statements, whole and without the search itself, to
``scodiff --help``. The work itself is what it takes in a process that has done it before: what
is left is the start. The comparison uses the declaration of 2022 where it is at hand
(``../shared/data``, or SCODIFF_DATA), else the illustration. Also tells which heavy libraries
the repeated comparison imported. It judges, but never fails.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = 15
HEAVY = ("torch", "transformers", "sentence_transformers")

HELP_TARGET = 2.0
# Of a comparison without its work: to align, to set passages beside each other and to write the
# report takes as long as all libraries together, and is no start.
REPEAT_TARGET = 4.0
REPEAT = """
import sys, time
from scodiff.cli.main import execute
took = []
for _ in range(4):
    begin = time.perf_counter()
    assert execute(sys.argv[1:]) == 0
    took.append(time.perf_counter() - begin)
print(min(took[1:]))
"""

QUESTION = "maximum employment"
QUESTION_TARGET = 2.0
# The search itself in a process that has searched before: seconds with the index that is kept,
# of texts that are not yet in memory, and with one that is made of texts in memory.
SEARCH = """
import sys, time
from scodiff.cli.documents import documents, open_index
from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.model import PhraseSettings
from scodiff.compare.phrases.search import search_phrase
def asked(index):
    begin = time.perf_counter()
    search_phrase(sys.argv[2], index, PhraseSettings(paraphrases="never"))
    return time.perf_counter() - begin
kept = []
for _ in range(5):
    with open_index([sys.argv[1]], None, True) as index:
        kept.append(asked(index))
read, begin = documents([sys.argv[1]], None, True), time.perf_counter()
index = PhraseIndex.of(read)
made = time.perf_counter() - begin + asked(index)
print(min(kept), made)
"""

RUN_CLI = "from scodiff.cli.main import run; run()"


def later_text() -> str:
    """The declaration of 2022 where the texts are at hand, else the illustration."""
    data = Path(os.environ.get("SCODIFF_DATA", ROOT.parent / "shared" / "data"))
    real = data / "sco" / "2022-samarkand.en.txt"
    return str(real) if real.is_file() else "illustration"


def seconds(command: Sequence[str], env: dict[str, str]) -> float:
    """Wall time of one run; an error stops the benchmark with the command's own words."""
    begin = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    elapsed = time.perf_counter() - begin
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return elapsed


def medians(commands: Sequence[Sequence[str]], runs: int, env: dict[str, str]) -> tuple[float, ...]:
    """Median seconds of each command, the commands taking turns."""
    times = [[seconds(command, env) for command in commands] for _ in range(runs)]
    return tuple(statistics.median(column) for column in zip(*times, strict=True))


def imported(command: Sequence[str], env: dict[str, str]) -> set[str]:
    """Top-level names of everything that a command of this interpreter imports."""
    traced = [sys.executable, "-X", "importtime", *command[1:]]
    done = subprocess.run(traced, env=env, capture_output=True, text=True, check=True)
    rows = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {row.rsplit("|", 1)[1].strip().split(".")[0] for row in rows}


def report(
    name: str, baseline: str, ours: float, theirs: float, target: float | None = None
) -> None:
    """Print one ratio and whether it keeps its target, if it has one."""
    ratio = ours / theirs
    told = f"     target < {target:g}: {'OK' if ratio < target else 'over'}" if target else ""
    print(f"{name:<30}{ours * 1000:7.0f} ms")
    print(f"{baseline:<30}{theirs * 1000:7.0f} ms")
    print(f"{'ratio':<30}{ratio:7.2f}{told}\n")


def figures(code: str, arguments: Sequence[str], env: dict[str, str]) -> list[float]:
    """What a program prints, as numbers."""
    child = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(child, env=env, capture_output=True, text=True, check=True)
    return list(map(float, done.stdout.split()))


def folder_of_texts(scratch: Path) -> Path:
    """117 short statements where they are at hand, else as many short texts made here."""
    data = Path(os.environ.get("SCODIFF_DATA", ROOT.parent / "shared" / "data"))
    if (data / "series" / "fomc").is_dir():
        return data / "series" / "fomc"
    folder = scratch / "statements"
    folder.mkdir()
    for number in range(117):
        body = "\n\n".join(f"The board seeks {QUESTION}, part {k}." for k in range(number % 9 + 1))
        (folder / f"{number}.txt").write_text(f"Statement {number}\n\n{body}\n")
    return folder


def second_question(scodiff: str, scratch: Path, runs: int, env: dict[str, str]) -> None:
    """Print what a second question to a folder takes beside the start and the search."""
    folder = str(folder_of_texts(scratch))
    asked = [scodiff, "phrase", QUESTION, folder]
    first = seconds(asked, env)
    seconds(asked, env)
    ours, start = medians([asked, [scodiff, "--help"]], runs, env)
    kept, made = figures(SEARCH, [folder, QUESTION], env)
    print(
        f"first question to a folder {first:.1f} s; the search itself, in a process that has "
        f"searched: {kept * 1000:.0f} ms, with an index to make {made * 1000:.0f} ms"
    )
    head = "scodiff --help"
    report("second question", head, ours, start)
    report("second, without search", head, ours - kept, start, QUESTION_TARGET)
    report("… and its index", head, ours - made, start, QUESTION_TARGET)


def _environment(scratch: Path) -> dict[str, str]:
    """A user's environment, with a cache of its own."""
    env = os.environ | {"XDG_CACHE_HOME": str(scratch / "cache")}
    for name in ("SCODIFF_CACHE", "PYTHONDONTWRITEBYTECODE"):  # to compile all anew is no start
        env.pop(name, None)
    return env


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and return 0."""
    runs = int(arguments[0]) if arguments else RUNS
    scodiff = str(Path(sys.executable).with_name("scodiff"))
    with tempfile.TemporaryDirectory() as scratch:
        env = _environment(Path(scratch))
        html, json = (
            ["compare", "2003-moscow", later_text(), "-q", "-o", str(Path(scratch, f"r.{ending}"))]
            for ending in ("html", "json")
        )
        first = seconds([scodiff, *html], env)
        for warm in (["--help"], html, json):
            seconds([scodiff, *warm], env)
        print(f"medians of {runs} alternating runs; first comparison, cold: {first:.1f} s\n")
        ours, theirs = medians(
            [[scodiff, "--help"], [sys.executable, "-c", "import click"]], runs, env
        )
        report("scodiff --help", "import click", ours, theirs, HELP_TARGET)
        libraries = "numpy, click, jinja2"
        baseline = [sys.executable, "-c", f"import {libraries}"]
        *ours_to, theirs = medians([[scodiff, *html], [scodiff, *json], baseline], runs, env)
        for ending, ours, command in zip(("HTML", "JSON"), ours_to, (html, json), strict=True):
            (work,) = figures(REPEAT, command, env)
            report(f"comparison to {ending}", libraries, ours, theirs)
            report("… without its work", libraries, ours - work, theirs, REPEAT_TARGET)
        second_question(scodiff, Path(scratch), runs, env)
        heavy = sorted(imported([sys.executable, "-c", RUN_CLI, *html], env) & set(HEAVY))
    verdict = f"over: {', '.join(heavy)}" if heavy else f"OK (none of {', '.join(HEAVY)})"
    print(f"heavy imports of a repeated comparison: {verdict}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
