"""The project's own source, as the tests of its structure see it: modules, imports, definitions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("corpus", "embeddings", "compare", "llm", "reports", "serve", "cli")


@dataclass(frozen=True)
class Module:
    """A Python file: its dotted name (without ``scodiff.``), its lines and its syntax tree."""

    name: str
    path: Path
    lines: int
    tree: ast.Module = field(repr=False)

    @property
    def package(self) -> list[str]:
        """The package that its relative imports start from, as name parts."""
        parts = self.name.split(".")
        return parts if self.path.name == "__init__.py" else parts[:-1]


def modules(*folders: str) -> list[Module]:
    """The modules of folders, in the order of their paths."""
    return [_module(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def _module(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    return Module(name, path, len(text.splitlines()), ast.parse(text))


def imported_names(tree: ast.AST, package: Sequence[str]) -> Iterator[str]:
    """Dotted names of all of ours that a module imports, however, wherever and whenever it does.

    ``package`` is what relative imports start from. Names come without ``scodiff.``.
    """
    for name in _all_imported(tree, ["scodiff", *package]):
        top, _, rest = name.partition(".")
        if top == "scodiff" and rest:
            yield rest
        elif top == "benchmarks":
            yield name


def _all_imported(tree: ast.AST, package: list[str]) -> Iterator[str]:
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


def early_imports(statements: Sequence[ast.stmt]) -> Iterator[str]:
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


def import_graph(found: Sequence[Module]) -> dict[str, set[str]]:
    """Which of the modules each one imports, itself left out."""
    names = {module.name for module in found}
    graph: dict[str, set[str]] = {}
    for module in found:
        imported = (nearest(name, names) for name in imported_names(module.tree, module.package))
        graph[module.name] = {name for name in imported if name} - {module.name}
    return graph


def nearest(name: str, known: set[str]) -> str | None:
    """The longest of the known dotted names that is ``name`` or stands above it."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name or None


def cycles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups of names that all reach one another: the strongly connected components above one."""
    reached = {name: _reachable(name, graph) for name in graph}
    groups = {
        tuple(sorted(other for other in names if name in reached.get(other, ())))
        for name, names in reached.items()
        if name in names
    }
    return [list(group) for group in sorted(groups)]


def _reachable(name: str, graph: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        new = graph.get(waiting.pop(), set()) - seen
        seen |= new
        waiting.extend(new)
    return seen


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each function's name and the lines of its body: decorators and signature do not count."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.body[0].lineno + 1


def types(tree: ast.Module) -> Iterator[str]:
    """The public types that a module defines: classes, aliases and new types."""
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name):
                pass
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_type(name, value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), annotation=kind) if (
                "TypeAlias" in ast.unparse(kind)
            ):
                pass
            case _:
                continue
        if not name.startswith("_"):
            yield name


def _is_type(name: str, value: ast.expr) -> bool:
    """Whether an assignment of ``value`` names a type: one is spelt in capitalised words."""
    if not name[:1].isupper() or name.isupper():
        return False
    if isinstance(value, ast.Call):
        return ast.unparse(value.func).endswith(("NewType", "NamedTuple", "TypedDict", "Enum"))
    return isinstance(value, ast.Subscript | ast.BinOp | ast.Name | ast.Attribute)
