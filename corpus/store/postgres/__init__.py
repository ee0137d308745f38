"""A collection in a PostgreSQL database with pgvector, which a team shares."""
