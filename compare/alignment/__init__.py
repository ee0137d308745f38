"""Probabilities in, links and parts out: what answers to what."""
