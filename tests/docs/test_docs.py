"""The documentation is true: its examples, commands, paths, names and links.

After an intended change, write into the pages what the examples print now, and read the diff:

    SCODIFF_UPDATE_GOLDEN=1 python -m pytest tests/docs
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import click
import pytest
from doc_pages import PAGES, ROOT, blocks, code_spans, commands, renewed

from scodiff.cli.main import main

FOLDERS = "corpus|embeddings|compare|llm|reports|cli|tests|benchmarks|docs|.ci"
PATH = re.compile(rf"({FOLDERS})/\S*|[A-Z]+\.md|Makefile|pyproject\.toml|constraints\.txt")
NAME = re.compile(r"scodiff(\.\w+)+(?<!\.toml)")
MODULE = re.compile(r"python -m (benchmarks\.[\w.]+)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
MOST_FILES = 5  # to touch for a usual task

every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)


@every_page
def test_examples_print_what_is_shown(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    as_now = renewed(page)
    if os.environ.get("SCODIFF_UPDATE_GOLDEN"):
        path.write_text(as_now, encoding="utf-8")
    assert page == as_now


@every_page
def test_commands_and_options_exist(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = path.read_text(encoding="utf-8")
    (tmp_path / "report.html").touch()
    monkeypatch.chdir(tmp_path)
    for command in commands(page):
        parse(shlex.split(command)[1:])
    known = set(options(main))
    assert {span.split()[0] for span in code_spans(page) if span.startswith("--")} <= known


def parse(arguments: list[str]) -> None:
    """Have Click read a command line, and run nothing; it refuses what there is not.

    A sentence may name a command without its arguments.
    """
    command: click.Command = main
    context = click.Context(main)
    while isinstance(command, click.Group) and arguments:
        _, found, arguments = command.resolve_command(context, arguments)
        assert found
        command = found
    with suppress(click.MissingParameter, click.exceptions.NoArgsIsHelpError):
        command.make_context(command.name, arguments, parent=context)


def options(command: click.Command) -> Iterator[str]:
    """Every option of a command and of those below it."""
    context = click.Context(command)
    for parameter in command.get_params(context):
        yield from (*parameter.opts, *parameter.secondary_opts)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below
            yield from options(below)


@every_page
def test_paths_exist(path: Path) -> None:
    spans = [span for span in code_spans(path.read_text(encoding="utf-8")) if PATH.fullmatch(span)]
    assert [span for span in spans if not any(ROOT.glob(span))] == []


@every_page
def test_names_exist(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    names = [span for span in code_spans(page) if NAME.fullmatch(span)]
    assert [name for name in names if not found(name)] == []
    modules = [module.replace(".", "/") for module in MODULE.findall(page)]
    assert [module for module in modules if not (ROOT / f"{module}.py").exists()] == []


def found(name: str) -> bool:
    """Whether there is a module of that name, or what the name says in one."""
    module, _, inside = name.rpartition(".")
    try:
        import_module(name)
    except ModuleNotFoundError:
        return hasattr(import_module(module), inside)
    return True


@every_page
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        page = path.parent / name if name else path
        assert page.exists(), target
        if anchor:
            assert anchor in anchors(page), target


def anchors(path: Path) -> set[str]:
    """The addresses of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def tasks() -> dict[str, set[str]]:
    """The tasks of CONTRIBUTING.md, and the files that the first paragraph of each names."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    sections = (section.split("\n\n") for section in page.split("\n### ")[1:])
    return {
        title: {s for s in code_spans(first) if PATH.fullmatch(s)} for title, first, *_ in sections
    }


def test_tasks_take_few_files() -> None:
    assert len(tasks()) >= 10
    for title, files in tasks().items():
        assert 1 <= len(files) <= MOST_FILES, title


def test_every_block_says_what_it_is() -> None:
    known = {"console", "python", "text", "sh", "toml", "json", "mermaid"}
    for path in PAGES:
        kinds = {(block.info.split() or [""])[0] for block in blocks(path.read_text("utf-8"))}
        assert kinds <= known, path.name
