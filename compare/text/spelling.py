"""British and American spelling: the form that both have in common.

The form is only ever compared with another such form, so over-reach is harmless unless
it joins two real words; the length conditions and the exceptions prevent that.
"""

from __future__ import annotations

import re
from functools import cache

_RULES = (
    (r"(?<=[a-z]{3})is(?=(?:e[drs]?|ing|ers?|ations?|ational|able)$)", "iz"),
    (r"(?<=[a-z]{3})ys(?=(?:e[drs]?|ing|ers?)$)", "yz"),
    (r"(?<=[a-z]{2})our(?=(?:s|ed|ing|ite|able|abl[ey]|al|hood|ly|liness)*$)", "or"),
    (r"(?<=[a-z]{2})ll(?=(?:ed|ing|ers?|ors?|ment)$)", "l"),
    (r"(?<=[a-z]{3})ogue(?=s?$)", "og"),
    (r"(?<=[cntb])tre(?=[sd]?$)", "ter"),
    (r"(?<=[a-z]{3})gement(?=s?$)", "gment"),
)
# What one of the rules at least finds in a word; most words have none of it.
_MAY_VARY = re.compile("[iy]s|our|ll|ogue|tre|gement")
# Words whose ending only looks like one of those that vary.
_UNCHANGED = frozenset(
    """
    advise advised advises advising revise revised revises revising exercise exercised exercises
    exercising promise promised promises promising compromise compromised compromises compromising
    comprise comprised comprises comprising otherwise likewise surprise surprised surprises
    enterprise enterprises expertise premise premises precise concise raise raised raises raising
    praise praised praises praising arise arises arising supervise supervised supervises
    supervising four hour hours our your tour tours source course courses devise devised disguise
    demise merchandise paradise televise improvise supervisor rise rises rising wise promised
    four fours pour contour detour engagement management arrangement encouragement
    """.split()  # noqa: SIM905 - a hundred quotation marks would hide the words
)
_PAIRS = dict(
    pair.split("/")
    for pair in """
    defence/defense defences/defenses offence/offense offences/offenses licence/license
    licences/licenses pretence/pretense practise/practice practised/practiced
    practising/practicing programme/program programmes/programs fulfil/fulfill fulfils/fulfills
    fulfilment/fulfillment skilful/skillful enrol/enroll enrolment/enrollment
    instalment/installment instalments/installments grey/gray sceptical/skeptical
    sceptics/skeptics aluminium/aluminum plough/plow mould/mold
    ageing/aging towards/toward amongst/among whilst/while learnt/learned burnt/burned
    spelt/spelled focussed/focused focussing/focusing manoeuvre/maneuver
    manoeuvres/maneuvers judgement/judgment judgements/judgments acknowledgement/acknowledgment
    sulphur/sulfur encyclopaedia/encyclopedia anaesthetic/anesthetic mediaeval/medieval
    archaeology/archeology archaeological/archeological foetus/fetus paediatric/pediatric
    artefact/artifact artefacts/artifacts
    """.split()  # noqa: SIM905 - as above
)


def common_form(word: str) -> str:
    """The form shared by the British and the American spelling of a case-folded word."""
    if word in _PAIRS:
        return _PAIRS[word]
    if word in _UNCHANGED or not _MAY_VARY.search(word):
        return word
    for pattern, replacement in _compiled_rules():
        word = pattern.sub(replacement, word)
    return word


@cache
def _compiled_rules() -> list[tuple[re.Pattern[str], str]]:
    """The rules, compiled for the first word that may vary: few phrases have one."""
    return [(re.compile(pattern), replacement) for pattern, replacement in _RULES]
