"""Words with their properties, read from data files: reporting verbs, titles, roles, months, numbers and more."""

from onrecord.lexicon.entries import numbers, values, words

__all__ = ["numbers", "values", "words"]
