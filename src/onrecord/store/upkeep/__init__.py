"""Verify, prune and reindex."""
