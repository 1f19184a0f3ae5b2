"""Middleware around every request: access, unexpected errors and limits on bodies."""
