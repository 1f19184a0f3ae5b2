"""Statements: spans put together, linked, fitted to quotation marks, with kind and confidence."""
