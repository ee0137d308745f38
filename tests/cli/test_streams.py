"""Standard streams that are closed, full, narrow or left: the answer is the same."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from patience import PATIENCE

from scodiff.cli.streams import StreamError, prepare_streams

FULL = Path("/dev/full")
SCODIFF = f"'{sys.executable}' -m scodiff.cli"
PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
# Commands, and what each answers when all goes well.
ANSWERS = {
    "compare --exit-code --model none 2003-moscow illustration": 1,
    "compare --model none --format html 2003-moscow illustration": 0,
    "phrase --exact 'pre-emptive measures' 2003-moscow": 0,
    "phrase --exact --format json 'no such phrase' 2003-moscow": 1,
    "lineage --model none 2003-moscow:3 2003-moscow illustration": 0,
    "formulas --words 400 2003-moscow illustration": 1,
    "formulas --format csv 2003-moscow illustration": 0,
    "matrix --model none 2003-moscow illustration": 0,
    "corpus list": 0,
    "corpus show --json 2003-moscow": 0,
    "corpus check": 0,
    "models list": 0,
    "cache info": 0,
    "--version": 0,
    "compare --help": 0,
}
UNIX = pytest.mark.skipif(os.name == "nt", reason="a shell of Unix is needed")
pytestmark = [UNIX, pytest.mark.slow]


def shell(
    line: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a line of the shell, in which ``scodiff`` stands for the command under test."""
    return subprocess.run(
        ["sh", "-c", line.replace("scodiff", SCODIFF, 1)],
        capture_output=True,
        timeout=PATIENCE,
        env={**os.environ, **(environment or {})},
        check=False,
    )


def calm(done: subprocess.CompletedProcess[bytes]) -> None:
    """Nothing was unforeseen, and Python said nothing of its own."""
    for words in (b"foresee", b"Traceback", b"Exception ignored", b"Error"):
        assert words not in done.stderr, done.stderr


@pytest.mark.parametrize("command", ANSWERS)
def test_a_reader_who_leaves_changes_no_answer(command: str, tmp_path: Path) -> None:
    code = tmp_path / "code"
    done = shell(f"{{ scodiff {command}; echo $? > '{code}'; }} | true")
    calm(done)
    assert (int(code.read_text()), done.stderr) == (ANSWERS[command], b"")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", list(ANSWERS)[:3])
def test_closed_streams_change_no_answer(command: str, closed: str) -> None:
    done = shell(f"scodiff {command} {closed}")
    calm(done)
    assert (done.returncode, done.stderr) == (ANSWERS[command], b"")


@pytest.mark.parametrize("closed", ["2>&-", ">&- 2>&-", "<&- 2>&-", "2>/dev/full"])
def test_trouble_is_trouble_where_it_cannot_be_told(closed: str) -> None:
    done = shell(f"scodiff compare 2003-moscow absent.txt {closed}")
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


def test_closed_standard_input_is_empty() -> None:
    done = shell("scodiff compare 2003-moscow - <&-")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"standard input is empty" in done.stderr


def test_nothing_is_opened_in_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    """Else what a library says would be written into the report."""
    script = tmp_path / "script.py"
    script.write_text(
        "import os\n"
        "from scodiff.cli.streams import prepare_streams\n"
        "prepare_streams()\n"
        f"with open({str(tmp_path / 'out')!r}, 'w') as f:\n"
        "    os.write(1, b'noise')\n"
        "    os.write(2, b'noise')\n"
        "    f.write(str(f.fileno()))\n",
        encoding="utf-8",
    )
    line = f"'{sys.executable}' '{script}' <&- >&- 2>&-"
    assert subprocess.run(["sh", "-c", line], timeout=PATIENCE, check=False).returncode == 0
    assert int((tmp_path / "out").read_text()) > 2


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("command", ANSWERS)
def test_a_full_stream_is_one_sentence(command: str) -> None:
    done = shell(f"scodiff {command} > /dev/full")
    assert done.returncode == 2
    assert done.stderr == (
        b"scodiff: standard output cannot be written: no space left on device.\n"
    )


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii:strict", "koi8-r", "utf-16"])
@pytest.mark.parametrize("language", ["en", "ru", "zh"])
def test_what_an_encoding_lacks_is_escaped(encoding: str, language: str) -> None:
    command = f"compare --model none --report-language {language} 2003-moscow illustration"
    done = shell(f"scodiff {command}", {"PYTHONIOENCODING": encoding})
    calm(done)
    assert done.returncode == 0
    written = done.stdout.decode(encoding.partition(":")[0])
    assert "2003-moscow" in written
    if encoding in ("latin-1", "ascii:strict") and language != "en":
        assert "\\u" in written


@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "ascii:strict"}, PLAIN])
def test_a_report_is_the_same_bytes_in_every_locale(environment: dict[str, str]) -> None:
    for format_ in ("json", "text"):
        command = f"compare --model none 2003-moscow illustration -o /dev/stdout --format {format_}"
        there, here = shell(f"scodiff {command}", environment), shell(f"scodiff {command}")
        assert (there.returncode, there.stdout) == (0, here.stdout)


def test_names_in_a_narrow_locale(tmp_path: Path) -> None:
    path = tmp_path / "Шанхай.txt"
    path.write_text("The States reaffirm the Shanghai Spirit.", encoding="utf-8")
    ours = f"--collection '{tmp_path / 'Собрание'}'"
    for command in (
        f"compare --model none 2003-moscow '{path}'",
        f"corpus add '{path}' --title Декларация {ours}",
        f"corpus list {ours}",
        f"phrase --exact Spirit '{path}'",
        f"matrix --model none --base Шанхай 2003-moscow '{path}'",
        f"compare --model none 2003-moscow шанхай {ours}",
        f"corpus export '{tmp_path / 'Вывоз'}' шанхай {ours}",
        f"corpus remove шанхай {ours}",
        "lineage --help",
    ):
        done = shell(f"scodiff {command}", PLAIN)
        calm(done)
        assert done.returncode == 0, done.stderr
        assert (done.stdout + done.stderr).isascii()
    assert (tmp_path / "Вывоз" / "шанхай.txt").is_file()
    assert "  шанхай.json\n" in (tmp_path / "Вывоз" / "SHA256SUMS").read_text(encoding="utf-8")


def test_a_name_is_the_same_in_every_locale(tmp_path: Path) -> None:
    path = tmp_path / "Шанхай.txt"
    path.write_text("Государства подтверждают шанхайский дух.", encoding="utf-8")
    for command in (
        f"compare --model none --format json '{path}' '{path}'",
        f"phrase --exact 'шанхайский дух' '{path}' --format json",
    ):
        there, here = shell(f"scodiff {command}", PLAIN), shell(f"scodiff {command}")
        assert (there.returncode, there.stdout) == (0, here.stdout)


def test_a_stream_that_does_not_wait_is_waited_for() -> None:
    """As a shell's or an editor's may be: what does not fit at once must not be lost."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    arguments = "compare --model none --format html 2003-moscow illustration"
    command = [sys.executable, "-m", "scodiff.cli", *arguments.split()]
    with subprocess.Popen(command, stdout=writer, stderr=subprocess.PIPE) as process:
        os.close(writer)
        assert process.stderr is not None
        with os.fdopen(reader, "rb") as stream:
            first = stream.read(1)
            time.sleep(1)
            data = first + stream.read()
        assert (process.stderr.read(), process.wait(PATIENCE)) == (b"", 0)
    assert len(data) > 65536
    assert data.endswith(b"</html>")


def stream(raw: io.RawIOBase) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding="ascii")


class Broken(io.RawIOBase):
    """A stream that fails whenever it is written to."""

    def __init__(self, error: OSError) -> None:
        self.error = error

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        raise self.error


@pytest.mark.parametrize("error", [BrokenPipeError(32, "Broken pipe"), OSError(5, "I/O error")])
def test_an_error_of_a_stream_is_told_once(monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    monkeypatch.setattr(sys, "stdout", stream(Broken(error)))
    monkeypatch.setattr(sys, "stderr", stream(Broken(error)))
    prepare_streams()
    sys.stdout.write("a – b")
    if isinstance(error, BrokenPipeError):
        sys.stdout.flush()
    else:
        with pytest.raises(StreamError, match=r"^standard output cannot be written: i/o error\.$"):
            sys.stdout.flush()
    sys.stdout.write("more")
    sys.stdout.flush()
    sys.stderr.write("lost\n")
    sys.stderr.flush()
