"""From the shortest edit script to one that people read with ease.

After diff-match-patch's semantic clean-ups (N. Fraser, "Diff Strategies", 2006, section
2.3), with tokens for characters: what was kept by chance between two changes is folded
into them, and an edit that could stand in several places stands at a clause or a word.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from scodiff.compare.diff.edit_script import Run
from scodiff.compare.diff.normalise import NormalisedText
from scodiff.compare.settings import Settings

BLOCK_SEARCH = 250_000  # units of one side times units of the other

_SENTENCE_END = tuple(".!?;:。！？；")


def clean_up(
    runs: list[Run], a: NormalisedText, b: NormalisedText, settings: Settings
) -> list[Run]:
    """Fewer, more natural runs over the same units.

    A clause that both sides have is kept from the length at which it would count as moved.
    """
    folded = _trim(_absorb_scraps(runs, a, b), a, b)
    return _slide(_joined(_with_blocks(folded, a, b, settings)), a, b)


def _absorb_scraps(runs: list[Run], a: NormalisedText, b: NormalisedText) -> list[Run]:
    """Fold into its neighbours what was kept between two changes that both outweigh it."""
    done: list[Run] = []
    letters: list[tuple[int, int]] = []  # on both sides, added up as runs are joined
    for run in runs:
        done.append(run)
        letters.append((sum(a.letters[run.i0 : run.i1]), sum(b.letters[run.j0 : run.j1])))
        while _is_scrap_before_last(done, letters, a):
            before, _, after = done[-3:]
            done[-3:] = [Run(False, before.i0, after.i1, before.j0, after.j1)]
            letters[-3:] = [(sum(x for x, _ in letters[-3:]), sum(y for _, y in letters[-3:]))]
    return done


def _is_scrap_before_last(
    runs: list[Run], letters: list[tuple[int, int]], a: NormalisedText
) -> bool:
    """Whether the last run but one was kept and both changes beside it outweigh it."""
    if len(runs) < 3 or runs[-1].same or runs[-3].same:
        return False
    outweighed = max(letters[-2]) <= min(max(letters[-1]), max(letters[-3]))
    return outweighed and not _breaks_paragraph(runs[-2], a)


def _with_blocks(
    runs: list[Run], a: NormalisedText, b: NormalisedText, settings: Settings
) -> list[Run]:
    """Keep the clauses that stand unbroken on both sides of a long replacement.

    The shortest script may prefer many scattered words to one clause; a reader does not.
    """
    done: list[Run] = []
    pending = runs[::-1]
    while pending:
        run = pending.pop()
        block = None if run.same else _longest_block(run, a, b, settings)
        if block is None:
            done.append(run)
            continue
        before = Run(False, run.i0, block.i0, run.j0, block.j0)
        after = Run(False, block.i1, run.i1, block.j1, run.j1)
        pending += [r for r in (after, block, before) if not r.is_empty]
    return done


def _longest_block(
    run: Run, a: NormalisedText, b: NormalisedText, settings: Settings
) -> Run | None:
    """The longest common passage inside a replacement, if it is long enough to tell."""
    size = (run.i1 - run.i0) * (run.j1 - run.j0)
    least = min(sum(a.words[run.i0 : run.i1]), sum(b.words[run.j0 : run.j1]))
    if least < settings.move_words or size > BLOCK_SEARCH:
        return None
    part_a, part_b = a.keys[run.i0 : run.i1], b.keys[run.j0 : run.j1]
    found = SequenceMatcher(None, part_a, part_b, autojunk=False).find_longest_match()
    i, j, length = run.i0 + found.a, run.j0 + found.b, found.size
    words = sum(a.words[i : i + length])
    letters = sum(a.letters[i : i + length])
    if words < settings.move_words or letters < settings.move_letters:
        return None
    return Run(True, i, i + length, j, j + length)


def _trim(runs: list[Run], a: NormalisedText, b: NormalisedText) -> list[Run]:
    """Give back what both sides of a change begin or end with after the folding in."""
    done: list[Run] = []
    for run in runs:
        pieces = [run] if run.same else _trimmed(run, a.keys, b.keys)
        done += [piece for piece in pieces if not piece.is_empty]
    return _joined(done)


def _trimmed(run: Run, a: list[str], b: list[str]) -> list[Run]:
    """A change as what is kept at its beginning, what changed, and what is kept at its end."""
    _, i0, i1, j0, j1 = run
    while i0 < i1 and j0 < j1 and a[i0] == b[j0]:
        i0, j0 = i0 + 1, j0 + 1
    while i0 < i1 and j0 < j1 and a[i1 - 1] == b[j1 - 1]:
        i1, j1 = i1 - 1, j1 - 1
    head, tail = Run(True, run.i0, i0, run.j0, j0), Run(True, i1, run.i1, j1, run.j1)
    return [head, Run(False, i0, i1, j0, j1), tail]


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbours of the same sort made one."""
    done: list[Run] = []
    for run in runs:
        if done and done[-1].same == run.same:
            last = done.pop()
            run = Run(run.same, last.i0, run.i1, last.j0, run.j1)
        done.append(run)
    return done


def _breaks_paragraph(run: Run, a: NormalisedText) -> bool:
    return any("\n\n" in text for text in a.texts[run.i0 : run.i1])


def _slide(runs: list[Run], a: NormalisedText, b: NormalisedText) -> list[Run]:
    """Move each lone insertion and deletion to the best of its possible places."""
    end_a, end_b = len(a.texts), len(b.texts)
    done = [Run(True, 0, 0, 0, 0), *runs, Run(True, end_a, end_a, end_b, end_b)]
    for k in range(1, len(done) - 1):
        run = done[k]
        is_lone = (run.i0 == run.i1) != (run.j0 == run.j1)
        if run.same or not is_lone:
            continue
        if run.i0 < run.i1:
            texts, start, end = a.texts, run.i0, run.i1
        else:
            texts, start, end = b.texts, run.j0, run.j1
        shift = _best_shift(texts, start, end, _room(done, k, -1), _room(done, k, 1))
        if shift:
            _apply(done, k, shift)
    return _joined([run for run in done if not run.is_empty])


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
    if last.isspace():
        if not previous.isspace():
            return 0
        return 5 if start > 1 and texts[start - 2] in _SENTENCE_END else 3
    if first in {",", ";", "，", "、"}:
        return 4
    return 2 if first.isspace() else 0


def _apply(runs: list[Run], k: int, shift: int) -> None:
    left, run, right = runs[k - 1 : k + 2]
    runs[k - 1] = Run(True, left.i0, left.i1 + shift, left.j0, left.j1 + shift)
    runs[k] = Run(False, run.i0 + shift, run.i1 + shift, run.j0 + shift, run.j1 + shift)
    runs[k + 1] = Run(True, right.i0 + shift, right.i1, right.j0 + shift, right.j1)
