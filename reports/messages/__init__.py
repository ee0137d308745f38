"""The report's own words, one file for each language."""
