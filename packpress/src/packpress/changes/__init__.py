"""Compares two states of a package row by row, and says which version and changelog the changes require."""
