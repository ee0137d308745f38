"""What turns a statement: negations, contraries, and phrases that exclude, limit or leave open."""
