"""Readers of formats: from a file's bytes to its text and layout, for the one segmenter."""
