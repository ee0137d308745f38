"""Edit operations in, shifts of position out: the semantic diff."""
