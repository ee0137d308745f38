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
from scodiff.compare.diff.moves import mark_moves
from scodiff.compare.diff.normalise import NO_NAMES, Units, units_of_both
from scodiff.compare.model import Edit
from scodiff.compare.settings import DEFAULTS, Settings
from scodiff.compare.text.abbreviations import Names

_CONTEXT = 60
_LEAST_COMMON_LETTERS = 3


@dataclass(frozen=True, slots=True)
class LiteralDiff:
    """The edits of a pair and the share of words kept (Dice coefficient, in [0, 1])."""

    edits: tuple[Edit, ...]
    kept: float


def diff(a: str, b: str, names: Names = NO_NAMES, settings: Settings = DEFAULTS) -> LiteralDiff:
    """Edits that turn ``a`` into ``b``, on whole words.

    The ``a`` sides of the edits joined are ``a``, the ``b`` sides ``b``, code point for
    code point. ``names`` are the abbreviations that the documents define. The result
    depends on nothing but the arguments.
    """
    units_a, units_b = units_of_both(a, b, names)
    runs = edit_script(units_a.keys, units_b.keys)
    kept = _kept_words(units_a, units_b)
    edits = list(_edits(clean_up(runs, units_a, units_b), units_a, units_b))
    edits = [_note_number(k, edits) for k in range(len(edits))]
    return LiteralDiff(tuple(mark_moves(edits, settings)), kept)


def share_kept(a: str, b: str) -> float:
    """The literal similarity of two texts: words kept in order (Dice), in [0, 1]."""
    return 1.0 if a == b else _kept_words(*units_of_both(a, b))


def _kept_words(a: Units, b: Units) -> float:
    """Over the words alone: spaces and commas that happen to agree keep nothing."""
    words_a = [k for k, count in enumerate(a.words) if count]
    words_b = [k for k, count in enumerate(b.words) if count]
    total = sum(a.words) + sum(b.words)
    kept = 0
    for run in edit_script([a.keys[k] for k in words_a], [b.keys[k] for k in words_b]):
        if run.same:
            kept += sum(a.words[k] for k in words_a[run.i0 : run.i1])
            kept += sum(b.words[k] for k in words_b[run.j0 : run.j1])
    return kept / total if total else 1.0


def _edits(runs: list[Run], a: Units, b: Units) -> Iterator[Edit]:
    for run in runs:
        if run.same:
            yield from _equal_edits(run, a, b)
        else:
            yield _changed_edit(run, a, b)


def _changed_edit(run: Run, a: Units, b: Units) -> Edit:
    text_a, text_b = "".join(a.texts[run.i0 : run.i1]), "".join(b.texts[run.j0 : run.j1])
    if text_a == text_b:  # the same characters, parted otherwise into units
        return Edit("equal", text_a, text_b)
    before = (_joined(a, run.i0 - _CONTEXT, run.i0), _joined(b, run.j0 - _CONTEXT, run.j0))
    after = (_joined(a, run.i1, run.i1 + 3), _joined(b, run.j1, run.j1 + 3))
    kind = edit_kind(text_a, text_b, before, after)
    edit = Edit(
        "replace" if text_a and text_b else "delete" if text_a else "insert",
        text_a,
        text_b,
        editorial=bool(kind),
        kind=kind,
    )
    if not kind and is_reordered(text_a, text_b):
        # The order of things that are no names may be one of precedence.
        edit = replace(edit, kind="order")
    one_word = run.i1 - run.i0 == run.j1 - run.j0 == 1
    return replace(edit, inner=inner_edits(text_a, text_b)) if one_word else edit


def _note_number(k: int, edits: list[Edit]) -> Edit:
    """A footnote's number set off from the word that it was printed onto: ``Weapons16``."""
    edit = edits[k]
    near = [e for e in edits[max(0, k - 2) : k] if not (e.op == "equal" and e.a.isspace())]
    before = near[-1] if near else None
    number = (edit.a or edit.b).strip()
    if edit.op not in {"delete", "insert"} or not number.isdecimal() or not before:
        return edit
    if before.kind == "numbering" and (before.b if edit.a else before.a).endswith(number):
        return replace(edit, editorial=True, kind="numbering")
    return edit


def _joined(units: Units, start: int, end: int) -> str:
    return "".join(units.texts[max(0, start) : end])


def _equal_edits(run: Run, a: Units, b: Units) -> Iterator[Edit]:
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
    limit = min(len(a), len(b))
    start = 0
    while start < limit and a[start] == b[start]:
        start += 1
    end = 0
    while end < limit - start and a[len(a) - 1 - end] == b[len(b) - 1 - end]:
        end += 1
    common = start + end
    if common < _LEAST_COMMON_LETTERS or 2 * common < max(len(a), len(b)):
        return ()
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    op = "replace" if middle_a and middle_b else "delete" if middle_a else "insert"
    parts = [Edit("equal", a[:start], a[:start])] if start else []
    parts.append(Edit(op, middle_a, middle_b))  # type: ignore[arg-type]
    if end:
        parts.append(Edit("equal", a[len(a) - end :], a[len(a) - end :]))
    return tuple(parts)
