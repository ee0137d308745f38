"""A second question to a folder takes little more than a start of scodiff and the search.

How much more is measured by benchmarks/evaluate/startup.py; here it is held that it is little.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scodiff.cli.documents import open_index
from scodiff.compare.phrases.model import PhraseSettings
from scodiff.compare.phrases.search import search_phrase

QUESTION = "open sea lanes"
RUNS = 5

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not count their time"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """117 short texts of different lengths."""
    made = tmp_path / "texts"
    made.mkdir()
    for number in range(117):
        body = "\n\n".join(f"The parties keep the {QUESTION}, part {k}." for k in range(number % 9))
        (made / f"{number}.txt").write_text(f"Statement {number}\n\nThey met.\n\n{body}\n")
    return made


def worked(env: dict[str, str], *arguments: str) -> float:
    """The seconds that a run of scodiff works, however long it waits for others to work."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scodiff.cli", *arguments], env=env, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_utime + used.ru_stime


def searched(folder: Path) -> float:
    """The seconds that the search itself works, of texts that are not yet in memory."""
    with open_index([str(folder)], None, True) as index:
        begin = time.process_time()
        search_phrase(QUESTION, index, PhraseSettings(paraphrases="never"))
        return time.process_time() - begin


def test_it_takes_few_starts_besides_the_search(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    # No module is compiled anew, wherever compiled ones may not be kept.
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = str(tmp_path / "compiled")
    question = ("phrase", QUESTION, str(folder), "--no-paraphrase", "-q")
    worked(env, *question)
    worked(env, "--help")
    times = [(worked(env, *question), worked(env, "--help"), searched(folder)) for _ in range(RUNS)]
    # The least disturbed: other work on the machine makes each of them longer, never shorter.
    second, start, search = map(min, zip(*times, strict=True))
    # Two to three were measured, and eight where every file is read anew.
    assert second - search < 5 * start, times
