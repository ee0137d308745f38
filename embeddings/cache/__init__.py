"""Vectors that were computed once, and what else is kept to save time."""
