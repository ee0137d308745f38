"""Texts in, documents out: reading, segmenting and describing declarations."""
