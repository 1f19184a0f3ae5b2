"""Readers of the corpora that training and evaluation share. Never imported by the package."""
