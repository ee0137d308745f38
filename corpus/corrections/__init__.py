"""A reader's corrections to how a text was parted into paragraphs."""
