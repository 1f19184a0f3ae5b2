"""The reading room: web pages and a JSON API over a store.

The room only shows and collects. Searches, counts and corrections belong to :class:`onrecord.store.Store`; extraction
belongs to :mod:`onrecord.annotate`.
"""
