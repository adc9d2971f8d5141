"""Reads a finished release: its sums are checked, its tables are read from ``csv.zip``."""
