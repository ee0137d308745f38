"""The comparison from beginning to end: it reads as the list of its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scodiff.compare.alignment.align import Constraints
from scodiff.compare.alignment.clause_pairs import clause_pairs_of
from scodiff.compare.alignment.part_moves import mark_part_moves
from scodiff.compare.alignment.parts import related_of
from scodiff.compare.decisions.decisions import NO_DECISIONS, Decisions
from scodiff.compare.linking import LinkedTexts, link_texts, primary_language
from scodiff.compare.model import (
    CERTAINTIES,
    RELATIONS,
    Comparison,
    Link,
    Relation,
    Shift,
    SideSummary,
    Summary,
)
from scodiff.compare.reading.of_concern import Concern
from scodiff.compare.scoring.classifier import Scores
from scodiff.compare.settings import DEFAULTS, Settings
from scodiff.compare.shifts.evidence import LinkPlaces, places_of
from scodiff.compare.shifts.lexicon import Lexicon, load_lexicon
from scodiff.compare.shifts.quarters import is_deliberate, quarter_of
from scodiff.compare.shifts.shifts import shifts_and_answers
from scodiff.compare.text.abbreviations import known_names
from scodiff.compare.text.tokens import count_words
from scodiff.corpus import VERSION
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.embeddings.encoder import Encoder, ModelInfo
from scodiff.embeddings.pair_reader import ComparingEncoder

# The languages of scodiff's own lexicon; another one is taken to know the language of the texts.
_LEXICON_LANGUAGES = frozenset({"en", "ru", "zh"})
_MOST_PARAGRAPHS = 20_000
_MOST_WORDS = 20_000  # of a paragraph


def compare(
    a: Document,
    b: Document,
    encoder: Encoder | None = None,
    settings: Settings | None = None,
    decisions: Decisions = NO_DECISIONS,
    lexicon: Lexicon | None = None,
) -> Comparison:
    """Align the citable paragraphs of two documents and say what became of each.

    Without an encoder the literal evidence stands alone, and every ``semantic`` figure
    is None. ``decisions`` are a reader's own; they go before anything that is computed.
    The shifts are those of ``lexicon``, whose file of names also tells which abbreviations are
    which names; scodiff's own where it is None. The result depends only on the arguments. Raises
    CorpusError for a text of more paragraphs, or a paragraph of more words, than can be
    compared: time and memory grow with the size of the one times that of the other.
    """
    return compare_scored(a, b, encoder, settings, decisions, lexicon).comparison


@dataclass(frozen=True, slots=True)
class ScoredComparison:
    """A comparison, and how probable each pair was among those that it was made from."""

    comparison: Comparison
    scores: Scores


def compare_scored(
    a: Document,
    b: Document,
    encoder: Encoder | None = None,
    settings: Settings | None = None,
    decisions: Decisions = NO_DECISIONS,
    lexicon: Lexicon | None = None,
) -> ScoredComparison:
    """As ``compare``, with the probabilities beside."""
    _check_sizes(a, b)
    decided = decisions.apply_to(a, b)
    constraints = decided.constraints
    known = lexicon is not None or _speaks(a, b)
    lexicon = lexicon or load_lexicon()
    names = known_names((p.text for d in (a, b) for p in d.paragraphs), lexicon.names)
    linked = link_texts(a, b, encoder, settings or DEFAULTS, constraints, names)
    links, parts, evidence = linked.links, linked.parts, linked.evidence
    crossing = linked.alignment.crossing
    decided.check(links)
    related = related_of(links, crossing, evidence, constraints)
    links = mark_part_moves(links, parts, {"a": _texts(a), "b": _texts(b)})
    judged, named = {"known": known, "translations": can_be_translations(a, b)}, decided.shifts
    links = tuple(
        _interpreted(link, lexicon, evidence.settings, at, named.get((link.a, link.b)), **judged)
        for link, at in zip(links, places_of(links, parts, _texts(a), _texts(b)), strict=True)
    )
    comparison = Comparison(
        a=a,
        b=b,
        links=links,
        parts=parts,
        related=related,
        summary=summarise(a, b, links),
        settings=evidence.settings,
        model=encoder.info if encoder else None,
        reader=_reader_of(evidence.scores, encoder),
        version=VERSION,
        lexicon=lexicon.info,
        decisions=decided.taken,
        names=names,
        clauses=clause_pairs_of(links, crossing, evidence),
    )
    return ScoredComparison(comparison, evidence.scores)


def link(
    a: Document, b: Document, encoder: Encoder | None = None, concern: Concern | None = None
) -> LinkedTexts:
    """The links and parts that ``compare`` finds, without what it says of them.

    With a ``concern`` the second reading is bounded, and what it finds of one paragraph is what
    ``compare`` finds in nearly all cases. Raises CorpusError likewise.
    """
    _check_sizes(a, b)
    names = known_names((p.text for d in (a, b) for p in d.paragraphs), load_lexicon().names)
    return link_texts(a, b, encoder, DEFAULTS, Constraints(), names, concern)


def _check_sizes(*documents: Document) -> None:
    for document in documents:
        _check_size(document)


def _check_size(document: Document) -> None:
    if (count := len(document.citable)) > _MOST_PARAGRAPHS:
        raise CorpusError(
            f"{document.source.name} has {count} paragraphs, and no more than {_MOST_PARAGRAPHS} "
            "can be compared: compare its parts one by one."
        )
    for paragraph in document.citable:
        # A word and the space after it are two characters at least: most need no counting.
        text = paragraph.text
        if len(text) > 2 * _MOST_WORDS and count_words(text) > _MOST_WORDS:
            raise CorpusError(
                f"{document.source.name} has a paragraph of more than {_MOST_WORDS} words "
                f"({paragraph.id}), as no declaration has: say with --paragraphs how its "
                "paragraphs are told apart, or part it."
            )


def _speaks(a: Document, b: Document) -> bool:
    """Whether scodiff's own lexicon has words of the languages of both texts."""
    return {primary_language(a), primary_language(b)} <= _LEXICON_LANGUAGES


def _reader_of(scores: Scores, encoder: Encoder | None) -> ModelInfo | None:
    """The reader of pairs that had a say in the scores."""
    if scores.verdicts is None or not isinstance(encoder, ComparingEncoder):
        return None
    return encoder.reader.info


def _texts(document: Document) -> dict[str, str]:
    return {paragraph.id: paragraph.text for paragraph in document.citable}


def _interpreted(
    link: Link,
    lexicon: Lexicon,
    settings: Settings,
    places: LinkPlaces | None = None,
    named: Sequence[Shift] | None = None,
    *,
    known: bool = True,
    translations: bool = True,
) -> Link:
    """The link with its shifts and what they, its words and its meaning come to.

    Those that a reader ``named`` stand in the place of what would be found. That a meaning is
    kept is never said in a language whose words are not ``known``.
    """
    if not link.a or not link.b:
        return link
    if link.literal is None:
        return replace(link, shifts=tuple(_no_surer(shift, link) for shift in named or ()))
    found, answered = shifts_and_answers(link.edits, lexicon, places)
    shifts = tuple(_no_surer(shift, link) for shift in (found if named is None else named))
    answered = known and answered
    return replace(
        link,
        shifts=shifts,
        rewritten=link.literal < settings.rewritten_below,
        quarter=quarter_of(
            link.relation, link.semantic, link.literal, shifts, settings, answered=answered
        ),
        beyond_noise=_beyond_noise(link, shifts, settings, answered and translations),
    )


def _no_surer(shift: Shift, link: Link) -> Shift:
    """The shift, no surer than it is that the two sides of its link answer to each other."""
    weaker = max(shift.certainty, link.certainty, key=CERTAINTIES.index)
    return shift if weaker == shift.certainty else replace(shift, certainty=weaker)


def _beyond_noise(
    link: Link, shifts: Sequence[Shift], settings: Settings, can_be_idle: bool
) -> bool | None:
    """Whether a passage differs more than two translations of one text do.

    It does by a shift that no translator makes, or by losing more of its words. That it does
    not is said only where it ``can_be_idle``: the texts can be translations, and all that the
    one says the other says as well. What kept more of its words than two translations do was
    copied, and its changes were made on purpose: of that the question is not asked.
    """
    told = [shift for shift in shifts if shift.certainty != "open"]
    if any(map(is_deliberate, told)):
        return True
    kept = link.literal
    if link.relation not in ("changed", "reformulated") or kept is None:
        return None
    if kept > settings.noise_ceiling:
        return None
    if kept < settings.noise_floor:
        return True
    return False if can_be_idle and not shifts else None


def can_be_translations(a: Document, b: Document) -> bool:
    """Whether two texts may be translations: of several languages, or of known other editions."""
    editions = a.source.edition, b.source.edition
    other_editions = all(editions) and editions[0] != editions[1]
    return primary_language(a) != primary_language(b) or other_editions


def summarise(a: Document, b: Document, links: Sequence[Link]) -> Summary:
    """Count the citable paragraphs and their words by the relation of their link."""
    of_a = {paragraph: link for link in links for paragraph in link.a}
    of_b = {paragraph: link for link in links for paragraph in link.b}
    return Summary(_side_summary(a, of_a), _side_summary(b, of_b))


def _side_summary(document: Document, link_of: Mapping[str, Link]) -> SideSummary:
    paragraphs, words = dict.fromkeys(RELATIONS, 0), dict.fromkeys(RELATIONS, 0)
    open_paragraphs, open_words = dict.fromkeys(RELATIONS, 0), dict.fromkeys(RELATIONS, 0)
    for paragraph in document.citable:
        link, count = link_of[paragraph.id], count_words(paragraph.text)
        paragraphs[link.relation] += 1
        words[link.relation] += count
        if link.is_open:
            open_paragraphs[link.relation] += 1
            open_words[link.relation] += count
    total = sum(words.values())
    return SideSummary(
        paragraphs,
        _shares(words, total),
        len(document.citable),
        total,
        open_paragraphs,
        _shares(open_words, total),
    )


def _shares(words: Mapping[Relation, int], total: int) -> dict[Relation, float]:
    return {relation: count / total if total else 0.0 for relation, count in words.items()}
