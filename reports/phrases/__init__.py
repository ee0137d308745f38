"""What a search of the whole corpus found, as files and screens."""
