"""What a text says of itself: language, place and date."""

from __future__ import annotations

import pytest

from scodiff.corpus.datelines import dateline, first_date
from scodiff.corpus.library import resolve
from scodiff.corpus.metadata import language_of
from scodiff.corpus.reader import read


@pytest.mark.parametrize(
    ("line", "place", "date"),
    [
        ("Moscow, May 29, 2003", "Moscow", "2003-05-29"),
        ("Samarkand, 16 September 2022", "Samarkand", "2022-09-16"),
        ("New Delhi, 4 July 2023", "New Delhi", "2023-07-04"),
        ("16 September 2022, Samarkand", "Samarkand", "2022-09-16"),
        ("(Qingdao, 9-10 June 2018)", "Qingdao", "2018-06-10"),
        ("Москва, 29 мая 2003 г.", "Москва", "2003-05-29"),
        ("г. Москва, 29 мая 2003 года", "Москва", "2003-05-29"),
        ("29 мая 2003 года", None, "2003-05-29"),
        ("2003年5月29日", None, "2003-05-29"),
        ("二〇〇三年五月二十九日于莫斯科", "莫斯科", "2003-05-29"),
        ("2003年5月29日于莫斯科", "莫斯科", "2003-05-29"),
        ("2003年5月29日，莫斯科", "莫斯科", "2003-05-29"),
        ("（莫斯科，2003年5月29日）", "莫斯科", "2003-05-29"),
        ("2003年5月29日在莫斯科签署", "莫斯科", "2003-05-29"),
        ("Done at Lakeside on 4 July 2031", "Lakeside", "2031-07-04"),
        ("Done in the city of Lakeside on the 4th of July 2031.", "Lakeside", "2031-07-04"),
        ("Совершено в г. Озёрск 4 июля 2031 года", "Озёрск", "2031-07-04"),
        ("Озёрск, 04.07.2031", "Озёрск", "2031-07-04"),
    ],
)
def test_datelines(line: str, place: str | None, date: str) -> None:
    found = dateline(line)
    assert found is not None
    assert (found.place, found.date) == (place, date)


@pytest.mark.parametrize(
    "line",
    ["Bishkek on 14 June 2019, declare the following.", "The SCO Charter of June 7, 2002 in force",
     "Lakeside", "2003", "Lakeside, 45 July 2031", "", "2031年7月4日，各国元首在湖畔举行会议"],
)  # fmt: skip
def test_other_lines_are_no_datelines(line: str) -> None:
    assert dateline(line) is None


@pytest.mark.parametrize(
    ("text", "place", "date"),
    [
        ("The parties, meeting in Old Town on 4 July 2031, agree.", "Old Town", "2031-07-04"),
        ("REPORT\non talks\n(Lakeside, 3-4 July 2031)\n\nThey met.", "Lakeside", "2031-07-04"),
        ("The parties met.\n\nThey agree.\n\nLakeside\n4 July 2031\n", "Lakeside", "2031-07-04"),
        ("The parties met on 4 July 2031 and agree.", None, "2031-07-04"),
        ("The parties agree.", None, None),
        ("On 4 July 2031 the parties met in Lakeside.", None, "2031-07-04"),
        ("A message to all. July 4, 2031 Dear friends, we agree.", None, "2031-07-04"),
    ],
)  # fmt: skip
def test_place_and_date_without_a_closing_line(
    text: str, place: str | None, date: str | None
) -> None:
    document = read(text.encode(), name="x.txt")
    assert (document.place, document.date) == (place, date)


@pytest.mark.parametrize(
    "text",
    [
        "The decision that was adopted on June 15, 2001 in Shanghai was timely.",
        "The charter signed in Lakeside on 4 July 2031 is in force.",
        "Recalling the meeting that was held in Lakeside on 4 July 2031, they agree.",
        "They will meet again in Lakeside on 4 July 2031.",
        "The rules of 4 July 2031 apply until the next session.",
        "July 4, 2031 saw the road opened.",
        "Хартия, подписанная 7 июня 2002 года, создала основу.",
        "2002年6月7日签署的宪章为此奠定了基础。",
    ],
)
def test_a_date_that_a_text_mentions_is_not_its_own(text: str) -> None:
    document = read(f"The parties agree.\n\n{text}\n".encode(), name="x.txt")
    assert (document.place, document.date) == (None, None)


def test_the_declaration_without_its_head_and_foot_has_no_date() -> None:
    whole = resolve("2003-moscow")
    text = "\n\n".join(p.text for p in whole.citable)
    assert read(text.encode(), name="x.txt").date is None
    assert whole.date == "2003-05-29"


def test_first_date_takes_the_last_day_of_a_range() -> None:
    assert first_date("met on 9-10 June 2018 in Qingdao") == "2018-06-10"
    assert first_date("no date") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("The parties", "en"), ("Стороны заявляют", "ru"), ("各方声明如下", "zh"), ("123", "en")],
)
def test_language_by_script(text: str, language: str) -> None:
    assert language_of(text) == language
