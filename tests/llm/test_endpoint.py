"""Which server is asked, and where its key may go."""

from __future__ import annotations

import pytest

from scodiff.llm.endpoint import Endpoint, endpoint
from scodiff.llm.errors import ReaderError

KEYS = {"OPENAI_API_KEY": "sk-general", "SCODIFF_READER_KEY": " sk-own "}


def test_scodiffs_own_key_goes_before_the_general_one() -> None:
    assert endpoint("http://localhost:11434/v1/", "m", KEYS).key == "sk-own"
    general = {"OPENAI_API_KEY": "sk-general", "SCODIFF_READER_KEY": ""}
    assert endpoint("https://models.example/v1", "m", general).key == "sk-general"
    assert endpoint("https://models.example/v1", "m", {}).key == ""


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("https://models.example/v1", True),
        ("http://localhost:1/v1", True),
        ("http://127.0.0.1/v1", True),
        ("http://127.8.9.10/v1", True),
        ("http://[::1]:80/v1", True),
        ("http://models.example/v1", False),
        ("http://192.168.1.7:11434/v1", False),
        ("http://localhost.example/v1", False),
        ("http://127.0.0.1.example/v1", False),
    ],
)
def test_a_key_travels_encrypted_or_not_at_all(address: str, sent: bool) -> None:
    found = endpoint(address, "m", KEYS)
    assert found.key == ("sk-own" if sent else "")
    assert found.key_withheld == ("" if sent else "SCODIFF_READER_KEY")


@pytest.mark.parametrize(
    "address",
    [
        "", "localhost:11434", "ftp://host/v1", "file:///etc/passwd", "http://", "http:///v1",
        "http://host:0/v1", "http://host:99999/v1", "http://host:x/v1", "http://[::1/v1",
        "http://ho\u202est/v1", "http://host/\n", "http://user:secret@host/v1",
        "http://host/v1?key=secret", "http://host/v1#secret",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused_and_not_repeated_in_full(address: str) -> None:
    with pytest.raises(ReaderError, match="--reader takes") as said:
        endpoint(address, "m", {})
    assert "secret" not in str(said.value)
    assert str(said.value).isprintable()


def test_a_key_of_strange_characters_is_refused_unseen() -> None:
    with pytest.raises(ReaderError, match="OPENAI_API_KEY holds characters") as said:
        endpoint("http://localhost/v1", "m", {"OPENAI_API_KEY": "sk-\nsecret"})
    assert "secret" not in str(said.value)


def test_what_holds_a_piece_of_the_key_is_not_shown() -> None:
    place = Endpoint("https://host/v1", "m", key="sk-0123456789")
    assert place.without_key("model not found") == "model not found"
    assert place.without_key("no credit for sk-0123456789") == ""
    assert place.without_key("no credit for ...456789") == ""
    assert Endpoint("https://host/v1", "m", key="ab").without_key("cab") == ""
    assert Endpoint("https://host/v1", "m").without_key("anything") == "anything"
    assert "0123" not in repr(place)
    assert (place.host, place.is_here) == ("host", False)
