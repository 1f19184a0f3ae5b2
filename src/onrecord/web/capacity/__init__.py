"""Limits on long work: slots, annotation, pages and exports."""
