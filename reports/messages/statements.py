"""What a comparison says in sentences that can be quoted, in any language: the answer first.

Each rests on paragraphs that it names and on nothing that is open. What they tell is chosen by
``scodiff.compare.answer``; here it is put into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from scodiff.compare.answer import sound_answer
from scodiff.compare.answer.model import (
    LinkEnds,
    NewsFacts,
    Survival,
    ToldChange,
    WordingChange,
    names_of,
)
from scodiff.compare.model import Comparison, Link, Place
from scodiff.reports.messages.mentions import Mention, Quotation, Sentence, Statement
from scodiff.reports.messages.messages import Messages
from scodiff.reports.runs import SideName


@dataclass(frozen=True, slots=True)
class NewsSection:
    """Statements under one heading."""

    topic: str
    heading: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class News:
    """The answer in words: the sentences that it begins with, and what follows by topic.

    ``answer`` has the facts, ``in_links`` what is said beside each passage.
    """

    answer: NewsFacts

    opening: tuple[Statement, ...]
    manners: str  # what the words for how a passage lives on mean; empty where none is used
    sections: tuple[NewsSection, ...]
    in_links: Mapping[LinkEnds, tuple[Sentence, ...]]

    def of(self, link: Link) -> tuple[Sentence, ...]:
        """What differs in a linked passage, or is perhaps on one matter with a lone one, quoted."""
        return self.in_links.get((link.a, link.b), ())

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All there is to say, in the order in which it should be read; each can stand alone."""
        return (*self.opening, *(s for section in self.sections for s in section.statements))


def news(t: Messages, comparison: Comparison) -> News:
    """The answer to what a reader asks first, in the language of ``t``."""
    answer = sound_answer(comparison)
    teller = _Teller(t, comparison)
    lists = {
        "changes": map(teller.change, answer.changes),
        "reworded": map(teller.reworded, answer.reworded),
        "gone": teller.quoted("gone", "a", answer.gone),
        "left_out": teller.quoted("left_out", "a", answer.dropped),
        "new": teller.quoted("new", "b", answer.new),
        "put_in": teller.quoted("put_in", "b", answer.added),
        "in_part": map(teller.in_part, answer.in_part),
        "beside": map(teller.beside, answer.beside),
        "perhaps_gone": teller.quoted("perhaps_gone", "a", answer.perhaps_gone),
        "perhaps_new": teller.quoted("perhaps_new", "b", answer.perhaps_new),
    }
    told = [(topic, tuple(items)) for topic, items in lists.items()]
    return News(
        answer,
        tuple(teller.opening(answer)),
        t("news.manners") if _lives(answer) else "",
        tuple(NewsSection(topic, teller.heading(topic), items) for topic, items in told if items),
        {ends: tuple(teller.differences(found)) for ends, found in answer.in_links.items()}
        | {ends: tuple(map(teller.nearby, told)) for ends, told in answer.nearby.items()},
    )


def _lives(answer: NewsFacts) -> bool:
    return any(side and side.lives.paragraphs for side in (answer.a, answer.b))


class _Teller:
    """Puts the facts of an answer into words."""

    def __init__(self, t: Messages, comparison: Comparison) -> None:
        self.t = t
        self.comparison = comparison
        names = names_of(comparison.a, comparison.b)
        self.names: dict[str, Any] = dict(zip("ab", names, strict=True))

    def heading(self, topic: str) -> str:
        """What stands above the statements of a topic."""
        return self.t(f"news_title.{topic}", **self.names)

    def opening(self, answer: NewsFacts) -> Iterator[Statement]:
        """What lives on, seen from both texts; what has no counterpart; what is not known."""
        if answer.a is None or answer.b is None:
            return
        for topic, side in (("lives", answer.a), ("origin", answer.b)):
            if side.total_paragraphs:
                yield Statement(topic, self._lives(topic, side))
        alone = [
            self._extent(f"news.{key}", side.alone.paragraphs, side.alone.words)
            for key, side in (("gone", answer.a), ("new", answer.b))
            if side.alone.paragraphs
        ]
        if alone:
            yield Statement("alone", (self.t("news.alone", figures=self._clauses(alone)),))
        if answer.partly:
            partly = self.t("news.partly", count=answer.partly, **self.names)
            yield Statement("partly", (partly,))
        unknown = [
            self._extent(f"news.open_{letter}", side.open.paragraphs, side.open.words)
            for letter, side in (("a", answer.a), ("b", answer.b))
            if side.open.paragraphs
        ]
        if unknown:
            yield Statement("open", (self.t("news.open", figures=self._clauses(unknown)),))

    def _lives(self, topic: str, side: Survival) -> Sentence:
        lives = side.lives
        manners = [
            self._extent(f"news.{manner}", extent.paragraphs, extent.words)
            for manner, extent in (
                ("identical", side.identical),
                ("editorial", side.editorial),
                ("edited", side.edited),
                ("rewritten", side.rewritten),
            )
            if extent.paragraphs
        ]
        return self.t.pieces(
            f"news.{topic}",
            count=lives.paragraphs,
            paragraphs=self.t("answer.paragraphs", count=side.total_paragraphs),
            words=self.t("answer.words", count=side.total_words),
            share=self.t.percent(lives.words),
            manners=self._clauses(manners),
            **self.names,
        )

    def change(self, told: ToldChange) -> Statement:
        """A change of position, quoted from both sides."""
        t = self.t
        kinds = t("list.semicolon").join(
            t("news.kind", kind=t.name("shift", s.kind), direction=t.name("direction", s.direction))
            for s in told.shifts
        )
        return self._both("changes", "news.change", told, kinds=kinds)

    def reworded(self, told: ToldChange) -> Statement:
        """Other words in the same slot, quoted from both sides."""
        return self._both("reworded", "news.reworded", told)

    def in_part(self, told: ToldChange) -> Statement:
        """What two passages seem to share, quoted from both sides."""
        return self._both("in_part", "news.beside", told)

    def beside(self, told: ToldChange) -> Statement:
        """Two stretches that may be on one matter."""
        return self._both("beside", "news.beside", told)

    def nearby(self, told: ToldChange) -> Sentence:
        """What may be on one matter with a passage that has no link."""
        return self._both("nearby", "why.nearby", told).sentence

    def differences(self, found: Iterable[WordingChange]) -> Iterator[Sentence]:
        """What differs in a linked passage; what was left out and what was put in together."""
        found = list(found)
        both = [change for change in found if change.a and change.b]
        gone = [change.a for change in found if change.a and not change.b]
        come = [change.b for change in found if change.b and not change.a]
        for change in both:
            yield self._difference("reads", change.a, change.b)
        for a, b in zip_longest(gone, come):
            yield self._difference("apart" if a and b else "gone" if a else "come", a, b)

    def _difference(self, key: str, a: Place | None, b: Place | None) -> Sentence:
        quoted: dict[str, Any] = {}
        if a:
            quoted["a"] = self._quotation("a", a)
        if b:
            quoted["b"] = self._quotation("b", b)
        return self.t.pieces(f"why.{key}", **quoted)

    def _both(self, topic: str, key: str, told: ToldChange, **named: Any) -> Statement:
        ids_a, ids_b = (told.a.paragraph,), (told.b.paragraph,)
        sentence = self.t.pieces(
            key,
            a=self._quote("a", told.a),
            b=self._quote("b", told.b),
            cite_a=Mention(a=ids_a),
            cite_b=Mention(b=ids_b),
            **named,
        )
        return Statement(topic, sentence, ids_a, ids_b)

    def quoted(self, topic: str, side: SideName, places: Iterable[Place]) -> Iterator[Statement]:
        """Stretches of one text, each a quotation with its citation."""
        for place in places:
            ids = (place.paragraph,)
            mention = Mention(a=ids) if side == "a" else Mention(b=ids)
            quote = self._quote(side, place)
            sentence = self.t.pieces("news.quoted", quote=quote, cite=mention)
            yield Statement(topic, sentence, mention.a, mention.b)

    def _quote(self, side: SideName, place: Place) -> Sentence:
        """A quotation with its marks."""
        return self.t.pieces("list.quote", text=self._quotation(side, place))

    def _quotation(self, side: SideName, place: Place) -> Quotation:
        document = self.comparison.a if side == "a" else self.comparison.b
        text = document.paragraph(place.paragraph).text[place.start : place.end]
        return Quotation(side, text)

    def _extent(self, key: str, paragraphs: int, share: float) -> str:
        return self.t(key, count=paragraphs, share=self.t.percent(share), **self.names)

    def _clauses(self, figures: list[str]) -> str:
        return self.t.listed(figures, "clause", "last_clause")
