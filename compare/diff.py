"""The literal diff: edit operations over word tokens that rebuild both texts exactly.

The tokens are mapped to one symbol each and compared by diff-match-patch (Myers 1986,
divide and conquer). Spellings, quotes, dashes and case are folded first, so that
``Organisation`` is set against ``Organization`` and not against the next word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scodiff.compare.model import Edit
from scodiff.compare.tokens import fold, is_word, tokenize

_FIRST_SYMBOL = 0xA1
_SURROGATES = range(0xD800, 0xE000)
_LAST_SYMBOL = 0x10FFFF


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens ``a[i0:i1]`` against ``b[j0:j1]``, the same after folding or not."""

    same: bool
    i0: int
    i1: int
    j0: int
    j1: int


@dataclass(frozen=True, slots=True)
class LiteralDiff:
    """The edits of a pair and the share of words kept (Dice coefficient, in [0, 1])."""

    edits: tuple[Edit, ...]
    kept: float


def diff(a: str, b: str) -> LiteralDiff:
    """Edits that turn ``a`` into ``b``, on whole words.

    The ``a`` sides of the edits joined are ``a``, the ``b`` sides ``b``, code point for
    code point. The result depends on nothing but the two texts.
    """
    tokens_a, tokens_b = tokenize(a), tokenize(b)
    runs = _runs(tokens_a, tokens_b)
    kept = _kept_words(runs, tokens_a, tokens_b)
    edits = tuple(_edits(_absorb_scraps(runs, tokens_a, tokens_b), tokens_a, tokens_b))
    return LiteralDiff(edits, kept)


def _symbols(sequences: list[list[str]]) -> list[str]:
    """One string a token sequence, one character a distinct folded token."""
    symbol_of: dict[str, str] = {}
    code = _FIRST_SYMBOL
    encoded = []
    for tokens in sequences:
        characters = []
        for token in tokens:
            key = " " if token.isspace() else fold(token)
            if key not in symbol_of:
                while code in _SURROGATES or chr(code).isspace():
                    code += 1
                if code > _LAST_SYMBOL:
                    raise ValueError("more distinct words than there are symbols for them")
                symbol_of[key] = chr(code)
                code += 1
            characters.append(symbol_of[key])
        encoded.append("".join(characters))
    return encoded


def _runs(tokens_a: list[str], tokens_b: list[str]) -> list[_Run]:
    from diff_match_patch import diff_match_patch

    symbols_a, symbols_b = _symbols([tokens_a, tokens_b])
    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # a time limit would make the answer depend on the machine
    runs: list[_Run] = []
    i = j = 0
    for op, symbols in engine.diff_main(symbols_a, symbols_b, False):
        i1 = i + (len(symbols) if op <= 0 else 0)
        j1 = j + (len(symbols) if op >= 0 else 0)
        last = runs[-1] if runs else None
        if last and op and not last.same:
            runs[-1] = _Run(False, last.i0, i1, last.j0, j1)
        else:
            runs.append(_Run(op == 0, i, i1, j, j1))
        i, j = i1, j1
    return runs


def _words_in(tokens: list[str], start: int, end: int) -> int:
    return sum(1 for token in tokens[start:end] if is_word(token))


def _kept_words(runs: list[_Run], tokens_a: list[str], tokens_b: list[str]) -> float:
    total = _words_in(tokens_a, 0, len(tokens_a)) + _words_in(tokens_b, 0, len(tokens_b))
    kept = sum(_words_in(tokens_a, run.i0, run.i1) for run in runs if run.same)
    return 2 * kept / total if total else 1.0


def _absorb_scraps(runs: list[_Run], tokens_a: list[str], tokens_b: list[str]) -> list[_Run]:
    """Fold into its neighbours what was kept between two changes that both outweigh it.

    The rule is diff-match-patch's semantic clean-up, with words for characters.
    """

    def weight(run: _Run) -> int:
        return max(_words_in(tokens_a, run.i0, run.i1), _words_in(tokens_b, run.j0, run.j1))

    done: list[_Run] = []
    for run in runs:
        done.append(run)
        while len(done) >= 3 and not done[-1].same and not done[-3].same:
            before, scrap, after = done[-3:]
            if weight(scrap) > min(weight(before), weight(after)):
                break
            done[-3:] = [_Run(False, before.i0, after.i1, before.j0, after.j1)]
    return done


def _edits(runs: list[_Run], tokens_a: list[str], tokens_b: list[str]) -> Iterator[Edit]:
    for run in runs:
        if run.same:
            yield from _equal_edits(tokens_a[run.i0 : run.i1], tokens_b[run.j0 : run.j1])
        else:
            a, b = "".join(tokens_a[run.i0 : run.i1]), "".join(tokens_b[run.j0 : run.j1])
            yield Edit(
                "replace" if a and b else "delete" if a else "insert", a, b, _is_editorial(a, b)
            )


def _equal_edits(tokens_a: list[str], tokens_b: list[str]) -> Iterator[Edit]:
    """What is the same after folding: equal where it is the same before it, too."""
    start = 0
    for end in range(1, len(tokens_a) + 1):
        same = tokens_a[start] == tokens_b[start]
        if end < len(tokens_a) and (tokens_a[end] == tokens_b[end]) == same:
            continue
        a, b = "".join(tokens_a[start:end]), "".join(tokens_b[start:end])
        yield Edit("equal", a, b) if same else Edit("replace", a, b, editorial=True)
        start = end


def _is_editorial(a: str, b: str) -> bool:
    """Whether an edit touches punctuation and white space only, or hyphenation."""
    return _letters(a) == _letters(b)


def _letters(text: str) -> str:
    return "".join(fold(token) for token in tokenize(text) if is_word(token))
