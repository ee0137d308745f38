"""Fetching declarations from the addresses of the catalogue."""
