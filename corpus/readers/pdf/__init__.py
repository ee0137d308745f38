"""PDF files: pieces of text on pages in, lines out."""
