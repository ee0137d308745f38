"""A comparison is reviewed in the room: its questions on a page, its answers made decisions."""

from __future__ import annotations

from pathlib import Path

import pytest
from rooms.reading_room import open_room

pytest.importorskip("uvicorn", reason="the extra [serve] is not installed")

from scodiff.compare.pipeline import compare_scored
from scodiff.compare.review.answer_file import answers_as_lines
from scodiff.compare.review.model import Decider, ReviewAnswer, ReviewQuestion, Verdict
from scodiff.compare.review.queue import review_queue
from scodiff.corpus import VERSION
from scodiff.corpus.shipped import shipped_document
from scodiff.reports.review.page import render


def answered(question: ReviewQuestion) -> ReviewAnswer:
    """An answer by Ada: no candidate is a counterpart."""
    verdicts = tuple(Verdict(candidate.id, "nothing") for candidate in question.candidates)
    texts = question.a.sha256, question.b.sha256
    paragraph, by = question.paragraph, Decider("person", "Ada")
    return ReviewAnswer(question.id, *texts, paragraph.side, paragraph.id, verdicts, by)


def test_what_is_open_is_asked_and_answers_are_obeyed(tmp_path: Path) -> None:
    a, b = shipped_document("2003-moscow"), shipped_document("illustration")
    asked = review_queue(compare_scored(a, b), ())
    with open_room(tmp_path) as room:
        visitor = room.client()
        page = visitor.wait(
            visitor.send("/compare", a="2003-moscow", b="illustration", model="none")
        )
        key = page.url.path.rpartition("/")[2]
        assert f'href="/review/{key}"' in page.text
        framed = visitor.wait(visitor.read(f"/review/{key}"))
        assert "<iframe" in framed.text
        questions = visitor.read(f"/review/{key}/page.html")
        assert questions.content == render(asked, a, b, VERSION, "en")
        assert "frame-ancestors 'self'" in questions.headers["content-security-policy"]
        lines = answers_as_lines([answered(asked[0])])
        again = visitor.wait(
            visitor.send(f"/review/{key}/answers", files={"answers": ("ada.jsonl", lines)})
        )
        assert again.url.path != page.url.path
        report = visitor.read(f"{again.url.path}/report.html").text
        assert "Ada" in report
        assert "ada.toml" in visitor.read("/").text
        bad = visitor.wait(
            visitor.send(f"/review/{key}/answers", files={"answers": ("bad.jsonl", b"{}\n")})
        )
        assert bad.status_code == 400
        assert "bad.jsonl" in bad.text
        spoilt = visitor.wait(
            visitor.send(f"/review/{key}/answers", files={"answers": ("spoilt.jsonl", b"no\n")})
        )
        assert "line 1 of spoilt.jsonl" in spoilt.text
        assert visitor.read("/review/nothing").status_code == 400
