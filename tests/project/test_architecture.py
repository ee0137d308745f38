"""Data flows one way: which part may import which, and what may be imported early."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Sequence

import pytest
from sources import (
    PACKAGES,
    ROOT,
    Module,
    cycles,
    early_imports,
    import_graph,
    imported_names,
    modules,
    nearest,
)

# The rooms of each package, from what uses to what is used: a room may import itself and the rooms
# on the lines below its own. A room is a folder or a module; the longest name that fits counts.
ROOMS = {
    "corpus": (
        "corpus.fetching",
        "corpus",
        "corpus.library",
        "corpus.store",
        "corpus.shipped corpus.recognition",
        "corpus.readings",
        "corpus.reader",
        "corpus.sources",
        "corpus.readers corpus.metadata corpus.misreadings corpus.corrections",
        "corpus.segmentation",
        "corpus.catalogue corpus.datelines corpus.labels",
        "corpus.model corpus.errors corpus.files corpus.joining corpus.texts",
    ),
    "embeddings": (
        "embeddings.housekeeping embeddings.languages",
        "embeddings.models",
        "embeddings.engines embeddings.pair_reader",
        "embeddings.files",
        "embeddings.registry",
        "embeddings.cache",
        "embeddings embeddings.encoder embeddings.errors",
    ),
    "compare": (
        "compare.studies compare.synopsis",
        "compare.phrases compare.review",
        "compare",
        "compare.answer",
        "compare.pipeline",
        "compare.shifts",
        "compare.decisions",
        "compare.linking",
        "compare.alignment",
        "compare.reading",
        "compare.scoring",
        "compare.diff",
        "compare.studies.model",
        "compare.phrases.model compare.synopsis.model",
        "compare.model",
        "compare.decisions.model compare.shifts.kinds",
        "compare.settings",
        "compare.jobs compare.text",
    ),
    "llm": (
        "llm.reading",
        "llm.asking llm.consistency llm.link_prompt llm.shift_prompt",
        "llm.client llm.cost llm.kept_replies llm.link_replies llm.shift_replies",
        "llm.prompt llm.reply_json llm.transport",
        "llm.endpoint",
        "llm llm.errors",
    ),
    "reports": (
        "reports.synopsis",
        "reports.formats",
        "reports.phrases reports.review",
        "reports.html",
        "reports.messages",
        "reports.verification",
        "reports.manifest",
        "reports.atomic reports.serialise",
        "reports reports.errors reports.runs reports.visible",
    ),
    "serve": (
        "serve.server",
        "serve.pages",
        "serve.asking serve.guard",
        "serve.room",
        "serve.recent serve.work",
        "serve.desk serve.review_orders",
        "serve.orders",
        "serve.mending serve.troubles",
        "serve serve.errors serve.words",
    ),
    "cli": ("cli",),
    "benchmarks": ("benchmarks.evaluate benchmarks.train", "benchmarks.lib"),
}

# Of other packages, each may use these; a dotted name allows that module only.
MAY_USE = {
    "corpus": (),
    "embeddings": (),
    "compare": ("corpus", "embeddings"),
    "llm": (
        "compare.decisions.model",
        "compare.review",
        "compare.shifts.kinds",
        "compare.text.quotations",
        "corpus.fetching",
    ),
    "reports": (
        "corpus.joining",
        "corpus.model",
        "compare.answer",
        "compare.decisions.model",
        "compare.model",
        "compare.review.doubt",
        "compare.review.model",
        "compare.review.shifts.model",
        "compare.text.tokens",
        "compare.settings",
        "compare.shifts.kinds",
        "compare.phrases.model",
        "compare.studies.model",
        "compare.synopsis.model",
    ),
    "serve": ("corpus", "embeddings", "compare", "reports"),
    "cli": ("corpus", "embeddings", "compare", "llm", "reports", "serve"),
    "benchmarks": ("corpus", "embeddings", "compare", "llm", "reports", "serve", "cli"),
}
HEAVY = frozenset({"torch", "sentence_transformers", "transformers"})


def outside(names: Iterable[str], package: str) -> list[str]:
    """Those imported names that a package may not take from another."""
    allowed = tuple(f"{name}." for name in (package, *MAY_USE[package]))
    return [name for name in names if not f"{name}.".startswith(allowed)]


def upward(module: str, names: Iterable[str], rooms: Sequence[str]) -> list[str]:
    """Those imported names of the same package that stand beside or above the module's room."""
    line = {room: number for number, listed in enumerate(rooms) for room in listed.split()}
    known = set(line)
    own = nearest(module, known)
    assert own is not None, f"{module} has no room in the table"
    found = []
    for name in names:
        room = nearest(name, known)
        if room not in (None, own) and line[room] <= line[own]:
            found.append(name)
    return found


def test_every_folder_is_typed_and_has_modules() -> None:
    for folder in PACKAGES:
        assert (ROOT / folder / "py.typed").is_file(), folder
        assert (ROOT / folder / "__init__.py").is_file(), folder


@pytest.mark.parametrize("package", MAY_USE)
def test_packages_use_only_those_below(package: str) -> None:
    wrong = {
        module.name: names
        for module in modules(package)
        if (names := outside(imported_names(module.tree, module.package), package))
    }
    assert wrong == {}


@pytest.mark.parametrize("package", ROOMS)
def test_rooms_use_only_those_below(package: str) -> None:
    found = modules(package)
    names = {module.name for module in found}
    wrong = {}
    for module in found:
        imported = {
            own
            for name in imported_names(module.tree, module.package)
            if name.startswith(f"{package}.") and (own := nearest(name, names))
        }
        if bad := upward(module.name, sorted(imported), ROOMS[package]):
            wrong[module.name] = bad
    assert wrong == {}


def test_no_import_leads_back() -> None:
    """Imports inside functions and for types alone count as well."""
    assert cycles(import_graph(modules(*ROOMS))) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_imports_a_model_library_early(package: str) -> None:
    for module in modules(package):
        assert HEAVY.isdisjoint(early_imports(module.tree.body)), module.name


@pytest.mark.parametrize(
    ("folder", "source", "wrong"),
    [
        ("corpus", "import scodiff.compare.model", ["compare.model"]),
        ("corpus", "from scodiff import compare", ["compare"]),
        ("corpus", "from ..compare import model", ["compare.model"]),
        ("corpus", "from .. import compare", ["compare"]),
        ("corpus", "from . import model", []),
        ("corpus", "from .model import Span", []),
        ("corpus", "import importlib\nimportlib.import_module('scodiff.cli')", ["cli"]),
        ("corpus", "def f():\n    import scodiff.reports", ["reports"]),
        ("embeddings", "from scodiff.corpus.model import Span", ["corpus.model.Span"]),
        ("compare", "from scodiff.corpus.model import Span\nimport numpy", []),
        ("compare", "import scodiff.reports", ["reports"]),
        ("compare", "from benchmarks.lib import gold", ["benchmarks.lib.gold"]),
        ("reports", "from scodiff.compare.model import Link", []),
        ("reports", "from scodiff.compare.models import Link", ["compare.models.Link"]),
        ("reports", "from scodiff.compare import pipeline", ["compare.pipeline"]),
        ("cli", "from scodiff.reports import html", []),
    ],
)
def test_the_direction_is_seen_in_every_form(folder: str, source: str, wrong: list[str]) -> None:
    names = imported_names(ast.parse(source), [folder])
    assert outside(names, folder) == wrong


@pytest.mark.parametrize(
    ("module", "name", "wrong"),
    [
        ("p.top.a", "p.low.b", False),
        ("p.top.a", "p.top.b", False),
        ("p.low.a", "p.top.b", True),
        ("p.low.a", "p.beside.b", True),
        ("p.low.a", "p.top.basic", False),
        ("p.top.basic", "p.top.a", True),
        ("p.low.a", "p", True),
    ],
)
def test_a_room_above_or_beside_is_seen(module: str, name: str, wrong: bool) -> None:
    rooms = ("p", "p.top", "p.low p.beside", "p.top.basic")
    assert upward(module, [name], rooms) == [name] * wrong


def test_a_room_that_is_in_no_table_is_seen() -> None:
    with pytest.raises(AssertionError, match="q has no room"):
        upward("q", [], ("p",))


def test_a_cycle_is_seen() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a", "e"}, "e": {"d"}, "f": {"a"}}
    assert cycles(graph) == [["b", "c"], ["d", "e"]]


@pytest.mark.parametrize(
    "source",
    [
        "from .b import f",
        "def g():\n    from scodiff.p.b import f",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from scodiff.p import b",
    ],
)
def test_no_import_is_too_late_for_the_graph(source: str) -> None:
    found = [
        Module(name, ROOT / "p" / f"{name[2:]}.py", 1, ast.parse(text))
        for name, text in (("p.a", source), ("p.b", ""))
    ]
    assert import_graph(found) == {"p.a": {"p.b"}, "p.b": set()}


@pytest.mark.parametrize(
    ("source", "early"),
    [
        ("import torch.nn", {"torch"}),
        ("from torch import nn", {"torch"}),
        ("try:\n    import torch\nexcept ImportError:\n    import os", {"torch", "os"}),
        ("class C:\n    import torch", {"torch"}),
        ("def f():\n    import torch", set()),
        ("class C:\n    def f(self):\n        import torch", set()),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch", {"typing"}),
    ],
)
def test_early_imports_are_told_from_late_ones(source: str, early: set[str]) -> None:
    assert set(early_imports(ast.parse(source).body)) == early


def test_the_command_line_starts_without_anything_heavy() -> None:
    code = "import sys, scodiff.cli.main; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "click" in loaded
    assert loaded.isdisjoint(HEAVY | {"numpy", "rich", "jinja2"})
