"""What the engine leaves open, put to a second reader: questions, answers, decisions."""
