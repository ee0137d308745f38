"""Long work in independent pieces: done here, by processes or by a cluster, and kept as it goes."""
