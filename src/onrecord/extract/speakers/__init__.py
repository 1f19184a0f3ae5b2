"""Mentions, entities and the speaker of each statement."""
