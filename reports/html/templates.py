"""The page template, compiled once for all runs.

Compiling the template takes longer than filling it. The compiled form is therefore kept
beside the package's own compiled modules (``__pycache__``), under the same trust; where that
folder cannot be written, in the user's own cache, which must belong to the user and be closed
to others, since what is kept there is run. It is made anew whenever the template, Jinja2 or
Python changes, or its bytes are not as they were left.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import marshal
import os
import re
import stat
import sys
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined, compiler
from jinja2.bccache import Bucket
from markupsafe import Markup

from scodiff.reports.atomic import write_atomically
from scodiff.reports.errors import ReportError
from scodiff.reports.visible import visible

FOLDER = Path(__file__).parents[1]


def environment() -> Environment:
    """A Jinja2 environment that escapes all, refuses the unknown and shows what is hidden."""
    return Environment(
        loader=FunctionLoader(_load),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=CompiledTemplates(),
    )


def read(name: str) -> str:
    """A template, style sheet or script of the package."""
    return (FOLDER / name).read_text(encoding="utf-8")


def asset(name: str) -> Markup:
    """A style sheet or script of the package, which is ours and not to be escaped.

    Without the indentation and comment lines that only its writers need.
    """
    text = re.sub(r"(?m)^\s*/\*.*\*/\s*$", "", read(name))
    return Markup(re.sub(r"\n\s+", "\n", text).strip())


def source_hash(text: str) -> str:
    """A style sheet or script as a content-security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode(
        "ascii"
    )


class CompiledTemplates(BytecodeCache):
    """Compiled templates among the package's compiled modules.

    ``always`` keeps them there even where Python was told to write no compiled modules.
    """

    def __init__(self, *, always: bool = False) -> None:
        self._always = always

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the kept form if it is whole and of this template; else leave it out."""
        for place in filter(None, (_among_modules(bucket), _in_users_cache(bucket))):
            try:
                data = place.read_bytes()
            except OSError:
                continue
            digest, code = data[:32], data[32:]
            if digest == _digest(bucket, code):
                bucket.code = marshal.loads(code)
                return

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the compiled form in the first place where that is possible and wanted."""
        if not isinstance(bucket.code, CodeType):
            return
        code = marshal.dumps(bucket.code)
        wanted = self._always or not sys.dont_write_bytecode
        among_modules = _among_modules(bucket) if wanted else None
        for place in filter(None, (among_modules, _in_users_cache(bucket))):
            with contextlib.suppress(ReportError, OSError):
                place.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(place, _digest(bucket, code) + code)
                return


def _among_modules(bucket: Bucket) -> Path | None:
    """The place beside the package's compiled modules, where this Python has such."""
    try:
        return Path(cache_from_source(str(FOLDER / f"{_name(bucket)}.py"))).with_suffix(".j2c")
    except NotImplementedError:
        return None


def _in_users_cache(bucket: Bucket) -> Path | None:
    """The place in the user's own cache, where that is the user's own."""
    try:
        return _private_folder() / f"{_name(bucket)}.{sys.implementation.cache_tag}.j2c"
    except (OSError, RuntimeError):
        return None


def _name(bucket: Bucket) -> str:
    # The key stands for the name; one file for each template and version of Python.
    return f"template-{bucket.key[:12]}"


def _private_folder() -> Path:
    """The user's own folder for compiled templates; OSError where others could write to it."""
    if chosen := os.environ.get("SCODIFF_CACHE"):
        root = Path(chosen).expanduser()
    else:
        from platformdirs import user_cache_path

        root = user_cache_path("scodiff", appauthor=False)
    folder = root / "templates"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if hasattr(os, "getuid"):
        for path in (root, folder):
            status = path.stat()
            if status.st_uid != os.getuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                raise PermissionError(f"{path} belongs to or can be changed by another user")
    return folder


def _digest(bucket: Bucket, code: bytes) -> bytes:
    # As Python does for its own modules: the compiler's file tells its version.
    compiled_by = Path(compiler.__file__).stat()
    stamp = f"{bucket.checksum} {compiled_by.st_size} {compiled_by.st_mtime_ns}".encode()
    return hashlib.sha256(MAGIC_NUMBER + stamp + code).digest()


def _load(name: str) -> tuple[str, str, None]:
    return read(name), str(FOLDER / name), None


def _finalize(value: object) -> object:
    """Show control characters wherever a text is printed, attributes included."""
    return visible(value) if type(value) is str else value
