"""Finds time expressions and resolves them to TIMEX3 values."""

from onrecord.extract.times.finder import find_times

__all__ = ["find_times"]
