"""Checks the views of a package: runs their SQL on its tables, and judges the results by their schemas."""
