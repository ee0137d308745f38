"""What the room shows: its pages, and what they do with what is asked."""
