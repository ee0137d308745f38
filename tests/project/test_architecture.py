"""Data flows one way: which folder may import which, and what may be imported early."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("corpus", "embeddings", "compare", "reports", "cli")

# Of the other folders, each may use these; a dotted name allows that one module only.
MAY_USE = {
    "corpus": (),
    "embeddings": (),
    "compare": ("corpus", "embeddings"),
    "reports": (
        "corpus.model",
        "compare.model",
        "compare.settings",
        "compare.shifts.kinds",
        "compare.phrases.model",
        "compare.studies.model",
    ),
    "cli": ("corpus", "embeddings", "compare", "reports"),
}
# Rooms of a package from low to high: each may use those before it. A dotted name is a module
# that stands lower than its room. The package's own ``__init__`` is the way in, and may use all.
ROOMS = {
    "compare": (
        "text",
        "settings",
        "shifts.kinds",
        "model",
        "diff",
        "scoring",
        "alignment",
        "decisions",
        "shifts",
        "plain_words",
        "pipeline",
        "phrases",
        "studies",
    ),
}
HEAVY = frozenset({"torch", "sentence_transformers", "transformers"})


def modules() -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


def package_of(path: Path) -> list[str]:
    """The package that a file's relative imports start from, as name parts."""
    return ["scodiff", *path.relative_to(ROOT).parent.parts]


def imported_names(tree: ast.AST, package: list[str]) -> Iterator[str]:
    """Absolute dotted names of all that a module imports, however it says so."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                start = package[: len(package) - level + 1] if level else []
                base = ".".join([*start, *([module] if module else [])])
                yield from (f"{base}.{alias.name}" for alias in names)
            case ast.Call(func=func, args=[ast.Constant(value=str(name)), *_]):
                if ast.unparse(func).endswith(("import_module", "__import__")):
                    yield name


def forbidden(names: Iterator[str], folder: str) -> list[str]:
    """Those imported names that break the direction of dependence."""
    allowed = tuple(f"scodiff.{name}." for name in (folder, *MAY_USE[folder]))
    ours = (name for name in names if name == "scodiff" or name.startswith("scodiff."))
    return [name for name in ours if not f"{name}.".startswith(allowed)]


def early_imports(statements: list[ast.stmt]) -> Iterator[str]:
    """Top-level names imported when the module itself is: not those inside functions."""
    for node in statements:
        match node:
            case ast.Import(names=names):
                yield from (alias.name.split(".")[0] for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.split(".")[0]
            case ast.If(test=test, orelse=otherwise) if "TYPE_CHECKING" in ast.unparse(test):
                yield from early_imports(otherwise)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                continue
            case _:
                inner = [n for n in ast.iter_child_nodes(node) if isinstance(n, ast.stmt)]
                handlers = [
                    n for n in ast.iter_child_nodes(node) if isinstance(n, ast.ExceptHandler)
                ]
                yield from early_imports(inner + [s for h in handlers for s in h.body])


def test_every_folder_is_typed_and_has_modules() -> None:
    for folder in FOLDERS:
        assert (ROOT / folder / "py.typed").is_file(), folder
        assert (ROOT / folder / "__init__.py").is_file(), folder


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_follow_the_direction_of_dependence(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    folder = path.relative_to(ROOT).parts[0]
    assert forbidden(imported_names(tree, package_of(path)), folder) == []


def height(name: str, rooms: Sequence[str]) -> int:
    """The place of a module in the table of rooms, by its own name or by its room's."""
    _, _, room, module, *_ = f"{name}..".split(".")
    own = f"{room}.{module}"
    return rooms.index(own if own in rooms else room)


def upward(names: Iterator[str], module: str) -> list[str]:
    """Those imported names that stand in a higher room of the module's own package."""
    folder = module.split(".")[1]
    rooms = ROOMS[folder]
    own = [name for name in names if name.startswith(f"scodiff.{folder}.")]
    return [name for name in own if height(name, rooms) > height(module, rooms)]


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if path.relative_to(ROOT).parts[0] in ROOMS],
    ids=lambda p: p.relative_to(ROOT).as_posix(),
)
def test_imports_lead_from_higher_rooms_to_lower_ones(path: Path) -> None:
    package = package_of(path)
    if len(package) > 2 or path.stem != "__init__":
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert upward(imported_names(tree, package), ".".join([*package, path.stem])) == []


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_module_imports_a_model_library_early(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert HEAVY.isdisjoint(early_imports(tree.body))


@pytest.mark.parametrize(
    ("folder", "source", "wrong"),
    [
        ("corpus", "import scodiff.compare.model", ["scodiff.compare.model"]),
        ("corpus", "from scodiff import compare", ["scodiff.compare"]),
        ("corpus", "from ..compare import model", ["scodiff.compare.model"]),
        ("corpus", "from .. import compare", ["scodiff.compare"]),
        ("corpus", "from . import model", []),
        ("corpus", "from .model import Span", []),
        ("corpus", "import importlib\nimportlib.import_module('scodiff.cli')", ["scodiff.cli"]),
        ("corpus", "def f():\n    import scodiff.reports", ["scodiff.reports"]),
        ("embeddings", "from scodiff.corpus.model import Span", ["scodiff.corpus.model.Span"]),
        ("compare", "from scodiff.corpus.model import Span\nimport numpy", []),
        ("compare", "import scodiff.reports", ["scodiff.reports"]),
        ("reports", "from scodiff.compare.model import Link", []),
        ("reports", "from scodiff.compare.models import Link", ["scodiff.compare.models.Link"]),
        ("reports", "from scodiff.compare import pipeline", ["scodiff.compare.pipeline"]),
        ("cli", "from scodiff.reports import html", []),
    ],
)
def test_the_direction_is_seen_in_every_form(folder: str, source: str, wrong: list[str]) -> None:
    names = imported_names(ast.parse(source), ["scodiff", folder])
    assert forbidden(names, folder) == wrong


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
