"""What a search asks of an index of words, and the index of a collection that answers."""
