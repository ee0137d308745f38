"""A comparison as a summary on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scodiff.compare.model import RELATIONS, Comparison, Link, Relation, SideSummary
from scodiff.corpus.model import Document
from scodiff.reports.messages import decision_words
from scodiff.reports.messages.citation import Citations, citations, written_date
from scodiff.reports.messages.figures import ONE_SIDED, marked_open, persisted
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.link_words import badges, shape, shift_words, tally
from scodiff.reports.messages.mentions import plain
from scodiff.reports.messages.messages import Messages, messages
from scodiff.reports.messages.possible import possible
from scodiff.reports.messages.statements import news
from scodiff.reports.serialise import terminal_text
from scodiff.reports.visible import visible_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDTH = 100
STRONGEST = 6
LISTED = 5
TOLD = 7  # of a list of the answer
STYLES: dict[Relation, str] = {
    "identical": "bold blue",
    "editorial": "blue",
    "changed": "yellow",
    "reformulated": "magenta",
    "disappeared": "red",
    "new": "green",
}


def render(comparison: Comparison, language: str = DEFAULT) -> bytes:
    """The summary as plain UTF-8 text, a hundred columns wide."""
    return terminal_text(lambda console: print_summary(comparison, console, language), WIDTH)


def print_summary(comparison: Comparison, console: Console, language: str = DEFAULT) -> None:
    """Print the answer, the figures and the passages that matter most.

    Control and escape characters of the texts are printed as tokens (``[U+001B]``), and
    nothing in them is taken for console markup.
    """
    _Summary(comparison, console, messages(language)).print()


class _Summary:
    def __init__(self, comparison: Comparison, console: Console, t: Messages) -> None:
        self.comparison = comparison
        self.console = console
        self.t = t
        self.cite = citations(t, comparison.a, comparison.b)
        self.sides = (comparison.summary.a, comparison.summary.b)
        self.news = news(t, comparison)

    def print(self) -> None:
        """Print all of it."""
        for document, names in zip((self.comparison.a, self.comparison.b), self.cite, strict=True):
            self._document(document, names)
        self._answer()
        self.console.print(self._table())
        told = [link for link in self.comparison.links if not link.is_open]
        linked = sorted((link for link in told if link.pairs), key=lambda link: -link.confidence)
        self._links("text.strongest", linked, STRONGEST)
        self._links("text.open", [k for k in self.comparison.links if k.is_open], LISTED)

    def _document(self, document: Document, names: Citations) -> None:
        where = ", ".join(filter(None, (document.place, written_date(self.t, document))))
        self._line(f"{names.name}: {document.title}", "bold")
        edition = f"; {document.source.edition}" if document.source.edition else ""
        where = where or self.t("page.undated")
        self._line(f"  {where}; {document.source.name}{edition}", "dim")
        if document.notice:
            self._line(f"  {self.t('text.note', notice=document.notice)}", "bold red")

    def _answer(self) -> None:
        t = self.t
        self.console.print()
        told = self.news
        for statement in told.opening:
            self._line(plain(statement.sentence, self.comparison))
        if told.manners:
            self._line(told.manners, "dim")
        for section in told.sections:
            self.console.print()
            self._line(section.heading, "bold")
            for statement in section.statements[:TOLD]:
                self._item(plain(statement.sentence, self.comparison))
            if (more := len(section.statements) - TOLD) > 0:
                self._item(t("text.more", count=more))
        self.console.print()
        self._line(t("news.figures"), "bold")
        self._line(persisted(t, self.sides[0], self.cite[0].name))
        if words := tally(t, self.comparison):
            self._line(words)
        self._decisions()
        self.console.print()

    def _decisions(self) -> None:
        """How many decisions a reader made, in one line, and the first of them."""
        if not (words := decision_words.tally(self.t, self.comparison)):
            return
        self._line(words, "bold")
        found = self.comparison.decisions
        for decision in found[:LISTED]:
            self._line(f"  {decision_words.told(self.t, decision, self.cite)}")
        if len(found) > LISTED:
            self._line("  …")
        if against := decision_words.disagreements(self.comparison):
            self._line(self.t("decision.disagree"), "bold")
            for decision in against:
                self._line(f"  {decision_words.told(self.t, decision, self.cite)}")

    def _table(self) -> Table:
        from rich import box
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column(self.t("text.relation"))
        for names in self.cite:
            table.add_column(Text(visible_line(f"{names.name} ¶")), justify="right")
            table.add_column(self.t("text.words"), justify="right")
        for relation in RELATIONS:
            cells = [
                cell
                for side, letter in zip(self.sides, "ab", strict=True)
                for cell in (
                    self._cells(side, relation) if relation != ONE_SIDED[letter] else ("", "")
                )
            ]
            table.add_row(Text(self.t(f"relation.{relation}"), style=STYLES[relation]), *cells)
        return table

    def _cells(self, side: SideSummary, relation: Relation) -> tuple[str, str]:
        count = side.paragraphs[relation]
        counted = self.t("answer.of", n=count, total=side.total_paragraphs)
        counted = marked_open(self.t, counted, side.open_paragraphs[relation])
        return counted, self.t.percent(side.words.get(relation, 0.0))

    def _links(self, heading: str, links: list[Link], most: int) -> None:
        if not links:
            return
        title = self.t(heading)
        if len(links) > most:
            title = self.t("text.some", heading=title, n=most, total=len(links))
        self._line(title, "bold")
        for link in links[:most]:
            self._link(link)
        self.console.print()

    def _link(self, link: Link) -> None:
        t, cite = self.t, self.cite
        names = [cite[0][p].name for p in link.a], [cite[1][p].name for p in link.b]
        ends = " → ".join(", ".join(side) for side in names if side)
        details = [
            *shape(t, link),
            *badges(t, link, decision_words.concerning(self.comparison, link)),
        ]
        if link.certainty == "likely":
            details.insert(0, t("certainty.likely"))
        if link.a and link.b:
            details.insert(0, t(f"relation.{link.relation}"))
        told = f"  {ends}{': ' if details else ''}{', '.join(details)}"
        self._line(told, STYLES[link.relation])
        for shift in link.shifts:
            self._line(f"    · {shift_words(t, shift)}", "dim")
        for difference in self.news.of(link):
            self._line(f"    · {plain(difference, self.comparison)}", "dim")
        firsts = [cite[0][p] for p in link.a[:1]] + [cite[1][p] for p in link.b[:1]]
        for first in firsts:
            self._line(f"    {first.paragraph.text}", None, one_line=True)
        for one in possible(t, link, cite):
            words = t(
                "open.candidate", cite=one.citation.name, value=one.value, opening=one.opening
            )
            self._line(f"      ? {words}", "dim", one_line=True)

    def _item(self, text: str) -> None:
        """One item of a list, hung from its mark."""
        from rich.table import Table
        from rich.text import Text

        hung = Table.grid(padding=(0, 1))
        hung.add_row(" ·", Text(visible_line(text), overflow="fold"))
        self.console.print(hung)

    def _line(self, text: str, style: str | None = None, *, one_line: bool = False) -> None:
        from rich.text import Text

        shown = visible_line(" ".join(text.split()) if one_line else text)
        indent = len(text) - len(text.lstrip(" ")) if one_line else 0
        self.console.print(
            Text(" " * indent + shown, style=style or ""),
            no_wrap=one_line,
            overflow="ellipsis" if one_line else "fold",
            soft_wrap=False,
        )
