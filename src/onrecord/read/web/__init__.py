"""Feeds and their pages, fetched politely and within limits."""
