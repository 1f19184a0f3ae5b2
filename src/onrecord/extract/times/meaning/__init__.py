"""From readings to TIMEX3 values and intervals of days."""
