"""Moves inside a passage: a clause or list item taken out here and put in there.

A move is one event with two ends. As in Git's rule for moved blocks, a passage counts as
moved from some length on (``Settings.move_letters``); a list item may be shorter, since its
commas tell that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from scodiff.compare.diff.edit_script import edit_script
from scodiff.compare.diff.editorial import are_names
from scodiff.compare.model import Edit
from scodiff.compare.settings import Settings
from scodiff.compare.text.tokens import tokenize, words

MOST_PAIRS = 10_000  # of edits that are all compared
RARE = 5  # edits that hold a word at most, for it to point from one to the other
SAME_ITEM = 0.99  # how alike list items are that differ by small words

_ITEM = re.compile(r"(?:[,;]|\band\b|\bor\b|\bи\b|、|和)")
_SMALL_WORDS = frozenset(["of", "the", "and", "a", "in", "for", "и"])


def mark_moves(edits: list[Edit], settings: Settings) -> list[Edit]:
    """The edits with the two ends of each move named alike; what they rebuild is the same."""
    taken = [k for k, edit in enumerate(edits) if edit.a and _may_move(edit)]
    given = [k for k, edit in enumerate(edits) if edit.b and _may_move(edit)]
    ends = _ends(edits, taken, given, settings) if taken and given else []
    return _split(edits, ends) if ends else edits


def _may_move(edit: Edit) -> bool:
    return edit.op != "equal" and not edit.editorial


def _ends(
    edits: list[Edit], taken: Sequence[int], given: Sequence[int], settings: Settings
) -> list[tuple[int, int]]:
    """Pairs of edits whose one side was moved to the other's, the longest first taken."""
    words_a = {k: words(edits[k].a) for k in taken}
    words_b = {k: words(edits[k].b) for k in given}
    scored = []
    for i, j in _candidates(words_a, words_b):
        score = _likeness(edits, (i, j), words_a[i], words_b[j], settings)
        if score:
            scored.append((-score * len(words_a[i]), abs(i - j), i, j))
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in found and j not in used:
            found[i] = j
            used.add(j)
    return sorted(found.items())


def _candidates(
    words_a: dict[int, list[str]], words_b: dict[int, list[str]]
) -> Iterator[tuple[int, int]]:
    """Pairs of different edits; in a long text only those that share a rare word."""
    if len(words_a) * len(words_b) > MOST_PAIRS:
        yield from _sharing_a_rare_word(words_a, words_b)
        return
    for i, j in product(words_a, words_b):
        if i != j and words_a[i] and words_b[j]:
            yield i, j


def _sharing_a_rare_word(
    words_a: dict[int, list[str]], words_b: dict[int, list[str]]
) -> Iterator[tuple[int, int]]:
    holders: dict[str, list[int]] = {}
    for j, found in words_b.items():
        for word in dict.fromkeys(found):
            holders.setdefault(word, []).append(j)
    for i, found in words_a.items():
        places = [holders.get(word, []) for word in dict.fromkeys(found)]
        near = dict.fromkeys(j for held in places if len(held) <= RARE for j in held)
        yield from ((i, j) for j in near if i != j)


def _likeness(
    edits: list[Edit], ends: tuple[int, int], a: list[str], b: list[str], settings: Settings
) -> float:
    """How alike the two ends are, in (0, 1], or 0 where it is no move."""
    i, j = ends
    shorter, longer = sorted((len(a), len(b)))
    if a == b:
        long_enough = shorter >= settings.move_words and sum(map(len, a)) >= settings.move_letters
        return 1.0 if long_enough or _is_list_item(edits, i, j, a) else 0.0
    if shorter < settings.move_words or 2 * shorter < longer:
        return SAME_ITEM if _is_same_item(edits, i, j, a, b) else 0.0
    if are_names(edits[i].a) and are_names(edits[j].b) and _bare(a) != _bare(b):
        return 0.0  # an Islamic Republic of here, an Islamic Republic of there
    return _share_in_order(a, b, settings.move_alike)


def _is_same_item(edits: list[Edit], i: int, j: int, a: list[str], b: list[str]) -> bool:
    """Whether both are one item of a list, but for small words."""
    item = _bare(a)
    return bool(item) and item == _bare(b) and _is_list_item(edits, i, j, item)


def _share_in_order(a: list[str], b: list[str], least: float) -> float:
    """The share of words kept in order (Dice), or 0 where it is below ``least``."""
    distinct_a, distinct_b = set(a), set(b)
    if len(distinct_a & distinct_b) * 2 < least * (len(distinct_a) + len(distinct_b)):
        return 0.0
    kept = sum(run.i1 - run.i0 for run in edit_script(a, b) if run.same)
    share = 2 * kept / (len(a) + len(b))
    return share if share >= least else 0.0


def _bare(words_: list[str]) -> list[str]:
    return [word for word in words_ if word not in _SMALL_WORDS]


def _is_list_item(edits: list[Edit], i: int, j: int, item: list[str]) -> bool:
    """Whether a separator of a list belongs to, or stands beside, both ends."""
    if sum(map(len, item)) < 4:
        return False
    return _beside_separator(edits, i, edits[i].a, 0) and _beside_separator(edits, j, edits[j].b, 1)


def _beside_separator(edits: list[Edit], k: int, text: str, side: int) -> bool:
    before = _side(edits[k - 1], side)[-6:] if k else ""
    after = _side(edits[k + 1], side)[:6] if k + 1 < len(edits) else ""
    return bool(_ITEM.search(text) or _ITEM.search(before) or _ITEM.match(after.lstrip()))


def _side(edit: Edit, side: int) -> str:
    return edit.b if side else edit.a


def _split(edits: list[Edit], ends: list[tuple[int, int]]) -> list[Edit]:
    """Replacements with a moved side become a deletion and an insertion."""
    name_of_a = {i: f"m{n}" for n, (i, _) in enumerate(ends, 1)}
    name_of_b = {j: f"m{n}" for n, (_, j) in enumerate(ends, 1)}
    source = {j: edits[i].a for i, j in ends}
    names_only = {k for i, j in ends if _reordered_names(edits, i, j) for k in (i, j)}
    done: list[Edit] = []
    for k, edit in enumerate(edits):
        if k not in name_of_a and k not in name_of_b:
            done.append(edit)
            continue
        order = k in names_only
        if edit.a:
            done.append(_end(Edit("delete", edit.a, ""), name_of_a.get(k, ""), order))
        if edit.b:
            inserted = Edit("insert", "", edit.b, inner=_inner(source.get(k), edit.b))
            done.append(_end(inserted, name_of_b.get(k, ""), order))
    return done


def _inner(source: str | None, text: str) -> tuple[Edit, ...]:
    """The edits inside a moved text, if it changed on the way."""
    if source is None or words(source) == words(text):
        return ()
    return word_edits(source, text)


def _end(edit: Edit, name: str, order: bool) -> Edit:
    if not name:
        return edit
    return replace(edit, moved=name, editorial=order, kind="order" if order else "")


def _reordered_names(edits: list[Edit], i: int, j: int) -> bool:
    """Whether what moved is one name of a list: its order says nothing."""
    return all(
        edit.op != "replace" and are_names(text) and _beside_separator(edits, k, text, side)
        for k, edit, text, side in ((i, edits[i], edits[i].a, 0), (j, edits[j], edits[j].b, 1))
    )


def word_edits(a: str, b: str) -> tuple[Edit, ...]:
    """The plain word edits between the two ends of a move."""
    tokens_a, tokens_b = tokenize(a), tokenize(b)
    found = []
    for run in edit_script(tokens_a, tokens_b):
        text_a = "".join(tokens_a[run.i0 : run.i1])
        text_b = "".join(tokens_b[run.j0 : run.j1])
        found.append(Edit("equal", text_a, text_b) if run.same else changed_edit(text_a, text_b))
    return tuple(found)


def changed_edit(a: str, b: str) -> Edit:
    """The edit that puts ``b`` in the place of ``a``, one of which may be empty."""
    return Edit("replace" if a and b else "delete" if a else "insert", a, b)
