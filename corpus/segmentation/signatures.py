"""Signatories: which lines are the names, offices and dotted lines of those who sign.

A line alone seldom tells ("Hu Jintao" may be a heading); a block of lines does, if none of
them is prose and enough of them speak of signing: an office, "For the Republic of …", an
initial before a name, a line to sign on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from scodiff.corpus.segmentation.lines import Line
from scodiff.corpus.segmentation.marks import line_end, line_start

_LONGEST_CELL, _LONGEST_TORN = 90, 48
_MOST_CELLS = 8
_LEAST_SHARE = 0.3
# Where the cells of a row end: a tab, a wide space, the dots or strokes to sign on.
_CELLS = re.compile(r"\t+|\s{2,}|\s*+(?:[._…‥·⋯]\s?){3,}|\s\|\s|\s*…+\s*")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3f4\U000e0020-\U000e007f\ufe0f]+|\\[flag[^]]*\\]")
_TO_SIGN_ON = re.compile(
    r"[\W_]*+(?:(?:signed|signature|s|l\.s|sgd|подпись|м\.п|签字|签名|امضا|توقيع)[\W_]*+)?",
    re.IGNORECASE,
)
_STROKES = re.compile(r"(?:[_.…‥·⋯-]\s?){4,}")
_OFFICE = re.compile(
    r"(?:(?:The |Acting |First |Second |Deputy |Vice[- ]|Federal |Foreign |Executive |Supreme )*"
    r"(?:President|Prime Minister|Premier|Chairman|Chairwoman|Chairperson|Chair|King|Queen|Emir|"
    r"Sultan|Minister|Secretary[- ]General|General Secretary|Chancellor|Ambassador|Leader|"
    r"Head of (?:State|(?:the )?Government|(?:the )?Delegation)|Plenipotentiary|Representative)\b"
    r"|For (?:and on behalf of )?(?:the|His|Her)\b|On behalf of |By the |Signed (?:by|for)\b"
    r"|For (?:[A-Z][^\W\d_]{2,30}(?: and| of)?(?: |$)){1,4}$"
    r"|За |От имени |От "
    r"|(?:Президент|Премьер|Председатель|Король|Министр|Глава|Исполняющий|Заместитель|Посол)"
    r"|.{0,14}(?:总统|总理|主席|国王|首相|部长|代表)"
    r"|(?:رئیس|رئيس|رئیس‌جمهور|نخست|ملك|أمير|سلطان|وزير|وزیر|عن |از طرف|به نمایندگی|نيابة عن)"
    r")"
)
# "Hu Weimin, President of …": the office stands behind the name.
_BEFORE_OFFICE = re.compile(rf",\s(?={_OFFICE.pattern})")
_HONORIFIC = re.compile(
    r"(?:H\. ?E\.|H\. ?M\.|H\. ?R\. ?H\.|His |Her |Their |Mr\.? |Mrs\.? |Ms\.? |Mme\.? |Dr\.? |"
    r"Prof\.? |Sir |Dame |Sheikh |Shaikh |Г-н |Г-жа |Его |Её )"
)
# "J. Doe", "N. A. Nazarbayev", "В.В. Путин", "NAZARBAYEV N.": initials beside a name.
_INITIALS = re.compile(
    r"(?:^|[\s(])(?:[^\W\d_]{1,2}\. ?){1,3}[^\W\d_]{2,}"
    r"|(?<![^\W\d_])[^\W\d_]{2,40} (?:[^\W\d_]\. ?){1,3}$"
)
_COLUMNS = re.compile(r"\t+|\s{3,}")
# Two to four words that all begin with a capital: "Hu Jintao".
_NAME = re.compile(r"(?:(?=[^\W\d_])[^a-zа-я\W]\S{0,40}(?: |$)){2,4}")
_SURNAME = re.compile(r"[^\W\d_a-zа-я]{3,}(?:[-'’][^\W\d_a-zа-я]+)*")
_SMALL_WORD = re.compile(
    "of|the|and|for|on|behalf|de|la|le|el|al|as|bin|bint|ibn|van|von|der|den|du|da|do|dos|y|ben|"
    "signed|government|people|foreign|affairs|state|states|council|minister|federation|republic|"
    "head|delegation|и|от|имени|по|за|дел|иностранных|республики|правительства|государства|"
    "министров|министр|федерации|оглы|кызы|совета",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_INITIAL_OR_SUFFIX = re.compile(r"(?:^|[\s.])(?:[^\W\d_]|Jr|Sr|JR|SR|Ph\.D|H\.E)\.$")


def are_signatories(texts: Sequence[str]) -> bool:
    """Whether lines, or the rows of a table with tabs between cells, are signatories.

    All of them could be, and enough of them speak of it; a line that goes on with the one
    above ("President of the", "Republic of", "Arania") counts with that.
    """
    speaking = sum(map(speaks_of_signing, texts))
    going_on = sum(above.rstrip().rpartition(" ")[2].islower() for above in texts[:-1])
    return (
        bool(texts)
        and speaking >= max(1, _LEAST_SHARE * (len(texts) - going_on))
        and all(map(is_signature_line, texts))
    )


def are_side_by_side(texts: Sequence[str]) -> bool:
    """Whether lines are a table of signatories by its form: names stand side by side."""
    rows = [[cell for cell in _COLUMNS.split(text) if cell] for text in texts]
    named = sum(all(map(_NAME.fullmatch, row)) for row in rows if len(row) > 1)
    return (
        all(len(row) > 1 for row in rows)
        and named >= max(1, _LEAST_SHARE * len(rows))
        and all(map(is_signature_line, texts))
    )


def is_signature_line(text: str) -> bool:
    """Whether a line could stand among signatories: no prose, no number, nothing long."""
    if _TO_SIGN_ON.fullmatch(text):
        return True
    cells = _cells(text)
    return len(cells) <= _MOST_CELLS and all(map(_is_cell, cells))


def are_torn_cells(texts: Sequence[str]) -> bool:
    """Whether lines are offices and names that the columns of a page tore.

    "Premier of the State Co Li Yuan", "uncil of the", "People's Republic": in such pieces a word
    may begin small, so they are known by the office, by being short, and by ending in the open.
    """
    return any(map(names_office, texts)) and all(
        len(text) <= _LONGEST_TORN and line_end(text) == "open" and not _DIGIT.search(text)
        for text in texts
    )


def speaks_of_signing(text: str) -> bool:
    """Whether a line names an office, a party, a titled name, or is a line to sign on."""
    if names_office(text) or _STROKES.search(text):
        return True
    return any(
        _HONORIFIC.match(cell) or _INITIALS.search(cell) or _has_surname(cell)
        for cell in _cells(text)
    ) or (bool(text.strip()) and _TO_SIGN_ON.fullmatch(text) is not None)


def has_line_to_sign_on(text: str) -> bool:
    """Whether dots or strokes stand in a line of a signatory, for the signature."""
    return _STROKES.search(text) is not None and is_signature_line(text) and speaks_of_signing(text)


def names_office(text: str) -> bool:
    """Whether a line names the office or the party that somebody signs for."""
    return any(map(_OFFICE.match, _cells(text)))


def continued_offices(lines: Sequence[Line], signed: Sequence[int], offices: set[int]) -> set[int]:
    """The lines that go on with an office: "President of the Republic of", "Belmark"."""
    found: set[int] = set()
    for above, below in pairwise(signed):
        if (above in offices or above in found) and below not in offices:
            last, following = lines[above].text.split()[-1], lines[below].text
            if last.islower() or line_start(following) == "lower":
                found.add(below)
    return found


def names_cut_off(lines: Sequence[Line], signed: Sequence[int], whole: set[int]) -> set[int]:
    """Two names or more that open a page: whose offices they belong to stands on another."""
    found: set[int] = set()
    row: list[int] = []
    for i in (*signed, -1):
        if i >= 0 and i not in whole and (row or lines[i].page_break):
            row.append(i)
            continue
        if len(row) > 1:
            found.update(row)
        row = []
    return found


def _cells(text: str) -> list[str]:
    bare = _FLAG.sub(" ", text).strip(" \t|•·–—-")
    cells = [cell for wide in _CELLS.split(bare) if wide for cell in _BEFORE_OFFICE.split(wide)]
    return [cell.strip() for cell in cells if cell.strip()]


def _has_surname(cell: str) -> bool:
    """Whether one of two to four words is in capitals: "Nursultan NAZARBAYEV"."""
    words = cell.split()
    capitals = [_SURNAME.fullmatch(word) is not None for word in words]
    return 2 <= len(words) <= 4 and any(capitals) and not all(capitals)


def _is_cell(cell: str) -> bool:
    if len(cell) > _LONGEST_CELL or any(c.isdigit() for c in cell):
        return False
    if line_end(cell) in ("sentence", "dash") and not _INITIAL_OR_SUFFIX.search(cell):
        return False
    words = [word.strip("()[],.:;\"'’_/") for word in cell.split()]
    return all(not w[:1].islower() or _SMALL_WORD.fullmatch(w) for w in words)
