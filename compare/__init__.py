"""Documents and vectors in, a comparison out."""
