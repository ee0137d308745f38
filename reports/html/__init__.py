"""The HTML report: its rows, its map, its page."""
