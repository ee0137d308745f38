"""Files that are none, that never end, or that are larger than any text."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from command import run
from patience import PATIENCE

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.files import read_file
from scodiff.corpus.reader import read
from scodiff.corpus.sources import read_bytes

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and devices are files of Unix")

TEXT = "The parties welcome the opening of the library in the mountains.\n"


@pytest.fixture
def special(tmp_path: Path) -> dict[str, Path]:
    """A named pipe, a socket, a device, and a link to one."""
    pipe, link = tmp_path / "pipe.txt", tmp_path / "link.txt"
    os.mkfifo(pipe)
    link.symlink_to("/dev/zero")
    # The name of a socket may have a hundred characters.
    folder = Path(tempfile.mkdtemp())
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "s.txt"))
    return {"pipe": pipe, "link": link, "socket": folder / "s.txt", "device": Path("/dev/zero")}


@pytest.mark.parametrize("kind", ["pipe", "link", "socket", "device"])
def test_what_is_no_file_is_refused(special: dict[str, Path], kind: str) -> None:
    path = special[kind]
    for refused in (read, read_bytes):
        with pytest.raises(CorpusError, match="not a file") as caught:
            refused(path)
        assert str(path) in str(caught.value)
    with pytest.raises(OSError, match="not a file"):
        read_file(path, 100)


def test_a_sparse_file_is_refused_without_being_read(tmp_path: Path) -> None:
    sparse = tmp_path / "sparse.txt"
    with sparse.open("wb") as file:
        file.truncate(100 * 2**30)
    with pytest.raises(CorpusError, match="more than 16 MiB"):
        read(sparse)
    with pytest.raises(OSError, match="more than 1 MiB"):
        read_file(sparse, 2**20)


def test_a_file_of_just_the_largest_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 100)
    assert read_file(path, 100) == b"x" * 100
    with pytest.raises(OSError, match="more than"):
        read_file(path, 99)


def limited(*arguments: str, stdin: int | None = None) -> tuple[int, str]:
    """Exit code and errors of a command that may take 2 GiB of address space."""
    import resource

    def bound() -> None:
        """In the child, before it is the command."""
        resource.setrlimit(resource.RLIMIT_AS, (2 * 2**30, 2 * 2**30))

    command = [sys.executable, "-m", "scodiff.cli", *arguments]
    done = subprocess.run(
        command, stdin=stdin, capture_output=True, timeout=PATIENCE, check=False, preexec_fn=bound
    )
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "2003-moscow", "{}"], ["compare", "{}", "2003-moscow"],
        ["compare", "2003-moscow", "illustration", "--links", "{}"],
        ["compare", "2003-moscow", "illustration", "--lexicon", "{}"],
        ["corpus", "add", "{}"], ["verify", "{}"], ["phrase", "library", "{}"],
    ],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_no_command_waits_for_a_pipe_or_fills_the_memory(
    special: dict[str, Path], arguments: list[str], kind: str
) -> None:
    code, errors = limited(*[a.format(special[kind]) for a in arguments])
    assert code == 2
    assert "did not foresee" not in errors
    assert len(errors.strip().splitlines()) <= 3


@pytest.mark.parametrize("command", [["compare", "2003-moscow", "-"], ["corpus", "add", "-"]])
def test_standard_input_is_read_within_bounds(command: list[str]) -> None:
    with subprocess.Popen(["yes"], stdout=subprocess.PIPE) as endless:
        assert endless.stdout is not None
        try:
            code, errors = limited(*command, stdin=endless.stdout.fileno())
        finally:
            endless.kill()
    assert code == 2
    assert "standard input has more than 16 MiB" in errors


def test_a_folder_that_holds_a_pipe_is_searched(special: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    found = run("phrase", "library in the mountains", str(tmp_path))
    assert found.exit_code == 0
    assert "good" in found.stdout
    assert f"Left out: {special['pipe']} cannot be read (it is a named pipe" in found.stderr
    assert f"Left out: {special['link']} cannot be read (it is a device" in found.stderr
