"""From the shortest edit script to one that people read with ease.

After diff-match-patch's semantic clean-ups (N. Fraser, "Diff Strategies", 2006, section
2.3), with tokens for characters: what was kept by chance between two changes is folded
into them, and an edit that could stand in several places stands at a clause or a word.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from scodiff.compare.diff.edit_script import Run
from scodiff.compare.diff.normalise import Units

# As for a move: Git's least length of a moved block, and a clause rather than a phrase.
BLOCK_WORDS = 4
BLOCK_LETTERS = 20
BLOCK_SEARCH = 250_000  # units of one side times units of the other

_SENTENCE_END = tuple(".!?;:。！？；")


def clean_up(runs: list[Run], a: Units, b: Units) -> list[Run]:
    """Fewer, more natural runs over the same units."""
    folded = _trim(_absorb_scraps(runs, a, b), a, b)
    return _slide(_joined(_with_blocks(folded, a, b)), a, b)


def _absorb_scraps(runs: list[Run], a: Units, b: Units) -> list[Run]:
    """Fold into its neighbours what was kept between two changes that both outweigh it."""
    done: list[Run] = []
    letters: list[tuple[int, int]] = []  # on both sides, added up as runs are joined
    for run in runs:
        done.append(run)
        letters.append((sum(a.letters[run.i0 : run.i1]), sum(b.letters[run.j0 : run.j1])))
        while (
            len(done) >= 3
            and not done[-1].same
            and not done[-3].same
            and max(letters[-2]) <= min(max(letters[-1]), max(letters[-3]))
            and not _breaks_paragraph(done[-2], a)
        ):
            before, _, after = done[-3:]
            done[-3:] = [Run(False, before.i0, after.i1, before.j0, after.j1)]
            letters[-3:] = [(sum(x for x, _ in letters[-3:]), sum(y for _, y in letters[-3:]))]
    return done


def _with_blocks(runs: list[Run], a: Units, b: Units) -> list[Run]:
    """Keep the clauses that stand unbroken on both sides of a long replacement.

    The shortest script may prefer many scattered words to one clause; a reader does not.
    """
    done: list[Run] = []
    pending = runs[::-1]
    while pending:
        run = pending.pop()
        block = None if run.same else _longest_block(run, a, b)
        if block is None:
            done.append(run)
            continue
        before = Run(False, run.i0, block.i0, run.j0, block.j0)
        after = Run(False, block.i1, run.i1, block.j1, run.j1)
        pending += [r for r in (after, block, before) if r.i0 < r.i1 or r.j0 < r.j1]
    return done


def _longest_block(run: Run, a: Units, b: Units) -> Run | None:
    """The longest common passage inside a replacement, if it is long enough to tell."""
    size = (run.i1 - run.i0) * (run.j1 - run.j0)
    least = min(sum(a.words[run.i0 : run.i1]), sum(b.words[run.j0 : run.j1]))
    if least < BLOCK_WORDS or size > BLOCK_SEARCH:
        return None
    part_a, part_b = a.keys[run.i0 : run.i1], b.keys[run.j0 : run.j1]
    found = SequenceMatcher(None, part_a, part_b, autojunk=False).find_longest_match()
    i, j, length = run.i0 + found.a, run.j0 + found.b, found.size
    words = sum(a.words[i : i + length])
    letters = sum(a.letters[i : i + length])
    if words < BLOCK_WORDS or letters < BLOCK_LETTERS:
        return None
    return Run(True, i, i + length, j, j + length)


def _trim(runs: list[Run], a: Units, b: Units) -> list[Run]:
    """Give back what both sides of a change begin or end with after the folding in."""
    done: list[Run] = []
    for run in runs:
        if run.same:
            done.append(run)
            continue
        i0, i1, j0, j1 = run[1:]
        while i0 < i1 and j0 < j1 and a.keys[i0] == b.keys[j0]:
            i0, j0 = i0 + 1, j0 + 1
        while i0 < i1 and j0 < j1 and a.keys[i1 - 1] == b.keys[j1 - 1]:
            i1, j1 = i1 - 1, j1 - 1
        pieces = (
            Run(True, run.i0, i0, run.j0, j0),
            Run(False, i0, i1, j0, j1),
            Run(True, i1, run.i1, j1, run.j1),
        )
        done += [piece for piece in pieces if piece.i0 < piece.i1 or piece.j0 < piece.j1]
    return _joined(done)


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbours of the same sort made one."""
    done: list[Run] = []
    for run in runs:
        if done and done[-1].same == run.same:
            last = done.pop()
            run = Run(run.same, last.i0, run.i1, last.j0, run.j1)
        done.append(run)
    return done


def _breaks_paragraph(run: Run, a: Units) -> bool:
    return any("\n\n" in text for text in a.texts[run.i0 : run.i1])


def _slide(runs: list[Run], a: Units, b: Units) -> list[Run]:
    """Move each lone insertion and deletion to the best of its possible places."""
    end_a, end_b = len(a.texts), len(b.texts)
    done = [Run(True, 0, 0, 0, 0), *runs, Run(True, end_a, end_a, end_b, end_b)]
    for k in range(1, len(done) - 1):
        run = done[k]
        if run.same or (run.i0 < run.i1 and run.j0 < run.j1):
            continue
        texts, start, end = (
            (a.texts, run.i0, run.i1) if run.i0 < run.i1 else (b.texts, run.j0, run.j1)
        )
        shift = _best_shift(texts, start, end, _room(done, k, -1), _room(done, k, 1))
        if shift:
            _apply(done, k, shift)
    return _joined([run for run in done if run.i0 < run.i1 or run.j0 < run.j1])


def _room(runs: list[Run], k: int, step: int) -> int:
    """How many kept units lie beside a run; one stays between it and the next change."""
    beside = runs[k + step]
    if not beside.same:
        return 0
    beyond = k + 2 * step
    last = not 0 <= beyond < len(runs) or runs[beyond].same
    return max(0, beside.i1 - beside.i0 - (0 if last else 1))


def _best_shift(texts: list[str], start: int, end: int, before: int, after: int) -> int:
    """How far the range may and should slide: negative to the left."""
    low = 0
    while -low < before and texts[start + low - 1] == texts[end + low - 1]:
        low -= 1
    high = 0
    while high < after and texts[start + high] == texts[end + high]:
        high += 1
    shifts = range(low, high + 1)
    return max(shifts, key=lambda s: (_place_score(texts, start + s, end + s), -abs(s), s))


def _place_score(texts: list[str], start: int, end: int) -> int:
    """How natural it is that a passage was put in or taken out just here."""
    first, last = texts[start], texts[end - 1]
    previous = texts[start - 1] if start else ""
    if not previous or "\n\n" in previous:
        return 6
    if previous.isspace() and start > 1 and texts[start - 2] in _SENTENCE_END and last.isspace():
        return 5
    if first in {",", ";", "，", "、"} and not last.isspace():
        return 4
    if previous.isspace() and last.isspace():
        return 3
    if first.isspace() and not last.isspace():
        return 2
    return 0


def _apply(runs: list[Run], k: int, shift: int) -> None:
    left, run, right = runs[k - 1 : k + 2]
    runs[k - 1] = Run(True, left.i0, left.i1 + shift, left.j0, left.j1 + shift)
    runs[k] = Run(False, run.i0 + shift, run.i1 + shift, run.j0 + shift, run.j1 + shift)
    runs[k + 1] = Run(True, right.i0 + shift, right.i1, right.j0 + shift, right.j1)
