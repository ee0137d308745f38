"""Pairs of passages with a reader's verdict, and the texts that each one is from."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from functools import cache
from typing import Any

from benchmarks.lib.gold import LIKELY, ROOT, UNSURE, GoldPair, data_folder
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read

SAME, CONTAINED, MATTER, NOTHING = range(4)

SCO = {
    "2003-moscow": "2003-moscow",
    "2018-epidemics": "2018-qingdao-epidemics-statement",
    "2019-bishkek": "2019-bishkek",
    "2019-press-release": "2019-bishkek-press-release",
    "2022-food-security": "2022-samarkand-food-security-statement",
    "2022-samarkand": "2022-samarkand",
    "2022-supply-chains": "2022-samarkand-supply-chains-statement",
    "2023-new-delhi": "2023-new-delhi",
    "2023-radicalization": "2023-new-delhi-radicalization-statement",
    "hog-2021": "2021-dushanbe-heads-of-government",
    "hog-2022": "2022-heads-of-government",
    "2018-qingdao-report": "2018-qingdao-information-report",
}
COUNCIL = "joint-statement-of-the-trade-and-technology-council"
SERIES = {
    "aukus-2021": "aukus/2021-09-15-joint-leaders-statement-on-aukus.md",
    "aukus-2022": "aukus/2022-04-05-aukus-leaders-level-statement.md",
    "aukus-2023": "aukus/2023-09-15-joint-leader-statement-to-mark-the-second-anniversary-of-"
    "aukus.md",
    "aukus-2023b": "aukus/2023-03-13-joint-leaders-statement-on-aukus-2.md",
    "aukus-2024": "aukus/2024-09-17-joint-leaders-statement-to-mark-the-third-anniversary-of-"
    "aukus.md",
    "un-african-zone-79": "un-ga/african-nuclear-weapon-free-zone-treaty/79-15.txt",
    "un-ageing-79": "un-ga/follow-up-to-the-second-world-assembly-on-ageing/79-147.txt",
    "un-autonomous-weapons-79": "un-ga/lethal-autonomous-weapons-systems/79-62.txt",
    "un-cluster-munitions-79": "un-ga/implementation-of-the-convention-on-cluster-munitions/"
    "79-58.txt",
    "un-criminal-court-79": "un-ga/report-of-the-international-criminal-court/79-6.txt",
    "un-embargo-79": "un-ga/necessity-of-ending-the-economic-commercial-and-financial-em/79-7.txt",
    "un-guam-79": "un-ga/question-of-guam/79-105.txt",
    "un-nuclear-disarmament-79": "un-ga/nuclear-disarmament/79-50.txt",
    "un-oil-slick-79": "un-ga/oil-slick-on-lebanese-shores/79-200.txt",
    "un-palestine-79": "un-ga/the-right-of-the-palestinian-people-to-self-determination/79-163.txt",
    "un-prohibition-79": "un-ga/treaty-on-the-prohibition-of-nuclear-weapons/79-38.txt",
    "un-regional-disarmament-79": "un-ga/regional-disarmament/79-25.txt",
    "un-test-ban-79": "un-ga/comprehensive-nuclear-test-ban-treaty/79-77.txt",
    "un-western-sahara-79": "un-ga/question-of-western-sahara/79-98.txt",
    "g20-2022": "g20/2022-11-16-g20-bali-leaders-declaration.md",
    "quad-2021-spirit": "quad-leaders/2021-03-12-quad-leaders-joint-statement-the-spirit-of-the-"
    "quad.md",
    "quad-2021": "quad-leaders/2021-09-24-joint-statement-from-quad-leaders.md",
    "quad-2022": "quad-leaders/2022-05-24-quad-joint-leaders-statement.md",
    "quad-2023": "quad-leaders/2023-05-20-quad-leaders-joint-statement.md",
    "quad-2023-vision": "quad-leaders/2023-05-20-quad-leaders-vision-statement-enduring-partners-"
    "for-the-indo-pacific.md",
    "quad-2024": "quad-leaders/2024-09-21-the-wilmington-declaration-joint-statement-from-the-"
    "leaders-of-australia-india-japan-and-the-united-states.md",
    "ttc-2021": "us-eu-ttc/2021-09-29-u-s-eu-trade-and-technology-council-inaugural-"
    "joint-statement.md",
    "ttc-2022": f"us-eu-ttc/2022-12-05-u-s-eu-{COUNCIL}.md",
    "ttc-2023": f"us-eu-ttc/2023-05-31-u-s-eu-{COUNCIL}-2.md",
    "ttc-2024": f"us-eu-ttc/2024-04-05-u-s-eu-{COUNCIL}-3.md",
    "un-arms-79": "un-ga/the-illicit-trade-in-small-arms-and-light-weapons-in-all-its/79-40.txt",
    "un-debt-79": "un-ga/external-debt-sustainability-and-development/79-197.txt",
    "un-nazism-79": "un-ga/combating-glorification-of-nazism-neo-nazism-and-other-pract/79-160.txt",
    "un-order-79": "un-ga/promotion-of-a-democratic-and-equitable-international-order/79-168.txt",
    "un-rule-of-law-79": "un-ga/the-rule-of-law-at-the-national-and-international-levels/"
    "79-126.txt",
    "un-sand-79": "un-ga/combating-sand-and-dust-storms/79-212.txt",
    "un-sco-cooperation": "un-ga/un-sco-cooperation/79-332.txt",
    "un-south-79": "un-ga/south-south-cooperation/79-236.txt",
    "un-space-79": "un-ga/international-cooperation-in-the-peaceful-uses-of-outer-spac/79-87.txt",
    "un-terrorism-79": "un-ga/measures-to-eliminate-international-terrorism/79-129.txt",
    "un-wmd-79": "un-ga/measures-to-prevent-terrorists-from-acquiring-weapons-of-mas/79-42.txt",
}
FILES = {name: f"sco/{stem}.en.txt" for name, stem in SCO.items()} | {
    name: f"series/{path}" for name, path in SERIES.items()
}

# Where a text's sentences are left out together: the folds of ``gold/rewrites``, and for the
# texts that have none there a fold that they share with the texts that they are paired with.
TEXT_FOLDS = {
    "2018-epidemics": 3,
    "2022-food-security": 3,
    "2022-supply-chains": 0,
    "2023-radicalization": 1,
    "hog-2021": 4,
    "hog-2022": 4,
}
FOLDS = 5
MOSCOW = FOLDS  # the declaration of 2003, a fold of its own


@cache
def rewrites() -> tuple[dict[str, Any], ...]:
    """The sentences of ``gold/rewrites``, each with its five rewrites, file and fold."""
    lines = (data_folder() / "gold" / "rewrites" / "rewrites.jsonl").read_text("utf-8")
    return tuple(json.loads(line) for line in lines.splitlines())


@cache
def _fold_of_file() -> dict[str, int]:
    return {row["file"]: row["fold"] for row in rewrites()}


def fold_of(text: str) -> int:
    """The fold of a text, given by its id in one of the golds."""
    if text == "2003-moscow":
        return MOSCOW
    if text in TEXT_FOLDS:
        return TEXT_FOLDS[text]
    if text in FILES and FILES[text] in _fold_of_file():
        return _fold_of_file()[FILES[text]]
    # A proclamation or statement that no other gold has: with the others on its subject.
    subject = text.rsplit("-", 1)[0]
    return sum(subject.encode()) % FOLDS


def read_candidates() -> list[GoldPair]:
    """The pairs of texts of ``gold/pairs``, whose candidates alone were read.

    Labels are S, P, T or N; a pair without a label was not read.
    """
    path = data_folder() / "gold" / "pairs" / "pairs.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    texts = {name: _text(name) for row in rows for name in (row["a"], row["b"])}
    found: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    for row in rows:
        names = row["a"], row["b"]
        a = _ids(texts[row["a"]]).get(_letters(row["a_text"]))
        b = _ids(texts[row["b"]]).get(_letters(row["b_text"]))
        if a and b:
            found.setdefault(names, {})[a, b] = row["label"]
    return [GoldPair("pairs", texts[a], texts[b], labels) for (a, b), labels in found.items()]


def likely_candidates() -> list[GoldPair]:
    """Those of ``benchmarks/gold-pairs`` which scodiff held for likely: no weights from them."""
    return _own_candidates(LIKELY, "pairs.tsv")


def unsure_candidates() -> list[GoldPair]:
    """Those of ``benchmarks/gold-pairs`` of which scodiff was least sure: they teach only."""
    return _own_candidates(UNSURE, "unsure.tsv")


def _own_candidates(group: str, file: str) -> list[GoldPair]:
    path = ROOT / "benchmarks" / "gold-pairs" / file
    found: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            a, b = (_by_key(row[side]).get(row[f"{side}_key"]) for side in "ab")
            if a and b:
                found.setdefault((row["a"], row["b"]), {})[a, b] = row["label"]
    return [GoldPair(group, _text(a), _text(b), labels) for (a, b), labels in found.items()]


@cache
def _by_key(name: str) -> dict[str, str]:
    """The id of each paragraph of a text by the digest of its letters."""
    return {_key(letters): paragraph for letters, paragraph in _ids(_text(name)).items()}


def paragraphs_by_key(name: str) -> dict[str, str]:
    """The paragraphs of a text by the digest of their letters."""
    return {_key(_letters(paragraph.text)): paragraph.text for paragraph in _text(name).citable}


def _key(letters: str) -> str:
    return hashlib.sha256(letters.encode()).hexdigest()[:12]


@cache
def _text(name: str) -> Document:
    return replace(read(data_folder() / FILES[name]), id=name)


@cache
def _ids(document: Document) -> dict[str, str]:
    return {_letters(paragraph.text): paragraph.id for paragraph in document.citable}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
