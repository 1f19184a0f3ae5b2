"""Transcripts: the labels of their turns, which lines make a dialogue, the words of each turn and who speaks them."""
