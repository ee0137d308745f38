"""Probable misreadings, reported and never corrected.

Character recognition confuses shapes that look alike. A word is suspected where exactly
one such confusion turns it into a word that is known, from the document itself or from a
list of names, while the word as it stands is rare and not known.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from scodiff.corpus.model import Document, LedgerEntry, Paragraph, Span

_WORD = re.compile(r"\w+")
_GUESS = re.compile(r"read as (?P<encoding>\S+), a guess")
_CONFUSED: tuple[tuple[str, str], ...] = (
    ("g", "q"), ("q", "g"), ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("c", "e"),
    ("e", "c"), ("l", "1"), ("1", "l"), ("I", "l"), ("l", "I"), ("1", "I"), ("I", "1"),
    ("0", "o"), ("0", "O"), ("O", "0"), ("o", "0"), ("5", "S"), ("8", "B"), ("vv", "w"),
    ("h", "b"), ("li", "h"), ("ii", "u"),
)  # fmt: skip
_SHORTEST_NAME, _SHORTEST_WORD, _LONGEST_WORD = 4, 5, 40
_GLUED = re.compile(
    r"(?P<number>\b\d+(?!st\b|nd\b|rd\b|th\b)[A-Za-z]{3,}\b)"
    r"|(?P<bracket>\b\w*[a-z]\([A-Z])"
    r"|(?P<quote>\b\w*[a-z][“«‘]\w*)"
    r"|(?P<scripts>\b\w*(?:[A-Za-z][А-яЁё]|[А-яЁё][A-Za-z])\w*)"
)
_GLUED_NOTES = {
    "number": "words run together",
    "bracket": "a space is missing before the bracket",
    "quote": "a space is missing before the quotation mark",
    "scripts": "Latin and Cyrillic letters in one word",
}
_NUMERALS = ("-", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
# Countries and their adjectives, continents and summit cities, one word each.
_NAMES = """
Afghanistan Afghan Albania Albanian Algeria Algerian Andorra Angola Angolan Argentina Argentine
Armenia Armenian Australia Australian Austria Austrian Azerbaijan Azerbaijani Bahamas Bahrain
Bahraini Bangladesh Bangladeshi Barbados Belarus Belarusian Belgium Belgian Belize Benin Bhutan
Bhutanese Bolivia Bolivian Bosnia Bosnian Botswana Brazil Brazilian Brunei Bulgaria Bulgarian
Burkina Burundi Cambodia Cambodian Cameroon Canada Canadian Chad Chadian Chile Chilean China
Chinese Colombia Colombian Comoros Congo Congolese Croatia Croatian Cuba Cuban Cyprus Cypriot
Czech Czechia Denmark Danish Djibouti Dominica Dominican Ecuador Egypt Egyptian Salvador England
English Eritrea Eritrean Estonia Estonian Eswatini Ethiopia Ethiopian Fiji Finland Finnish France
French Gabon Gambia Georgia Georgian Germany German Ghana Ghanaian Greece Greek Grenada Guatemala
Guinea Guyana Haiti Haitian Honduras Hungary Hungarian Iceland India Indian Indonesia Indonesian
Iran Iranian Iraq Iraqi Ireland Irish Israel Israeli Italy Italian Jamaica Jamaican Japan Japanese
Jordan Jordanian Kazakhstan Kazakh Kenya Kenyan Kiribati Korea Korean Kosovo Kuwait Kuwaiti Kyrgyz
Kyrgyzstan Laos Latvia Latvian Lebanon Lebanese Lesotho Liberia Liberian Libya Libyan
Liechtenstein Lithuania Lithuanian Luxembourg Macedonia Madagascar Malawi Malaysia Malaysian
Maldives Maldivian Mali Malian Malta Maltese Mauritania Mauritius Mexico Mexican Micronesia Moldova
Moldovan Monaco Mongolia Mongolian Montenegro Morocco Moroccan Mozambique Myanmar Namibia Nauru
Nepal Nepalese Netherlands Dutch Zealand Nicaragua Niger Nigeria Nigerian Norway Norwegian Oman
Omani Pakistan Pakistani Palau Palestine Palestinian Panama Paraguay Peru Peruvian Philippines
Philippine Poland Polish Portugal Portuguese Qatar Qatari Romania Romanian Russia Russian Rwanda
Rwandan Samoa Senegal Senegalese Serbia Serbian Seychelles Singapore Slovakia Slovak Slovenia
Slovenian Solomon Somalia Somali Spain Spanish Sudan Sudanese Suriname Sweden Swedish Switzerland
Swiss Syria Syrian Taiwan Tajikistan Tajik Tanzania Tanzanian Thailand Thai Timor Togo Tonga
Trinidad Tunisia Tunisian Türkiye Turkey Turkish Turkmenistan Turkmen Tuvalu Uganda Ugandan Ukraine
Ukrainian Emirates Britain British American Uruguay Uzbekistan Uzbek Vanuatu Venezuela Venezuelan
Vietnam Vietnamese Yemen Yemeni Zambia Zambian Zimbabwe Africa African America Asia Asian Caspian
Caucasus Eurasia Eurasian Europe European Astana Beijing Bishkek Dushanbe Moscow Qingdao Samarkand
Shanghai Tashkent Tianjin Yekaterinburg
"""
_KNOWN_NAMES = frozenset(_NAMES.split())


def misreadings(source: str, paragraphs: Sequence[Paragraph]) -> list[LedgerEntry]:
    """The probable misreadings of a text as ledger entries, in order of their place."""
    where = _Places(paragraphs)
    entries = [
        LedgerEntry("suspect", span, note, where.paragraph(span.start))
        for span, note in (*_misread_words(source), *_glued_words(source))
    ]
    entries += _section_marks(paragraphs)
    return sorted(entries, key=lambda entry: (entry.span.start, entry.span.end, entry.note))


class _Places:
    """Which paragraph holds a place of the source."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        spans = sorted((span.start, span.end, p.id) for p in paragraphs for span in p.spans)
        self._starts = [start for start, _, _ in spans]
        self._spans = spans

    def paragraph(self, place: int) -> str | None:
        """The paragraph that a place of the text lies in, if in any."""
        at = bisect_right(self._starts, place) - 1
        if at < 0 or place >= self._spans[at][1]:
            return None
        return self._spans[at][2]


def suspicions_of(document: Document) -> list[str]:
    """What the ledger suspects of the text as a whole: a guessed encoding, a date."""
    return [
        entry.note
        for entry in document.ledger
        if entry.action == "suspect" and entry.paragraph is None
    ]


def guessed_encoding(document: Document) -> str | None:
    """The encoding that a plain text was read in on a guess; None where none was needed."""
    found = filter(None, map(_GUESS.match, suspicions_of(document)))
    return next((match["encoding"] for match in found), None)


def _misread_words(source: str) -> Iterator[tuple[Span, str]]:
    counts = Counter(_WORD.findall(source))
    folded: Counter[str] = Counter()
    for word, count in counts.items():
        folded[word.casefold()] += count
    meant = {
        word: reading
        for word, count in counts.items()
        if count == 1 and (reading := _reading(word, folded)) is not None
    }
    if not meant:
        return
    for match in _WORD.finditer(source):
        if (reading := meant.get(match.group())) is not None:
            yield Span(match.start(), match.end()), f"{match.group()!r}: perhaps {reading!r}"


def _reading(word: str, folded: Counter[str]) -> str | None:
    """The known word that one confusion of shapes would make of a rare one."""
    if not _SHORTEST_NAME <= len(word) <= _LONGEST_WORD or word in _KNOWN_NAMES or word.isdigit():
        return None
    if folded[word.casefold()] > 1:
        return None
    mixed = any(c.isdigit() for c in word) or word[1:].lower() != word[1:]
    for reading in _readings(word):
        if reading in _KNOWN_NAMES:
            return reading
        if any(c.isdigit() for c in reading) or len(word) < _SHORTEST_WORD:
            continue
        if folded[reading.casefold()] >= (1 if mixed or word[0].isupper() else 2):
            return reading
    return None


def _readings(word: str) -> Iterator[str]:
    for shape, other in _CONFUSED:
        at = word.find(shape)
        while at >= 0:
            yield word[:at] + other + word[at + len(shape) :]
            at = word.find(shape, at + 1)


def _glued_words(source: str) -> Iterator[tuple[Span, str]]:
    for match in _GLUED.finditer(source):
        note = _GLUED_NOTES[match.lastgroup or "number"]
        yield Span(match.start(), match.end()), f"{match.group()!r}: {note}"


def _section_marks(paragraphs: Sequence[Paragraph]) -> Iterator[LedgerEntry]:
    """Marks spoilt or absent from the count of lone Roman section numbers."""
    marks = [
        p for p in paragraphs if p.kind in ("heading", "separator") and _roman(p.text) is not None
    ]
    expected = 1
    for mark in marks:
        shown = mark.text.strip(" .)")
        value = _roman(mark.text) or expected
        if not shown.isupper():
            note = f"{mark.text!r}: perhaps the section mark {_NUMERALS[value]!r}"
            yield LedgerEntry("suspect", mark.spans[0], note, mark.id)
        if value > expected:
            missing = _NUMERALS[expected:value]
            those = missing[0] if len(missing) == 1 else f"{missing[0]} to {missing[-1]}"
            note = f"before section {_NUMERALS[value]}: no mark of section {those} in the text"
            yield LedgerEntry("suspect", mark.spans[0], note, mark.id)
        expected = value + 1


def _roman(text: str) -> int | None:
    """The value of a lone Roman numeral up to XIII, or None."""
    shown = text.strip(" .)").upper()
    return _NUMERALS.index(shown) if shown in _NUMERALS[1:] else None
