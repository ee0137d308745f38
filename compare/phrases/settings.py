"""Every bound of a search for a phrase, in one place; the JSON records them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rungs = Literal["all", "same-words"]
Paraphrases = Literal["fallback", "always", "never"]


@dataclass(frozen=True, slots=True)
class PhraseSettings:
    """The bounds of the ladder of evidence.

    ``words_between``: how many words an inflected match may have between its own, in all (at
    most one less than the phrase has). ``words_per_edit``: a near match may differ in one
    word for each so many of the phrase. ``context``: characters of context on either side.
    ``rungs``: ``same-words`` leaves out inflected and near matches.
    ``paraphrases``: ``fallback`` looks for them only where no other match is found.
    ``paraphrase_threshold``: the least cosine, None for the one calibrated for the model.
    ``seconds``: how long a regular expression may take over all documents.
    """

    words_between: int = 2
    words_per_edit: int = 4
    context: int = 80
    rungs: Rungs = "all"
    paraphrases: Paraphrases = "fallback"
    paraphrase_threshold: float | None = None
    most_paraphrases: int = 10
    seconds: float = 10.0
