"""Reads dates and times in a format of strptime, whole columns at a time."""
