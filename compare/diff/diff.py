"""The literal diff: edit operations over words that rebuild both texts exactly.

Spellings, quotes, dashes and case are folded before the texts are compared, so that
``Organisation`` is set against ``Organization`` and not against the next word; so are
dates, names and lists that say the same in another form (``units``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scodiff.compare.diff.cleanup import clean_up
from scodiff.compare.diff.edit_script import Run, edit_script
from scodiff.compare.diff.editorial import edit_kind, is_reordered, same_words_kind
from scodiff.compare.diff.moves import changed_edit, mark_moves
from scodiff.compare.diff.normalise import NO_NAMES, NormalisedText, units_of_both
from scodiff.compare.model import Edit
from scodiff.compare.settings import DEFAULTS, Settings
from scodiff.compare.text.abbreviations import Names

_CONTEXT = 60  # characters before an edit that tell what it is
_LEAST_COMMON_LETTERS = 3
_LONGEST_NOTE = 2  # digits of a footnote's number


@dataclass(frozen=True, slots=True)
class LiteralDiff:
    """The edits of a pair and the share of words kept (Dice coefficient, in [0, 1])."""

    edits: tuple[Edit, ...]
    kept: float


def diff(a: str, b: str, names: Names = NO_NAMES, settings: Settings = DEFAULTS) -> LiteralDiff:
    """Edits that turn ``a`` into ``b``, on whole words.

    The ``a`` sides of the edits joined are ``a``, the ``b`` sides ``b``, code point for
    code point. ``names`` are the abbreviations that the documents define; of the
    ``settings`` those of the moves are used. The result depends on nothing but the arguments.
    """
    units_a, units_b = units_of_both(a, b, names)
    runs = edit_script(units_a.keys, units_b.keys)
    kept = _share_of_words(units_a, units_b)
    edits = list(_edits(clean_up(runs, units_a, units_b, settings), units_a, units_b))
    edits = [_note_number(k, edits) for k in range(len(edits))]
    return LiteralDiff(tuple(mark_moves(edits, settings)), kept)


def share_kept(a: str, b: str) -> float:
    """The literal similarity of two texts: words kept in order (Dice), in [0, 1]."""
    return 1.0 if a == b else _share_of_words(*units_of_both(a, b))


def _share_of_words(a: NormalisedText, b: NormalisedText) -> float:
    """Over the words alone: spaces and commas that happen to agree keep nothing."""
    places_a, places_b = _places_of_words(a), _places_of_words(b)
    total = sum(a.words) + sum(b.words)
    kept = 0
    for run in edit_script([a.keys[k] for k in places_a], [b.keys[k] for k in places_b]):
        if run.same:
            kept += sum(map(a.words.__getitem__, places_a[run.i0 : run.i1]))
            kept += sum(map(b.words.__getitem__, places_b[run.j0 : run.j1]))
    return kept / total if total else 1.0


def _places_of_words(text: NormalisedText) -> list[int]:
    return [k for k, count in enumerate(text.words) if count]


def _edits(runs: list[Run], a: NormalisedText, b: NormalisedText) -> Iterator[Edit]:
    for run in runs:
        if run.same:
            yield from _equal_edits(run, a, b)
        else:
            yield _changed_edit(run, a, b)


def _changed_edit(run: Run, a: NormalisedText, b: NormalisedText) -> Edit:
    text_a, text_b = "".join(a.texts[run.i0 : run.i1]), "".join(b.texts[run.j0 : run.j1])
    if text_a == text_b:  # the same characters, parted otherwise into units
        return Edit("equal", text_a, text_b)
    before = (_joined(a, run.i0 - _CONTEXT, run.i0), _joined(b, run.j0 - _CONTEXT, run.j0))
    after = (_joined(a, run.i1, run.i1 + 3), _joined(b, run.j1, run.j1 + 3))
    kind = edit_kind(text_a, text_b, before, after)
    edit = replace(changed_edit(text_a, text_b), editorial=bool(kind), kind=kind)
    if not kind and is_reordered(text_a, text_b):
        # The order of things that are no names may be one of precedence.
        edit = replace(edit, kind="order")
    one_word = run.i1 - run.i0 == run.j1 - run.j0 == 1
    return replace(edit, inner=inner_edits(text_a, text_b)) if one_word else edit


def _note_number(k: int, edits: list[Edit]) -> Edit:
    """A footnote's number set off from the word that it was printed onto: ``Weapons16``."""
    edit = edits[k]
    number = (edit.a or edit.b).strip(" ,\u00a0")
    before = _last_but_space(edits[max(0, k - 2) : k])
    if edit.op not in {"delete", "insert"} or not number.isdecimal() or before is None:
        return edit
    marked = before.b if edit.a else before.a
    if before.kind == "numbering" and marked[-1:].isdigit() and len(number) <= _LONGEST_NOTE:
        return replace(edit, editorial=True, kind="numbering")
    return edit


def _last_but_space(edits: list[Edit]) -> Edit | None:
    return next((e for e in reversed(edits) if not (e.op == "equal" and e.a.isspace())), None)


def _joined(units: NormalisedText, start: int, end: int) -> str:
    return "".join(units.texts[max(0, start) : end])


def _equal_edits(run: Run, a: NormalisedText, b: NormalisedText) -> Iterator[Edit]:
    """What is the same after folding: equal where it is the same before it, too."""
    start = 0
    length = run.i1 - run.i0
    texts_a, texts_b = a.texts[run.i0 : run.i1], b.texts[run.j0 : run.j1]
    for k in range(length):
        if texts_a[k] == texts_b[k]:
            continue
        if start < k:
            yield _equal(texts_a[start:k])
        kind = a.kinds[run.i0 + k] or same_words_kind(texts_a[k], texts_b[k])
        inner = () if a.kinds[run.i0 + k] else inner_edits(texts_a[k], texts_b[k])
        yield Edit("replace", texts_a[k], texts_b[k], editorial=True, kind=kind, inner=inner)
        start = k + 1
    if start < length:
        yield _equal(texts_a[start:])


def _equal(texts: list[str]) -> Edit:
    text = "".join(texts)
    return Edit("equal", text, text)


def inner_edits(a: str, b: str) -> tuple[Edit, ...]:
    """The change inside a word: ``organi`` ``[z→s]`` ``ation``; none where it helps nobody.

    It helps where one stretch of letters differs and most of the longer word is common.
    """
    start = _common_start(a, b)
    end = _common_start(a[start:][::-1], b[start:][::-1])
    common = start + end
    if common < _LEAST_COMMON_LETTERS or 2 * common < max(len(a), len(b)):
        return ()
    head, tail = a[:start], a[len(a) - end :]
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    parts = [
        Edit("equal", head, head),
        changed_edit(middle_a, middle_b),
        Edit("equal", tail, tail),
    ]
    return tuple(part for part in parts if part.op != "equal" or part.a)


def _common_start(a: str, b: str) -> int:
    """How many characters two texts have in common from their first on."""
    limit = min(len(a), len(b))
    return next((k for k in range(limit) if a[k] != b[k]), limit)
