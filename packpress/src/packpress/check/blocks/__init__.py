"""Checks the blocks of a table: each by itself, and in any process."""
