"""What the models are worth, against plain sentence-transformers (speed.py says what they cost).

    python -m benchmarks.evaluate.embeddings [--quick] [--all-texts] [MODEL]...

MODEL is a name of ``scodiff models list``, also with ``-int8`` behind it; by default all that
are installed. ``--quick`` leaves out the alignment, ``--all-texts`` compares the vectors of
ONNX Runtime and torch on every paragraph of ../shared/data (some ten minutes).

- STS-B: Spearman's correlation of the cosine with human judgement, × 100, dev set.
- Alignment: F1 on links, by weights that saw neither document, over the pairs of a group.
- Across languages: share of segments whose nearest in the other text is their translation,
  by cosine and by margin (Artetxe & Schwenk 2019, k = 4); F1 of ``scodiff compare``'s links.
- Fidelity: the least cosine to torch's vector, and how many nearest neighbours differ.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from benchmarks.lib.cases import gold_cases, run_scodiff
from benchmarks.lib.gold import data_folder, document
from benchmarks.lib.learning import IN_CONTEXT_PROFILES
from benchmarks.lib.outcomes import judge, of_comparison
from scodiff.compare import compare
from scodiff.embeddings.encoder import Encoder, Vectors
from scodiff.embeddings.engines.torch_engine import open_torch_engine
from scodiff.embeddings.engines.transformer import TransformerEncoder
from scodiff.embeddings.models import USE, open_encoder, open_source
from scodiff.embeddings.registry import installed_models, load_registry

FITTED = (*IN_CONTEXT_PROFILES, "use-multilingual")
MARGIN_NEIGHBOURS = 4
LEAST_WORDS = 6
Encode = Callable[[Sequence[str]], Vectors]


def stsb(encode: Encode) -> float:
    """Spearman × 100 on the STS benchmark's dev set."""
    with (data_folder() / "gold" / "stsb" / "stsb-en-dev.csv").open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    first, second = (encode([row[k] for row in rows]) for k in (0, 1))
    return float(spearmanr((first * second).sum(1), [float(row[2]) for row in rows])[0]) * 100


def show_stsb(names: Sequence[str]) -> None:
    """Each model as scodiff runs it and, where it can be, as sentence-transformers does."""
    print("\nSTS-B dev, Spearman × 100", "scodiff", "plain", sep="\t")
    for name in names:
        source, _ = open_source(name)
        plain = "-"
        if source.kind != USE:
            plain = f"{stsb(_plain(source.verified_folder())):.2f}"
        print(name, f"{stsb(open_encoder(name).encode):.2f}", plain, sep="\t")


def _plain(folder: Path) -> Encode:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def encode(texts: Sequence[str]) -> Vectors:
        """As ``Encoder.encode``."""
        found: Vectors = model.encode(
            list(texts), show_progress_bar=False, normalize_embeddings=True
        )
        return found

    return encode


def show_alignment(names: Sequence[str]) -> None:
    """F1, first-1 and AUC of each group of gold pairs, docs-out."""
    for name in names:
        encoder = open_encoder(name)
        rows: dict[str, list[dict[str, float]]] = defaultdict(list)
        model = name.removesuffix("-int8")
        profile = model if model in FITTED else "any-model"
        for case in gold_cases(encoder, profile):
            outcome = of_comparison(run_scodiff(case, encoder, profile))
            rows[case.group].append(judge(case.gold, outcome, case.a, case.b))
        print(f"\nalignment by {name}", "F1", "first 1", "first 3", "AUC", sep="\t")
        for group, figures in rows.items():
            means = [
                np.nanmean([f[h] for f in figures]) for h in ("F1", "first 1", "first 3", "AUC")
            ]
            print(group, *(f"{mean:.3f}" for mean in means), sep="\t")


def _segments(name: str) -> tuple[list[str], list[str], dict[int, set[int]]]:
    base = data_folder() / "gold" / name
    texts = [
        base.with_name(f"{base.name}.{side}.txt").read_text("utf-8").splitlines() for side in "ab"
    ]
    links: dict[int, set[int]] = defaultdict(set)
    with base.with_name(f"{base.name}.align.tsv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            for i in row["a"].split(",") if row["a"] and row["b"] else ():
                links[int(i)].update(int(j) for j in row["b"].split(","))
    return texts[0], texts[1], links


def margin(cosine: Vectors, count: int = MARGIN_NEIGHBOURS) -> Vectors:
    """The cosine less the mean of both segments' nearest neighbours in the other text."""
    rows = np.sort(cosine, axis=1)[:, -count:].mean(axis=1)
    columns = np.sort(cosine, axis=0)[-count:].mean(axis=0)
    return np.asarray(cosine - (rows[:, None] + columns[None]) / 2, dtype=np.float32)


def show_crossing(names: Sequence[str]) -> None:
    """Recall at 1 of translations, and the alignment of a declaration with its translation."""
    print("\nacross languages: recall at 1", "cosine", "margin", "segments", sep="\t")
    sets = {"Bible en-zh": ["bible-en-zh/Jonah.WEB-CUVs", "bible-en-zh/Mark.WEB-CUVs"]}
    sets["UDHR en-ru"] = ["udhr/en-ru"]
    for name in names:
        encoder = open_encoder(name)
        for title, files in sets.items():
            hits: dict[str, list[bool]] = {"cosine": [], "margin": []}
            for file in files:
                a, b, links = _segments(file)
                cosine = encoder.encode(a) @ encoder.encode(b).T
                for kind, scores in (("cosine", cosine), ("margin", margin(cosine))):
                    hits[kind] += [
                        int(scores[i].argmax()) in found
                        for i, found in links.items()
                        if len(a[i].split()) >= LEAST_WORDS
                    ]
            shares = [f"{np.mean(found):.3f}" for found in hits.values()]
            print(f"{title}, {name}", *shares, len(hits["cosine"]), sep="\t")
        print(f"Bishkek en-ru, {name}: F1 of links {_crossing_f1(encoder):.3f}")


def _crossing_f1(encoder: Encoder) -> float:
    a, b, links = _segments("sco-hand/2019-bishkek-opening.en-ru")
    texts = [
        document(name, [(str(i), "body", text) for i, text in enumerate(segments)], language)
        for name, segments, language in (("bishkek-en", a, "en"), ("bishkek-ru", b, "ru"))
    ]
    result = compare(texts[0], texts[1], encoder)
    found = {(p.a, p.b) for link in result.links for p in link.pairs}
    true = {(f"p{i}", f"p{j}") for i, others in links.items() for j in others}
    return 2 * len(found & true) / (len(found) + len(true))


def paragraphs(every: int = 1) -> list[str]:
    """Paragraphs of all texts of ../shared/data: of each file every so manieth, at least one."""
    found: dict[str, None] = {}
    for path in sorted(data_folder().rglob("*")):
        if path.suffix in (".txt", ".md") and path.name != "README.md":
            text = path.read_text("utf-8", errors="replace")
            blocks = text.split("\n\n") if "\n\n" in text else text.splitlines()
            kept = [" ".join(block.split()) for block in blocks if block.strip()]
            found |= dict.fromkeys(kept[::every])
    return list(found)


def show_fidelity(names: Sequence[str], every: int) -> None:
    """Vectors of ONNX Runtime against torch's."""
    texts = paragraphs(every)
    print(
        f"\nfidelity on {len(texts)} paragraphs", "least cosine", "mean", "other nearest", sep="\t"
    )
    for name in names:
        source, _ = open_source(name)
        if source.kind == USE:
            continue
        fast = open_encoder(name).encode(texts)
        exact = TransformerEncoder(source, open_torch_engine).encode(texts)
        cosines = (fast * exact).sum(axis=1)
        differ = int((nearest(fast) != nearest(exact)).sum())
        print(name, f"{cosines.min():.7f}", f"{cosines.mean():.7f}", differ, sep="\t")


def nearest(vectors: Vectors) -> np.ndarray:
    """The index of each vector's nearest other one."""
    found = np.empty(len(vectors), dtype=int)
    for start in range(0, len(vectors), 1000):
        cosines = vectors[start : start + 1000] @ vectors.T
        cosines[np.arange(len(cosines)), np.arange(start, start + len(cosines))] = -2
        found[start : start + 1000] = cosines.argmax(axis=1)
    return found


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="*", metavar="MODEL")
    parser.add_argument("--quick", action="store_true", help="leave out the alignment")
    parser.add_argument("--all-texts", action="store_true", help="fidelity on every paragraph")
    arguments = parser.parse_args()
    registry = load_registry()
    names = arguments.models or installed_models()
    cards = registry.models
    crossing = [n for n in names if n in cards and len(cards[n].languages) > 1]
    show_stsb(names)
    show_crossing(crossing)
    show_fidelity(names, 1 if arguments.all_texts else 12)
    if not arguments.quick:
        show_alignment(names)


if __name__ == "__main__":
    main()
