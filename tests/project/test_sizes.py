"""Nothing grows too large to be taken in, and each name of a type means one thing."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from sources import PACKAGES, ROOT, functions, modules, types

MODULES_A_FOLDER = 15
LINES_A_FILE = 300
LINES_A_FUNCTION = 40
# One file a command, however many commands there are.
UNBOUNDED = ("cli",)

OURS = (*PACKAGES, "benchmarks")


def crowded(paths: list[Path]) -> list[str]:
    """Folders that hold too many modules."""
    held = Counter(path.parent for path in paths if path.name != "__init__.py")
    return [
        f"{folder.as_posix()}: {count} modules"
        for folder, count in held.items()
        if count > MODULES_A_FOLDER and folder.as_posix() not in UNBOUNDED
    ]


def long_functions(tree: ast.Module) -> list[str]:
    """Functions whose body is too long."""
    return [f"{name}: {lines} lines" for name, lines in functions(tree) if lines > LINES_A_FUNCTION]


def doubled(trees: dict[str, ast.Module]) -> list[str]:
    """Names that more than one definition of a type bears."""
    places = defaultdict(list)
    for module, tree in trees.items():
        for name in types(tree):
            places[name].append(module)
    return [f"{name}: {', '.join(at)}" for name, at in sorted(places.items()) if len(at) > 1]


def test_no_folder_is_crowded() -> None:
    found = modules(*OURS, "tests")
    assert crowded([module.path.relative_to(ROOT) for module in found]) == []


def test_no_file_is_long() -> None:
    assert [(m.name, m.lines) for m in modules(*OURS) if m.lines > LINES_A_FILE] == []


def test_no_function_is_long() -> None:
    assert [(m.name, long) for m in modules(*OURS) if (long := long_functions(m.tree))] == []


def test_a_type_is_defined_once() -> None:
    found = modules(*OURS, "tests/helpers")
    assert doubled({module.name: module.tree for module in found}) == []


def test_the_commands_alone_may_be_many() -> None:
    many = [Path(f"compare/text/m{number}.py") for number in range(MODULES_A_FOLDER + 1)]
    assert crowded(many) == ["compare/text: 16 modules"]
    assert crowded([*many[1:], Path("compare/text/__init__.py")]) == []
    assert crowded([Path("cli") / path.name for path in many]) == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("def f(\n    a,\n    b,\n):\n    return a", 1),
        ("@option('--a')\n@option('--b')\ndef f():\n    '''Say.'''\n\n    return 1", 3),
        ("class C:\n    async def f(self):\n        await a\n        await b", 2),
    ],
)
def test_the_body_of_a_function_is_measured(source: str, lines: int) -> None:
    assert list(functions(ast.parse(source))) == [("f", lines)]


def test_a_long_function_is_seen() -> None:
    body = "\n".join(["    pass"] * (LINES_A_FUNCTION + 1))
    assert long_functions(ast.parse(f"def f():\n{body}")) == ["f: 41 lines"]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("class Link: ...", ["Link"]),
        ("class _Link: ...", []),
        ("Kind = Literal['a', 'b']", ["Kind"]),
        ("Vectors = np.ndarray", ["Vectors"]),
        ("Pair: TypeAlias = 'tuple[int, int]'", ["Pair"]),
        ("Id = NewType('Id', str)", ["Id"]),
        ("KINDS = dict[str, int]", []),
        ("size = a | b", []),
        ("def f():\n    class Inner: ...", []),
    ],
)
def test_types_are_recognised(source: str, names: list[str]) -> None:
    assert list(types(ast.parse(source))) == names


def test_a_doubled_type_is_seen() -> None:
    trees = {"a": ast.parse("class Side: ..."), "b": ast.parse("Side = dict[str, int]")}
    assert doubled(trees) == ["Side: a, b"]
