"""The reading room: pages and a JSON interface over a store, for people who would rather look than type.

Thin: what is shown comes from :class:`onrecord.store.Store`, and what is put right goes through its corrections.
"""
