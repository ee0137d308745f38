"""The command line before any command: names of commands, and what is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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


def test_a_second_question_to_a_folder_imports_only_what_it_needs(tmp_path: Path) -> None:
    """Each of these takes a twentieth of the start or more, and answers nothing here."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (tmp_path / "pyproject.toml").write_text("[tool.other]\n")
    for year in (1951, 1952):
        (folder / f"{year}.txt").write_text(f"Statement\n\nThe ports of {year} stay open.\n")
    code = (
        "import sys; from scodiff.cli.main import execute; "
        f"execute(['phrase', 'ports of 1951 stay', {str(folder)!r}, '--no-paraphrase']); "
        "print(*sys.modules, file=sys.stderr)"
    )
    env = os.environ | {"XDG_CACHE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    env.pop("SCODIFF_CACHE", None)
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True, text=True, check=True, env=env, cwd=tmp_path,
        )
        for _ in range(2)
    )  # fmt: skip
    assert first.stdout == second.stdout != ""
    unneeded = {
        "dataclasses", "numpy", "platformdirs", "rich", "sqlite3", "tempfile", "tomllib",
        "scodiff.corpus.model", "scodiff.corpus.reader", "scodiff.embeddings.registry",
    }  # fmt: skip
    assert "scodiff.corpus.reader" in first.stderr.split()
    assert unneeded.isdisjoint(second.stderr.split())
