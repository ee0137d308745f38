"""How a collection is kept: in one SQLite file with its originals beside it, or on a server."""
