"""The tables of the texts: one definition, in which each store says the types of its database."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Types:
    """What a database calls the types that all do not share.

    ``key`` is text that is compared and ordered by code points, ``size`` a number of bytes;
    ``clustered`` is said of a table that lies in the order of its key.
    """

    key: str
    size: str
    clustered: str = ""


_TEXTS = (
    """
CREATE TABLE documents (
    id {key} PRIMARY KEY,
    title TEXT NOT NULL,
    date TEXT,
    place TEXT,
    language TEXT NOT NULL,
    edition TEXT,
    notice TEXT,
    kind TEXT NOT NULL,
    source_name TEXT NOT NULL,
    sha256 {key} NOT NULL UNIQUE,
    text_sha256 TEXT NOT NULL,
    words_sha256 TEXT NOT NULL,
    reader TEXT NOT NULL,
    settings TEXT NOT NULL,
    source_text TEXT NOT NULL,
    origin TEXT NOT NULL,
    headers TEXT,
    original TEXT NOT NULL,
    size {size} NOT NULL,
    added TEXT NOT NULL,
    digest TEXT NOT NULL
)""",
    """
CREATE TABLE paragraphs (
    document {key} NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    n INTEGER,
    label TEXT,
    section TEXT,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    spans TEXT NOT NULL,
    PRIMARY KEY (document, position)
){clustered}""",
    """
CREATE TABLE ledger (
    document {key} NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    action TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    note TEXT NOT NULL,
    paragraph TEXT,
    PRIMARY KEY (document, position)
){clustered}""",
)


def text_tables(types: Types) -> list[str]:
    """The statements that make the tables ``documents``, ``paragraphs`` and ``ledger``."""
    return [
        statement.strip().format(key=types.key, size=types.size, clustered=types.clustered)
        for statement in _TEXTS
    ]
