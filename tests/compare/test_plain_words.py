"""The comparison in plain words: figures that read as sentences do."""

from __future__ import annotations

from scodiff.compare import compare
from scodiff.corpus.reader import read

ONE = "The parties agree to meet each year."
LONG = (
    f"{ONE[:-1]} in the town where they met for the first time, and to tell all of their "
    "peoples of it."
)
FISH = "Fish from the northern lake is sold on Mondays at the market of the town."


def told(a: str, b: str) -> dict[str, str]:
    """The plain words of a comparison of two texts."""
    texts = (read(text.encode(), name=f"{name}.txt") for name, text in (("a", a), ("b", b)))
    return {s.topic: s.text for s in compare(*texts).in_plain_words}


def test_of_one_paragraph_no_figures_are_told() -> None:
    assert told(ONE, ONE)["persistence"] == "The one paragraph of a persists word for word."
    assert told(ONE, ONE)["novelty"] == "The one paragraph of b is not new."
    gone = told(ONE, FISH)
    assert gone["persistence"] == "The one paragraph of a has no counterpart in b."
    assert gone["novelty"] == "The one paragraph of b is new."


def test_what_there_is_none_of_is_said_in_words_or_not_at_all() -> None:
    same = told(f"{ONE}\n\n{LONG}", f"{ONE}\n\n{LONG}")
    assert same["persistence"].startswith("Of the 2 paragraphs of a, 2 persist word for word (100%")
    assert same["persistence"].endswith("words).")
    assert same["novelty"] == "Of the 2 paragraphs of b, none is new."
    assert same["meaning against wording"] == "Of 2 linked passages, 2 keep words and meaning."
    gone = told(f"{ONE}\n\n{LONG}", FISH)["persistence"]
    assert gone.startswith("Of the 2 paragraphs of a, none persists (0%")
    assert gone.endswith("; 2 have no counterpart in b.")


def test_no_passage_kept_most_where_all_kept_the_same() -> None:
    other = LONG.replace("parties", "members").replace("town", "city")
    assert "best kept" not in told(f"{ONE}\n\n{LONG}", f"{ONE}\n\n{LONG}")
    text = told(f"{LONG}\n\n{FISH}", f"{LONG}\n\n{FISH.replace('lake', 'river')}")["best kept"]
    assert text.startswith("The longest passage that kept all of its wording is ¶1 → ¶1 (")
    text = told(f"{LONG}\n\n{ONE}", f"{other}\n\n{ONE}")["best kept"]
    assert text.startswith("The passage that kept most of its wording is ¶1 → ¶1 (9")
