"""Time expressions: which words say when, and the days they mean."""

from onrecord.extract.times.finder import find_times

__all__ = ["find_times"]
