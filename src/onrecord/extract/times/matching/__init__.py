"""Patterns over words, and the pass that matches them."""
