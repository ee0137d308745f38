"""How the collection is kept on disk: one SQLite file, and the original files beside it."""
