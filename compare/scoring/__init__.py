"""Prepared texts in, the probability of every candidate pair of paragraphs out."""
