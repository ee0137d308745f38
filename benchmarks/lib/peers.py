"""Other ways to align two texts, for the table: what people use today, and the classics.

Each takes two lists of paragraphs and gives a score for every pair it would link; those
with a threshold are given the best one for the gold of this very table, which flatters
them.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from scodiff.compare.scoring.lexical import tfidf_cosines
from scodiff.compare.scoring.prepared_text import PreparedText
from scodiff.embeddings.encoder import Encoder

ScoredPairs = dict[tuple[int, int], float]
Scorer = Callable[[PreparedText, PreparedText], np.ndarray]


@dataclass(frozen=True)
class Peer:
    """A way to align: ``pairs`` scores the links that it would make at any threshold."""

    name: str
    pairs: Callable[[PreparedText, PreparedText], ScoredPairs]
    candidates: Scorer | None = None


def peers(encoder: Encoder) -> list[Peer]:
    """All peers that can run here."""

    def minilm(a: PreparedText, b: PreparedText) -> np.ndarray:
        vectors = encoder.encode([*a.texts, *b.texts])
        return np.asarray(vectors[: len(a.texts)] @ vectors[len(a.texts) :].T)

    found = [
        Peer("difflib", _difflib),
        Peer("dmp lines", _dmp_lines),
        Peer("TF-IDF greedy", lambda a, b: _greedy(tfidf(a, b)), tfidf),
        Peer("MiniLM greedy", lambda a, b: _greedy(minilm(a, b)), minilm),
        Peer("Hungarian", lambda a, b: _hungarian(minilm(a, b)), minilm),
        Peer("monotone DP", lambda a, b: _monotone(minilm(a, b)), minilm),
    ]
    if _redlines_there():
        found.append(Peer("redlines", _redlines))
    return found


def tfidf(a: PreparedText, b: PreparedText) -> np.ndarray:
    """Cosine of TF-IDF vectors of the paragraphs."""
    return tfidf_cosines(a.terms, b.terms)


def _difflib(a: PreparedText, b: PreparedText) -> ScoredPairs:
    """Equal lines, and the lines of a replaced block one against one."""
    matcher = difflib.SequenceMatcher(None, a.texts, b.texts, autojunk=False)
    return {
        (i, j): 1.0
        for op, i0, i1, j0, j1 in matcher.get_opcodes()
        if op in ("equal", "replace")
        for i, j in zip(range(i0, i1), range(j0, j1), strict=False)
    }


def _dmp_lines(a: PreparedText, b: PreparedText) -> ScoredPairs:
    """diff-match-patch in line mode: lines kept, and replaced runs one against one."""
    from diff_match_patch import diff_match_patch

    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    lines_a, lines_b = ("".join(f"{t}\n" for t in side.texts) for side in (a, b))
    symbols_a, symbols_b, _ = engine.diff_linesToChars(lines_a, lines_b)
    pairs: ScoredPairs = {}
    i = j = i0 = j0 = 0
    for op, symbols in [*engine.diff_main(symbols_a, symbols_b, False), (0, "")]:
        if op == 0:
            changed = zip(range(i0, i), range(j0, j), strict=False)
            kept = zip(range(i, i + len(symbols)), range(j, j + len(symbols)), strict=True)
            pairs |= dict.fromkeys([*changed, *kept], 1.0)
        i += len(symbols) if op <= 0 else 0
        j += len(symbols) if op >= 0 else 0
        i0, j0 = (i, j) if op == 0 else (i0, j0)
    return pairs


def _greedy(scores: np.ndarray) -> ScoredPairs:
    """The best pair of what is left, again and again."""
    pairs: ScoredPairs = {}
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    for flat in np.argsort(-scores, axis=None, kind="stable"):
        i, j = divmod(int(flat), scores.shape[1])
        if i not in taken_a and j not in taken_b:
            pairs[i, j] = float(scores[i, j])
            taken_a.add(i)
            taken_b.add(j)
    return pairs


def _hungarian(scores: np.ndarray) -> ScoredPairs:
    """The one-to-one assignment of the greatest sum."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-scores)
    return {(int(i), int(j)): float(scores[i, j]) for i, j in zip(rows, columns, strict=True)}


def _monotone(scores: np.ndarray) -> ScoredPairs:
    """Dynamic programming over 1-1, 1-2, 2-1 and skips, in order.

    Thompson & Koehn 2019 ("Vecalign"), section 3, with the mean cosine of a group for the
    score and the cosine of two unrelated paragraphs for the cost of a skip.
    """
    skip = float(np.quantile(scores, 0.9)) / 2
    n, m = scores.shape
    best = np.full((n + 1, m + 1), -np.inf)
    step = np.zeros((n + 1, m + 1, 2), dtype=int)
    best[0, 0] = 0
    for i in range(n + 1):
        for j in range(m + 1):
            for di, dj in ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1)):
                if i < di or j < dj:
                    continue
                block = scores[i - di : i, j - dj : j]
                gain = skip if not block.size else float(block.mean()) * max(di, dj)
                if best[i - di, j - dj] + gain > best[i, j]:
                    best[i, j] = best[i - di, j - dj] + gain
                    step[i, j] = di, dj
    return _walk_back(scores, step)


def _walk_back(scores: np.ndarray, step: np.ndarray) -> ScoredPairs:
    pairs: ScoredPairs = {}
    i, j = scores.shape
    while i or j:
        di, dj = step[i, j]
        for x in range(i - di, i):
            for y in range(j - dj, j):
                pairs[int(x), int(y)] = float(scores[x, y])
        i, j = i - di, j - dj
    return pairs


def _redlines_there() -> bool:
    from importlib.util import find_spec

    return find_spec("redlines") is not None


def _redlines(a: PreparedText, b: PreparedText) -> ScoredPairs:
    """redlines says which words it kept; paragraphs are linked by the share of those."""
    from redlines import Redlines

    operations = Redlines(*("\n\n".join(side.texts) for side in (a, b)))._diff_operations
    chunks = operations[0].source_chunk, operations[0].test_chunk
    place_a, place_b = (_paragraph_of_token(chunk.text) for chunk in chunks)
    kept: dict[tuple[int, int], int] = {}
    for op, i0, i1, j0, _ in (operation.opcodes for operation in operations):
        for k in range(i1 - i0 if op == "equal" else 0):
            pair = place_a[i0 + k], place_b[j0 + k]
            kept[pair] = kept.get(pair, 0) + 1
    return {
        (i, j): count / max(1, min(place_a.count(i), place_b.count(j)))
        for (i, j), count in kept.items()
        if i < len(a.texts) and j < len(b.texts)
    }


def _paragraph_of_token(tokens: Iterable[str]) -> list[int]:
    places: list[int] = []
    paragraph = 0
    for token in tokens:
        places.append(paragraph)
        paragraph += "¶" in token
    return places


def f1_at(pairs: ScoredPairs, threshold: float, links: frozenset[tuple[int, int]]) -> float:
    """F1 of the pairs of at least that score."""
    found = {pair for pair, score in pairs.items() if score >= threshold}
    total = len(found) + len(links)
    return 2 * len(found & links) / total if total else 1.0


def best_threshold(rows: Sequence[tuple[ScoredPairs, frozenset[tuple[int, int]]]]) -> float:
    """The threshold of the best mean F1 over all pairs of texts."""
    grid = np.linspace(0, 1, 41)
    return float(max(grid, key=lambda t: np.mean([f1_at(p, t, links) for p, links in rows])))
