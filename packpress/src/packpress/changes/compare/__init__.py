"""Compares two sides: schemas, tables, rows and cells."""
