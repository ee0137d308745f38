"""Where tests keep collections: a server for them, and what is done to them behind their backs."""
