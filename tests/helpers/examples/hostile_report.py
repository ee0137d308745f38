"""A comparison whose texts try everything that could become markup."""

from __future__ import annotations

from report_example import assemble, document, link

from scodiff.compare.model import Comparison, Part, Related

HOSTILE = (
    "<script>alert(1)</script> ]]> {{ 7*7 }} {% raw %} \"quoted\" 'quoted' & &amp; "
    "<!-- --> </style> javascript:alert(1) \u202etxet\u202c \u2066x\u2069 a\u200bb "
    "\ufeff \x00 \x1b[31m "
    "\ud800 =cmd|' /C calc'!A0"
)


def hostile() -> Comparison:
    """The comparison; each text stands in every place that a report shows."""
    a = document("evil<id>", (("title", HOSTILE), ("body", HOSTILE), ("body", HOSTILE)))
    b = document(
        "b\"'>", (("body", HOSTILE + "x"), ("item", HOSTILE)), title=HOSTILE, place=HOSTILE,
        date="2020", edition=HOSTILE, notice=HOSTILE,
    )  # fmt: skip
    found = (
        link(a, b, "changed", "p2", "p1", literal=0.9, moved=True, distance=1),
        link(a, b, "disappeared", "p3", ""),
        link(a, b, "new", "", "p2"),
    )
    part = Part("p3", "p2", 0, len(HOSTILE), 0, len(HOSTILE), None, 1.0, 0.95, "sure")
    return assemble(a, b, found, parts=(part,), related=(Related("p3", "p2", None, 0.1),))
