"""The review queue as a page on which a reader answers it."""
