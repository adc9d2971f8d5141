"""Reads the tables of a release back from the files that were written, as canonical text."""
