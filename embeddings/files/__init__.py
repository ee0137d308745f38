"""A model's files: found, checked by their digests, made where they are made."""
