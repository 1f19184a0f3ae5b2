"""Faults on purpose: hostile inputs, counted and timed."""
