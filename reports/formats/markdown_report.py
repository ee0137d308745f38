"""A comparison as Markdown (CommonMark, with the tables of GitHub)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from scodiff.compare.model import RELATIONS, Comparison, Link
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.corpus.model import Document
from scodiff.reports.messages import decision_words
from scodiff.reports.messages.citation import Citations, citations, footnote, reference
from scodiff.reports.messages.figures import ONE_SIDED, marked_open, persisted
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.link_words import badges, scores, shape, tally
from scodiff.reports.messages.mentions import Statement, plain
from scodiff.reports.messages.messages import Messages, messages
from scodiff.reports.messages.possible import possible
from scodiff.reports.messages.remarks import Remark, Remarks
from scodiff.reports.messages.statements import news
from scodiff.reports.messages.why import reasons
from scodiff.reports.runs import SideName, TextRun, inline_runs, shown_as_diff
from scodiff.reports.visible import visible

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>~|&@!$]|://|www\.")
_BEGINS = re.compile(r"^( *)([#+=-]|\d+(?=[.)])|)")


def render(comparison: Comparison, language: str = DEFAULT) -> bytes:
    """The comparison as UTF-8 Markdown.

    Deletions and insertions are ``<del>`` and ``<ins>``, which readers of Markdown show and
    whose marks cannot clash with the texts; nothing of the texts is taken for markup.
    """
    lines = _Report(messages(language), comparison).lines()
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8")


def escaped(text: str) -> str:
    """A text in which Markdown finds no markup, control characters as tokens."""
    return _SPECIAL.sub(lambda match: _escape(match[0]), visible(text))


def in_line(text: str) -> str:
    """The same within a line: a title or quotation cannot begin another one."""
    return escaped(re.sub(r"(?:(?<![ \t])[ \t]++)?+[\r\n]\s*+", " ", text))


def _escape(found: str) -> str:
    if found in ("<", ">", "&"):
        return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}[found]
    if found == "://":
        return ":\\/\\/"
    return found[:-1] + "\\" + found[-1]


class _Report:
    def __init__(self, t: Messages, comparison: Comparison) -> None:
        self.t = t
        self.comparison = comparison
        self.cite = citations(t, comparison.a, comparison.b)
        self.remarks = Remarks(comparison, self.cite)
        self.documents = (comparison.a, comparison.b)
        self.sides = (comparison.summary.a, comparison.summary.b)
        self.news = news(t, comparison)

    def lines(self) -> Iterator[str]:
        """The lines of the report."""
        t, names = self.t, [in_line(cite.name) for cite in self.cite]
        yield f"# {t('page.title', a=names[0], b=names[1])}"
        yield ""
        for document, cite in zip(self.documents, self.cite, strict=True):
            yield from self._document(document, cite)
        yield f"## {t('page.answer')}"
        yield ""
        yield from self._news()
        yield f"## {t('page.comparison')}"
        yield ""
        yield from self._figures()
        for number, link in enumerate(self.comparison.links, 1):
            yield from self._link(number, link)
        yield from self._made()

    def _document(self, document: Document, cite: Citations) -> Iterator[str]:
        whole = f" ({in_line(document.id)})" if document.id not in cite.name else ""
        yield f"- **{in_line(cite.name)}**{whole}: {in_line(reference(self.t, document))}."
        if document.notice:
            yield f"  **{in_line(document.notice)}**"
        yield ""

    def _figures(self) -> Iterator[str]:
        t = self.t
        yield f"### {t('news.figures')}"
        yield ""
        for words in (
            persisted(t, self.sides[0], in_line(self.cite[0].name)),
            tally(t, self.comparison),
            in_line(decision_words.tally(t, self.comparison)),
        ):
            if words:
                yield words
                yield ""
        yield from self._table()

    def _news(self) -> Iterator[str]:
        told = self.news
        for statement in told.opening:
            yield in_line(self._said(statement))
            yield ""
        if told.manners:
            yield f"*{told.manners}*"
            yield ""
        for section in told.sections:
            yield f"### {in_line(section.heading)}"
            yield ""
            yield from (f"- {in_line(self._said(statement))}" for statement in section.statements)
            yield ""

    def _said(self, statement: Statement) -> str:
        return plain(statement.sentence, self.comparison)

    def _table(self) -> Iterator[str]:
        t = self.t
        names = [in_line(cite.name) for cite in self.cite]
        heads = [t("text.relation"), names[0], t("text.words"), names[1], t("text.words")]
        yield f"| {' | '.join(heads)} |"
        yield "| :-- | --: | --: | --: | --: |"
        for relation in RELATIONS:
            if not any(side.paragraphs.get(relation, 0) for side in self.sides):
                continue
            cells = [t(f"relation.{relation}")]
            for side, letter in zip(self.sides, "ab", strict=True):
                if relation == ONE_SIDED[letter]:
                    cells += ["", ""]
                    continue
                count = t("answer.of", n=side.paragraphs[relation], total=side.total_paragraphs)
                cells.append(marked_open(t, count, side.open_paragraphs[relation]))
                cells.append(t.percent(side.words.get(relation, 0.0)))
            yield f"| {' | '.join(cells)} |"
        yield ""

    def _link(self, number: int, link: Link) -> Iterator[str]:
        t = self.t
        names = [
            ", ".join(self.cite[side][p].name for p in ids)
            for side, ids in enumerate((link.a, link.b))
        ]
        ends = in_line(" → ".join(filter(None, names)))
        yield f"### {number}. {ends}: {t(f'relation.{link.relation}')}"
        yield ""
        decided = decision_words.concerning(self.comparison, link)
        if told := [*shape(t, link), *badges(t, link, decided)]:
            yield f"*{in_line(t('list.semicolon').join(told))}*"
            yield ""
        yield from self._texts(link)
        yield from self._possible(link)
        for reason in reasons(t, self.comparison, link, self.cite, decided)[1:]:
            yield f"- {reason.term}: {in_line(reason.words)}"
        for difference in self.news.of(link):
            words = in_line(plain(difference, self.comparison))
            yield f"- {t('why.difference')}: {words}" if link.pairs else f"- {words}"
        sides: tuple[tuple[SideName, tuple[str, ...]], ...] = (("a", link.a), ("b", link.b))
        for side, ids in sides:
            for p in ids:
                yield from (self._remark(remark) for remark in self.remarks.of(side, p))
        yield ""

    def _possible(self, link: Link) -> Iterator[str]:
        found = possible(self.t, link, self.cite)
        if found:
            yield f"{self.t('open.candidates')}:"
            yield ""
        for one in found:
            yield "- " + self.t(
                "open.candidate",
                cite=in_line(one.citation.name),
                value=one.value,
                opening=self.t("list.quote", text=in_line(one.opening)),
            )
        if found:
            yield ""

    def _texts(self, link: Link) -> Iterator[str]:
        if shown_as_diff(link):
            texts = [self.comparison.b.paragraph(p).text for p in link.b]
            for runs in inline_runs(link.edits, texts):
                yield from _quoted(_marked(runs))
            return
        same = link.relation == "identical"
        for index, ids in enumerate((link.a, () if same else link.b)):
            tag = "" if same else ("del", "ins")[index]
            for p in ids:
                text = self.documents[index].paragraph(p).text
                yield from _quoted(_marked([TextRun(text, tag, edit=0)]))  # type: ignore[arg-type]

    def _remark(self, remark: Remark) -> str:
        t, target = self.t, in_line(remark.target.name)
        if remark.kind == "related":
            told = scores(t, remark.semantic, remark.literal)
            return f"- {t('remark.related')} {target} ({told}): {t('remark.related_is')}"
        label = t(f"remark.{remark.kind}", n=remark.number)
        quote = t("list.quote", text=in_line(remark.quoted))
        return "- " + t(
            "remark.stands", label=label, source=remark.source.short, target=target, quote=quote
        )

    def _made(self) -> Iterator[str]:
        t, comparison = self.t, self.comparison
        yield f"## {t('made.title')}"
        yield ""
        yield f"- {t('made.tool')}: scodiff {comparison.version}"
        model = comparison.model
        told = t("made.model_none")
        if model:
            digest = f"`{model.sha256}`"
            told = t(
                "made.model_is", name=in_line(model.name), dimension=model.dimension, digest=digest
            )
        yield f"- {t('made.model')}: {told}"
        if reader := comparison.reader:
            told = t("made.pair_reader_is", name=reader.name, digest=f"`{reader.sha256}`")
            yield f"- {t('made.pair_reader')}: {told}"
        for document, cite in zip(self.documents, self.cite, strict=True):
            source = document.source
            words = t(
                "made.read",
                name=in_line(source.name),
                reader=in_line(source.reader),
                file=f"`{source.sha256}`",
                text=f"`{source.text_sha256}`",
            )
            yield f"- {in_line(cite.name)}: {words}"
        for decision in comparison.decisions:
            told = decision_words.told(t, decision, self.cite)
            yield f"- {t('made.decisions')}: {in_line(told)}"
        for decision in decision_words.disagreements(comparison):
            told = decision_words.told(t, decision, self.cite)
            yield f"- {t('decision.disagree')}: {in_line(told)}"
        for document in self.documents:
            if document.citable:
                yield f"- {in_line(footnote(t, document, document.citable[0]))}"


def _quoted(text: str) -> Iterator[str]:
    yield f"> {_BEGINS.sub(_begin, text)}".rstrip()
    yield ""


def _begin(match: re.Match[str]) -> str:
    """The beginning of a line such that it makes no heading, list or block of code."""
    space, sign = match.groups()
    kept = space.replace(" ", "&#32;")
    return kept + (f"{sign}\\" if sign[:1].isdigit() else f"\\{sign}" if sign else "")


def _marked(runs: list[TextRun]) -> str:
    pieces = []
    for (tag, _), group in groupby(runs, key=lambda run: (run.tag, run.edit)):
        text = escaped("".join(run.text for run in group).replace(PARAGRAPH_BREAK, " ¶ "))
        # A tag alone on its line would begin a block of HTML.
        text = text.replace("\r", "").replace("\n", "<br>").replace("\t", "&#9;")
        pieces.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return "".join(pieces)
