"""A collection in a folder: one SQLite file, and the original files and records beside it."""
