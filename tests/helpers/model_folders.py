"""Folders that look like those of a model."""

from __future__ import annotations

import json
import os
from pathlib import Path


def make_model(folder: Path, weights: bytes = b"weights", dimension: int = 8) -> Path:
    """The files of a sentence-transformers model, without a working one."""
    modules = [
        {"path": "", "type": "sentence_transformers.models.Transformer"},
        {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    ]
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "config.json").write_text('{"hidden_size": 99}')
    pooling = {"word_embedding_dimension": dimension}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    (folder / "model.safetensors").write_bytes(weights)
    for path in folder.rglob("*"):
        os.utime(path, (1e9, 1e9))
    return folder
