"""Studies of all documents: lineages, matrices, formulas."""
