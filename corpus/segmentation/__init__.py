"""Layout lines in, paragraphs out."""
