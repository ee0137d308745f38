"""Words, sentences, clauses and spellings: what any text of the comparison is made of."""
