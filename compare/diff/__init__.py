"""Two linked passages in, edit operations out: the literal diff."""
