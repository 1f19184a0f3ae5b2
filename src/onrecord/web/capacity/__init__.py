"""Limits on work that takes long: slots, annotation, turns and streaming."""
