"""Measures speed and memory. Never imported by the package, never part of a test."""
