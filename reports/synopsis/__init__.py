"""Synopses in every format."""
