"""The types of match that need no model, from the words themselves to variants of them."""
