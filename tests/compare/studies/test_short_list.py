"""Of many documents those are compared that share most, and what is shown is what compare finds."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from phrase_texts import declaration

from scodiff.cli.main import main
from scodiff.compare.pipeline import compare
from scodiff.compare.studies.lineage import _told, follow_paragraph
from scodiff.compare.studies.matrix import all_against_all
from scodiff.compare.studies.model import ANCESTOR_SHARE, Version
from scodiff.compare.studies.pairwise import PairwiseComparisons
from scodiff.compare.studies.short_list import MOST_ALL_PAIRS, MOST_ANCESTORS, MOST_FOLLOWED
from scodiff.corpus.model import Document
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.collection import Collection

_THEMES = (
    "The parties will protect the open sea lanes for all vessels of the northern coast.",
    "Schools and universities exchange teachers, pupils and books in every language they have.",
    "Farmers are helped to store their grain, to share water and to sell what they have grown.",
    "Doctors warn each other of fevers in time, and keep a stock of medicine at the border.",
)


def declarations(number: int) -> list[Document]:
    """Documents a year apart, each on two of the themes and one matter of its own."""
    return [
        declaration(
            f"{1960 + i}-x",
            f"{_THEMES[i % 4]}\n\n{_THEMES[(i + 1) % 4]}\n\nIn year {i} they spoke of matter {i}.",
            f"{1960 + i}-05-01",
        )
        for i in range(number)
    ]


def test_every_link_that_a_lineage_shows_is_one_that_compare_finds() -> None:
    documents = declarations(5)
    for document in documents:
        for paragraph in document.citable:
            found = follow_paragraph(document, paragraph, PairwiseComparisons(documents, None))
            for version in found.versions:
                if version.document == document.id:
                    continue
                other = next(d for d in documents if d.id == version.document)
                older, newer = sorted((document, other), key=lambda d: d.date or "")
                side, far = ("a", "b") if older is document else ("b", "a")
                links = compare(older, newer, None).links
                link = next(one for one in links if paragraph.id in getattr(one, side))
                assert version.certainty == link.certainty
                if version.answer not in (None, "part", "candidate"):
                    assert version.answer == link.relation
                    assert set(version.paragraphs) <= set(getattr(link, far))


def test_of_many_documents_the_likeliest_are_followed_and_the_rest_is_said() -> None:
    documents = declarations(MOST_FOLLOWED + 12)
    document = documents[20]
    found = follow_paragraph(document, document.citable[0], PairwiseComparisons(documents, None))
    assert len(found.versions) == MOST_FOLLOWED + 1
    assert found.notes == (
        f"Compared with the {MOST_FOLLOWED} documents that have most of its words; 11 others "
        "were not compared, and nothing is said of them: not that they lack it.",
    )
    shown = {version.document for version in found.versions}
    having = {d.id for d in documents if document.citable[0].text in {p.text for p in d.citable}}
    assert having <= shown


def test_of_many_documents_each_is_compared_with_the_base_and_its_likeliest_ancestors() -> None:
    documents = declarations(MOST_ALL_PAIRS + 4)
    found = all_against_all(PairwiseComparisons(documents, None), documents[3].id)
    compared = {(cell.a, cell.b) for cell in found.cells}
    last = documents[-1].id
    earlier = {b for a, b in compared if a == last}
    assert MOST_ANCESTORS <= len(earlier) <= MOST_ANCESTORS + 1
    assert all((documents[3].id, d.id) in compared for d in documents if d is not documents[3])
    assert found.cell(documents[0].id, documents[0].id) is None
    assert found.ancestors[last] == documents[-5].id


def test_no_document_that_shares_next_to_nothing_is_an_ancestor() -> None:
    texts = (f"{' '.join(f'w{i}x{k}' for k in range(60))}.\n\nThey met." for i in range(2))
    a, b = (declaration(f"{2000 + i}-x", text, f"{2000 + i}-01-01") for i, text in enumerate(texts))
    found = all_against_all(PairwiseComparisons([a, b], None), a.id)
    assert 0 < found.cells[1].kept < ANCESTOR_SHARE
    assert found.ancestors == {a.id: None, b.id: None}


def test_after_an_open_one_the_first_known_version_does_not_appear() -> None:
    told = _told(
        [
            Version("2000-a", "2000-01-01", "absent", None),
            Version("2001-b", "2001-01-01", "open", "changed", text="They met.", certainty="open"),
            Version("2002-c", "2002-01-01", "kept", "changed", text="They meet."),
            Version("2003-d", "2003-01-01", "kept", "identical", text="They meet."),
        ]
    )
    assert [version.state for version in told] == ["absent", "open", "known", "kept"]


def test_a_paragraph_of_a_collection_is_followed_in_the_documents_that_have_it(
    tmp_path: Path,
) -> None:
    collection = Collection.open(tmp_path / "collection")
    for i in range(MOST_FOLLOWED + 14):
        rare = " Of turquoise otters we are mindful." if i % 12 == 5 else ""
        text = f"{_THEMES[i % 4]}{rare}\n\nIn year {i} they spoke of matter {i}.\n"
        add(collection, text.encode(), name=f"{1960 + i}-x.txt", date=f"{1960 + i}-05-01")
    whole = list(collection.documents())
    document = collection.document("1965-x")
    result = CliRunner().invoke(
        main, ["lineage", "1965-x:1", "--collection", str(tmp_path / "collection"),
               "--model", "none", "--format", "json"],
    )  # fmt: skip
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    versions = {version["document"]: version for version in found["versions"]}
    assert len(versions) == MOST_FOLLOWED + 1
    assert {"1977-x", "1989-x"} <= versions.keys()
    left_out = len(whole) - 1 - MOST_FOLLOWED
    assert f"{left_out} others were not compared" in found["notes"][0]
    pairs = PairwiseComparisons([d for d in whole if d.id in versions], None)
    full = follow_paragraph(document, document.citable[0], pairs)
    assert [(v.document, v.state, v.text) for v in full.versions] == [
        (v["document"], v["state"], v["text"]) for v in found["versions"]
    ]
