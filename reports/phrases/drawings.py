"""The pictures of these reports: geometry only, in the units of their view boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log10

from scodiff.compare.phrases.model import PhraseHistory
from scodiff.compare.studies.model import CorpusMatrix, Lineage, VersionState
from scodiff.reports.phrases.wording import counted, pinpoint, silences, written

WIDTH, MARGIN, LEAST_GAP = 760, 46, 11.0
CHART, BASE = 120.0, 150.0
_UNDATED_GAP = 40.0


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """A document on the time line; ``top`` to ``bottom`` is an interval around ``y``."""

    x: float
    state: VersionState
    name: str
    anchor: str
    y: float | None = None
    top: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of an axis, at ``at``, with what it says."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Marks in order of date; ``years`` below them, ``values`` beside the chart above."""

    width: float
    height: float
    base: float
    marks: tuple[TimelineMark, ...]
    years: tuple[Tick, ...]
    values: tuple[Tick, ...]


def phrase_timeline(history: PhraseHistory) -> Timeline:
    """What became of a phrase, and above it the frequency with its interval."""
    rates = {f.document: f for f in history.frequencies}
    highest = _round_up(max((f.high for f in history.frequencies if f.count), default=0.0))
    dates = [event.date for event in history.history]
    places = _places(dates)
    marks = []
    row_of = {i: row[0] for row in silences(history) for i in row}
    for i, (event, x) in enumerate(zip(history.history, places, strict=True)):
        anchor = f"event-{row_of[i]}"
        rate = rates.get(event.document)
        name = f"{event.document}, {written(event.date)}: {event.state}"
        if rate is None or not rate.count:
            marks.append(TimelineMark(x, event.state, name, anchor))
            continue
        name += f", {counted(rate.count, 'time')}, {rate.rate:.2f} per 1,000 words"
        heights = [_height(value, highest) for value in (rate.rate, rate.high, rate.low)]
        marks.append(TimelineMark(x, event.state, name, anchor, *heights))
    values = (
        [Tick(_height(v, highest), f"{v:g}") for v in (highest / 2, highest)] if highest else []
    )
    return _timeline(dates, places, marks, values)


def lineage_timeline(found: Lineage) -> Timeline:
    """The versions of a passage by the share of words in common with it."""
    dates = [version.date for version in found.versions]
    places = _places(dates)
    marks = []
    for i, (version, x) in enumerate(zip(found.versions, places, strict=True)):
        where = " ".join((version.document, *map(pinpoint, version.numbers)))
        name = f"{where}, {written(version.date)}: {version.state}"
        if version.literal is None:
            marks.append(TimelineMark(x, version.state, name, f"version-{i}"))
            continue
        y = _height(version.literal, 1.0)
        name += f", {version.literal:.0%} of the words in common"
        marks.append(TimelineMark(x, version.state, name, f"version-{i}", y, y, y))
    values = [Tick(_height(v, 1.0), f"{v:.0%}") for v in (0.5, 1.0)]
    return _timeline(dates, places, marks, values)


def _timeline(
    dates: Sequence[str | None],
    places: Sequence[float],
    marks: Sequence[TimelineMark],
    values: Sequence[Tick],
) -> Timeline:
    width = max(WIDTH, (places[-1] if places else 0) + MARGIN)
    return Timeline(
        round(width, 2), BASE + 34, BASE, tuple(marks), _years(dates, places), tuple(values)
    )


def _places(dates: Sequence[str | None]) -> list[float]:
    """Where each document stands: in proportion to time, but no two on top of each other."""
    days = [_day(d) for d in dates]
    known = [d for d in days if d is not None]
    span = (max(known) - min(known)) or 1 if known else 1
    places: list[float] = []
    for day in days:
        if day is None:
            at = (places[-1] if places else float(MARGIN)) + _UNDATED_GAP
        else:
            at = MARGIN + (day - min(known)) / span * (WIDTH - 2 * MARGIN)
            at = max(at, places[-1] + LEAST_GAP) if places else at
        places.append(round(at, 2))
    return places


def _day(value: str | None) -> int | None:
    """The day's number; of a year or month alone its first day's."""
    if value is None:
        return None
    try:
        return date.fromisoformat(f"{value}-01-01"[:10]).toordinal()
    except ValueError:
        return None


def _years(dates: Sequence[str | None], places: Sequence[float]) -> tuple[Tick, ...]:
    """The year below its first document, where there is room for it."""
    ticks: list[Tick] = []
    for value, at in zip(dates, places, strict=True):
        label = value[:4] if value else "undated"
        new = not ticks or ticks[-1].label != label
        if new and (not ticks or at - ticks[-1].at >= 34):
            ticks.append(Tick(at, label))
    return tuple(ticks)


def _height(value: float, highest: float) -> float:
    return round(BASE - 24 - value / highest * (CHART - 20), 2) if highest else BASE - 24


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20 … (or their tenths, hundredths)."""
    if value <= 0:
        return 0.0
    unit = 10.0 ** ceil(log10(value) - 1)
    return float(next(step * unit for step in (1, 2, 5, 10) if step * unit >= value))


CELL, HEAD = 44, 190


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A square of the heat map: the more of A's words B keeps, the stronger."""

    x: int
    y: int
    strength: float
    label: str
    name: str
    dark: bool
    ancestor: bool


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Rows are A, columns B, in order of date."""

    width: int
    height: int
    cells: tuple[HeatCell, ...]
    names: tuple[str, ...]


def heat_map(found: CorpusMatrix) -> HeatMap:
    """The share of each row's words that each column keeps."""
    ids = [d.id for d in found.documents]
    cells = []
    for row, a in enumerate(ids):
        for column, b in enumerate(ids):
            cell = found.cell(a, b)
            if cell is None:
                continue
            cells.append(
                HeatCell(
                    x=HEAD + column * CELL,
                    y=HEAD + row * CELL,
                    strength=round(cell.kept, 3),
                    label=f"{cell.kept * 100:.0f}",
                    name=f"{b} keeps {cell.kept:.0%} of the words of {a}; {cell.persisted:.0%} "
                    f"stand in paragraphs that persist; {cell.open:.0%} are open",
                    dark=cell.kept > 0.55,
                    ancestor=found.ancestors[a] == b,
                )
            )
    side = HEAD + len(ids) * CELL
    return HeatMap(side + HEAD // 2, side + 2, tuple(cells), tuple(ids))
