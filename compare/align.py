"""Which paragraphs answer to which: many-to-many, in any order, or not at all.

Sentences vote for the paragraphs that they stand in: every pair of sentences that are
each other's best match votes with its score and its words. Votes make edges between
paragraphs; the strongest edges make links (1-1, 1-n, n-1), what remains of them parts.
Paragraphs that no vote reached are then matched among themselves. The order of the
paragraphs is never required.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scodiff.compare.scores import Matrix, ScoreMatrix
from scodiff.compare.sentences import sentence_spans
from scodiff.compare.settings import Settings
from scodiff.compare.tokens import count_words, words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its paragraph's index, its range in that paragraph's text, its words."""

    paragraph: int
    start: int
    end: int
    text: str
    word_count: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One alignment unit, by paragraph indices; ``pairs`` says which answer to which."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...] = ()
    strength: float = 0.0


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Two sentences that match, by their indices, and their joint score."""

    a: int
    b: int
    score: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Units that part both texts, and sentence matches across different units."""

    units: tuple[Unit, ...]
    crossing: tuple[SentencePair, ...]


def split_sentences(paragraphs: Sequence[str]) -> list[Sentence]:
    """All sentences of the paragraphs, in order."""
    return [
        Sentence(i, start, end, text[start:end], count_words(text[start:end]))
        for i, text in enumerate(paragraphs)
        for start, end in sentence_spans(text)
    ]


def align(
    sentences_a: Sequence[Sentence],
    sentences_b: Sequence[Sentence],
    sentence_scores: Matrix,
    paragraph_scores: ScoreMatrix,
    settings: Settings,
) -> Alignment:
    """Align the paragraphs that the sentences stand in.

    ``sentence_scores`` has shape ``(len(sentences_a), len(sentences_b))``, the paragraph
    scores one row for each paragraph of A and one column for each of B.
    """
    matches = mutual_best(sentence_scores, settings.sentence_vote)
    edges = _vote(matches, sentences_a, sentences_b, settings)
    units = _assemble(edges, settings)
    units += _match_free(units, paragraph_scores.joint, settings.residual)
    units += _alone(units, *paragraph_scores.joint.shape)
    return Alignment(tuple(units), _crossing(matches, sentences_a, sentences_b, units))


def mutual_best(scores: Matrix, threshold: float) -> list[SentencePair]:
    """Pairs that are each other's best, of at least the threshold, in A's order."""
    if not scores.size:
        return []
    best_b, best_a = scores.argmax(axis=1), scores.argmax(axis=0)
    return [
        SentencePair(i, int(j), float(scores[i, j]))
        for i, j in enumerate(best_b)
        if best_a[j] == i and scores[i, j] >= threshold
    ]


def _vote(
    matches: list[SentencePair],
    sentences_a: Sequence[Sentence],
    sentences_b: Sequence[Sentence],
    settings: Settings,
) -> dict[tuple[int, int], float]:
    """Edges between paragraphs: votes as a share of the shorter paragraph's words."""
    size_a, size_b = _paragraph_words(sentences_a), _paragraph_words(sentences_b)
    repeats_a, repeats_b = _repeats(sentences_a), _repeats(sentences_b)
    votes: Counter[tuple[int, int]] = Counter()
    for match in matches:
        a, b = sentences_a[match.a], sentences_b[match.b]
        boilerplate = repeats_a[match.a] or repeats_b[match.b]
        weight = settings.repeated_sentence_weight if boilerplate else 1.0
        vote = weight * match.score * min(a.word_count, b.word_count)
        votes[a.paragraph, b.paragraph] += vote  # type: ignore[assignment]
    shares = {(i, j): vote / max(1, min(size_a[i], size_b[j])) for (i, j), vote in votes.items()}
    return {edge: share for edge, share in shares.items() if share >= settings.edge}


def _paragraph_words(sentences: Sequence[Sentence]) -> Counter[int]:
    sizes: Counter[int] = Counter()
    for sentence in sentences:
        sizes[sentence.paragraph] += sentence.word_count
    return sizes


def _repeats(sentences: Sequence[Sentence]) -> list[bool]:
    """Whether a sentence stands in its own document more than once."""
    keys = [" ".join(words(sentence.text)) for sentence in sentences]
    counts = Counter(keys)
    return [counts[key] > 1 for key in keys]


def _assemble(edges: dict[tuple[int, int], float], settings: Settings) -> list[Unit]:
    """Links from edges, strongest first; a link grows on one side only (1-n or n-1)."""
    unit_of_a: dict[int, int] = {}
    unit_of_b: dict[int, int] = {}
    pairs: list[list[tuple[int, int]]] = []
    for (i, j), strength in sorted(edges.items(), key=lambda item: (-item[1], item[0])):
        if i not in unit_of_a and j not in unit_of_b:
            unit_of_a[i] = unit_of_b[j] = len(pairs)
            pairs.append([(i, j)])
        elif (i in unit_of_a) != (j in unit_of_b) and strength >= settings.growth:
            unit = unit_of_a[i] if i in unit_of_a else unit_of_b[j]
            centre_is_a = i in unit_of_a
            if all(pair[0] == i if centre_is_a else pair[1] == j for pair in pairs[unit]):
                unit_of_a[i] = unit_of_b[j] = unit
                pairs[unit].append((i, j))
    return [_unit(members, edges) for members in pairs]


def _unit(pairs: list[tuple[int, int]], edges: dict[tuple[int, int], float]) -> Unit:
    return Unit(
        tuple(sorted({i for i, _ in pairs})),
        tuple(sorted({j for _, j in pairs})),
        tuple(sorted(pairs)),
        min(1.0, max(edges[pair] for pair in pairs)),
    )


def _match_free(units: list[Unit], scores: Matrix, threshold: float) -> list[Unit]:
    """Mutual best among the paragraphs that are in no unit yet."""
    taken_a = {i for unit in units for i in unit.a}
    taken_b = {j for unit in units for j in unit.b}
    rows = [i for i in range(scores.shape[0]) if i not in taken_a]
    columns = [j for j in range(scores.shape[1]) if j not in taken_b]
    free = scores[np.ix_(rows, columns)]
    found = mutual_best(free, threshold)
    return [
        Unit((i,), (j,), ((i, j),), match.score)
        for match in found
        for i, j in [(rows[match.a], columns[match.b])]
    ]


def _alone(units: list[Unit], count_a: int, count_b: int) -> list[Unit]:
    taken_a = {i for unit in units for i in unit.a}
    taken_b = {j for unit in units for j in unit.b}
    gone = [Unit((i,), ()) for i in range(count_a) if i not in taken_a]
    return gone + [Unit((), (j,)) for j in range(count_b) if j not in taken_b]


def _crossing(
    matches: list[SentencePair],
    sentences_a: Sequence[Sentence],
    sentences_b: Sequence[Sentence],
    units: list[Unit],
) -> tuple[SentencePair, ...]:
    linked = {pair for unit in units for pair in unit.pairs}
    return tuple(
        match
        for match in matches
        if (sentences_a[match.a].paragraph, sentences_b[match.b].paragraph) not in linked
    )
