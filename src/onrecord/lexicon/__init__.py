"""Word lists and name tables."""
