"""The shortest edit script between two token sequences, at any size.

Each distinct token becomes one symbol, so that a diff of texts does the work of a diff of
tokens (diff-match-patch's line mode). What is left between a common beginning and a common
end goes to diff-match-patch while it is small; beyond that its running time explodes with
the number of differences, and the bit-parallel longest common subsequence of rapidfuzz
(Hyyrö 2004) gives an equally short script. Long texts are first cut at anchors, passages
that occur once on both sides (patience diff, B. Cohen, with passages for lines), and what
has none and is too long to be solved whole at even distances. No step depends on the clock.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_FIRST_SYMBOL = 0xA1
_SURROGATES = range(0xD800, 0xE000)
_LAST_SYMBOL = 0x10FFFF

# Bounds on len(a) * len(b), measured by benchmarks/evaluate/diff.py.
SMALL = 256  # diff-match-patch up to here
LARGE = 9_000_000  # anchors beyond here
HUGE = 1_000_000_000  # without anchors, cut at even distances beyond here
_CHUNK = 30_000  # tokens between two even cuts
_STRIDE = 1_000  # tokens between two anchors, at least
_PASSAGE = 9  # tokens of an anchor
_SAMPLE = 5  # one passage in so many is looked at
_DENSITY = 300  # there must be an anchor for so many tokens: fewer are coincidence

Region = tuple[int, int, int, int]  # a[i0:i1] against b[j0:j1], as i0, i1, j0, j1
MatchingBlock = tuple[int, int, int]  # a[i:i + n] == b[j:j + n], as i, j, n
Symbols = str | list[int]


class Run(NamedTuple):
    """Tokens ``a[i0:i1]`` against ``b[j0:j1]``, the same or not; one side may be empty."""

    same: bool
    i0: int
    i1: int
    j0: int
    j1: int

    @property
    def is_empty(self) -> bool:
        """Whether it has no token on either side."""
        return self.i0 == self.i1 and self.j0 == self.j1


def edit_script(a: Sequence[str], b: Sequence[str]) -> list[Run]:
    """Alternating runs of same and different keys that cover both sequences in order.

    The number of keys in the different runs is the least possible, except that beyond
    ``LARGE`` anchors may cost a few (below 2 % in benchmarks/evaluate/diff.py).
    """
    return runs_of(*encode(a, b))


def encode(a: Sequence[str], b: Sequence[str]) -> tuple[Symbols, Symbols]:
    """Both sequences with one symbol a distinct key: characters while there are enough.

    No symbol is a surrogate, which no encoding could write, nor white space, which the
    clean-ups of diff-match-patch treat apart. Beyond 1.1 million keys they are integers.
    """
    number_of: dict[str, int] = {}
    for key in a:
        number_of.setdefault(key, len(number_of))
    for key in b:
        number_of.setdefault(key, len(number_of))
    symbols = _symbols(len(number_of))
    if len(symbols) < len(number_of):
        return [number_of[key] for key in a], [number_of[key] for key in b]
    symbol_of = dict(zip(number_of, symbols, strict=True))
    return "".join(map(symbol_of.__getitem__, a)), "".join(map(symbol_of.__getitem__, b))


def _symbols(count: int) -> str:
    """That many characters, or fewer if there are no more."""
    found: list[str] = []
    code = _FIRST_SYMBOL
    while len(found) < count and code <= _LAST_SYMBOL:
        end = min(code + count - len(found), _LAST_SYMBOL + 1)
        found += [
            c for k in range(code, end) if k not in _SURROGATES and not (c := chr(k)).isspace()
        ]
        code = end
    return "".join(found)


def runs_of(a: Symbols, b: Symbols) -> list[Run]:
    """The runs between two encoded sequences."""
    matches: list[MatchingBlock] = []
    pending: list[Region] = [(0, len(a), 0, len(b))]
    while pending:
        head, tail, core = _trim(a, b, pending.pop())
        if head:
            matches.append(head)
        if tail:
            matches.append(tail)
        if core is None:
            continue
        pieces = _pieces(a, b, core)
        if pieces is None:
            matches += _solve(a, b, core)
        else:
            pending += pieces
    matches.sort()
    return _runs(matches, len(a), len(b))


def _trim(
    a: Symbols, b: Symbols, region: Region
) -> tuple[MatchingBlock | None, MatchingBlock | None, Region | None]:
    """The common beginning and end of a region, and what lies between if both sides do."""
    i0, i1, j0, j1 = region
    start = _common_prefix(a, b, region)
    head = (i0, j0, start) if start else None
    i0, j0 = i0 + start, j0 + start
    end = 0
    limit = min(i1 - i0, j1 - j0)
    while end < limit and a[i1 - 1 - end] == b[j1 - 1 - end]:
        end += 1
    tail = (i1 - end, j1 - end, end) if end else None
    i1, j1 = i1 - end, j1 - end
    return head, tail, (i0, i1, j0, j1) if i0 < i1 and j0 < j1 else None


def _common_prefix(a: Symbols, b: Symbols, region: Region) -> int:
    i0, i1, j0, j1 = region
    limit = min(i1 - i0, j1 - j0)
    if a[i0 : i0 + limit] == b[j0 : j0 + limit]:
        return limit
    count = 0
    while a[i0 + count] == b[j0 + count]:
        count += 1
    return count


def _pieces(a: Symbols, b: Symbols, region: Region) -> list[Region] | None:
    """The region cut into smaller ones, or None where it can be solved whole."""
    i0, i1, j0, j1 = region
    size = (i1 - i0) * (j1 - j0)
    if size <= LARGE:
        return None
    cuts = _anchors(a, b, region)
    if not cuts and size > HUGE:
        cuts = _even_cuts(region)
    if not cuts:
        return None
    ends = [*cuts, (i1, j1)]
    starts = [(i0, j0), *cuts]
    return [(s[0], e[0], s[1], e[1]) for s, e in zip(starts, ends, strict=True)]


def _anchors(a: Symbols, b: Symbols, region: Region) -> list[tuple[int, int]]:
    """Pairs of positions, rising on both sides, at which the same rare passage begins."""
    i0, i1, j0, j1 = region
    once_b = _once(b, j0, j1)
    common = [(i, once_b[s]) for s, i in _once(a, i0, i1).items() if s in once_b]
    rising = _longest_rising(common)
    if len(rising) * _DENSITY < min(i1 - i0, j1 - j0):
        return []
    return _thinned(rising, region)


def _once(symbols: Symbols, start: int, end: int) -> dict[str | tuple[int, ...], int]:
    """Where each passage of a few symbols begins that occurs once in the range.

    Looked at are one in so many, chosen by their first symbol and hence alike on both sides.
    """
    last = end - _PASSAGE
    if isinstance(symbols, str):
        chosen = [k for k in range(start, last) if ord(symbols[k]) % _SAMPLE == 0]
        passages: list[str | tuple[int, ...]] = [symbols[k : k + _PASSAGE] for k in chosen]
    else:
        chosen = [k for k in range(start, last) if symbols[k] % _SAMPLE == 0]
        passages = [tuple(symbols[k : k + _PASSAGE]) for k in chosen]
    counts = Counter(passages)
    return {p: k for p, k in zip(passages, chosen, strict=True) if counts[p] == 1}


def _thinned(anchors: list[tuple[int, int]], region: Region) -> list[tuple[int, int]]:
    """Those anchors that lie a stride apart on both sides: each cut has its price."""
    i, j = region[0], region[2]
    kept = []
    for anchor in anchors:
        if min(anchor[0] - i, anchor[1] - j) >= _STRIDE:
            i, j = anchor
            kept.append(anchor)
    return kept


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence that rises in the second member (Fredman 1975)."""
    lasts: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for k, (_, j) in enumerate(pairs):
        length = bisect_left(lasts, j)
        before.append(places[length - 1] if length else -1)
        lasts[length : length + 1] = [j]
        places[length : length + 1] = [k]
    found = []
    k = places[-1] if places else -1
    while k >= 0:
        found.append(pairs[k])
        k = before[k]
    return found[::-1]


def _even_cuts(region: Region) -> list[tuple[int, int]]:
    i0, i1, j0, j1 = region
    count = 1 + max(i1 - i0, j1 - j0) // _CHUNK
    return [(i0 + (i1 - i0) * k // count, j0 + (j1 - j0) * k // count) for k in range(1, count)]


def _solve(a: Symbols, b: Symbols, region: Region) -> list[MatchingBlock]:
    i0, i1, j0, j1 = region
    part_a, part_b = a[i0:i1], b[j0:j1]
    small = (i1 - i0) * (j1 - j0) <= SMALL
    if small and isinstance(part_a, str) and isinstance(part_b, str):
        found = list(_diff_match_patch(part_a, part_b))
    else:
        found = _longest_common_subsequence(part_a, part_b)
    return [(i0 + i, j0 + j, length) for i, j, length in found]


def _diff_match_patch(a: str, b: str) -> Iterator[MatchingBlock]:
    from diff_match_patch import diff_match_patch

    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # a time limit would make the answer depend on the machine
    i = j = 0
    for op, symbols in engine.diff_main(a, b, False):
        if op == 0:
            yield i, j, len(symbols)
        i += len(symbols) if op <= 0 else 0
        j += len(symbols) if op >= 0 else 0


def _longest_common_subsequence(a: Symbols, b: Symbols) -> list[MatchingBlock]:
    from rapidfuzz.distance import Indel

    # The blocks are much cheaper to read than the operations themselves; the last is empty.
    blocks = Indel.opcodes(a, b).as_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size]


def _runs(matches: list[MatchingBlock], len_a: int, len_b: int) -> list[Run]:
    """Matches in order, those that touch joined, with what differs between them."""
    runs: list[Run] = []
    i = j = 0
    for start_a, start_b, length in [*matches, (len_a, len_b, 0)]:
        if i < start_a or j < start_b:
            runs.append(Run(False, i, start_a, j, start_b))
        i, j = start_a + length, start_b + length
        if not length:
            continue
        last = runs[-1] if runs else None
        if last and last.same:
            runs[-1] = Run(True, last.i0, i, last.j0, j)
        else:
            runs.append(Run(True, start_a, i, start_b, j))
    return runs
