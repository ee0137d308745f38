"""Teach minilm to read two passages together and say whether they make the same statement.

    python -m benchmarks.train.statements FOLDER [--folds 0 1 01 …] [--write] [--seed N]

A pair is read as one text, from whose vector the verdict is linear (``scodiff.embeddings.
pair_reader``). What is learned is in ``benchmarks/lib/reading/lessons.py``: readers' pairs,
rewrites of sentences, and some tasks of others. A model for each of the ``--folds`` (what it
leaves out: the folds of ``gold/rewrites`` named by their digits, and always the declaration of
2003) is written into FOLDER as ``statements-FOLDS.npz``; with ``--write`` one that leaves nothing
out goes into ``embeddings/files/``, and the digest to record in ``models.toml`` is printed.

Two runs, of which one does without the candidates of ``benchmarks/gold-pairs/pairs.tsv``, end in
weights whose mean is taught once more, with ``benchmarks/gold-restated`` and the rest of
``gold-pairs`` besides. The model is the mean before and after that (Wortsman et al. 2022, "Model
soups", section 2): docs-out it finds more than any of its parts, and costs no more to use. Half an
hour a model on two cores that know bfloat16. The sums of several threads are not the same from run
to run, so another run ends in weights that differ a little.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import random
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from transformers import AutoModel

from benchmarks.lib.gold import read_pairs
from benchmarks.lib.reading.lessons import (
    Lesson,
    lessons_of_others,
    lessons_of_readers,
    lessons_of_rewrites,
)
from benchmarks.lib.reading.restated import restated_passages
from benchmarks.lib.reading.texts import (
    MOSCOW,
    likely_candidates,
    read_candidates,
    unsure_candidates,
)
from benchmarks.train.adapter import cut
from scodiff.embeddings.files.adapters import adapted_weights, write_changes
from scodiff.embeddings.models import open_encoder, open_source
from scodiff.embeddings.pair_reader import SCALE, SEPARATOR, VERDICTS
from scodiff.embeddings.registry import load_registry

OUTPUT = Path(__file__).resolve().parents[2] / "embeddings" / "files"
# Of the change of each matrix so many components are kept, of which a mean of two runs needs more.
RANK = 128
EPOCHS, BATCH, RATE, DECAY, WARM_UP = 2, 32, 2e-4, 0.01, 0.06
# The layer of verdicts, which begins from nothing, learns faster than the rest.
HEAD_RATE = 5
LAST_EPOCHS, LAST_RATE = 1, 1e-4
MOST_PIECES, STEP = 256, 16
# The shares that an epoch takes: of pairs with nothing in common, and of the rewrites.
UNRELATED, REWRITTEN, OTHERS = 0.6, 0.5, 200


class PairModel(torch.nn.Module):
    """minilm, of which the matrices of the layers are taught, and a linear layer of verdicts."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        # Without dropout of attention it is computed in one piece, which takes half the time.
        self.network = AutoModel.from_pretrained(
            folder, local_files_only=True, attention_probs_dropout_prob=0.0
        )
        for name, weights in self.network.named_parameters():
            weights.requires_grad_(name.startswith("encoder.") and weights.ndim == 2)
        self.verdict = torch.nn.Linear(self.network.config.hidden_size, len(VERDICTS))
        torch.nn.init.normal_(self.verdict.weight, std=0.02)
        torch.nn.init.zeros_(self.verdict.bias)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MOST_PIECES)

    def forward(self, pairs: Sequence[tuple[str, str]]) -> torch.Tensor:
        """Log-probabilities of the verdicts, shape ``(len(pairs), 4)``."""
        found = self.tokenizer.encode_batch([f"{a} {SEPARATOR} {b}" for a, b in pairs])
        # Few shapes: for each new one the matrix products are compiled anew.
        shape = len(found), -(-max(map(len, found)) // STEP) * STEP
        ids, mask = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
        for row, pieces in enumerate(found):
            ids[row, : len(pieces)] = torch.tensor(pieces.ids)
            mask[row, : len(pieces)] = 1
        with torch.autocast("cpu", torch.bfloat16):
            states = self.network(input_ids=ids, attention_mask=mask).last_hidden_state
        kept = mask.unsqueeze(-1).float()
        vectors = (states.float() * kept).sum(1) / kept.sum(1)
        scores = self.verdict(torch.nn.functional.normalize(vectors, dim=-1) * SCALE)
        return torch.log_softmax(scores, dim=-1)


def teach(
    model: PairModel,
    lessons: Sequence[Lesson],
    others: Sequence[Lesson],
    seed: int,
    epochs: int = EPOCHS,
    rate: float = RATE,
) -> None:
    """Some epochs of lessons, each pair in either order."""
    print(f"{len(lessons)} lessons")
    torch.manual_seed(seed)
    draw = random.Random(seed)
    batches = [b for _ in range(epochs) for b in _epoch(lessons, others, draw)]
    learning = [weights for weights in model.network.parameters() if weights.requires_grad]
    groups = [{"params": learning, "lr": rate}]
    groups.append({"params": list(model.verdict.parameters()), "lr": HEAD_RATE * rate})
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: _rate(s / len(batches)))
    start, losses = time.monotonic(), []
    model.train()
    for step, batch in enumerate(batches, 1):
        loss = _loss(model, batch, draw)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if step % 50 == 0 or step == len(batches):
            mean = np.mean(losses[-50:])
            print(
                f"{step}/{len(batches)}: loss {mean:.3f}, {time.monotonic() - start:.0f} s",
                flush=True,
            )


def _rate(done: float) -> float:
    return min(1.0, done / WARM_UP) * max(0.02, 1 - done)


def _epoch(
    lessons: Sequence[Lesson], others: Sequence[Lesson], draw: random.Random
) -> Iterator[list[Lesson]]:
    """Batches of lessons that are about equally long, in any order."""
    share = {"N": UNRELATED, "S": 1.0, "P": 1.0, "T": 1.0}
    chosen = [x for x in lessons if draw.random() < share.get(x.label, REWRITTEN)]
    chosen += draw.sample(others, min(OTHERS, len(others)))
    draw.shuffle(chosen)
    batches = []
    for start in range(0, len(chosen), 20 * BATCH):
        near = sorted(chosen[start : start + 20 * BATCH], key=lambda x: len(x.a) + len(x.b))
        batches += [near[k : k + BATCH] for k in range(0, len(near), BATCH)]
    draw.shuffle(batches)
    return iter(batches)


def _loss(model: PairModel, batch: Sequence[Lesson], draw: random.Random) -> torch.Tensor:
    """The mean of minus the log-probability of what is right."""
    found = model([(x.a, x.b) if draw.random() < 0.5 else (x.b, x.a) for x in batch])
    right = torch.tensor([x.allowed for x in batch])
    weights = torch.tensor([x.weight for x in batch])
    likelihood = torch.logsumexp(found.masked_fill(~right, -1e4), dim=-1)
    return -(likelihood * weights).sum() / weights.sum()


class Course(NamedTuple):
    """What is learned: in each of the two runs, and at last by the mean of both."""

    runs: tuple[list[Lesson], list[Lesson]]
    last: list[Lesson]

    def without(self, folds: Collection[int]) -> Course:
        """The course less all that is from texts of these folds."""
        one, other = (without(lessons, folds) for lessons in self.runs)
        return Course((one, other), without(self.last, folds))


def taught(folder: Path, course: Course, others: Sequence[Lesson], seed: int) -> PairModel:
    """A model that went through the whole course."""
    runs = [PairModel(folder) for _ in course.runs]
    for model, lessons in zip(runs, course.runs, strict=True):
        teach(model, lessons, others, seed)
    before = mean_of(runs)
    after = copy.deepcopy(before)
    teach(after, course.last, others, seed, LAST_EPOCHS, LAST_RATE)
    return mean_of([before, after])


def mean_of(models: Sequence[PairModel]) -> PairModel:
    """A model with the mean of their weights."""
    ends = [model.state_dict() for model in models]
    mean = copy.deepcopy(models[0])
    mean.load_state_dict(
        {name: torch.stack([e[name] for e in ends]).mean(dim=0) for name in ends[0]}
    )
    return mean


def without(lessons: Sequence[Lesson], folds: Collection[int]) -> list[Lesson]:
    """The lessons from no text of these folds, nor with a passage that such a text has too."""
    held = {
        passage
        for x in lessons
        for passage, fold in zip((x.a, x.b), x.folds * (2 // max(1, len(x.folds))), strict=False)
        if fold in folds
    }
    return [x for x in lessons if not {*x.folds} & {*folds} and not {x.a, x.b} & held]


def write(model: PairModel, base: Path, path: Path) -> str:
    """Write what was learned, cut down to ``RANK``; the SHA-256 of the weights that it makes."""
    weights = load_file(base)
    learned = {name: x.detach().numpy() for name, x in model.network.state_dict().items()}
    changes = cut(weights, learned, RANK)
    scaled = model.verdict.weight.detach().numpy().T * SCALE
    write_changes(path, changes, verdict_arrays(scaled, model.verdict.bias.detach().numpy()))
    return hashlib.sha256(adapted_weights(base.read_bytes(), changes)).hexdigest()


def verdict_arrays(weight: np.ndarray, bias: np.ndarray) -> dict[str, Any]:
    """The linear layer by the names that it is read by."""
    return {
        "verdict.weight": np.ascontiguousarray(weight, dtype=np.float32),
        "verdict.bias": np.asarray(bias, dtype=np.float32),
    }


def whole_course(seed: int) -> Course:
    """All lessons there are."""
    encoder = open_encoder(load_registry().comparing)
    pairs = [pair for pair in read_pairs() if pair.trains] + read_candidates()
    lessons = lessons_of_readers(pairs, encoder) + lessons_of_rewrites(seed)
    more = lessons + lessons_of_readers(likely_candidates(), encoder)
    hardest = lessons_of_readers([*unsure_candidates(), *restated_passages()], encoder)
    return Course((lessons, more), more + hardest)


def main() -> None:
    """Teach what is asked for, and write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--folds", nargs="*", default=[], help="models that leave these out")
    parser.add_argument("--write", action="store_true", help="the one to ship, of all lessons")
    parser.add_argument("--seed", type=int, default=2003)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    torch.set_flush_denormal(True)
    source, _ = open_source("minilm")
    folder = source.verified_folder()
    course = whole_course(arguments.seed)
    others = lessons_of_others(arguments.seed)
    for name in arguments.folds:
        print(f"without {name}")
        kept = course.without({MOSCOW, *map(int, name)})
        model = taught(folder, kept, others, arguments.seed)
        write(model, folder / "model.safetensors", arguments.folder / f"statements-{name}.npz")
    if arguments.write:
        path = OUTPUT / "minilm-statements.npz"
        model = taught(folder, course, others, arguments.seed)
        digest = write(model, folder / "model.safetensors", path)
        print(f"wrote {path}\nmodel.safetensors = {digest}")


if __name__ == "__main__":
    main()
