"""Where a quotation may begin and where it may end, so that it can be read by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from scodiff.compare.shifts.lexicon import load_lexicon
from scodiff.compare.text.clauses import actors, state_list
from scodiff.compare.text.tokens import word_form

# After the number of a note, too: "the Secretary-General,3 [submitted pursuant to]".
_STARTS = re.compile(
    r"(?:[,;:]\d{1,3}\s|[,;:，；：、])\s*+"
    r"(?:(?:and that|and|but|while|including|in particular|as well as|а также|включая|и)\s+)?"
    r"(?!\d{4}\b)|\s[–—-]\s|\s(?:as well as|including|in particular|that|что)\s+"
)
# What a verb governs: "the need [to launch talks]", "committed to [avoiding blocs]".
_GOVERNED = re.compile(
    r"(?<!\s)\s++(?:(?=to\s[a-z]++(?<!ing)\s)|(?:to|of|in|for|on|at|by|from)\s(?=[a-z]++(?<=ing)\s))"
)
_GOVERNED_WORD = re.compile(r"(?:to\s++)?([a-z]++)")
CLAUSE_ENDS = re.compile(
    r"[,;:.)，；：。、](?!\s?\d)|(?<![\s,;:])\s++(?=\()|(?<=[a-zа-я])\s+(?=(?:and|и)\b)"
    r"|(?<![\s,;:])\s++(?=(?:as well as|including|in order|which|while|based|thus)\b)"
)
PHRASE_ENDS = re.compile(
    r"(?<![\s,;:])\s++(?=(?:in|on|for|to|with|by|from|between|at|under|through|as|that|those|в|на|по|для|с)\b)"
)
_MARK = re.compile(r"[,;.，；。](?!\s?\d)|(?<!\s)\s++(?=\()")
_PAIRS = (("(", ")"), ("“", "”"), ("«", "»"), ("（", "）"))
# What leans on what follows it: nothing ends so.
_LEANS = re.compile(
    r"\b(?:to\s+[a-z]{1,30}ly|counter|contrary|aimed|based|due|related|according|devoted|"
    r"pursuant|subject|as soon|dependent|conducive|posed|caused|committed|directed|able|as well|"
    r"such|so|more|most|their|its|is|are|was|were|be|been|has|have|had|will|shall|must|can|may|"
    r"should|not|no|than|rather|regarding|concerning|including|also|headquartered|located|held|"
    r"signed|stand|stands|call|calls|out|the|a|an|and|or|of|to|for|with|by|from|"
    r"we|they|he|she|which|who|whose|"
    r"St|Dr|Mr|Mrs|No|Art)$",
    re.IGNORECASE,
)
# The letter before a stop that ends no clause: "the U.S. side", "Ben S. Bernanke".
_INITIAL = re.compile(r"(?:^|[\s(“«.-])[A-ZА-ЯЁ]$")
# "the need [to]", "found necessary [to]": what is needed follows.
_LEANS_ON = re.compile(
    r"\b(?:need|necessary|necessity|importan(?:t|ce)|relevance|significance|essential|expedient|"
    r"advisable|timely|possible|ready|readiness|willing(?:ness)?|commitment|intention|doubt|"
    r"continue|intend|seek|strive|aim|decision|practice|idea|proposal|initiative|work)$"
)
_WHAT_FOLLOWS = re.compile(r"\s++(?:to|of|for|that|about|regarding)\b")
# A list of single words that goes on: ", ideological and", ", neutral,".
_IN_A_LIST = re.compile(r"[\w-]+(?:,|\s+(?:and|or|и|или)\b)")
_ITEM_OF_TWO_WORDS = re.compile(r"([\w-]++)\s[\w-]++(?:,|\s(?:and|or)\b)")
_LIST_BEGINS = re.compile(r"(?<=[a-zа-я]),\s+" + _IN_A_LIST.pattern)
_NAMED_SUBJECT = re.compile(r"The\s(?:[A-Z][\w’'-]++\s){1,3}(?=[a-z]++(?<!ed)(?<!s)\s)")
_NO_VERB = re.compile(r"[A-ZА-Я]|(?:that|which|who|party|parties|and|or)\b")
_LACKS_SUBJECT = re.compile(r"(?:is|are|was|were|be|has|have|had|will|shall|can|may)\b")
_AUXILIARY = frozenset(
    ["is", "are", "was", "were", "has", "have", "had", "will", "shall", "can", "may", "must"]
)
_NOT_FINITE = ("ing", "ed", "s")
# "which has", "states jeopardise"
_AFTER_ITS_SUBJECT = re.compile(r"(?:\b(?:which|that|who)|[a-z]{3}s)\s++([a-z]++)")
_TAIL = 30  # letters in which a quotation's last word is looked for
# The last but one of a list: "terrorism, separatism", "presidential".
_LIST = re.compile(r",\s+\S+$|(?:al|ic|ive|ous|ary|able|ible|ful)$")
_LIST_GOES_ON = re.compile(r",|\s+(?:and|or|и|или)\b")
# What says something of a subject: without it a quotation is a name and no statement.
_SAYS = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|shall|can|cannot|may|must|should|could|would|does?|"
    r"did|seems?|remains?|demonstrates?|shows?|needs?)\b"
)
_THAT = re.compile(r"\b([a-z]++)\s++that\b")
_CAPITAL = re.compile(r"[A-Z]")
_LABEL = re.compile(r"\(?\d{1,3}[.)]\s+|[（(]?[一二三四五六七八九十百]{1,4}[、）)]\s*")
_ALSO = re.compile(r"(?:also|and|thus|therefore)\s+", re.IGNORECASE)
_NAME_GOES_ON = re.compile(r"\b[A-ZА-Я][\w’'-]*$")
_NAME_GOES_ON_AFTER = re.compile(r"\s(?:(?:and|of|for|и)\s+(?:the\s+)?)?[A-ZА-Я]")
_WORD = re.compile(r"[^\W\d_]+")


def verbs(text: str, start: int, end: int) -> list[int]:
    """Where the verbs of a sentence begin, and its own beginning where it begins with no actor."""
    label = _LABEL.match(text, start, end)
    start = label.end() if label else start
    found = {}
    listed = state_list(text, start, end)
    if listed and _takes_a_stand(text, listed):
        found[start] = listed  # "Kazakhstan, China and Russia [reaffirm]"
    named = _NAMED_SUBJECT.match(text, start, end)
    if named and acts(text, named.end()):
        found[start] = named.end()
    for actor, verb in actors(text, start, end):
        if _NO_VERB.match(text, verb) or text[actor:verb].strip().casefold() == "it":
            continue  # "The SCO Charter" and "the states that are" do not act
        also = _ALSO.match(text, verb, end)
        found[actor] = also.end() if also else verb
    return [*found.values()] if start in found else [start, *found.values()]


def starts(text: str, start: int, end: int) -> Iterator[int]:
    """Where else a quotation of a sentence may begin: at its clauses, and at what they govern."""
    for match in _STARTS.finditer(text, start, end):
        at = match.end()
        cut = (
            text[match.start()] == ","
            and _goes_on_a_list(text, at)
            and match.end() - match.start() < 3
        )
        if not (cut or _LACKS_SUBJECT.match(text, at) or _in_names(text, at)):
            yield at
    for match in _GOVERNED.finditer(text, start, end):
        word = _GOVERNED_WORD.match(text, match.end())
        if word and _is_verb(word[1]):
            yield match.end()


def finite_verbs(text: str, start: int, end: int) -> Iterator[int]:
    """Where a verb stands whose subject goes before it: "groups of states [jeopardise]"."""
    for match in _AFTER_ITS_SUBJECT.finditer(text, start, end):
        word = match[1]
        if word in _AUXILIARY or (_is_verb(word) and not word.endswith(_NOT_FINITE)):
            yield match.start(1)


def acts(text: str, start: int) -> bool:
    """Whether a stretch begins with a verb of its own, as in "agreed to"."""
    word = _WORD.match(text, start)
    return bool(word and not word[0].endswith("ing") and _is_verb(word[0]))


def _goes_on_a_list(text: str, start: int) -> bool:
    """Whether the next item of a list begins here: "psychotropic substances and"."""
    if _IN_A_LIST.match(text, start):
        return True
    item = _ITEM_OF_TWO_WORDS.match(text, start)
    return bool(item and not _is_verb(item[1].casefold()))


def _takes_a_stand(text: str, start: int) -> bool:
    """Whether a verb begins here, as in "reaffirm" or "reaffirming"."""
    word = _WORD.match(text, start)
    return bool(word and _is_verb(word[0]))


@lru_cache(maxsize=65536)
def _is_verb(word: str) -> bool:
    form = word_form(word)
    return form is not None and form in load_lexicon().verbs


def says_something(text: str, start: int, end: int, acting: Iterable[int]) -> bool:
    """Whether a stretch has what it says of its subject: of a sentence's, or after "noted that".

    ``acting`` are the places where the verbs of the sentence begin.
    """
    begins = [m.end() for m in _THAT.finditer(text, start, end) if _is_verb(m[1].casefold())][-1:]
    if _CAPITAL.match(text, start):
        first = _WORD.match(text, start)
        governs = any(verb > start for verb in acting)  # a participle leads up to the verb
        if not (first and _is_verb(first[0].casefold()) and not governs):
            begins.append(start)
    return all(
        _SAYS.search(text, begin, end) or any(begin < verb < end - 1 for verb in acting)
        for begin in begins
    )


def clause_end(text: str, start: int, end: int, most: int) -> int:
    """Where the clause of a stretch ends, or, where that is too far, the last phrase before."""
    limit = start + most
    marks = [match.start() for match in _MARK.finditer(text, end, limit + 1)]
    marks += [len(text)] if len(text) <= limit else []
    phrases = [match.start() for match in PHRASE_ENDS.finditer(text, end, limit + 1)][::-1]
    found = (m for m in (*marks, *phrases) if m == end or is_whole(text, start, m))
    return next(found, end)


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch cuts through no bracket, name, initials or list of words."""
    quoted = text[start:end]
    if any(quoted.count(left) != quoted.count(right) for left, right in _PAIRS):
        return False
    tail = quoted[-_TAIL:]
    if text[end : end + 1] == "." and _INITIAL.search(tail):
        return False
    if _LEANS.search(tail) or (_LIST_GOES_ON.match(text, end) and _LIST.search(tail)):
        return False
    if _WHAT_FOLLOWS.match(text, end) and _LEANS_ON.search(tail):
        return False
    is_name = _NAME_GOES_ON.search(tail)
    if not is_name and _LIST_BEGINS.match(text, end):
        return False
    return not (is_name and _NAME_GOES_ON_AFTER.match(text, end))


def _in_names(text: str, start: int) -> bool:
    """Whether a list of names goes on here: "Terrorism, Separatism"."""
    before = text[max(start - _TAIL, 0) : start].split()
    in_list = before and before[-1].endswith(",") and before[-1][0].isupper()
    return bool(in_list and text[start : start + 1].isupper())
