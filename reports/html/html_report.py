"""A comparison as one self-contained HTML file."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from scodiff.compare.decisions.model import ReaderDecision
from scodiff.compare.model import RELATIONS, Comparison, Link, SideSummary
from scodiff.corpus.model import Document, Paragraph
from scodiff.reports.html import templates
from scodiff.reports.html.alignment_map import COLUMN, WIDTH, draw
from scodiff.reports.html.overview import (
    bars,
    least_certain,
    passages_by_relation,
)
from scodiff.reports.html.reading_order import LinkRow, MatterRow, reading_order, sections
from scodiff.reports.manifest import island, manifest
from scodiff.reports.messages import decision_words, link_words
from scodiff.reports.messages.citation import (
    Citations,
    bibtex,
    citations,
    csl,
    direction,
    footnote,
    reference,
    written_date,
)
from scodiff.reports.messages.figures import figures, marked_open, persisted, with_open
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.mentions import Mention, Quotation, Sentence
from scodiff.reports.messages.messages import Messages, messages
from scodiff.reports.messages.possible import possible
from scodiff.reports.messages.remarks import Remarks
from scodiff.reports.messages.statements import news
from scodiff.reports.messages.why import reasons
from scodiff.reports.serialise import decimal
from scodiff.reports.visible import has_hidden, visible_markup

PAGE = "html/report.html.j2"


def render(comparison: Comparison, language: str = DEFAULT) -> bytes:
    """The comparison as UTF-8 HTML, byte for byte the same for the same comparison.

    The file makes no request: style, script and drawings are inside it, and its
    content-security policy allows nothing else. ``language`` is that of the interface.

    Raises:
        ReportError: reports are not written in that language.
    """
    t = messages(language)
    page = environment().get_template(PAGE).render(_context(t, comparison))
    return page.encode("utf-8")


def _context(t: Messages, comparison: Comparison) -> dict[str, Any]:
    cite = citations(t, comparison.a, comparison.b)
    remarks = Remarks(comparison, cite)
    summaries = (comparison.summary.a, comparison.summary.b)
    return {
        "t": t,
        "comparison": comparison,
        "documents": [
            _document(t, comparison.a, cite[0].name, "a"),
            _document(t, comparison.b, cite[1].name, "b"),
        ],
        "summaries": summaries,
        "figures": [_figures(t, side, cite[i], "ab"[i]) for i, side in enumerate(summaries)],
        "persisted": persisted(t, summaries[0], cite[0].name),
        "news": news(t, comparison),
        "say": lambda statement: _sentence(statement.sentence, comparison, cite),
        "sentence": lambda pieces: _sentence(pieces, comparison, cite),
        "bars": [bars(t, cite[i].name, side, "ab"[i]) for i, side in enumerate(summaries)],
        "map": draw(comparison, cite),
        "groups": passages_by_relation(comparison, cite),
        "least_certain": least_certain(comparison, cite),
        "rows": reading_order(t, comparison, cite, remarks),
        "sections": sections(comparison),
        "shifts": Counter(s.kind for link in comparison.links for s in {*link.shifts}),
        "tally": link_words.tally(t, comparison),
        "certainties": Counter(link.certainty for link in comparison.links),
        "has_moves": any(
            edit.moved and not edit.moved.startswith("part")
            for link in comparison.links
            for edit in link.edits
        ),
        **_made(t, comparison, cite),
        **_functions(t, comparison, cite),
        **_assets(),
        "manifest": island(manifest(comparison, t.language)),
    }


def _made(t: Messages, comparison: Comparison, cite: tuple[Citations, Citations]) -> dict[str, Any]:
    """How the comparison was made: a reader's decisions, and the settings."""
    return {
        "decisions_tally": decision_words.tally(t, comparison),
        "decisions": [decision_words.told_in_html(t, d, cite) for d in comparison.decisions],
        "disagreements": [
            decision_words.told_in_html(t, d, cite)
            for d in decision_words.disagreements(comparison)
        ],
        "settings": [
            (name, decimal(value) if isinstance(value, float) else value)
            for name, value in asdict(comparison.settings).items()
        ],
    }


def _functions(
    t: Messages, comparison: Comparison, cite: tuple[Citations, Citations]
) -> dict[str, Any]:
    """What the page asks for one link or paragraph at a time."""
    documents = {"a": comparison.a, "b": comparison.b}

    def decided(link: Link) -> list[ReaderDecision]:
        """The reader's decisions that concern a link."""
        return decision_words.concerning(comparison, link)

    return {
        "why": lambda link: reasons(t, comparison, link, cite, decided(link)),
        "possible": lambda link: possible(t, link, cite),
        "marked_open": lambda counted, number: marked_open(t, counted, number),
        "shape": lambda link: link_words.shape(t, link),
        "badges": lambda link: link_words.badges(t, link, decided(link)),
        "shift_words": lambda shift: link_words.shift_words(t, shift),
        "scores": lambda semantic, literal: link_words.scores(t, semantic, literal),
        "footnote": lambda side, paragraph: footnote(t, documents[side], paragraph),
        "digest": digest,
    }


def _assets() -> dict[str, Markup | str]:
    style, script = templates.asset("html/report.css"), templates.asset("html/report.js")
    return {
        "style": style,
        "script": script,
        "style_hash": templates.source_hash(style),
        "script_hash": templates.source_hash(script),
    }


def _figures(
    t: Messages, side: SideSummary, cite: Citations, letter: str
) -> dict[str, Markup | str]:
    """What became of one text's paragraphs, each figure a link to its passages."""
    found = figures(t, side, letter)
    links = [Markup('<a href="#passages-{}">{}</a>').format(f.relation, f.number) for f in found]
    told = [
        with_open(
            t, t.html(f"figure.{f.relation}", count=f.number, n=link), f.relation, f.number, f.open
        )
        for f, link in zip(found, links, strict=True)
    ]
    shares = [
        t("answer.share_of", share=f.words, relation=t(f"relation.{f.relation}")) for f in found
    ]
    name = Markup('<b class="id">{}</b>').format(cite.name)
    said = t.html("answer.said", count=side.total_paragraphs, name=name, figures=t.listed(told))
    by_words = t("answer.by_words", figures=t("list.comma").join(shares))
    return {"said": said, "words": by_words}


def _sentence(
    sentence: Sentence, comparison: Comparison, cite: tuple[Citations, Citations]
) -> Markup:
    """A sentence in which each paragraph it mentions is a link to it."""

    def set_piece(piece: str | Mention | Quotation) -> Markup:
        """A piece of the sentence as markup, escaped."""
        if isinstance(piece, Mention):
            return _mentioned(piece, cite)
        if isinstance(piece, str):
            return visible_markup(piece)
        language = (comparison.a if piece.side == "a" else comparison.b).language
        return Markup('<span class="quoted" lang="{}" dir="{}">{}</span>').format(
            language, direction(language), visible_markup(piece.text)
        )

    return Markup("").join(map(set_piece, sentence))


def _mentioned(mention: Mention, cite: tuple[Citations, Citations]) -> Markup:
    link = Markup('<a href="#{}">{}</a>')
    sides = [
        Markup(", ").join(link.format(cites[p].anchor, cites[p].short) for p in ids)
        for cites, ids in zip(cite, (mention.a, mention.b), strict=True)
    ]
    return Markup(" → ").join(filter(None, sides))


def _document(t: Messages, document: Document, name: str, side: str) -> dict[str, Any]:
    date = written_date(t, document)
    return {
        "side": side,
        "name": name,
        "document": document,
        "date": date,
        "dir": direction(document.language),
        "reference": reference(t, document),
        "where": ", ".join(filter(None, (document.place, date))) or name,
        "hidden": has_hidden(document.source_text),
        "ledger": Counter(entry.action for entry in document.ledger),
        "bibtex": bibtex(document),
        "csl": json.dumps(csl(document), ensure_ascii=False, indent=1),
    }


def digest(paragraph: Paragraph) -> str:
    """How the SHA-256 of a paragraph's text begins, as a file of decisions names it."""
    data = paragraph.text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:8]


def compile_ahead() -> None:
    """Compile the template for later runs, as ``compileall`` does for modules.

    An installer calls this (``python -m scodiff.reports.html.html_report``); without it the
    first report does it, unless Python was told to write no compiled modules.
    """
    cache = templates.CompiledTemplates(always=True)
    environment().overlay(bytecode_cache=cache).get_template(PAGE)


def environment() -> Environment:
    """The environment of the page: its names and tests."""
    environment = templates.environment()
    environment.globals.update(RELATIONS=RELATIONS, COLUMN=COLUMN, WIDTH=WIDTH)
    environment.tests.update(
        link_row=lambda row: isinstance(row, LinkRow),
        matter_row=lambda row: isinstance(row, MatterRow),
    )
    return environment


if __name__ == "__main__":
    compile_ahead()
