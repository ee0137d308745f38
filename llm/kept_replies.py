"""Replies kept: what a model said once to one question is not asked again.

A reply is one file, named by a digest of all that was asked, of the model's name and of the
prompt's version. It is held against the texts anew each time; one that is damaged, or cannot be
written, is asked for again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scodiff.llm.prompt import Prompt

ENDING = ".reply"


@dataclass(frozen=True, slots=True)
class ModelReply:
    """What a model said, and on which day (ISO 8601)."""

    text: str
    when: str


class KeptReplies:
    """The replies kept in a folder, which belongs to the user alone; without one, none are."""

    def __init__(self, folder: Path | None, model: str) -> None:
        self._folder = folder
        self._model = model

    def load(self, prompt: Prompt[Any]) -> ModelReply | None:
        """The reply to what is asked, where there is one."""
        if self._folder is None:
            return None
        try:
            seal, _, body = self._place(self._folder, prompt).read_bytes().partition(b"\n")
            if seal.decode("ascii") != hashlib.sha256(body).hexdigest():
                return None
            return ModelReply(**json.loads(body))
        except (OSError, ValueError, TypeError, RecursionError):
            return None

    def keep(self, prompt: Prompt[Any], reply: ModelReply) -> None:
        """Write a reply whole or not at all."""
        if self._folder is None:
            return
        body = json.dumps({"text": reply.text, "when": reply.when}).encode("ascii")
        try:
            descriptor, unfinished = tempfile.mkstemp(suffix=".tmp", dir=self._folder)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
                Path(unfinished).replace(self._place(self._folder, prompt))
            except BaseException:
                Path(unfinished).unlink(missing_ok=True)
                raise
        except OSError:
            return

    def _place(self, folder: Path, prompt: Prompt[Any]) -> Path:
        asked = json.dumps([prompt.messages, self._model, prompt.version])
        return folder / f"{hashlib.sha256(asked.encode('ascii')).hexdigest()}{ENDING}"
