"""What few answers are worth on real declarations, by the shipped model (which has seen them)."""

from __future__ import annotations

from pathlib import Path

from benchmarks.evaluate.second_reader.review import COUNTS, RecordedReader, subject_of
from benchmarks.lib.gold import read_pairs
from scodiff.compare.pipeline import compare_scored
from scodiff.compare.review.offers import offers_of
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.registry import for_comparing


def test_thirty_answers_mend_nearly_all_between_distant_declarations(data_dir: Path) -> None:
    gold = next(pair for pair in read_pairs() if pair.held_back)
    subject = subject_of(gold, compare_scored(gold.a, gold.b, open_encoder(for_comparing(None))))
    offers = offers_of(subject.engine)
    reader = RecordedReader(offers, gold)
    f1 = dict(zip(COUNTS, subject.session(offers, reader, second_looks=False), strict=True))
    assert subject.f1([]) < f1[15]
    assert f1[15] >= 0.8
    assert f1[30] >= 0.9
