"""What changed between linked passages, put to a second reader: questions, answers, decisions."""
