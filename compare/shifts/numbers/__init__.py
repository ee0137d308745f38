"""Numbers in shifts: those of a passage together, and what an edit did to them."""
