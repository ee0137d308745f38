"""In how many passages of international texts each word stands."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def document_frequencies() -> tuple[int, dict[str, int]]:
    """How many passages the background has, and in how many of them each stem stands."""
    file = Path(__file__).with_name("background-words.json")
    data = json.loads(file.read_text("utf-8"))
    return data["passages"], data["frequency"]
