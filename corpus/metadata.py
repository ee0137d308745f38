"""What a text says about itself: language, title, place and date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scodiff.corpus.catalogue import named_place
from scodiff.corpus.datelines import DATE, DATE_PATTERN, dateline, first_date, iso_date
from scodiff.corpus.model import Paragraph

_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
_MET_IN = re.compile(rf"\b(?:in|at) (?:the city of )?(?P<place>{_NAME}),? on (?i:{DATE_PATTERN})")
_SENTENCE_END = re.compile(r"(?<![A-ZА-Я]\.)(?<=[.!?;])\s+(?=[A-ZА-ЯЁ\"“«])|[。；！？]|\n")
_MEETING = re.compile(
    r"\b(?:met|meet(?:ing)?|gather(?:ed|ing)|assembl(?:ed|ing)|conven(?:ed|ing)|held|summit|session"
    r"|встрет\w+|встреч\w+|собра\w+|заседани\w+|саммит\w*|состоя\w+|провел\w*|провёл)\b"
    r"|会议|会晤|峰会|举行|会见",
    re.IGNORECASE,
)
# What was done on a day by others, or before, or is yet to be done, dates another text.
_OTHER_DAY = re.compile(
    r"\b(?:signed|adopted|approved|established|decided|decision|resolution|declaration|charter"
    r"|treaty|agreement|convention|memorandum|protocol|statement|communiqu\w+|constitution|law"
    r"|recall\w*|reaffirm\w*|since|last|previous|earlier|anniversary|pursuant|will|next"
    r"|forthcoming|scheduled|later|before|until|after|outcomes?|results?"
    r"|подписан\w*|принят\w*|резолюци\w+|деклараци\w+|харти\w+|договор\w*|соглашени\w+"
    r"|конвенци\w+|решени\w+|меморандум\w*|прошл\w+|предыдущ\w+|следующ\w+|предстоящ\w+"
    r"|до|после)\b|签署|通过|宣言|宪章|决议|协定|条约|公约|决定|声明|下次|上次",
    re.IGNORECASE,
)
_OTHER_SCRIPTS = ("ru", "uk", "be", "kk", "ky", "tg", "mn", "bg", "zh", "ja", "ko",
    "ar", "fa", "ur", "ps", "ug", "he")  # fmt: skip
_ARABIC_LETTERS = ("ar", "fa", "ur", "ps", "ug", "ku")
_ARABIC_SCRIPT = re.compile("[\u0620-\u065f\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_ARABIC_ARTICLE = re.compile(r"\bال")
_FEW = 0.01
_ALONE = re.compile(r"\s+[A-Z]|\s*$")


def language_of(text: str, said: str | None = None) -> str:
    """The language that the file names (``said``), if the script of its text agrees; else a guess.

    The guess is by script: ``ru`` for Cyrillic, ``zh`` for Han, ``ar`` for Arabic letters and
    ``fa`` where those of Persian stand among them, else ``en``.
    """
    by_script = _by_script(text)
    if said is None:
        return by_script
    base = said[:2].lower()
    same = base == by_script or (by_script in _ARABIC_LETTERS and base in _ARABIC_LETTERS)
    latin = by_script == "en" and base not in _OTHER_SCRIPTS
    return said if same or latin else by_script


def _by_script(text: str) -> str:
    sample = text[:20_000]
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in sample)
    han = sum("\u4e00" <= c <= "\u9fff" for c in sample)
    latin = sum(c.isalpha() and c < "\u0250" for c in sample)
    arabic = len(_ARABIC_SCRIPT.findall(sample))
    # A Han character carries about as much as three letters.
    counts = ((latin, "en"), (cyrillic, "ru"), (3 * han, "zh"), (arabic, "ar"))
    script = max(counts, key=lambda pair: pair[0])[1]
    return _of_arabic_letters(sample) if script == "ar" else script


def _of_arabic_letters(sample: str) -> str:
    """Arabic, Persian or Urdu, by the letters that only one of them writes.

    A Persian text typed on an Arabic keyboard keeps the four letters that Arabic lacks, and
    has the article and the teh marbuta of Arabic in a few names only.
    """
    urdu = sum(sample.count(c) for c in "ٹڈڑےھں")
    persian = sum(sample.count(c) for c in "پچژگیک")
    arabic = sum(sample.count(c) for c in "ةأإ") + len(_ARABIC_ARTICLE.findall(sample))
    if urdu > _FEW * len(sample):
        return "ur"
    return "fa" if persian > arabic else "ar"


def title_of(
    paragraphs: Sequence[Paragraph], said: str | None, page: str | None, otherwise: str
) -> str:
    """The title of a text: the first of these that there is.

    What the file says it is; the title in the text; what the page or book around it is called; the
    first heading; ``otherwise``.
    """
    named = {
        kind: paragraph.text
        for kind in ("heading", "title")
        for paragraph in reversed([p for p in paragraphs if p.kind != "furniture"][:10])
        if paragraph.kind == kind and not dateline(paragraph.text)
    }
    within, above = named.get("title"), named.get("heading")
    return said or within or page or above or otherwise


def place_and_date(paragraphs: Sequence[Paragraph]) -> tuple[str | None, str | None]:
    """The place and the date (ISO 8601) of a text, each None where it does not say.

    As the text itself says; as the edges of its pages say where the text does not.
    """
    where, when = _find_dateline([p for p in paragraphs if p.kind != "furniture"])
    return (where, when) if when is not None else _find_dateline(paragraphs)


def _find_dateline(paragraphs: Sequence[Paragraph]) -> tuple[str | None, str | None]:
    """The place and the date that these paragraphs give.

    A closing place-and-date line says both; else the title or the preamble: "in Lakeside
    on 4 July 2031", the same in brackets at a title's end, or a date alone. In running prose
    that is only the day on which those who speak say that they met: any other date that they
    mention is one of something else, and no date is better than a wrong one.
    """
    closing = [found for p in paragraphs if p.kind == "closing" and (found := dateline(p.text))]
    if closing:
        best = next((c for c in reversed(closing) if c.place), closing[-1])
        return best.place, best.date
    for paragraph in paragraphs[:4]:
        text = paragraph.text[:2000]
        prose = paragraph.kind in {"body", "item"}
        met = _MET_IN.search(text)
        if met and not (prose and not _is_own(text, met)):
            return met["place"], iso_date(met)
        if date := _own_date(text) if prose else first_date(text):
            bracket = re.search(r"\(([^()]+)\)\s*$", text)
            found = dateline(bracket.group(1)) if bracket else None
            return (found.place if found else named_place(text)), date
    return None, None


def _own_date(text: str) -> str | None:
    """The first date in running prose that is the text's own."""
    for match in DATE.finditer(text):
        if (date := iso_date(match)) is not None and _is_own(text, match):
            return date
    return None


def _is_own(text: str, date: re.Match[str]) -> bool:
    """Whether a date in running prose is that of the text and not of something it mentions.

    It is the day of a meeting that the sentence speaks of, and of nothing else before it; or
    it is printed by itself between two sentences, as a heading would be.
    """
    ends = (m.end() for m in _SENTENCE_END.finditer(text))
    start = max((end for end in ends if end <= date.start()), default=0)
    ending = _SENTENCE_END.search(text, date.end())
    before = text[start : date.start()]
    after = text[date.end() : ending.start() if ending else len(text)]
    if not before.strip() and start and date["y2"] and _ALONE.match(after):
        return True
    if _OTHER_DAY.search(before):
        return False
    if _MEETING.search(text[start : date.end()]):
        return True
    following = _MEETING.search(after)
    return following is not None and not _OTHER_DAY.search(after, 0, following.start())
