"""Text structure with spans: paragraphs, words and quotation marks.

Everything here is deterministic, runs in linear time and never raises on odd text.
"""
