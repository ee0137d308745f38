"""What is remarked of a paragraph, and what need not be said twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from texts import SHARED, compared

from scodiff.compare.model import Candidate, Related
from scodiff.reports.messages.citation import citations
from scodiff.reports.messages.messages import messages
from scodiff.reports.messages.remarks import Remarks


@pytest.mark.parametrize("candidate", [True, False])
def test_a_possible_counterpart_is_not_named_again(candidate: bool) -> None:
    comparison = compared(SHARED, SHARED)
    a, b = comparison.a.citable[0].id, comparison.b.citable[1].id
    links = tuple(
        replace(link, candidates=(Candidate(b, 0.3),) if candidate and a in link.a else ())
        for link in comparison.links
    )
    comparison = replace(comparison, links=links, related=(Related(a, b, None, 0.2),))
    remarks = Remarks(comparison, citations(messages(), comparison.a, comparison.b))
    assert bool(remarks.of("a", a)) != candidate
