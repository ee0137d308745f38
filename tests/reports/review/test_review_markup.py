"""The review page as bytes: the same each time, and closed to the network."""

from __future__ import annotations

import re

import pytest
from report_example import example
from second_reader.review_example import queue

from scodiff.compare.review.model import DEFINITIONS
from scodiff.reports.errors import ReportError
from scodiff.reports.html.templates import source_hash
from scodiff.reports.messages.messages import messages
from scodiff.reports.review.page import render

A, B = example().a, example().b
PAGE = render(queue(A, B), A, B, "1.0").decode()


def test_the_same_questions_give_the_same_bytes() -> None:
    assert render(queue(A, B), A, B, "1.0").decode() == PAGE


def test_only_its_own_style_and_script_may_run() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', PAGE)
    assert policy is not None
    scripts = re.findall(r"<script>(.*?)</script>", PAGE, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", PAGE, re.DOTALL)
    assert policy[1] == (
        f"default-src 'none'; style-src '{source_hash(styles[0])}'; "
        f"script-src '{source_hash(scripts[0])}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    assert len(scripts) == len(styles) == 1
    assert not re.search(r"\b(?:src|srcset)=|https?://", PAGE)


def test_the_labels_mean_what_the_files_say() -> None:
    t = messages("en")
    assert {label: t(f"review.{label}_is") for label in DEFINITIONS} == dict(DEFINITIONS)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ReportError, match="choose one of"):
        render((), A, B, "1.0", "tlh")
