"""What a comparison says in plain words: sentences that can be quoted, in any language.

Each rests on paragraphs that it names, and gives its figures with their denominators.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from scodiff.compare.model import PERSISTED, QUARTERS, RELATIONS, Comparison, Link, Shift
from scodiff.compare.shifts.kinds import DIRECTIONS, QUOTING_ORDER, TRAITS, is_quoted
from scodiff.compare.text.tokens import count_words
from scodiff.corpus.model import Paragraph
from scodiff.reports.messages.mentions import Mention, Sentence, Statement
from scodiff.reports.messages.messages import Messages

QUOTED_WORDS = 12
MOST_EXAMPLES = 3
LEAST_WORDS = 20  # of a passage that is named for what it kept


def statements(t: Messages, comparison: Comparison) -> list[Statement]:
    """All there is to say, in the order in which it should be read; each can stand alone."""
    teller = _Teller(t, comparison)
    found = (
        teller.turned(),
        teller.persistence(),
        teller.novelty(),
        teller.quarters(),
        teller.shifts(),
        teller.best_kept(),
        teller.longest_gone(),
        teller.moved(),
    )
    return [statement for statement in found if statement]


class _Teller:
    """Finds what can be said of a comparison, topic by topic; None where there is nothing."""

    def __init__(self, t: Messages, comparison: Comparison) -> None:
        self.t = t
        self.comparison = comparison
        self.links = [link for link in comparison.links if link.a and link.b]
        self.linked = t("statement.linked", count=len(self.links))
        self.names = {"a": comparison.a.id, "b": comparison.b.id}

    def persistence(self) -> Statement | None:
        """How many of A's paragraphs persist, with their share of its words; the others' fate."""
        side = self.comparison.summary.a
        fates = [r for r in RELATIONS if side.paragraphs.get(r, 0)]
        if not fates:
            return None
        ids = tuple(
            p for link in self.comparison.links if link.relation in PERSISTED for p in link.a
        )
        if side.total_paragraphs == 1:
            return self._statement("persistence", f"alone.{fates[0]}", ids)
        kept, rest = (
            [
                self.t(f"became.{r}", count=side.paragraphs[r], **self.names)
                for r in fates
                if (r in PERSISTED) == persisted
            ]
            for persisted in (True, False)
        )
        return self._statement(
            "persistence",
            "statement.persisted_rest" if rest else "statement.persisted",
            ids,
            paragraphs=self.t("answer.paragraphs", count=side.total_paragraphs),
            kept=self.t.listed(kept or [self.t("statement.none_persists")]),
            share=self.t.percent(sum(side.words.get(r, 0.0) for r in PERSISTED)),
            words=self.t("answer.words", count=side.total_words),
            rest=self.t.listed(rest),
        )

    def novelty(self) -> Statement | None:
        """How many of B's paragraphs are new, with their share of its words."""
        side = self.comparison.summary.b
        if not side.total_paragraphs:
            return None
        new = side.paragraphs.get("new", 0)
        ids = tuple(p for link in self.comparison.links if link.relation == "new" for p in link.b)
        if side.total_paragraphs == 1:
            key = "alone.new" if new else "alone.not_new"
            return self._statement("novelty", key, b=ids)
        return self._statement(
            "novelty",
            "statement.new",
            b=ids,
            count=new,
            paragraphs=self.t("answer.paragraphs", count=side.total_paragraphs),
            share=self.t.percent(side.words.get("new", 0.0)),
            words=self.t("answer.words", count=side.total_words),
        )

    def quarters(self) -> Statement | None:
        """How many linked passages keep meaning, wording, both or neither."""
        count = Counter(link.quarter for link in self.links if link.quarter)
        told = [quarter for quarter in QUARTERS if count[quarter]]
        if not told:
            return None
        topic, total = "meaning against wording", count.total()
        if total == 1:
            return self._statement(topic, f"alone.{told[0]}")
        figures = [self.t(f"meanings.{quarter}", count=count[quarter]) for quarter in told]
        return self._statement(
            topic,
            "statement.meanings",
            linked=self.t("statement.linked", count=total),
            figures=self.t.listed(figures, "clause", "last_clause"),
        )

    def turned(self) -> Statement | None:
        """Which passages keep their words but perhaps not their meaning, and by what shifts."""
        turned = [link for link in self.links if link.quarter == "turned"]
        if not turned:
            return None
        alone = len(self.links) == 1
        return self._statement(
            "turned",
            "alone.turned_by" if alone else "statement.turned",
            *_paragraphs(turned),
            count=len(turned),
            total=self.t.integer(len(self.links)),
            examples=self._series(self._turn(link) for link in turned[:MOST_EXAMPLES]),
        )

    def _turn(self, link: Link) -> Sentence:
        shifts = [s for s in link.shifts if TRAITS[s.kind].turning]
        told = self.t("list.comma").join(map(self._change, shifts[:MOST_EXAMPLES]))
        mention = Mention(link.a, link.b)
        return self._say("statement.where", what=told, cites=mention) if told else (mention,)

    def shifts(self) -> Statement | None:
        """Shifts of position by their direction, the weightiest quoted; then numbers and dates."""
        all_of_them = [(shift, link) for link in self.links for shift in link.shifts]
        shifted = [(s, link) for s, link in all_of_them if TRAITS[s.kind].of_position]
        numbers = len(all_of_them) - len(shifted)
        if not all_of_them:
            return None
        telling = _telling(shifted)
        links = list({id(link): link for _, link in shifted}.values())
        sentence: Sentence = ()
        if shifted:
            sentence = self._shifted(shifted, len(links), telling)
        if numbers:
            space = (self.t("list.sentence"),) if shifted else ()
            sentence += (*space, *self._say("statement.numbers", count=numbers))
        return Statement("shifts", sentence, *_paragraphs([k for _, k in telling] or links))

    def _shifted(
        self,
        shifted: Sequence[tuple[Shift, Link]],
        links: int,
        telling: Sequence[tuple[Shift, Link]],
    ) -> Sentence:
        count = Counter(shift.direction for shift, _ in shifted)
        named = [self.t(f"effect.{d}", count=count[d]) for d in DIRECTIONS if count[d]]
        examples = self._series(
            self._say("statement.where", what=self._change(s), cites=Mention(link.a, link.b))
            for s, link in telling
        )
        where = self.t("statement.within", links=self.t.integer(links), linked=self.linked)
        return self._say(
            "statement.shifts_such" if telling else "statement.shifts",
            count=len(shifted),
            where=self.t("alone.within") if len(self.links) == 1 else where,
            directions=self.t("list.comma").join(named),
            examples=examples,
        )

    def best_kept(self) -> Statement | None:
        """The passage of some length that kept most of its wording; of equals the longest.

        Nothing is told where all kept the same share.
        """
        long_enough = [
            (link.literal, words, link)
            for link in self.links
            if link.literal is not None and (words := self._words(link)) >= LEAST_WORDS
        ]
        if not long_enough:
            return None
        kept, words, link = max(long_enough, key=lambda item: item[:2])
        if all(other.literal == kept for other in self.links):
            return None
        return self._statement(
            "best kept",
            "statement.best_all" if kept >= 1 else "statement.best",
            link.a,
            link.b,
            count=words,
            cites=Mention(link.a, link.b),
            share=self.t.percent(kept),
            opening=_opening(self.comparison.a.paragraph(link.a[0])),
        )

    def longest_gone(self) -> Statement | None:
        """The longest passage of A of which nothing was found in B."""
        parts = {part.a for part in self.comparison.parts}
        gone = [
            self.comparison.a.paragraph(link.a[0])
            for link in self.comparison.links
            if link.relation == "disappeared" and link.a[0] not in parts
        ]
        if not gone:
            return None
        longest = max(gone, key=lambda p: (count_words(p.text), -(p.n or 0)))
        return self._statement(
            "disappeared",
            "statement.gone",
            (longest.id,),
            count=count_words(longest.text),
            cite=Mention(a=(longest.id,)),
            opening=_opening(longest),
        )

    def moved(self) -> Statement | None:
        """How many linked passages stand elsewhere among the others."""
        moved = [link for link in self.links if link.moved]
        if not moved:
            return None
        ids = _paragraphs(moved)
        return self._statement(
            "moved", "statement.moved", *ids, count=len(moved), linked=self.linked
        )

    def _statement(
        self,
        topic: str,
        key: str,
        a: tuple[str, ...] = (),
        b: tuple[str, ...] = (),
        *,
        count: int | None = None,
        **values: object,
    ) -> Statement:
        return Statement(topic, self._say(key, count=count, **values), a, b)

    def _say(self, key: str, /, *, count: int | None = None, **values: object) -> Sentence:
        return self.t.pieces(key, count=count, **{**self.names, **values})

    def _change(self, shift: Shift) -> str:
        kind = "became" if shift.a and shift.b else "dropped" if shift.a else "added"
        return self.t(f"statement.{kind}", a=shift.a, b=shift.b)

    def _series(self, examples: Iterable[Sentence]) -> Sentence:
        """Examples, set apart by semicolons."""
        found: list[str | Mention] = []
        for example in examples:
            found += [self.t("list.semicolon"), *example] if found else example
        return tuple(found)

    def _words(self, link: Link) -> int:
        return sum(count_words(self.comparison.a.paragraph(p).text) for p in link.a)


def _telling(shifted: Sequence[tuple[Shift, Link]]) -> list[tuple[Shift, Link]]:
    """The shifts to quote, those of the kinds that weigh most first."""
    telling = [(s, k) for s, k in shifted if is_quoted(s.kind, replaced=bool(s.a and s.b))]
    return sorted(telling, key=lambda item: QUOTING_ORDER[item[0].kind])[:MOST_EXAMPLES]


def _opening(paragraph: Paragraph) -> str:
    """How a passage begins."""
    words = paragraph.text.split()
    return " ".join(words[:QUOTED_WORDS]) + (" …" if len(words) > QUOTED_WORDS else "")


def _paragraphs(links: Sequence[Link]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paragraphs of both sides, each once."""
    a, b = ({p: None for link in links for p in getattr(link, side)} for side in "ab")
    return tuple(a), tuple(b)
