"""What tests do to collections."""
