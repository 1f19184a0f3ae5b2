"""The log of corrections, and how corrections apply to records."""
