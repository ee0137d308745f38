"""A reader's own decisions on links: read, checked, and written to be filled in."""
