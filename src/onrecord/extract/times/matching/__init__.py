"""Patterns over words and their matching."""
