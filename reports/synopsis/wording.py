"""What the reports of a synopsis share: how they cite, count, and say what became of a passage."""

from __future__ import annotations

from collections import Counter

from scodiff.compare.model import PERSISTED, Relation
from scodiff.compare.synopsis.model import PassageState, Standing, Synopsis, SynopsisRow
from scodiff.reports.messages.citation import Citation, Citations
from scodiff.reports.messages.messages import Messages

# One character each, so that a life line is short; those that a phrase has too are the same.
MARKS: dict[PassageState, str] = {
    "appears": "◆",
    "kept": "●",
    "altered": "◐",
    "returns": "○",
    "part": "◔",
    "elsewhere": "↪",
    "absent": "·",
    "open": "?",
}


class SynopsisCitations:
    """The citations of every document: the first one's paragraphs have anchors like ``d1-p12``."""

    def __init__(self, t: Messages, synopsis: Synopsis) -> None:
        self._of = {
            document.id: Citations(t, document, f"d{number}", document.id)
            for number, document in enumerate(synopsis.documents, 1)
        }

    def of(self, document: str, paragraph: str) -> Citation:
        """How a paragraph of a document is cited."""
        return self._of[document][paragraph]

    def pair(self, a: str, b: str) -> tuple[Citations, Citations]:
        """The citations of two documents."""
        return self._of[a], self._of[b]

    def named(self, standing: Standing) -> list[Citation]:
        """The paragraphs that a document has in a row."""
        return [self.of(standing.document, name) for name in standing.paragraphs]


def told_state(t: Messages, standing: Standing) -> str:
    """A state in words, with how sure it is where it is not sure."""
    words = t(f"state.{standing.state}")
    if standing.certainty == "likely" and standing.state != "open":
        return t("synopsis.likely", state=words)
    return words


def told_change(t: Messages, name: str, relation: Relation, literal: float | None) -> str:
    """How a version differs from that of the document ``name``: its relation, the words kept."""
    if literal is None:
        return t("synopsis.against_is", name=name, relation=t("why.wording_none"))
    words = t("synopsis.against_is", name=name, relation=t(f"relation.{relation}"))
    if relation in PERSISTED:
        return words
    return f"{words} ({t('synopsis.words_kept', share=t.percent(literal))})"


def life_line(row: SynopsisRow) -> str:
    """One mark for each document, in order of date."""
    return "".join(MARKS[standing.state] for standing in row.standings)


def life_in_words(t: Messages, row: SynopsisRow) -> str:
    """The same for those who do not see the marks."""
    return t("list.semicolon").join(
        t("synopsis.life_item", name=standing.document, state=told_state(t, standing))
        for standing in row.standings
    )


def tally(t: Messages, synopsis: Synopsis) -> str:
    """How many passages there are, and in how many of the texts they are known to stand."""
    spread = Counter(len(row.witnesses) for row in synopsis.rows)
    every = len(synopsis.documents)
    several = sum(number for texts, number in spread.items() if 1 < texts < every)
    figures = [t("synopsis.in_all", count=spread[every])] if every > 1 else []
    if every > 2:
        figures.append(t("synopsis.in_several", count=several))
    figures.append(t("synopsis.in_one", count=spread[1]))
    return t("synopsis.tally", count=len(synopsis.rows), figures=t.listed(figures))


def state_counts(synopsis: Synopsis, document: str) -> Counter[PassageState]:
    """How many passages have each state in a document."""
    return Counter(row.standing(document).state for row in synopsis.rows)
