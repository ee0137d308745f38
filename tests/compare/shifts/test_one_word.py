"""One word or phrase of a sentence changed: decisive changes are told, harmless ones are not."""

from __future__ import annotations

import re

import pytest

from scodiff.compare.diff.diff import diff
from scodiff.compare.shifts.lexicon import load_lexicon
from scodiff.compare.shifts.shifts import shifts_and_answers

DECISIVE = """
The Member States will {deepen|freeze} cooperation between their customs services.
Troops shall be withdrawn {within|after} ninety days of the signing.
They {share|contest} the assessment of the situation in the basin.
The agreement is {open to|closed to} other coastal States.
The border crossings will remain {open|shut} at night.
They are {optimistic|pessimistic} about the outcome of the talks.
The loan is to be repaid in {ten years|ten months}.
The centre will {share|conceal} the results of its monitoring.
The Member States will vote {for|against} the resolution.
The sanctions are {lawful|unlawful}.
The Council {grants|refuses} the application for membership.
They {hope|fear} that the election will take place in autumn.
The Parties will {never|always} be the first to use such weapons.
Exports of uranium are {permitted|banned} under the treaty.
The Member States will {coordinate|contradict} one another at the conference.
The treaty {enters into|goes out of} force in 2015.
The water is {fit|unfit} for drinking.
The Council {confirmed|annulled} the results of the auction.
The drills will be held {jointly|separately} by the two fleets.
The Parties {welcome|rule out} mediation by third States.
The talks made {progress|no headway} last year.
They call for the {release|detention} of the crews.
The Member States {lend|withdraw} support to the plan.
The dam will be {built|demolished} by 2018.
The Member States consider the vote {valid|void}.
The minority languages will be {taught|suppressed} in schools.
The refugees may {return|not return} before the spring.
The mission is {armed|unarmed}.
They note the {presence|absence} of observers.
The aid is given {with|without} conditions.
The Parties will {disclose|withhold} the results of the inquiry.
The seat of the court will be {moved to|kept in} Orlan.
The ministers took the decision {unanimously|by a narrow margin}.
The subsidy is paid to {every|no} farmer in the valley.
The quota for herring is set at {60|16} thousand tonnes.
The Parties will exchange data {daily|on request}.
The visa regime will be {relaxed|tightened}.
They note with {satisfaction|regret} the state of the canal.
Member States {may|may not} enter reservations to the charter.
The agreement covers {passengers and freight|freight}.
The mission will be {reinforced|recalled}.
The Council regards the matter as {closed|open}.
They {propose|oppose} a common currency.
The Heads of State {approved|postponed} the budget.
Signals were {intercepted|not intercepted} by the station.
""".strip().splitlines()
HARMLESS = """
The Member States {stress|underline} the importance of dialogue.
They note {that it is important to|the importance of} keeping the river clean.
The Parties will {continue to cooperate|go on cooperating} in customs matters.
The Council {expresses its gratitude to|thanks} the host city.
They {call on|call upon} all States to sign the treaty.
The ministers {held a meeting|met} in the spring.
They intend to {step up|intensify} the fight against smuggling.
They {reiterate|reaffirm} their support for the plan.
The plan {aims at|is aimed at} the growth of trade.
The {struggle|fight} against terrorism goes on.
They will assist {one another|each other} in floods.
The {organisation|Organization} was founded in 2001.
The project was {started|launched} last year.
They {take note of|note} the report of the experts.
The talks were held in {a spirit of friendship|a friendly spirit}.
They agreed to {set up|establish} a centre for floods.
They support the {soonest|earliest} conclusion of the treaty.
The report {deals with|concerns} the fishing of the lake.
The {armed forces|military} of both States took part.
They will {carry out|implement} the plan by 2015.
The plan {comprises|consists of} four parts.
Trade {grew|increased} by 5 per cent.
They condemn terrorism in all its {forms|manifestations}.
The meeting {took place|was held} in Tamar.
They {consider|regard} the treaty as the basis of their relations.
They {put forward|proposed} a plan for the basin.
They pay {special|particular} attention to youth.
They {favour|are in favour of} a reform of the Council.
{In this connection|In this regard}, they support the plan.
They {express concern|are concerned} about the drought.
The treaty {was signed by|bears the signatures of} six States.
The {next|following} meeting will be in Orlan.
They welcome the {results|outcome} of the summit.
They {advocate|stand for} the peaceful settlement of disputes.
They stress the {need for|necessity of} a reform.
{More than|Over} forty experts took part.
They will {work towards|strive for} a common market.
They {expressed their readiness|are ready} to sign the treaty.
The Parties will {widen|broaden} their contacts in science.
They {proceed from the fact|believe} that the river is shared.
The ministers {discussed|considered} the state of the roads.
They {attach great importance to|stress the importance of} youth exchanges.
{Given|Considering} the drought, the Parties will share water.
They {are determined|are resolved} to keep the peace.
The Council {adopted|approved} the budget for 2013.
They {welcome the fact that|are pleased that} the canal was opened.
They will {develop|promote} cooperation in tourism.
The {parties|sides} exchanged views on trade.
They {resolutely|firmly} oppose smuggling.
They will {take measures|take steps} against floods.
They express {sincere|heartfelt} thanks to the host.
The centre {will be located|will have its seat} in Tamar.
They intend to {further strengthen|continue strengthening} the fleet.
They note the {growing|increasing} role of youth.
The States {of the region|in the region} want peace.
They {speak out for|advocate} open trade.
They stress the {inadmissibility|unacceptability} of double standards.
They {noted|pointed out} the use of satellites.
They will act {in accordance with|in line with} the charter.
The {programme|program} runs until 2015.
They {confirm|reaffirm} their interest in the corridor.
It is {important|essential} to keep the canal open.
""".strip().splitlines()


def both(pair: str) -> tuple[str, str]:
    """The two sentences of ``They {open|close} the port.``"""
    return re.sub(r"\{(.*?)\|.*?\}", r"\1", pair), re.sub(r"\{.*?\|(.*?)\}", r"\1", pair)


def told(pair: str) -> set[str]:
    """The kinds of the shifts between the two that are not left open."""
    shifts, _ = shifts_and_answers(diff(*both(pair)).edits, load_lexicon())
    return {shift.kind for shift in shifts if shift.certainty != "open"}


@pytest.mark.parametrize("pair", DECISIVE)
def test_a_decisive_word_is_told(pair: str) -> None:
    assert told(pair)


@pytest.mark.parametrize("pair", HARMLESS)
def test_another_word_for_the_same_is_not(pair: str) -> None:
    assert not told(pair)
