"""The command line before any command: names of commands, and what is imported."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from command import assert_one_sentence, run


def test_an_unknown_command_is_answered_with_the_nearest() -> None:
    result = run("compar", "2003-moscow", "illustration")
    assert_one_sentence(result)
    assert "compare" in result.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["compare", "--help"], ["models", "list"]])
def test_what_needs_no_model_imports_none(arguments: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "scodiff.cli", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert not imported & {"torch", "transformers", "sentence_transformers", "numpy", "rich"}


@pytest.mark.parametrize("option", ["--no-paraphrase", "--exact", "--regex"])
def test_a_search_for_words_loads_no_model_and_no_numbers(option: str) -> None:
    code = (
        "import sys; from scodiff.cli.main import execute; "
        f"execute(['phrase', 'pre-emptive measures', {option!r}, '--format', 'json']); "
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    loaded = set(done.stderr.split())
    assert loaded.isdisjoint({"torch", "sentence_transformers", "numpy", "jinja2", "rich"})
