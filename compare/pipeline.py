"""The comparison from beginning to end: it reads as the list of its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from scodiff.compare.align import Alignment, Sentence, Unit, align, split_sentences
from scodiff.compare.diff import diff
from scodiff.compare.model import Comparison, Link, Pair, Part, Related, RunnerUp
from scodiff.compare.moves import distances
from scodiff.compare.relations import confidence, relation_of, share_of_words_kept
from scodiff.compare.scores import Matrix, ScoreMatrix, score
from scodiff.compare.settings import Settings
from scodiff.compare.summary import summarise
from scodiff.compare.tokens import count_words
from scodiff.corpus.model import Document, Paragraph
from scodiff.embeddings.encoder import Encoder

PARAGRAPH_BREAK = "\n\n"
MOST_RELATED = 3


@dataclass(frozen=True, slots=True)
class _Side:
    """A document as the alignment sees it: its citable paragraphs and their sentences."""

    paragraphs: tuple[Paragraph, ...]
    sentences: list[Sentence]


def compare(
    a: Document, b: Document, encoder: Encoder | None = None, settings: Settings | None = None
) -> Comparison:
    """Align the citable paragraphs of two documents and say what became of each.

    Without an encoder the literal evidence stands alone, and every ``semantic`` figure
    is None. The result depends only on the texts, the settings and the model.
    """
    settings = settings or Settings()
    side_a, side_b = _side(a), _side(b)
    paragraph_scores, sentence_scores = _scores(side_a, side_b, encoder, settings)
    alignment = align(
        side_a.sentences, side_b.sentences, sentence_scores.joint, paragraph_scores, settings
    )
    links = _links(alignment, side_a, side_b, paragraph_scores, settings)
    parts = _parts(alignment, side_a, side_b, sentence_scores, settings)
    return Comparison(
        a=a,
        b=b,
        links=links,
        parts=parts,
        related=_related(links, parts, side_a, side_b, paragraph_scores, settings),
        summary=summarise(a, b, links),
        settings=settings,
        model=encoder.info if encoder else None,
        version=_version(),
    )


def _version() -> str:
    try:
        return version("scodiff")
    except PackageNotFoundError:
        return "unknown"


def _side(document: Document) -> _Side:
    paragraphs = document.citable
    return _Side(paragraphs, split_sentences([p.text for p in paragraphs]))


def _scores(
    a: _Side, b: _Side, encoder: Encoder | None, settings: Settings
) -> tuple[ScoreMatrix, ScoreMatrix]:
    """Scores of the paragraphs and of the sentences."""
    texts = [
        [p.text for p in a.paragraphs],
        [p.text for p in b.paragraphs],
        [s.text for s in a.sentences],
        [s.text for s in b.sentences],
    ]
    vectors: list[Matrix | None] = [None] * 4
    if encoder and a.paragraphs and b.paragraphs:
        encoded = encoder.encode([text for group in texts for text in group])
        ends = np.cumsum([len(group) for group in texts])
        vectors = list(np.split(encoded, ends[:-1]))
    weight = settings.semantic_weight
    return (
        score(texts[0], texts[1], vectors[0], vectors[1], weight),
        score(texts[2], texts[3], vectors[2], vectors[3], weight),
    )


def _links(
    alignment: Alignment, a: _Side, b: _Side, scores: ScoreMatrix, settings: Settings
) -> tuple[Link, ...]:
    """All links in reading order, with what moved marked."""
    matched = sorted((u for u in alignment.units if u.pairs), key=lambda u: u.a)
    weights = [sum(count_words(a.paragraphs[i].text) for i in unit.a) for unit in matched]
    moved_by = distances([unit.b[0] for unit in matched], weights)
    links = [
        _link(unit, distance, a, b, scores, settings)
        for unit, distance in zip(matched, moved_by, strict=True)
    ]
    gone = [(u.a, _alone(a.paragraphs[u.a[0]], None)) for u in alignment.units if not u.b]
    in_order = sorted(
        [*((u.a, link) for u, link in zip(matched, links, strict=True)), *gone],
        key=lambda item: item[0],
    )
    new = [(u.b[0], _alone(None, b.paragraphs[u.b[0]])) for u in alignment.units if not u.a]
    return _interleave([link for _, link in in_order], sorted(new, key=lambda n: n[0]), b)


def _interleave(links: list[Link], new: Sequence[tuple[int, Link]], b: _Side) -> tuple[Link, ...]:
    """Put each new paragraph after the link that holds the paragraph before it in B."""
    place_of = {p.id: place for place, link in enumerate(links) for p in _held(link, b)}
    following: dict[int, list[Link]] = {}
    for index, link in new:
        before = [place_of[p.id] for p in b.paragraphs[:index] if p.id in place_of]
        following.setdefault(before[-1] if before else -1, []).append(link)
    ordered = list(following.get(-1, []))
    for place, link in enumerate(links):
        ordered += [link, *following.get(place, [])]
    return tuple(ordered)


def _held(link: Link, b: _Side) -> list[Paragraph]:
    ids = set(link.b)
    return [p for p in b.paragraphs if p.id in ids]


def _link(
    unit: Unit, distance: int, a: _Side, b: _Side, scores: ScoreMatrix, settings: Settings
) -> Link:
    text_a = PARAGRAPH_BREAK.join(a.paragraphs[i].text for i in unit.a)
    text_b = PARAGRAPH_BREAK.join(b.paragraphs[j].text for j in unit.b)
    literal = diff(text_a, text_b)
    pairs = tuple(_pair(i, j, unit, literal.kept, a, b, scores) for i, j in unit.pairs)
    return Link(
        a=tuple(a.paragraphs[i].id for i in unit.a),
        b=tuple(b.paragraphs[j].id for j in unit.b),
        relation=relation_of(literal, settings),
        moved=distance != 0,
        split=len(unit.b) > 1,
        merged=len(unit.a) > 1,
        semantic=_mean_semantic(pairs, a),
        literal=literal.kept,
        confidence=confidence(unit.strength, literal.kept),
        pairs=pairs,
        edits=literal.edits,
        distance=distance,
        runner_up=_runner_up(unit, a, b, scores.joint),
    )


def _pair(i: int, j: int, unit: Unit, kept: float, a: _Side, b: _Side, scores: ScoreMatrix) -> Pair:
    whole = len(unit.pairs) == 1
    literal = kept if whole else share_of_words_kept(a.paragraphs[i].text, b.paragraphs[j].text)
    semantic = None if scores.semantic is None else float(scores.semantic[i, j])
    return Pair(a.paragraphs[i].id, b.paragraphs[j].id, semantic, literal)


def _mean_semantic(pairs: tuple[Pair, ...], a: _Side) -> float | None:
    """Mean over the pairs, each weighted by the words of its paragraph of A."""
    size = {p.id: max(1, count_words(p.text)) for p in a.paragraphs}
    known = [(pair.semantic, size[pair.a]) for pair in pairs if pair.semantic is not None]
    if not known:
        return None
    return sum(s * w for s, w in known) / sum(w for _, w in known)


def _runner_up(unit: Unit, a: _Side, b: _Side, joint: Matrix) -> RunnerUp | None:
    """The best-scoring pair that has one foot in the unit and the other outside."""
    row, column = unit.a[0], unit.b[0]
    rivals = [(float(joint[row, j]), row, j) for j in range(joint.shape[1]) if j not in unit.b]
    rivals += [
        (float(joint[i, column]), i, column) for i in range(joint.shape[0]) if i not in unit.a
    ]
    if not rivals:
        return None
    best, i, j = max(rivals, key=lambda rival: (rival[0], -rival[1], -rival[2]))
    return RunnerUp(a.paragraphs[i].id, b.paragraphs[j].id, best)


def _alone(paragraph_a: Paragraph | None, paragraph_b: Paragraph | None) -> Link:
    """A link with one side: what disappeared, or what is new."""
    edits = diff(
        paragraph_a.text if paragraph_a else "", paragraph_b.text if paragraph_b else ""
    ).edits
    return Link(
        a=(paragraph_a.id,) if paragraph_a else (),
        b=(paragraph_b.id,) if paragraph_b else (),
        relation="disappeared" if paragraph_a else "new",
        moved=False,
        split=False,
        merged=False,
        semantic=None,
        literal=None,
        confidence=0.5,
        edits=edits,
    )


def _parts(
    alignment: Alignment, a: _Side, b: _Side, scores: ScoreMatrix, settings: Settings
) -> tuple[Part, ...]:
    parts = []
    for match in alignment.crossing:
        if match.score < settings.part:
            continue
        sa, sb = a.sentences[match.a], b.sentences[match.b]
        parts.append(
            Part(
                a.paragraphs[sa.paragraph].id,
                b.paragraphs[sb.paragraph].id,
                sa.start,
                sa.end,
                sb.start,
                sb.end,
                None if scores.semantic is None else float(scores.semantic[match.a, match.b]),
                share_of_words_kept(sa.text, sb.text),
            )
        )
    return tuple(parts)


def _related(
    links: Sequence[Link],
    parts: Sequence[Part],
    a: _Side,
    b: _Side,
    scores: ScoreMatrix,
    settings: Settings,
) -> tuple[Related, ...]:
    """Up to three candidates for each paragraph without a link, best first."""
    taken = {(part.a, part.b) for part in parts}
    gone = {link.a[0] for link in links if link.relation == "disappeared"}
    new = {link.b[0] for link in links if link.relation == "new"}
    found: dict[tuple[int, int], None] = {}
    for i, paragraph in enumerate(a.paragraphs):
        if paragraph.id in gone:
            found |= {(i, j): None for j in _best(scores.joint[i], settings.related)}
    for j, paragraph in enumerate(b.paragraphs):
        if paragraph.id in new:
            found |= {(i, j): None for i in _best(scores.joint[:, j], settings.related)}
    return tuple(
        Related(
            a.paragraphs[i].id,
            b.paragraphs[j].id,
            None if scores.semantic is None else float(scores.semantic[i, j]),
            float(scores.literal[i, j]),
        )
        for i, j in found
        if (a.paragraphs[i].id, b.paragraphs[j].id) not in taken
    )


def _best(scores: Matrix, threshold: float) -> list[int]:
    order = np.argsort(-scores, kind="stable")[:MOST_RELATED]
    return [int(k) for k in order if scores[k] >= threshold]
