"""Texts in, documents out: reading, segmenting and describing declarations."""

# The version of scodiff, here because every other package may import this one.
VERSION = "0.1.0"
