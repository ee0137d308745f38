"""Which of many documents are compared in full: those that share most words.

A comparison takes a second or more. Where documents are many, only those that share most are
compared; what is shown of them is what ``compare`` finds, and the rest is said to be left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest
from math import log
from typing import NamedTuple

from scodiff.compare.phrases.documents import DocumentList
from scodiff.compare.phrases.indexes.asked import SearchIndex
from scodiff.compare.phrases.words import stem
from scodiff.compare.text.tokens import words
from scodiff.corpus.model import Document, Paragraph

MOST_FOLLOWED = 20  # documents that a paragraph is looked for in
# Pairs of passages that are read in each of them on the paragraph's account: half of these would do
# (benchmarks/evaluate/thresholds/lineage_readings.py).
MOST_READ = 8
MOST_ALL_PAIRS = 12  # documents of which every two are compared
MOST_ANCESTORS = 5  # of more documents, the earlier ones that each is compared with
_RUN = 4  # words in a row


class ShortList(NamedTuple):
    """The ids of the documents that are likeliest to have a paragraph, and all in its language.

    ``by_meaning`` says whether they are likeliest by what it means, too, and not by words alone.
    """

    names: tuple[str, ...]
    among: DocumentList
    by_meaning: bool


def likely_holders(paragraph: Paragraph, documents: Sequence[Document]) -> list[Document]:
    """The documents that have a paragraph most like one, in the order given.

    Likeness is the share of the paragraph's stems that another has too, each weighing its inverse
    frequency among all paragraphs here.
    """
    if len(documents) <= MOST_FOLLOWED:
        return list(documents)
    stems = [[_stems(p.text) for p in document.citable] for document in documents]
    seen = Counter(s for found in stems for one in found for s in one)
    total = sum(map(len, stems)) + 1
    wanted = {s: log(total / (seen[s] + 1)) for s in _stems(paragraph.text)}

    def likeness(number: int) -> float:
        """The weight of the best paragraph of a document."""
        return max(
            (sum(wanted[s] for s in wanted.keys() & one) for one in stems[number]), default=0
        )

    best = sorted(range(len(documents)), key=lambda n: (-likeness(n), n))[:MOST_FOLLOWED]
    return [documents[n] for n in sorted(best)]


def likely_in_index(
    document: Document, paragraph: Paragraph, index: SearchIndex, near: Sequence[str] = ()
) -> ShortList | None:
    """The documents of an index that are likeliest to have a paragraph.

    By turns those that are likest by its words, and those that are ``near`` in meaning, the nearest
    first. Likeness is here the weight of its stems, each by its inverse frequency in all texts,
    that stand close together. None where the index is not one that can tell.
    """
    from scodiff.compare.phrases.indexes.word_index import WordIndex

    if not isinstance(index, WordIndex):
        return None
    language = document.language.split("-")[0]
    alike = [d for d in index.documents if d.language.split("-")[0] == language]
    names = {d.id for d in alike} - {document.id}
    likest = index.likest(words(paragraph.text), names, MOST_FOLLOWED)
    nearest = [name for name in near if name in names][:MOST_FOLLOWED]
    turns = (name for two in zip_longest(likest, nearest) for name in two if name is not None)
    chosen = tuple(dict.fromkeys(turns))[:MOST_FOLLOWED]
    return ShortList(chosen, DocumentList(alike), by_meaning=bool(nearest))


def likely_pairs(documents: Sequence[Document], base: str) -> list[tuple[Document, Document]]:
    """The pairs, the earlier one first, of documents in order of date that share most.

    All pairs of a few documents; of more, each with the base and with the earlier ones that have
    most of its runs of four words.
    """
    if len(documents) <= MOST_ALL_PAIRS:
        return [(a, b) for i, a in enumerate(documents) for b in documents[i + 1 :]]
    runs = [_runs(document) for document in documents]
    pairs = []
    for n, document in enumerate(documents):
        order = sorted(range(n), key=lambda earlier: (-len(runs[n] & runs[earlier]), -earlier))
        chosen = set(order[:MOST_ANCESTORS])
        chosen |= {i for i in range(n) if base in (documents[i].id, document.id)}
        pairs += [(documents[i], document) for i in sorted(chosen)]
    return pairs


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, words(text)))


def _runs(document: Document) -> frozenset[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for paragraph in document.citable:
        forms = words(paragraph.text)
        found.update(tuple(forms[i : i + _RUN]) for i in range(len(forms) - _RUN + 1))
    return frozenset(found)
