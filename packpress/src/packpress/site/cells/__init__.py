"""Cells of tables as markup: labels of codes, names of records, dates in words, numbers with units."""
