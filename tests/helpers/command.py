"""The command line, run within the test's own process."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from patience import PATIENCE

from scodiff.cli.main import execute


@dataclass(frozen=True)
class Result:
    """What a run left: its exit code, and what it wrote to each stream."""

    exit_code: int
    stdout: str
    stderr: str


def run(*arguments: str | Path, stdin: str | bytes = "", **environment: str) -> Result:
    """Run ``scodiff`` as its entry point does, with standard input and environment given.

    A warning is shown as users see it, where tests else take one for an error.
    """
    with (
        CliRunner().isolation(input=stdin, env=environment) as (out, err, _),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("default", UserWarning)
        code = execute([str(argument) for argument in arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        return Result(code, out.getvalue().decode(), err.getvalue().decode())


def run_process(*arguments: str | Path, **environment: str) -> Result:
    """Run ``scodiff`` in a process of its own: for what only a fresh one shows."""
    done = subprocess.run(
        [sys.executable, "-m", "scodiff.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={**os.environ, **environment},
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def assert_one_sentence(result: Result) -> None:
    """Exit code 2, nothing on stdout, and one clear sentence on stderr."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("scodiff: ")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    assert len(result.stderr) < 400
