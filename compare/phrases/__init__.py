"""A phrase and documents in, every place where it stands and its history out."""
