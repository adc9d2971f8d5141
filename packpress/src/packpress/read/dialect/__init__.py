"""Delimited text in any other dialect of the Data Package standard."""
