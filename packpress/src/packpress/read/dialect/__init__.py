"""Delimited text of any other dialect of the Data Package standard."""
