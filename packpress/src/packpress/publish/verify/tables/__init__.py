"""Compares the tables of a release in all its formats."""
