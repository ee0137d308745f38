"""Teach minilm what two larger models see in texts of the genre.

    python -m benchmarks.train.distil MPNET FOLDER [--steps 1600]

The model learns to order its neighbours as all-mpnet-base-v2 and the multilingual model do together
(relational distillation: Park et al. 2019, "Relational Knowledge Distillation", section 3; here
by the divergence of softmaxes). It is shown sentences and clauses alone, without any label: of
UN resolutions, a G20 declaration, statements and proclamations, addresses on the State of the
Union. No text of the alignment gold is among them; the proclamations of 2022 and 2023 share
closing formulas with those of other years that are. MPNET is the folder of the one
teacher (``teacher.py`` fetches it), the other must be installed. A step takes two seconds on two
cores. The sums of several threads are not the same from run to run, so another run ends in weights
that differ a little.

FOLDER then holds the taught model, of which ``adapter.py`` keeps what fits into the package. Last,
the docs-out table of ``train.py`` is printed for it and for minilm.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import torch

from benchmarks.lib.gold import data_folder, read_pairs
from benchmarks.lib.learning import examples, reading_of
from benchmarks.lib.reading.read_pairs import Tuned
from benchmarks.train.background import clauses as background_clauses
from benchmarks.train.teacher import DIMENSION, checked
from benchmarks.train.train import MULTILINGUAL, judge, show
from scodiff.compare.scoring import features
from scodiff.compare.scoring.vectors import encode_both
from scodiff.compare.text.clauses import split_clauses
from scodiff.compare.text.tokens import count_words
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.engines.engine import run_engine
from scodiff.embeddings.engines.late_chunking import LAYERS
from scodiff.embeddings.engines.torch_engine import TorchEngine, load_model
from scodiff.embeddings.models import open_encoder, open_source

# Each source is a neighbourhood of its own: among like texts the differences are to be seen.
SOURCES = (
    *(f"series/un-ga/{start}*/*.txt" for start in "abcdefghijklmnoprstuvw"),
    "series/un-draft-adopted/**/*.txt",
    "series/g20/*.md",
    "sco/*statement*.txt",
    "series/us-proclamations/2022*.md",
    "series/us-proclamations/2023*.md",
    "series/fomc/*.md",
    "series/state-of-the-union/*",
)
MOST, LEAST = 1500, 96
SENTENCE_WORDS, CLAUSE_WORDS = range(6, 91), range(6, 61)
BATCH, RATE, WARM_UP, TEMPERATURE = 64, 4e-5, 50, 0.05
# How much of the mean of a batch is taken away, as in a comparison.
MEAN_SHARE = 0.7
PROFILE = "minilm"


def neighbourhoods() -> list[list[str]]:
    """Sentences and clauses by their source, each once."""
    draw = random.Random(0)
    found = []
    for pattern in SOURCES:
        texts: dict[str, None] = {}
        for path in sorted(data_folder().glob(pattern)):
            text = re.sub(r"\s+", " ", path.read_text("utf-8", errors="replace"))
            for sentence in re.split(r"(?<=[.;])\s", text):
                parts = [clause.text for clause in split_clauses([sentence]).clauses]
                texts |= dict.fromkeys(p for p in parts if count_words(p) in CLAUSE_WORDS)
                if count_words(sentence) in SENTENCE_WORDS:
                    texts[sentence] = None
        if len(texts) >= LEAST:
            found.append(draw.sample(list(texts), min(MOST, len(texts))))
    return found


def taught(texts: list[list[str]], mpnet: Path) -> list[torch.Tensor]:
    """Both teachers' vectors of all texts, one beside the other, by source."""
    flat = [text for source in texts for text in source]
    first = run_engine(TorchEngine(load_model(checked(mpnet), DIMENSION)), flat)
    both = np.concatenate([first, open_encoder(MULTILINGUAL).encode(flat)], axis=1)
    return list(torch.from_numpy(both).split([len(source) for source in texts]))


def teach(model: Any, mpnet: Path, steps: int) -> None:
    """Train a sentence-transformers model in place, by the model in ``mpnet`` and another."""
    torch.manual_seed(0)
    draw = random.Random(1)
    texts = neighbourhoods()
    vectors = taught(texts, mpnet)
    weights = [len(source) ** 0.5 for source in texts]
    network = model[0].auto_model
    network.config.output_hidden_states = True
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
    start, losses = time.monotonic(), []
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, step / WARM_UP) * (1 - 0.9 * step / steps)
        source = draw.choices(range(len(texts)), weights)[0]
        chosen = draw.sample(range(len(texts[source])), BATCH)
        teacher = _cosines(vectors[source][chosen])
        loss = torch.zeros(())
        for student in read(model, [texts[source][k] for k in chosen]):
            loss = loss + _divergence(_cosines(student), teacher) / 2
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % 100 == 0:
            print(f"{step + 1:6} {np.mean(losses[-100:]):.3f} {time.monotonic() - start:6.0f} s")


def read(model: Any, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
    """The texts' vectors in the last layer, and in the last ones together."""
    pieces = model.tokenizer(
        texts, padding=True, truncation=True, max_length=160, return_tensors="pt"
    )
    mask = pieces["attention_mask"][..., None].float()
    layers = [
        torch.nn.functional.normalize((layer * mask).sum(1) / mask.sum(1), dim=1)
        for layer in model[0].auto_model(**pieces).hidden_states[-LAYERS:]
    ]
    return layers[-1], torch.nn.functional.normalize(torch.stack(layers).sum(0), dim=1)


def _cosines(vectors: torch.Tensor) -> torch.Tensor:
    """The cosines of each with all others, without what the batch has in common."""
    centred = torch.nn.functional.normalize(vectors - MEAN_SHARE * vectors.mean(0), dim=1)
    others = ~torch.eye(len(vectors), dtype=torch.bool)
    return (centred @ centred.T)[others].view(len(vectors), -1) / TEMPERATURE


def _divergence(student: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.kl_div(
        torch.log_softmax(student, 1), torch.softmax(teacher, 1), reduction="batchmean"
    )


def evaluate(title: str, encoder: Encoder) -> None:
    """Print the docs-out table, with the genre's clauses by this very model."""
    sentences, chosen = background_clauses()
    reading = reading_of(PROFILE)
    vectors, _ = encode_both(sentences, sentences, encoder, reading)
    genre = np.stack([vectors.clauses[chosen], vectors.own()[chosen]], axis=1)
    with patch.object(features, "genre_clauses", lambda *_: genre):
        evidence = examples(read_pairs(), encoder, reading)
    show(title, judge(evidence, PROFILE, frozenset()))


def main() -> None:
    """Teach, write and judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mpnet", type=Path, metavar="MPNET")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--steps", type=int, default=1600)
    arguments = parser.parse_args()
    source, _ = open_source("minilm")
    model = load_model(source.verified_folder(), source.dimension)
    teach(model, arguments.mpnet, arguments.steps)
    model.save(str(arguments.folder))
    evaluate("minilm", open_encoder("minilm"))
    evaluate("taught", Tuned(model))


if __name__ == "__main__":
    main()
