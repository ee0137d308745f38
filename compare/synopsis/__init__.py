"""Several texts side by side: every passage with its witnesses, and what became of it."""
