"""Where a title ends without a mark, and the text begins in the middle of a long sentence."""

from __future__ import annotations

import pytest

from scodiff.corpus.segmentation.lines import split_lines
from scodiff.corpus.segmentation.segmenter import segment

PREAMBLES = {
    "en": """Statement of the Heads of the Mountain Libraries on Ensuring Reliable,
Sustainable and Diversified Chains of Mules
We, the heads of the member libraries of the Mountain Union (hereinafter the
Union) – the Republic of Arania, the Kingdom of Belmark, and the Free City of
Elmar –
striving to speed up the lending of globes in the face of the snow, and to deepen
cooperation between the wardens,
praising the work carried out within the Union to feed the mules.
We believe that reliable mules play an important role in the life of libraries, and
that no Party should divert them without the consent of its neighbours.
""",
    "ru": """Заявление глав государств – членов Союза горных библиотек об обеспечении
надёжных и устойчивых перевозок
Мы, главы государств – членов Союза горных библиотек (далее – Союз), стремясь
ускорить выдачу глобусов и углубить сотрудничество смотрителей,
отмечая работу, проделанную в рамках Союза, заявляем о нижеследующем.
Мы считаем, что надёжные перевозки играют важную роль в жизни библиотек, и ни
одна Сторона не станет отводить мулов без согласия соседей.
""",
}


@pytest.mark.parametrize("language", PREAMBLES)
def test_a_preamble_is_none_of_the_title(language: str) -> None:
    text = PREAMBLES[language]
    found = segment(split_lines(text)).paragraphs
    assert found[0].kind == "title"
    assert found[0].text == " ".join(text.split("\n")[:2])
    assert found[1].text.startswith(("We, ", "Мы, "))


@pytest.mark.parametrize(
    "end", ["as H.E.", "with Amb.", "of paras.", "in Arts.", "see Sec.", "(см.", "в гл.", "Vol."]
)
def test_an_abbreviation_ends_no_sentence(end: str) -> None:
    from scodiff.corpus.segmentation.marks import line_end

    assert line_end(f"The Parties lend globes, {end}") == "open"
