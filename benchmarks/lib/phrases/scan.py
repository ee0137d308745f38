"""A scan for phrases that shares no code with the index but the table of spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from scodiff.compare.phrases.documents import date_of
from scodiff.compare.text.spelling import common_form
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read

TextPlace = tuple[str, int, int]


def texts(folder: Path) -> Iterator[Document]:
    """All texts below a folder, their ids made of the path so that none clash."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".txt", ".md"):
            try:
                document = read(path)
            except CorpusError:
                continue
            name = "-".join((*path.relative_to(folder).parts[:-1], document.id))
            yield replace(document, id=name, date=date_of(document))


def joined(document: Document) -> str:
    """The text that is searched: all but page numbers and running heads."""
    return "\n\n".join(p.text for p in document.paragraphs if p.kind != "furniture")


_QUOTE, _DASH = "['’‘‚‛ʼ`´]", "[-‐‑‒–—―−\xad]"
WORD = re.compile(
    rf"[^\W_]+(?:(?:(?<=[^\W\d_]){_QUOTE}|(?<=[^\W\d_])[.:](?=[^\W\d_])|(?<=\d)[.,;](?=\d))[^\W_]+)*"
)
_WORD_OR_AND = re.compile(rf"{WORD.pattern}|&")
# "&" is the word that it stands for, and needs no space around it.
_AND = r"(?:(?<![^\W_])and(?![^\W_])|&)"
_COMPOUND = re.compile(rf"(?<![^\W_])[^\W\d_]+{_DASH}[^\W\d_]+(?![^\W_])")


def plain(word: str) -> str:
    """A word in small letters, straight quotes and the common spelling."""
    small = re.sub(_QUOTE, "'", word).casefold().replace("ё", "е")
    return common_form(small) if small.isascii() and small.isalpha() else small


def _is_and(word: re.Match[str]) -> bool:
    return word.group().casefold() in ("and", "&")


class Scan:
    """Looks through all texts, for each phrase anew."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.texts = {d.id: joined(d) for d in documents}
        self.words: defaultdict[str, set[str]] = defaultdict(set)
        for text in self.texts.values():
            for word in set(WORD.findall(text)):
                self.words[plain(word)].add(word.casefold())
            for compound in set(_COMPOUND.findall(text)):
                self.words[plain(re.sub(_DASH, "", compound))].add(compound.casefold())

    def __call__(self, phrase: str) -> dict[TextPlace, str]:
        """Every place of the phrase and whether it is verbatim or normalised."""
        words = list(_WORD_OR_AND.finditer(phrase))
        core = phrase[words[0].start() : words[-1].end()]
        head, tail = phrase[: words[0].start()], phrase[words[-1].end() :]
        pattern = self._pattern(words, phrase)
        found = {}
        for name, text in self.texts.items():
            for match in pattern.finditer(text):
                start, end = match.span(1)
                same = text[start:end] == core
                if same and text[:start].endswith(head) and text[end:].startswith(tail):
                    found[name, start - len(head), end + len(tail)] = "verbatim"
                else:
                    found[name, start, end] = "normalised"
        return found

    def _pattern(self, words: Sequence[re.Match[str]], phrase: str) -> re.Pattern[str]:
        parts: list[str] = []
        for i, word in enumerate(words):
            if i:
                between = phrase[words[i - 1].end() : word.start()]
                solid = re.fullmatch(_DASH, between) and self._both_letters(words[i - 1], word)
                joint = r"[\W_]*" if solid else r"(?:[^\w&]|_)+"
                tight = _is_and(words[i - 1]) or _is_and(word)
                parts.append(r"(?:[^\w&]|_)*" if tight else joint)
            if _is_and(word):
                parts.append(_AND)
                continue
            variants = self.words.get(plain(word.group())) or {word.group()}
            parts.append("(?:" + "|".join(map(self._literal, sorted(variants))) + ")")
        first, last = words[0].group()[0], words[-1].group()[-1]
        before = r"(?<!\d[.,;])" if first.isdigit() else r"(?<![^\W\d_][’'‘.:])"
        after = r"(?![.,;'’‘]\d)" if last.isdigit() else rf"(?!(?:{_QUOTE}|[.:])[^\W\d_])"
        body = "".join(parts)
        # A lookahead, so that places which overlap are all found.
        begin = "" if _is_and(words[0]) else rf"(?<![^\W_]){before}"
        end = "" if _is_and(words[-1]) else rf"(?![^\W_]){after}"
        return re.compile(rf"{begin}(?=({body}){end})", re.IGNORECASE)

    @staticmethod
    def _both_letters(a: re.Match[str], b: re.Match[str]) -> bool:
        return a.group().isalpha() and b.group().isalpha()

    @staticmethod
    def _literal(word: str) -> str:
        spelled = re.escape(word.replace("е", "ЕЁ"))
        spelled = spelled.replace("ЕЁ", "[её]")
        spelled = re.sub("['’‘‚‛ʼ`´]", lambda _: _QUOTE, spelled)
        dashed = re.sub(r"\\?[-‐‑‒–—―−\xad]", lambda _: _DASH, spelled)
        # A compound of three is not one of two: "to-day" is not in "day-to-day".
        return dashed if dashed == spelled else rf"(?<!\w{_DASH}){dashed}(?!{_DASH}\w)"
