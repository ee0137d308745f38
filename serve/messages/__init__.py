"""The sentences of the room, in the languages of the reports."""
