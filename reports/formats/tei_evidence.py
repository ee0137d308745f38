"""The evidence of a comparison in TEI: links and feature structures in the back matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scodiff.compare.decisions.model import MODEL, PERSON, NamedShift, ReaderDecision
from scodiff.compare.model import Comparison, Link, Shift
from scodiff.reports.formats.tei_elements import XML_ID, Element, add
from scodiff.reports.serialise import decimal
from scodiff.reports.visible import visible


def fill_back(back: Element, comparison: Comparison) -> None:
    """Which paragraphs answer to which, and the evidence, as links and feature structures."""
    division = add(back, "div", type="evidence")
    alignment = [
        (f"#a-{x}", f"#b-{y}", link.relation)
        for link in comparison.links
        for x in link.a
        for y in link.b
        if not link.pairs or any((pair.a, pair.b) == (x, y) for pair in link.pairs)
    ]
    _links(division, "alignment", alignment)
    _links(division, "parts", [(f"#a-{p.a}", f"#b-{p.b}", "part") for p in comparison.parts])
    _links(division, "related", [(f"#a-{r.a}", f"#b-{r.b}", "related") for r in comparison.related])
    for number, link in enumerate(comparison.links, 1):
        _features(division, f"link-{number}", _evidence(link))
    for number, part in enumerate(comparison.parts, 1):
        places = {
            name: getattr(part, name)
            for name in (
                "a_start",
                "a_end",
                "b_start",
                "b_end",
                "semantic",
                "literal",
                "confidence",
                "certainty",
            )
        }
        places["decided_by"] = part.decided_by or None
        _features(division, f"parts-{number}", places)
    for decision in comparison.decisions:
        _decision(division, decision)
    if not len(division):
        add(division, "ab")


def _decision(division: Element, decision: ReaderDecision) -> None:
    """What a reader decided of the paragraphs that ``corresp`` points to."""
    sides = (("a", decision.a), ("b", decision.b))
    of = " ".join(f"#{side}-{p}" for side, ids in sides for p in ids)
    values: dict[str, object] = {
        "decided_by": PERSON,
        "action": decision.action,
        "relation": decision.relation,
        "shifts": "; ".join(map(_named, decision.shifts)) or None,
        "note": decision.note or None,
    }
    if record := decision.record:
        values |= {
            "decided_by": MODEL if record.by.kind == "model" else PERSON,
            "name": record.by.name,
            "prompt_version": record.by.prompt_version,
            "when": record.when,
            "asked": record.asked,
            "engine": f"{record.engine.relation}, {record.engine.certainty}",
            "disagreement": decision.contradicts_engine,
        }
    _features(division, of.removeprefix("#"), values).set("type", "decision")


def _named(shift: Shift | NamedShift) -> str:
    return f"{shift.kind} {shift.direction}: {shift.a} → {shift.b}"


def _links(division: Element, kind: str, links: Sequence[tuple[str, str, str]]) -> None:
    if not links:
        return
    group = add(division, "linkGrp", type=kind)
    for number, (a, b, relation) in enumerate(links, 1):
        link = add(group, "link", target=f"{a} {b}", type=relation)
        link.set(XML_ID, f"{kind}-{number}")


def _evidence(link: Link) -> dict[str, object]:
    found: dict[str, object] = {
        "relation": link.relation,
        "moved": link.moved,
        "split": link.split,
        "merged": link.merged,
        "semantic": link.semantic,
        "literal": link.literal,
        "confidence": link.confidence,
        "certainty": link.certainty,
        "quarter": link.quarter,
        "decided_by": link.decided_by or None,
        "beyond_noise": link.beyond_noise,
    }
    for number, candidate in enumerate(link.candidates, 1):
        side = "b" if link.a else "a"
        found[f"candidate{number}"] = f"#{side}-{candidate.id} {decimal(candidate.probability):g}"
    for number, shift in enumerate(link.shifts, 1):
        by = f" ({shift.decided_by})" if shift.decided_by else ""
        found[f"shift{number}"] = _named(shift) + by
    return found


def _features(division: Element, of: str, values: Mapping[str, object]) -> Element:
    structure = add(division, "fs", corresp=f"#{of}")
    for name, value in values.items():
        if value is None:
            continue
        feature = add(structure, "f", name=name)
        if isinstance(value, bool):
            add(feature, "binary", value="true" if value else "false")
        elif isinstance(value, int | float):
            add(feature, "numeric", value=f"{round(value, 6) + 0.0:g}")
        else:
            add(feature, "string").text = visible(str(value))
    return structure
