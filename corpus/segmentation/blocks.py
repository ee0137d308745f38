"""From runs of lines to blocks: titles, headings, paragraphs, items, closings, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scodiff.corpus.datelines import dateline
from scodiff.corpus.labels import is_list_label, label
from scodiff.corpus.model import ParagraphKind
from scodiff.corpus.segmentation.lines import Line
from scodiff.corpus.segmentation.marks import (
    goes_on,
    is_capitals,
    is_roman_mark,
    is_rule,
    is_section_mark,
    is_worn_mark,
    line_end,
    line_start,
    speaks_as_we,
)
from scodiff.corpus.segmentation.signatures import (
    are_side_by_side,
    are_signatories,
    are_torn_cells,
    continued_offices,
    is_signature_line,
    names_cut_off,
    names_office,
)

_LONGEST_HEADING = 160
_LONGEST_TITLE = 500
_MOST_HEADINGS_IN_ROW = 2
_TITLE_AND_HEADING = 2
_MOST_SIGNATURE_LINES = 80
_MOST_NOTES_BELOW = 3


@dataclass(slots=True)
class Block:
    """Lines that belong together, by their index among the layout lines."""

    kind: ParagraphKind
    lines: list[int]
    label: str | None = None
    mark: str | None = None


def classify(lines: Sequence[Line], runs: Sequence[list[int]]) -> list[Block]:
    """A kind for each run of lines; runs that form one title or signature are joined."""
    opening = _opening_runs(lines, runs)
    ending, after = _signature_bounds(lines, runs, opening)
    blocks: list[Block] = []
    if opening:
        blocks.append(Block("title", [i for run in runs[:opening] for i in run]))
    blocks += _body_blocks(lines, runs[opening:ending])
    blocks += _signature_blocks(lines, runs[ending:after])
    return blocks + _body_blocks(lines, runs[after:])


def plain(lines: Sequence[Line], runs: Sequence[list[int]]) -> list[Block]:
    """Every run a body paragraph, whatever is on it."""
    return [Block("body", list(run), label(lines[run[0]].text)) for run in runs]


def _text(lines: Sequence[Line], run: Sequence[int]) -> str:
    return " ".join(lines[i].text for i in run)


def _is_mark(lines: Sequence[Line], run: Sequence[int]) -> bool:
    text = lines[run[0]].text
    return len(run) == 1 and (is_rule(text) or is_section_mark(text) or is_worn_mark(text))


def _opening_runs(lines: Sequence[Line], runs: Sequence[list[int]]) -> int:
    """How many runs at the top make up the title: those before the first that is prose."""
    length = 0
    titled = next((i for i, run in enumerate(runs) if lines[run[0]].role != "title"), 0)
    if titled:
        return titled
    for count, run in enumerate(runs):
        text = _text(lines, run)
        length += len(text)
        if (
            length > _LONGEST_TITLE
            or _is_mark(lines, run)
            or label(text) is not None
            or line_end(text) in ("sentence", "colon", "comma", "semicolon")
            or (count and _starts_anew(lines, runs[count - 1], run))
        ):
            return _without_first_heading(lines, runs, count) if count < len(runs) else 0
    return 1 if len(runs) > 1 else 0


def _without_first_heading(lines: Sequence[Line], runs: Sequence[list[int]], opening: int) -> int:
    """The runs of the title without the second, where that is the first heading of several."""
    if opening != _TITLE_AND_HEADING or not lines[runs[1][0]].blanks:
        return opening
    if not _is_heading(_text(lines, runs[1]), None, has_following=True):
        return opening
    others = any(
        not is_capitals(text := _text(lines, run))
        and _is_heading(text, label(text), has_following=True)
        and line_end(_text(lines, following)) == "sentence"
        for run, following in pairwise(runs[opening:])
    )
    return opening - 1 if others else opening


def _starts_anew(lines: Sequence[Line], before: Sequence[int], run: Sequence[int]) -> bool:
    """Whether a run below a title is a heading or dateline of its own, not its next line."""
    above, below = _text(lines, before), _text(lines, run)
    if dateline(below) or speaks_as_we(below):
        return True
    if not lines[run[0]].blanks:
        return False
    return line_start(below) not in ("lower", "bracket") and is_capitals(above) != is_capitals(
        below
    )


def _body_blocks(lines: Sequence[Line], runs: Sequence[list[int]]) -> list[Block]:
    blocks: list[Block] = []
    for position, run in enumerate(runs):
        following = runs[position + 1] if position + 1 < len(runs) else None
        block = _body_block(lines, run, following)
        previous = blocks[-1] if blocks else None
        if previous is not None and _one_heading(lines, previous, block):
            previous.lines += block.lines
        else:
            blocks.append(block)
    _demote_lists(lines, blocks)
    return blocks


def _demote_lists(lines: Sequence[Line], blocks: Sequence[Block]) -> None:
    """Three headings or more in a row are a list of short entries: text, not headings."""
    row: list[Block] = []
    for block in (*blocks, Block("separator", [])):
        if block.kind == "heading" and block.mark is None:
            row.append(block)
            continue
        if len(row) >= _MOST_HEADINGS_IN_ROW + 1:
            for entry in row:
                if not is_capitals(_text(lines, entry.lines)):
                    entry.kind = "body" if entry.label is None else "item"
        row = []


def _one_heading(lines: Sequence[Line], above: Block, below: Block) -> bool:
    """Whether two headings in capitals on consecutive lines are one."""
    return (
        above.kind == below.kind == "heading"
        and not lines[below.lines[0]].blanks
        and below.label is None
        and below.mark is None
        and above.mark is None
        and is_capitals(_text(lines, above.lines))
        and is_capitals(_text(lines, below.lines))
    )


def _body_block(lines: Sequence[Line], run: list[int], following: list[int] | None) -> Block:
    text = _text(lines, run)
    found = _block_by_role(lines, run, text) or _mark_block(run, text)
    if found is not None:
        return found
    if _is_closing(lines, run, following):
        return Block("closing", run)
    mark = label(text)
    if _is_heading(text, mark, following is not None):
        return Block("heading", run, mark)
    return Block("item" if mark is not None and is_list_label(mark) else "body", run, mark)


def _block_by_role(lines: Sequence[Line], run: list[int], text: str) -> Block | None:
    """What the file's own format says that a run is, or None."""
    role = lines[run[0]].role
    mark = label(text)
    if role == "heading" and not _is_mark(lines, run) and not dateline(text):
        return Block("heading", run, mark)
    if role == "item":
        return Block("item" if mark is None or is_list_label(mark) else "body", run, mark)
    return Block("body", run, mark) if role == "row" else None


def _mark_block(run: list[int], text: str) -> Block | None:
    """The ornament or section mark that a run consists of, or None."""
    if len(run) > 1:
        return None
    if is_rule(text):
        return Block("separator", run)
    if is_roman_mark(text) or (is_section_mark(text) and not text.islower()):
        return Block("heading", run, mark=text.rstrip(".)、"))
    return Block("separator", run, mark=text.rstrip(".)")) if is_worn_mark(text) else None


def _is_closing(lines: Sequence[Line], run: Sequence[int], following: Sequence[int] | None) -> bool:
    """A place and date on one line or two, or a place above its date."""
    if len(run) > 2:
        return False
    text = ", ".join(lines[i].text for i in run)
    if dateline(text):
        return True
    if len(run) > 1 or following is None or len(following) > 1:
        return False
    below = dateline(lines[following[0]].text)
    both = dateline(f"{text}, {lines[following[0]].text}")
    return below is not None and below.place is None and both is not None


def _is_heading(text: str, mark: str | None, has_following: bool) -> bool:
    """Short, without a closing stop, beginning with a capital, and above something."""
    if len(text) > _LONGEST_HEADING or line_end(text) != "open" or not has_following:
        return False
    if goes_on(text):
        return False
    bare = text[len(mark) :].lstrip() if mark else text
    if is_capitals(bare):
        return True
    if mark is not None and is_list_label(mark):
        return False
    return line_start(bare) in ("upper", "other") and len(bare) <= _LONGEST_HEADING // 2


def _signature_bounds(
    lines: Sequence[Line], runs: Sequence[list[int]], opening: int
) -> tuple[int, int]:
    """Where the signatures begin, and where they end: notes on the text may stand below."""
    start = _signature_start(lines, runs, opening)
    if start < len(runs):
        return start, len(runs)
    for after in range(len(runs) - 1, max(opening, len(runs) - 1 - _MOST_NOTES_BELOW), -1):
        start = _signature_start(lines, runs[:after], opening)
        signed = [lines[i].text for run in runs[start:after] for i in run]
        listed = start == opening or line_end(_text(lines, runs[start - 1])) == "colon"
        if sum(map(names_office, signed)) > 1 and not listed:
            return start, after
    return len(runs), len(runs)


def _signature_start(lines: Sequence[Line], runs: Sequence[list[int]], opening: int) -> int:
    """The run at which the signatures begin; the number of runs where there are none."""
    start, closings = len(runs), 0
    signed: list[str] = []
    for position in range(len(runs) - 1, opening - 1, -1):
        if len(runs) - position > _MOST_SIGNATURE_LINES:
            break
        texts = [lines[i].text for i in runs[position]]
        if len(texts) == 1 and dateline(texts[0]):
            closings += 1
        elif all(map(is_signature_line, texts)) or (signed and are_torn_cells(texts)):
            signed = [*filter(is_signature_line, texts), *signed]
        else:
            break
        start = position
    while start < len(runs) and _is_mark(lines, runs[start]):
        start += 1
    after_closing = closings and start < len(runs) and dateline(lines[runs[start][0]].text)
    in_capitals = all(is_capitals(_text(lines, run)) for run in runs[start:])
    told = are_signatories(signed) or are_side_by_side(signed)
    if not (told or after_closing or (in_capitals and len(runs) - start == 1)):
        return len(runs)
    return start


def _signature_blocks(lines: Sequence[Line], runs: Sequence[list[int]]) -> list[Block]:
    """One block for each signatory where roles tell them apart, else one for each run."""
    blocks: list[Block] = []
    first = {run[0] for run in runs}
    signed = [i for run in runs for i in run if not dateline(lines[i].text)]
    offices = {i for i in signed if names_office(lines[i].text)}
    if len(offices) > 1:
        first = offices
        whole = offices | continued_offices(lines, signed, offices)
        if signed[0] not in whole and signed[-1] in whole:  # each name above its office
            first = {below for above, below in pairwise(signed) if above in whole} - whole
        first = first | names_cut_off(lines, signed, whole)
    for i in (i for run in runs for i in run):
        if dateline(lines[i].text):
            blocks.append(Block("closing", [i]))
        elif not blocks or blocks[-1].kind == "closing" or i in first:
            blocks.append(Block("signature", [i]))
        else:
            blocks[-1].lines.append(i)
    return blocks
