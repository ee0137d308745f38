"""Web pages: where the text stands on a page, and what the site has put around it."""
