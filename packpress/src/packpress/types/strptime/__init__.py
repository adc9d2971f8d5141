"""Dates and times in a format of strptime, a column at a time."""
