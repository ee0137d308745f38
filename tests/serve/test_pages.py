"""What the pages do, asked without a screen: texts in, reports out, the collection, a phrase."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from corpus_files import column, docx, paragraph, pdf, zipped
from rooms.reading_room import OpenRoom, Visitor, open_room
from texts import moscow_paragraphs

pytest.importorskip("uvicorn", reason="the extra [serve] is not installed")

from scodiff.compare import compare
from scodiff.corpus.reader import read
from scodiff.corpus.shipped import shipped_document
from scodiff.reports.formats.formats import OUTPUT_FORMATS, render

pytestmark = pytest.mark.xdist_group("room")

LAKES = (
    "Statement of the Lake Council\n\n1 June 2031\n\n"
    "We shall build a railway together. We shall keep the lakes clean.\n\n"
    "The Council thanks the town for its welcome and its bread.\n"
)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRoom]:
    """A room that these tests share."""
    with open_room(tmp_path_factory.mktemp("room")) as opened:
        yield opened


@pytest.fixture
def visitor(room: OpenRoom) -> Visitor:
    return room.client()


def plain(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page))


def hidden(page: str, name: str) -> str:
    found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page)
    assert found, page
    return unescape(found[1])


def laid(visitor: Visitor, name: str, data: bytes) -> str:
    """The key of a text that was dropped."""
    page = visitor.send("/collection/read", files={"new-file": (name, data)})
    assert page.status_code == 200, plain(page.text)
    return page.url.path.rpartition("/")[2]


def test_files_of_every_kind_are_read_and_compared(visitor: Visitor) -> None:
    known = moscow_paragraphs()[:8]
    word = docx("".join(map(paragraph, [*known, "They build a railway."])))
    page = visitor.send(
        "/texts",
        files={
            "a-file": ("lake.pdf", pdf([column(LAKES.split("\n"))])),
            "b-file": ("m.docx", word),
        },
    )
    assert page.url.path == "/check"
    assert "1 June 2031" in page.text
    a, b = hidden(page.text, "a"), hidden(page.text, "b")
    found = visitor.wait(visitor.send("/compare", a=a, b=b, model="none"))
    assert "<iframe" in found.text, plain(found.text)
    report = visitor.read(f"{found.url.path}/report.html")
    assert "railway" in report.text


def test_the_report_and_all_formats_are_those_of_the_command(visitor: Visitor) -> None:
    documents = shipped_document("2003-moscow"), shipped_document("illustration")
    made = compare(*documents)
    page = visitor.wait(visitor.send("/compare", a="2003-moscow", b="illustration", model="none"))
    base = page.url.path
    assert visitor.read(f"{base}/report.html").content == render(made, "html")
    for name, row in OUTPUT_FORMATS.items():
        saved = visitor.read(f"{base}/download/{name}")
        assert saved.content == render(made, name), name
        said = saved.headers["content-disposition"]
        assert f'attachment; filename="2003-moscow--illustration{row.endings[0]}"' in said
    assert visitor.read(f"{base}/download/exe").status_code == 400


def test_a_report_speaks_the_language_of_its_reader(visitor: Visitor) -> None:
    page = visitor.wait(visitor.send("/compare", a="2003-moscow", b="illustration", model="none"))
    for tag, words in (("ru", "Сравнить"), ("zh", "比较")):
        back = visitor.read(f"/language/{tag}?back={page.url.path}")
        assert back.url.path == page.url.path
        assert words in back.text
        assert f'<html lang="{tag}">' in visitor.read(f"{page.url.path}/report.html").text
    assert visitor.read("/language/en?back=//evil.example/").url.host == "127.0.0.1"


def test_pasted_words_go_with_a_chosen_text(visitor: Visitor) -> None:
    page = visitor.send("/texts", a_held="2003-moscow", b_paste=LAKES)
    assert page.url.path == "/check"
    assert "pasted" in page.text


def test_what_is_missing_or_wrong_is_said_beside_its_side(visitor: Visitor) -> None:
    page = visitor.send("/texts", a_held="2003-moscow")
    assert page.status_code == 400
    assert "Give a text" in page.text
    assert '<option value="2003-moscow" selected>' in page.text
    page = visitor.send("/texts", a_held="/etc/passwd", b_held="../../x.txt")
    assert page.text.count("no such text here") == 2


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:9/a.html", "a loopback address"),
        ("http://localhost/a.html", "a loopback address"),
        ("http://[::1]/", "a loopback address"),
        ("http://192.168.0.1/", "a private address"),
        ("http://169.254.169.254/latest/meta-data", "a link-local address"),
        ("http://10.1.2.3/", "a private address"),
        ("http://0x7f.1/", "a loopback address"),
        ("http://[::ffff:127.0.0.1]/", "a loopback address"),
        ("file:///etc/passwd", "is no address of the web"),
        ("ftp://example.org/a.txt", "is no address of the web"),
    ],
)
def test_an_address_of_this_machine_or_network_is_refused(
    visitor: Visitor, address: str, said: str
) -> None:
    page = visitor.send("/texts", a_held="2003-moscow", b_address=address)
    assert page.status_code == 400
    assert said in plain(page.text)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("broken.pdf", b"%PDF-1.7\nnothing of a PDF"),
        ("bomb.docx", zipped({"word/document.xml": b"<w>" + b" " * 2**25})),
        ("page.html", b"<html><body><script>alert(1)</script></body></html>"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        ("empty.txt", b""),
    ],
)
def test_a_hostile_file_is_a_sentence_and_leaves_nothing(
    room: OpenRoom, visitor: Visitor, name: str, data: bytes
) -> None:
    before = sorted(path for folder in room.folders for path in folder.iterdir())
    page = visitor.send("/texts", files={"a-file": (name, data)}, b_held="2003-moscow")
    assert page.status_code == 400
    assert 'role="alert"' in page.text
    assert sorted(path for folder in room.folders for path in folder.iterdir()) == before


def test_a_hostile_name_is_shown_as_it_is_and_names_no_file(visitor: Visitor) -> None:
    name = "../../<img src=x onerror=alert(1)>.txt"
    page = visitor.send("/texts", files={"a-file": (name, LAKES.encode())}, b_held="2003-moscow")
    assert "<img" not in page.text
    assert "&lt;img src=x onerror=alert(1)&gt;" in page.text


def test_a_guess_at_an_encoding_has_to_be_confirmed(visitor: Visitor) -> None:
    words = "Заявление Совета озёр. Государства построят железную дорогу вместе. " * 5
    page = visitor.send(
        "/texts", files={"a-file": ("lakes.txt", words.encode("cp1251"))}, b_held="2003-moscow"
    )
    assert "not UTF-8; it looks like" in page.text
    a = hidden(page.text, "a")
    refused = visitor.send("/compare", a=a, b="2003-moscow", model="none")
    assert refused.status_code == 400
    encoding = re.search(r"looks like (\S+)\.", refused.text)
    assert encoding
    mended = visitor.send(f"/texts/{a}/mend", encoding=encoding[1])
    assert "looks like" not in mended.text
    assert "железную" in mended.text


def test_a_wrong_date_and_a_wrong_paragraph_are_mended(visitor: Visitor) -> None:
    key = laid(visitor, "lakes.txt", LAKES.encode())
    query = f"?a={key}&b=2003-moscow&of=a"
    page = visitor.send(f"/texts/{key}/mend{query}", date="2031-06-02", title="Of the lakes")
    assert "2 June 2031" in page.text
    assert page.url.params["a"] == key
    place = re.search(r'id="(p\d+)">(?:(?!id=).)*?We shall build', page.text, re.S)
    assert place
    page = visitor.send(
        f"/texts/{key}/mend{query}", **{"split": place[1], f"words_{place[1]}": "We shall keep"}
    )
    assert re.search(r">We shall build a railway together\.</p>", page.text)
    saved = visitor.read(f"/texts/{key}/boundaries.toml").text
    same = read(LAKES.encode(), name="lakes.txt", boundaries={"lakes.boundaries.toml": saved})
    assert same.date == "2031-06-02"
    assert any(p.text == "We shall keep the lakes clean." for p in same.paragraphs)
    page = visitor.send(f"/texts/{key}/mend{query}", undo="0")
    assert not re.search(r">We shall build a railway together\.</p>", page.text)
    refused = visitor.send(f"/texts/{key}/mend", date="soon")
    assert refused.status_code == 400
    assert "no day of the calendar" in refused.text


def test_a_text_of_the_collection_is_mended_on_the_desk_alone(visitor: Visitor) -> None:
    page = visitor.send("/texts/2003-moscow/mend?a=2003-moscow&b=illustration&of=a", title="New")
    key = page.url.path.rpartition("/")[2]
    assert key.startswith("~")
    assert page.url.params["a"] == key
    assert "<h1>2003-moscow</h1>" in page.text
    assert ">New<" in page.text
    assert ">New<" not in visitor.read("/texts/2003-moscow").text


def test_a_text_is_added_shown_searched_and_removed(room: OpenRoom, visitor: Visitor) -> None:
    key = laid(visitor, "lakes.txt", LAKES.encode())
    page = visitor.send(f"/texts/{key}/add", id="2031-lakes", edition="The town")
    assert "Added as 2031-lakes." in page.text
    assert list((room.collection / "originals").iterdir())
    page = visitor.read("/texts/2031-lakes")
    assert "The town" in page.text
    found = visitor.read("/phrase?q=keep+the+lakes+clean")
    link = re.search(r'href="(/texts/2031-lakes#(p\d+))"', found.text)
    assert link, plain(found.text)
    assert f'id="{link[2]}"' in page.text
    again = visitor.send(f"/texts/{key}/add")
    assert "held already" in again.text
    asked = visitor.read("/collection/remove?name=2031-lakes")
    assert "Remove 2031-lakes?" in asked.text
    gone = visitor.send("/collection/remove", name="2031-lakes")
    assert "Removed: 2031-lakes." in gone.text
    assert not list((room.collection / "originals").iterdir())
    assert visitor.read("/texts/2031-lakes").status_code == 400
    shipped = visitor.send("/collection/remove", name="2003-moscow")
    assert "cannot be removed" in shipped.text


def test_the_time_line_says_what_is_held_and_what_is_missing(visitor: Visitor) -> None:
    page = visitor.read("/collection").text
    assert re.search(r'<li class="held" id="2003-moscow">', page)
    assert re.search(r'<li class="missing" id="2001-shanghai">', page)
    assert "1 of 25 summits" in page


def test_fetching_says_why_it_cannot_be(visitor: Visitor) -> None:
    page = visitor.wait(visitor.send("/collection/fetch", name="2015-ufa"))
    assert "no address of the whole text" in plain(page.text)
    page = visitor.wait(visitor.send("/collection/fetch", name="nonsense"))
    assert "no summit is called" in plain(page.text)


def test_a_phrase_is_answered_as_the_command_answers(visitor: Visitor) -> None:
    page = visitor.read("/phrase?q=regional+security")
    assert "2003-moscow ¶32" in page.text
    saved = visitor.read("/phrase/download/json?q=regional+security").json()
    assert saved["first"]["document"] == "2003-moscow"
    assert "Nothing" not in page.text
    assert visitor.read("/phrase?q=%3F%3F").status_code == 400
    assert visitor.read("/phrase?q=(a&regex=yes").status_code == 400
    assert "2003-moscow" in visitor.read("/phrase?q=region(al)%3F&regex=yes").text
    hostile = visitor.read("/phrase?q=%3Cscript%3Ealert(1)%3C/script%3E&exact=yes")
    assert "<script>alert" not in hostile.text


def test_studies_are_made(visitor: Visitor) -> None:
    key = laid(visitor, "later.txt", "\n\n".join(moscow_paragraphs()[:20]).encode())
    visitor.send(f"/texts/{key}/add", id="2033-later", duplicate="yes")
    try:
        page = visitor.wait(visitor.read("/lineage?document=2003-moscow&paragraph=5&model=none"))
        assert "2033-later" in visitor.read(f"{page.url.path}/report.html").text
        page = visitor.wait(visitor.send("/matrix", base="2003-moscow", model="none"))
        assert "Heat map" in visitor.read(f"{page.url.path}/report.html").text
        page = visitor.wait(
            visitor.send("/formulas", least_words="4", least_documents="2", most="10")
        )
        assert "Recurring formulas" in visitor.read(f"{page.url.path}/report.html").text
        refused = visitor.send("/formulas", least_words="x", least_documents="2", most="10")
        assert refused.status_code == 400
    finally:
        visitor.send("/collection/remove", name="2033-later")


def test_decisions_and_a_lexicon_are_obeyed_and_their_faults_told(visitor: Visitor) -> None:
    texts = {"a": "2003-moscow", "b": "illustration", "model": "none"}
    first = shipped_document("2003-moscow").citable[0]
    digest = hashlib.sha256(first.text.encode()).hexdigest()[:8]
    decided = f'[[decision]]\naction = "alone"\na = ["1 {digest}"]\nnote = "a trial"\n'
    page = visitor.wait(
        visitor.send("/compare", files={"links": ("mine.toml", decided.encode())}, **texts)
    )
    assert "a trial" in visitor.read(f"{page.url.path}/report.html").text
    assert "mine.toml" in visitor.read("/").text
    bad = visitor.send("/compare", files={"links": ("mine.toml", b"[[decision")}, **texts)
    assert bad.status_code == 400
    assert "mine.toml" in plain(bad.text)
    bad = visitor.send("/compare", files={"lexicon": ("words.toml", b"?")}, **texts)
    assert bad.status_code == 400
    assert "words.toml" in plain(bad.text)


def test_several_texts_are_set_side_by_side(visitor: Visitor) -> None:
    texts = ("2003-moscow", "illustration")
    page = visitor.wait(visitor.send_all("/synopsis", ("text", texts), model="none"))
    saved = visitor.read(f"{page.url.path}/download/json").json()
    assert [text["id"] for text in saved["documents"]] == list(texts)
    assert visitor.send_all("/synopsis", ("text", texts[:1])).status_code == 400
    assert '<option value="illustration">' in page.text
    fields = {"model": hidden(page.text, "model"), "base": "illustration"}
    other = visitor.wait(visitor.send_all("/synopsis", ("text", texts), **fields))
    assert '<option value="illustration" selected>' in other.text
    assert visitor.read(f"{other.url.path}/download/json").json()["base"] == "illustration"


def test_pasted_texts_are_told_apart_where_they_are_chosen(visitor: Visitor) -> None:
    for place in ("Harbour", "Meadow"):
        visitor.send("/collection/read", new_paste=f"Statement of the {place}\n\nWe shall meet.\n")
    studies = visitor.read("/studies").text
    assert "Statement of the Harbour" in studies
    assert "Statement of the Meadow" in studies


def test_a_model_is_one_of_those_that_are_offered(room: OpenRoom, visitor: Visitor) -> None:
    texts = ("2003-moscow", "illustration")
    folder = str(room.cache)
    pages = [
        visitor.send("/compare", a=texts[0], b=texts[1], model=folder),
        visitor.send_all("/synopsis", ("text", texts), model="no/such/model"),
        visitor.read(f"/lineage?document=2003-moscow&paragraph=3&model={folder}"),
    ]
    for page in pages:
        assert page.status_code == 400
        assert "choose one of the list" in plain(page.text)
    assert folder not in visitor.read("/").text


def test_what_is_waited_for_is_said_to_be_listed_only_where_it_is(visitor: Visitor) -> None:
    # By a model, as words alone may be compared before the first page has come.
    listed = visitor.send("/compare", a="2003-moscow", b="illustration", model="minilm")
    assert "listed under Compare" in listed.text
    visitor.wait(listed)
    fetched = visitor.send("/collection/fetch", name="no-such-summit")
    assert "refresh" in fetched.headers
    assert "listed under Compare" not in fetched.text


def test_what_was_said_of_a_text_is_not_lost_where_it_is_refused(visitor: Visitor) -> None:
    key = laid(visitor, "lakes.txt", LAKES.encode())
    said = {"title": "On the Lakes", "date": "2031-06-31", "place": "", "language": "Russian"}
    refused = visitor.send(f"/texts/{key}/mend", **said)
    assert refused.status_code == 400
    assert 'value="On the Lakes"' in refused.text
    assert 'value="2031-06-31"' in refused.text
    assert 'value="Russian"' in refused.text
    assert "On the Lakes" not in visitor.read(f"/texts/{key}").text


def test_a_text_that_is_gone_is_not_removed_again(visitor: Visitor) -> None:
    page = visitor.send("/collection/remove", name="2031-nowhere")
    assert page.status_code == 400
    assert "There is no such text here" in plain(page.text)


def test_recent_questions_are_listed_answered_anew_and_deleted(
    room: OpenRoom, visitor: Visitor
) -> None:
    page = visitor.wait(visitor.send("/compare", a="illustration", b="2003-moscow", model="none"))
    path = page.url.path
    key = path.rpartition("/")[2]
    listed = visitor.read("/").text
    assert "illustration → 2003-moscow" in listed
    kept = json.loads((room.cache / "serve" / "recent.json").read_text())
    assert key in {row["key"] for row in kept}
    assert not any(text.startswith("~") for row in kept for text in row["texts"])
    visitor.send(f"{path}/delete")
    assert "illustration → 2003-moscow" not in visitor.read("/").text
    assert visitor.read(path).status_code == 400


def test_no_page_names_a_path_of_this_machine(room: OpenRoom, visitor: Visitor) -> None:
    key = laid(visitor, "lakes.txt", LAKES.encode())
    (room.collection / "collection.sqlite3").parent.mkdir(exist_ok=True)
    pages = [
        visitor.read(path)
        for path in ("/", "/collection", "/phrase?q=lake", "/studies", f"/texts/{key}", "/nowhere",
                     "/texts/2003-moscow", "/texts/%2Fetc%2Fpasswd", "/found/x", "/check?a=x&b=y")
    ]  # fmt: skip
    pages.append(visitor.send(f"/texts/{key}/add", id="no good id/"))
    home = Path.home()
    for page in pages:
        for secret in (room.cache, room.collection, home, Path(__file__).parents[2]):
            assert f"{secret}/" not in page.text, page.url
            assert str(secret) not in page.text or len(str(secret)) < 3, page.url
