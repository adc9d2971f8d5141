"""Checks many small files of a table together, because each block has a fixed cost."""
