"""A comparison in, a file out: one module for each format."""
