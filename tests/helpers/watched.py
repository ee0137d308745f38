"""A command run under strace: the sockets that it opened, and the files that it changed.

The kernel is watched, so that a C++ library or a child process is seen as Python is.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from patience import PATIENCE

# One file a thread (-ff), so that no call is broken by another; -y names the open files.
_STRACE = ("strace", "-ff", "--seccomp-bpf", "-y", "-s", "200")
_BY_NAME = (
    *("mkdir", "mkdirat", "mknod", "mknodat", "rename", "renameat", "renameat2"),
    *("unlink", "unlinkat", "rmdir", "link", "linkat", "symlink", "symlinkat"),
    *("truncate", "chmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchownat"),
)
# Of these the first name is what is pointed at.
_LINKS = ("link", "linkat", "symlink", "symlinkat")
_OPENING = ("open", "openat", "openat2", "creat")
_SOCKETS = ("socket", "connect", "io_uring_setup")
_CALLS = ",".join(f"?{name}" for name in (*_BY_NAME, *_OPENING, *_SOCKETS))

_LINE = re.compile(r"(\w+)\((.*)\) += (-?\d+|\?)(?:<(.*?)>(?:\(deleted\))?)?(?: .*)?")
_NAME = re.compile(r'(?:<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
_WRITES = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC)")


@dataclass(frozen=True)
class Watched:
    """What a command left and said, what it reached for, and the paths that it changed."""

    exit_code: int
    stdout: str
    stderr: str
    reached: tuple[str, ...]
    changed: frozenset[Path]


def why_not_watchable() -> str | None:
    """What keeps commands from being watched here; None if nothing does."""
    if shutil.which("strace") is None:
        return "strace is not installed (apt-get install strace)"
    probe = subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"strace may not watch here: {probe.stderr.strip()}" if probe.returncode else None


def watch(command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> Watched:
    """Run a command and all that it starts."""
    with tempfile.TemporaryDirectory() as folder:
        traced = [*_STRACE, "-e", f"trace={_CALLS}", "-o", f"{folder}/trace", *command]
        done = subprocess.run(
            traced, cwd=cwd, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        calls = [call for path in Path(folder).iterdir() for call in _calls(path)]
    return Watched(
        done.returncode,
        done.stdout,
        done.stderr,
        tuple(sorted(set(_reached(calls)))),
        frozenset(path for call in calls for path in _changed(call, cwd)),
    )


# The name of a call, its arguments, what it returned, and the file that this number is.
_Call = tuple[str, str, int, str | None]


def _calls(trace: Path) -> Iterator[_Call]:
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith(("---", "+++")):
            continue  # signals, and the end of the process
        found = _LINE.fullmatch(line)
        assert found, f"strace says what is not understood: {line}"
        yield found[1], found[2], -1 if found[3] == "?" else int(found[3]), found[4]


def _reached(calls: Sequence[_Call]) -> Iterator[str]:
    """Sockets of any family but that of this machine's own, whether they opened or not.

    A name may also be looked up by a service of this machine, whose socket says so.
    """
    for name, arguments, _, _ in calls:
        local = arguments.startswith("AF_UNIX") or "sa_family=AF_UNIX" in arguments
        if name in _SOCKETS and (not local or "resolve" in arguments):
            yield f"{name}({arguments})"


def _changed(call: _Call, cwd: Path) -> Iterator[Path]:
    name, arguments, returned, opened = call
    if returned < 0 or name in _SOCKETS:
        return
    if name in _OPENING:
        if (name == "creat" or _WRITES.search(arguments)) and opened:
            yield Path(_text(opened))
        return
    named = [cwd / _text(folder or "") / _text(path) for folder, path in _NAME.findall(arguments)]
    yield from named[-1:] if name in _LINKS else named


def _text(quoted: str) -> str:
    """A name whose unusual bytes strace gives as a C string does."""
    data: bytes = ast.literal_eval(f'b"{quoted}"') if "\\" in quoted else quoted.encode()
    return data.decode(errors="surrogateescape")
