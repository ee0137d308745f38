"""What a comparison is to be told as: the news in it, chosen and quoted."""
