"""How the paragraphs of a text are joined, for those too who have no use for its types."""

# What stands between paragraphs where they are joined to one text.
PARAGRAPH_BREAK = "\n\n"
