"""Scores the package against corpora. Never imported by the package."""
