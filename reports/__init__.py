"""A comparison in, files and screens out."""
